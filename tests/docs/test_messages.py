"""The messages that guides quote are what the commands say."""

import re
import string
from pathlib import Path

import pytest

from genpon_network.words.japanese import JAPANESE

DOCS = Path(__file__).parents[2] / "docs"
QUOTED = re.compile(r"^\| `([^`]+)` \|", re.MULTILINE)


def literals(texts: list[str]) -> list[str]:
    """What stands in texts between their parameters."""
    return [literal for text in texts for literal, *_ in string.Formatter().parse(text)]


@pytest.mark.parametrize(
    ("page", "heading", "texts"),
    [
        ("identities.md", "## When something is refused", list(JAPANESE)),
        ("identities.ja.md", "## 断られたとき", list(JAPANESE.values())),
    ],
)
def test_quoted_messages_are_said(page: str, heading: str, texts: list[str]) -> None:
    section = (DOCS / page).read_text(encoding="utf-8").split(heading)[1].split("\n## ")[0]
    said = literals(texts)
    parts = [part.strip(" ;.") for quoted in QUOTED.findall(section) for part in quoted.split("…")]
    wanted = [part.removeprefix("Fabric CA").strip() for part in parts if part]
    assert len(wanted) >= 10
    assert [part for part in wanted if not any(part in literal for literal in said)] == []
