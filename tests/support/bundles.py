"""Small files and terms for bundles."""

from pathlib import Path
from typing import Any

from genpon.bundles import Bundle
from genpon.file_roles import BundleFile
from genpon_core.contracts.terms import Terms, read_terms
from tests.support.book import CONTRACTOR, DEPARTMENT

FILES = {"契約書.pdf": b"%PDF-1.7 contract", "仕様書.pdf": b"%PDF-1.7 specification", "内訳.csv": "項目,金額\n工事,1000000\n".encode()}
_TERMS = {"title": "庁舎改修工事", "category": "works", "parties": [DEPARTMENT, CONTRACTOR], "amount": 1_100_000}


def make_terms(**changes: Any) -> Terms:
    """Terms of a small contract."""
    return read_terms({**_TERMS, **changes}, max_amount=10**13)


def make_files(folder: Path) -> list[Path]:
    """The files, written into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in FILES]


def make_bundle(folder: Path, **changes: Any) -> Bundle:
    """A bundle of the files in a folder."""
    return Bundle.build(make_terms(**changes), [BundleFile.of(path) for path in make_files(folder)])
