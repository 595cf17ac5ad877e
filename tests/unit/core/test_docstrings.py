"""The examples in the primitives' docstrings are true."""

import doctest
from types import ModuleType

import pytest

from genpon_core import canonical, codes, merkle, moments


@pytest.mark.parametrize("module", [canonical, codes, merkle, moments], ids=lambda module: module.__name__)
def test_examples(module: ModuleType) -> None:
    result = doctest.testmod(module)
    assert result.failed == 0
    assert result.attempted > 0
