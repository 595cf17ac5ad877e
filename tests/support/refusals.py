"""Expecting an error by its code, whatever the words are."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from genpon.errors import GenponError, Refused


@contextmanager
def refusing(code: str, error: type[GenponError] = Refused) -> Iterator[None]:
    """Checks that exactly this error with exactly this code is raised, and that it is said in one line."""
    with pytest.raises(GenponError) as raised:
        yield
    assert (type(raised.value), raised.value.code) == (error, code)
    assert "\n" not in str(raised.value)
