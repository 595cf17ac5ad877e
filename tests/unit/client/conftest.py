"""A bundle of small real files, and people who act on a ledger in memory."""

from pathlib import Path
from typing import Any

import pytest
from tests.support.book import CONTRACTOR, DEPARTMENT, Cast

from genpon.bundles import Bundle
from genpon.file_roles import BundleFile
from genpon_core.contracts.terms import Terms, read_terms

FILES = {"契約書.pdf": b"%PDF-1.7 contract", "仕様書.pdf": b"%PDF-1.7 specification", "内訳.csv": "項目,金額\n工事,1000000\n".encode()}


def make_terms(**changes: Any) -> Terms:
    return read_terms(
        {"title": "庁舎改修工事", "category": "works", "parties": [DEPARTMENT, CONTRACTOR], "amount": 1_100_000, **changes},
        max_amount=10**13,
    )


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "files"
    folder.mkdir()
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in FILES]


@pytest.fixture
def bundle(files: list[Path]) -> Bundle:
    return Bundle.build(make_terms(), [BundleFile.of(path) for path in files])


@pytest.fixture
def cast() -> Cast:
    return Cast.found()
