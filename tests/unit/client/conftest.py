"""A bundle of small files, and people who act on a ledger in memory."""

from pathlib import Path

import pytest

from genpon.bundles import Bundle
from tests.support.book import Cast
from tests.support.bundles import make_bundle


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    return make_bundle(tmp_path / "files")


@pytest.fixture
def cast() -> Cast:
    return Cast.found()
