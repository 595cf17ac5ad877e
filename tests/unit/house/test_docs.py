"""The documents: links lead somewhere, and one English name stands for one Japanese term."""

import re
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.support.house import ROOT, own_files

DOCS = list(own_files(".md"))
LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)")
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)


def links(file: Path) -> list[str]:
    text = FENCE.sub("", file.read_text(encoding="utf-8"))
    return [target for target in LINK.findall(text) if "://" not in target and not target.startswith("mailto:")]


def anchors(file: Path) -> set[str]:
    headings = re.findall(r"^#{1,6} +(.+)$", FENCE.sub("", file.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("file", DOCS, ids=lambda file: str(file.relative_to(ROOT)))
def test_relative_links_resolve(file: Path) -> None:
    broken = []
    for link in links(file):
        path, _, anchor = link.partition("#")
        target = (file.parent / unquote(path)) if path else file
        if not target.exists() or (anchor and target.suffix == ".md" and unquote(anchor) not in anchors(target)):
            broken.append(link)

    assert broken == []


def glossary() -> list[list[str]]:
    lines = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [row for row in rows if row[0] != "日本語" and not set(row[0]) <= {"-", ":"}]


@pytest.mark.parametrize("column", [0, 2], ids=["Japanese", "English"])
def test_a_term_stands_once_in_the_glossary(column: int) -> None:
    counted = Counter(row[column].lower() for row in glossary())

    assert [term for term, count in counted.items() if count > 1] == []


def test_every_row_of_the_glossary_is_full() -> None:
    assert [row for row in glossary() if len(row) != 5 or not all(row)] == []


def test_decisions_are_numbered_without_a_gap_and_have_all_parts() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    parts = [re.findall(r"^## (.+)$", record.read_text(encoding="utf-8"), re.MULTILINE) for record in records]

    assert [record.name[:4] for record in records] == [f"{number:04}" for number in range(1, len(records) + 1)]
    assert all(part == ["Context", "Decision", "Consequence"] for part in parts)
