"""The commands and the programs that documents show."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(?P<language>[a-z]+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(document: str, language: str, *, section: str = "") -> list[str]:
    """The fenced blocks of a language in a document, or in one of its sections.

    Args:
        document: its path from the project's root.
        language: such as `sh` or `python`.
        section: a heading of the second level, whole document if empty.
    """
    text = (ROOT / document).read_text(encoding="utf-8")
    if section:
        text = text.split(f"\n## {section}\n", 1)[1].split("\n## ", 1)[0]
    return [found["text"] for found in BLOCK.finditer(text) if found["language"] == language]
