"""Canonical JSON: laws over any value, and what refusals may say."""

import contextlib
import json
import sys
from collections.abc import Callable
from enum import StrEnum
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from genpon_core.canonical import MAX_DEPTH, MAX_INTEGER, check_text, decode, digest, encode
from genpon_core.errors import Refusal


def accepted(text: str) -> bool:
    try:
        check_text(text, field="text")
    except Refusal:
        return False
    return True


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20).filter(accepted)
SCALARS = st.none() | st.booleans() | st.integers(-MAX_INTEGER, MAX_INTEGER) | TEXTS
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=20)


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refused:
        call()
    return refused.value.code


@given(VALUES)
def test_what_is_encoded_comes_back(value: Any) -> None:
    assert decode(encode(value), canonical=True) == value


# Around U+E000 the order of UTF-16 code units begins to differ from that of code points.
_BORDER = st.characters(min_codepoint=0xD7F0, max_codepoint=0x1000F, exclude_categories=["Cs"])
_NEAR_THE_BORDER = st.text(_BORDER, max_size=3).filter(accepted)


@given(VALUES | st.dictionaries(_NEAR_THE_BORDER, SCALARS, min_size=2))
def test_every_value_is_written_as_the_reference_library_writes_it(value: Any) -> None:
    assert encode(value) == rfc8785.dumps(value)


@given(VALUES, st.sampled_from([None, 1]), st.booleans())
def test_every_spelling_has_one_canonical_form(value: Any, indent: int | None, ensure_ascii: bool) -> None:
    spelling = json.dumps(value, indent=indent, ensure_ascii=ensure_ascii).encode()
    assert encode(decode(spelling)) == encode(value)
    if spelling != encode(value):
        assert code_of(lambda: decode(spelling, canonical=True)) == "json.not_canonical"


@given(st.dictionaries(TEXTS, st.integers(0, 9), min_size=2))
def test_the_order_of_keys_does_not_matter(value: dict[str, int]) -> None:
    assert digest(value) == digest(dict(reversed(value.items())))


@given(VALUES, VALUES)
def test_different_values_have_different_bytes(one: Any, other: Any) -> None:
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    assert (encode(one) == encode(other)) is same


@given(st.binary(max_size=60) | st.text('[]{}",:0123456789-.eE \\u\n', max_size=60).map(str.encode))
def test_any_bytes_are_a_value_or_a_refusal(data: bytes) -> None:
    with contextlib.suppress(Refusal):
        value = decode(data)
        assert decode(encode(value)) == value


_ANY_TEXT = st.text(st.characters() | st.sampled_from("\x00\t\n\r\x7f\u061c\u200e\u202e\ufdd0\uffff\ud800神\ue000\U0010ffff"), max_size=6)
_ANY_NUMBER = st.integers() | st.integers(2**53 - 3, 2**53 + 3) | st.integers(-(2**53) - 3, -(2**53) + 3)
_ANYTHING = st.recursive(
    _ANY_TEXT | _ANY_NUMBER | st.floats(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_ANY_TEXT, inner, max_size=2),
    max_leaves=5,
)


@given(_ANYTHING, st.booleans(), st.integers(0, MAX_DEPTH + 2))
def test_nothing_is_read_that_could_not_be_written(value: Any, escaped: bool, depth: int) -> None:
    """What the reader need not look at twice is what the writer, which looks at everything, would let pass."""
    for _ in range(depth):
        value = [value]
    data = json.dumps(value, ensure_ascii=escaped).encode(errors="surrogatepass")
    try:
        read = decode(data)
    except Refusal:
        with pytest.raises(Refusal):
            encode(value)
    else:
        encode(read)


@given(st.text(st.characters(), max_size=20))
def test_text_comes_back_code_point_for_code_point_or_is_refused(text: str) -> None:
    if accepted(text):
        assert decode(encode(text)) == text
    else:
        assert code_of(lambda: encode(text)).startswith("text.")


@pytest.mark.parametrize("text", ["神", "\ufa19", "葛\U000e0100", "か\u3099", "\u200d", "\ue000", "\U0010fffd", "line\nline"])
def test_names_survive(text: str) -> None:
    assert decode(encode([text, {text: 1}])) == [text, {text: 1}]


def test_all_characters_that_are_refused() -> None:
    refused = {chr(point) for point in range(sys.maxunicode + 1) if not accepted(chr(point))}
    assert len(refused) == (65 - 1) + 12 + 2048 + 66
    assert "\n" not in refused


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (1.0, "json.type"),
        (float("nan"), "json.type"),
        ({1: 2}, "json.type"),
        ({1, 2}, "json.type"),
        (b"bytes", "json.type"),
        (2**53, "json.integer_too_large"),
        (-(2**53), "json.integer_too_large"),
        (["\ud800"], "text.lone_surrogate"),
        ({"\x00": 1}, "text.control_character"),
    ],
)
def test_what_cannot_be_encoded(value: Any, code: str) -> None:
    assert code_of(lambda: encode(value)) == code


def test_text_enumerations_are_their_text() -> None:
    class Word(StrEnum):
        SIGN = "sign"

    assert encode({"act": Word.SIGN, "parts": (1, 2)}) == b'{"act":"sign","parts":[1,2]}'


@pytest.mark.parametrize("opening", ["[", '{"a":'])
@pytest.mark.parametrize("levels", [MAX_DEPTH + 1, 999, 100_000])
def test_deep_nesting_is_refused_whatever_its_depth(opening: str, levels: int) -> None:
    closing = "]" if opening == "[" else "}"
    assert code_of(lambda: decode((opening * levels + "1" + closing * levels).encode())) == "json.too_deep"


def test_deep_values_are_refused_before_they_are_walked() -> None:
    value: Any = []
    for _ in range(100_000):
        value = [value]
    assert code_of(lambda: encode(value)) == "json.too_deep"


def test_size_is_checked_first() -> None:
    with pytest.raises(Refusal) as refused:
        decode(b"\xff" * 11, limit=10)
    assert (refused.value.code, refused.value.parameters) == ("json.too_large", {"size": 11, "limit": 10})


def test_refusals_say_where() -> None:
    with pytest.raises(Refusal) as refused:
        decode('{"content":{"parties":[{"name":"a\u202eb"}]}}'.encode())
    assert refused.value.parameters == {"field": "$.content.parties[0].name", "position": 1, "code_point": "U+202E"}


@pytest.mark.parametrize(
    "data", ['{"長崎太郎":1,"長崎太郎":2}', '{"長崎太郎":"\u202e"}', '{"taro@example.jp":"\u202e"}', '{"長崎太郎\u202e":1}']
)
def test_refusals_never_repeat_what_a_stranger_wrote(data: str) -> None:
    with pytest.raises(Refusal) as refused:
        decode(data.encode())
    assert not any(word in str(refused.value) for word in ("長崎", "taro"))


def test_the_digest_is_that_of_the_bytes() -> None:
    assert digest({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
