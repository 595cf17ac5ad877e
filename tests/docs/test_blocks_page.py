"""The page of blocks lists the fields that there are, and its program runs."""

from typing import Any

import pytest

from genpon_network.testing import LedgerFactory
from tests.docs.blocks_page import PAGE, page
from tests.support.documents import blocks


def test_the_table_is_what_the_dataclasses_say() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text == page(text), "python -m tests.docs.blocks_page writes it anew"
