"""Keys: composite keys keep their parts apart, and nothing else may look like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genpon_chaincode.shim import create_composite_key, split_composite_key
from genpon_chaincode.shim.keys import check_key, check_range, composite_range

_PART = st.text(st.characters(exclude_characters="\x00\U0010ffff", exclude_categories=["Cs"]), max_size=8)


@given(object_type=_PART.filter(bool), attributes=st.lists(_PART, max_size=4))
def test_a_composite_key_gives_its_parts_back(object_type: str, attributes: list[str]) -> None:
    key = create_composite_key(object_type, attributes)
    assert check_key(key) == key
    assert split_composite_key(key) == (object_type, attributes)


@given(object_type=_PART.filter(bool), attributes=st.lists(_PART, min_size=1, max_size=4), other=_PART.filter(bool))
def test_a_partial_key_finds_what_begins_with_it_and_nothing_else(object_type: str, attributes: list[str], other: str) -> None:
    start, end = composite_range(object_type, attributes[:-1])
    assert start <= create_composite_key(object_type, attributes) < end
    if other != object_type:
        assert not start <= create_composite_key(other, attributes) < end


@pytest.mark.parametrize("key", ["", "\x00", "\x00a", "\x00a\x00b"])
def test_what_is_no_key(key: str) -> None:
    with pytest.raises(ValueError, match="key"):
        check_key(key)


@pytest.mark.parametrize("parts", [("", []), ("a\x00", []), ("a", ["\U0010ffff"])])
def test_what_is_no_part(parts: tuple[str, list[str]]) -> None:
    with pytest.raises(ValueError, match="key"):
        create_composite_key(*parts)


def test_an_open_start_leaves_composite_keys_out() -> None:
    assert check_range("", "z") == ("\x01", "z")
    with pytest.raises(ValueError, match="range"):
        check_range("\x00a", "z")
