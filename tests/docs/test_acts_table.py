"""The guide's table of contract acts is the transition table itself."""

from pathlib import Path

from genpon_core.contracts.contents import CONTENT
from genpon_core.contracts.table import ROWS, Row

_GUIDE = Path(__file__).parents[2] / "docs" / "acts.md"


def _line(row: Row) -> str:
    before = [state.value for state in sorted(row.before)]
    if row.act == "draft":
        before.insert(0, "(new)")
    return f"| `{row.act}` | {row.by.value} | {', '.join(before)} | {row.after.value} | {', '.join(row.answers)} |"


def test_the_guide_shows_every_row_of_the_table() -> None:
    text = _GUIDE.read_text(encoding="utf-8")
    shown = text.split("<!-- table: contract -->")[1].split("<!-- end -->")[0].strip().splitlines()[2:]
    assert shown == [_line(row) for row in ROWS.values()]


def test_every_row_has_a_content() -> None:
    assert ROWS.keys() == CONTENT.keys()
