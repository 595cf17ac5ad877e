"""The guide's tables of acts name every act; that of contracts is the transition table itself."""

import re
from pathlib import Path

import pytest

from genpon_core.contracts.contents import CONTENT
from genpon_core.contracts.table import ROWS, Row
from genpon_core.rules import RULES

_GUIDE = Path(__file__).parents[2] / "docs" / "acts.md"


def _line(row: Row) -> str:
    before = [state.value for state in sorted(row.before)]
    if row.act == "draft":
        before.insert(0, "(new)")
    return f"| `{row.act}` | {row.by.value} | {', '.join(before)} | {row.after.value} | {', '.join(row.answers)} |"


def test_the_guide_shows_every_row_of_the_table() -> None:
    assert _shown("contract") == [_line(row) for row in ROWS.values()]


def _shown(table: str) -> list[str]:
    text = _GUIDE.read_text(encoding="utf-8")
    return text.split(f"<!-- table: {table} -->")[1].split("<!-- end -->")[0].strip().splitlines()[2:]


@pytest.mark.parametrize(
    ("table", "kinds"),
    [("agreement", {"agreement", "change", "municipality"}), ("certificates", {"accreditation", "type", "certificate", "recognition"})],
)
def test_the_other_tables_show_every_act_once(table: str, kinds: set[str]) -> None:
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in _shown(table)]
    shown = [(kind, act) for kind, acts, who, says in cells if who and says for act in re.findall("`([a-z_]+)`", acts)]
    assert sorted(shown) == sorted((kind, act) for (_, kind), rules in RULES.items() if kind in kinds for act in rules.content)


def test_every_row_has_a_content() -> None:
    assert ROWS.keys() == CONTENT.keys()
