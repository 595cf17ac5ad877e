"""The example bundle: proper files whose contents agree with the terms."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from genpon_core.contracts.terms import read_terms
from tests.support.house import ROOT

FILES = ROOT / "examples" / "files"
REVISIONS = (1, 2)
BUNDLE = {"breakdown.csv", "breakdown.xlsx", "contract.pdf", "drawing.dxf", "specification.pdf"}


def terms(revision: int) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FILES / f"terms-{revision}.json").read_text(encoding="utf-8"))
    return loaded


def folder(revision: int) -> Path:
    return FILES / f"revision-{revision}"


def words(file: Path) -> str:
    return "".join(page.extract_text() for page in PdfReader(file).pages)


def wareki(day: str) -> str:
    year, month, date = (int(part) for part in day.split("-"))
    return f"令和{year - 2018}年{month}月{date}日"


@pytest.mark.parametrize("revision", REVISIONS)
def test_the_terms_are_terms_of_a_contract(revision: int) -> None:
    read_terms(terms(revision), max_amount=10**10)


def test_only_the_contract_differs_between_the_revisions() -> None:
    assert {file.name for file in folder(1).iterdir()} == BUNDLE
    assert {name for name in BUNDLE if (folder(1) / name).read_bytes() != (folder(2) / name).read_bytes()} == {"contract.pdf"}


@pytest.mark.parametrize("revision", REVISIONS)
def test_the_contract_says_what_its_terms_say(revision: int) -> None:
    text, stated = words(folder(revision) / "contract.pdf"), terms(revision)

    assert f"{stated['amount']:,}" in text
    assert f"{stated['tax_amount']:,}" in text
    assert wareki(stated["contract_at"]) in text
    assert wareki(stated["validity_end_at"]) in text
    assert stated["title"] in text


@pytest.mark.parametrize(("revision", "agrees"), [(1, False), (2, True)])
def test_the_second_revision_agrees_with_the_specification(revision: int, *, agrees: bool) -> None:
    assert (wareki(terms(revision)["validity_end_at"]) in words(folder(revision) / "specification.pdf")) is agrees


@pytest.mark.parametrize("name", ["contract.pdf", "specification.pdf"])
def test_every_font_is_embedded(name: str) -> None:
    fonts = [
        descendant.get_object()["/FontDescriptor"]
        for page in PdfReader(folder(2) / name).pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
        for descendant in font.get_object()["/DescendantFonts"]
    ]

    assert fonts
    assert all({"/FontFile2", "/FontFile3"} & set(font.get_object()) for font in fonts)


def test_the_breakdown_sums_to_the_amount() -> None:
    formulas = load_workbook(folder(2) / "breakdown.xlsx").worksheets[0]
    shown = load_workbook(folder(2) / "breakdown.xlsx", data_only=True).worksheets[0]
    last = shown.max_row

    assert shown.cell(last, 6).value == terms(2)["amount"]
    assert shown.cell(last - 1, 6).value == terms(2)["tax_amount"]
    assert all(str(formulas.cell(row, 6).value).startswith("=") for row in range(6, last + 1))


def test_the_csv_is_the_workbook() -> None:
    sheet = load_workbook(folder(2) / "breakdown.xlsx", data_only=True).worksheets[0]
    raw = (folder(2) / "breakdown.csv").read_bytes()
    rows = list(csv.reader(raw.decode("utf-8-sig").splitlines()))

    assert raw.startswith(b"\xef\xbb\xbf")
    assert rows == [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(min_row=5, values_only=True)]


def test_the_drawing_is_whole() -> None:
    lines = (folder(2) / "drawing.dxf").read_text(encoding="utf-8").splitlines()

    assert lines[:2] == ["  0", "SECTION"]
    assert lines[-1] == "EOF"
    assert {"HEADER", "TABLES", "BLOCKS", "ENTITIES", "OBJECTS"} <= set(lines)


def test_the_bundle_is_small() -> None:
    assert sum(file.stat().st_size for file in FILES.rglob("*") if file.is_file()) < 1_500_000
