"""What no file of the project may hold, and how long it may be."""

import json
import re
from pathlib import Path

import pytest

from tests.support.house import ROOT, own_files

LONGEST = 400
CODE = list(own_files(".py", ".typ"))
TEXTS = list(own_files(".py", ".md", ".toml", ".cfg", ".yaml", ".yml", ".txt", ".typ", ".sh", ".json"))
JSONS = list(own_files(".json"))

# Written so that this file does not find itself.
MACHINE_PATH = re.compile(r"(?<![\w.])/(work|tmp|root|home)/\w")
REGISTRY_HOST = re.compile(r"py[p]i\.org|pythonhoste[d]|proxy\.golan[g]|npmj[s]|crates\.i[o]|repo1\.mave[n]", re.IGNORECASE)
UNFINISHED = re.compile(r"\b(TOD[O]|FIXM[E]|XX[X])\b|raise NotImplementedErro[r]|pragma: no cove[r]")


def named(file: Path) -> str:
    return str(file.relative_to(ROOT))


def hits(pattern: re.Pattern[str], files: list[Path]) -> list[str]:
    return [
        f"{named(file)}:{number}"
        for file in files
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]


def test_no_file_of_code_is_long() -> None:
    lengths = {named(file): len(file.read_text(encoding="utf-8").splitlines()) for file in CODE}

    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_no_path_of_a_machine() -> None:
    assert hits(MACHINE_PATH, [file for file in TEXTS if "tests" not in file.relative_to(ROOT).parts]) == []


def test_no_registry_is_named() -> None:
    assert hits(REGISTRY_HOST, TEXTS) == []


def test_nothing_is_left_unfinished() -> None:
    assert hits(UNFINISHED, CODE) == []


@pytest.mark.parametrize("file", JSONS, ids=named)
def test_json_parses(file: Path) -> None:
    json.loads(file.read_text(encoding="utf-8"))
