"""Status lists: what is written is read, what is hostile is refused before it costs anything, and places never meet."""

import random
import tracemalloc
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genpon_core.canonical import encode
from genpon_core.credentials import base64url
from genpon_core.credentials.jws import JwsSigner
from genpon_core.credentials.status_lists import (
    BITS,
    MAX_LIST,
    TYP,
    Status,
    StatusList,
    StatusListToken,
    draw_places,
    sign_status_list,
)
from genpon_core.credentials.terms import StatusReference
from genpon_core.errors import Refusal
from tests.support.credentials import ISSUER, LAW, NOW, STRANGER

URI = "https://nagasaki.example/s/1"


def signed(statuses: StatusList, **more: Any) -> str:
    return sign_status_list(statuses, uri=URI, issued_at=NOW, sign=ISSUER.sign, key_id="k1", **more)


@LAW
@given(st.sampled_from(BITS), st.data())
def test_a_list_says_what_was_written(bits: int, data: st.DataObject) -> None:
    size = 8 * data.draw(st.integers(1, 60))
    statuses = data.draw(st.dictionaries(st.integers(0, size - 1), st.integers(0, 2**bits - 1)))
    token = StatusListToken.parse(signed(StatusList.of(statuses, size=size, bits=bits), expires_at=NOW + 60, ttl=30))
    token.check_signature(ISSUER.public)

    assert (token.uri, token.issued_at, token.expires_at, token.ttl, token.key_id) == (URI, NOW, NOW + 60, 30, "k1")
    assert token.statuses.size == size
    for index in range(size):
        assert token.status_of(StatusReference(URI, index), now=NOW) == statuses.get(index, Status.VALID)


@pytest.mark.parametrize(
    ("bits", "statuses", "data", "packed"),
    [
        (1, [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1], "b9a3", "eNrbuRgAAhcBXQ"),
        (2, [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3, 0, 0, 0, 0], "c944f900", None),
    ],
)
def test_the_bytes_that_the_specification_prints(bits: int, statuses: list[int], data: str, packed: str | None) -> None:
    """The examples of draft-ietf-oauth-status-list's section on the compressed byte array; ours has its places in eights."""
    written = StatusList.of(dict(enumerate(statuses)), size=len(statuses), bits=bits)

    assert written.data.hex() == data
    if packed is not None:
        assert base64url.encode(zlib.compress(written.data, level=9)) == packed


def test_the_specification_s_list_of_twelve_is_read() -> None:
    token = StatusListToken.parse(hand_made({"status_list": {"bits": 2, "lst": "eNo76fITAAPfAgc"}}))
    assert [token.statuses.status(index) for index in range(12)] == [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3]


def hand_made(change: dict[str, Any], *, typ: str = TYP) -> str:
    whole = {"sub": URI, "iat": NOW, "status_list": {"bits": 1, "lst": packed(bytes(4))}, **change}
    given = {name: value for name, value in whole.items() if value is not None}
    return JwsSigner(ISSUER.sign, typ=typ).token(encode(given))


def packed(data: bytes) -> str:
    return base64url.encode(zlib.compress(data, level=9))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"sub": None}, "json.field"),
        ({"iat": None}, "json.field"),
        ({"ttl": 0}, "json.field"),
        ({"exp": "tomorrow"}, "json.field"),
        ({"status_list": None}, "json.field"),
        ({"status_list": {"bits": 3, "lst": ""}}, "statuses.bits"),
        ({"status_list": {"bits": True, "lst": ""}}, "json.field"),
        ({"status_list": {"bits": 1}}, "json.field"),
        ({"status_list": {"bits": 1, "lst": "?"}}, "credential.base64url"),
        ({"status_list": {"bits": 1, "lst": ""}}, "statuses.damaged"),
        ({"status_list": {"bits": 1, "lst": base64url.encode(b"not zlib")}}, "statuses.damaged"),
        ({"status_list": {"bits": 1, "lst": base64url.encode(zlib.compress(bytes(99))[:-1])}}, "statuses.damaged"),
        ({"status_list": {"bits": 1, "lst": base64url.encode(zlib.compress(bytes(99)) + b"more")}}, "statuses.damaged"),
        ({"status_list": {"bits": 1, "lst": packed(bytes(MAX_LIST + 1))}}, "statuses.too_large"),
    ],
)
def test_hostile_lists(change: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal, match=code):
        StatusListToken.parse(hand_made(change))


def test_a_bomb_is_not_unpacked() -> None:
    """Of 64 MiB of zeros, at most a byte more than a list may have is ever made."""
    packing = zlib.compressobj(9)
    bomb = b"".join([*(packing.compress(bytes(1 << 20)) for _ in range(64)), packing.flush()])
    token = hand_made({"status_list": {"bits": 1, "lst": base64url.encode(bomb)}})

    tracemalloc.start()
    with pytest.raises(Refusal, match=r"statuses\.too_large"):
        StatusListToken.parse(token)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 4 * MAX_LIST


def test_the_largest_list_is_read() -> None:
    token = StatusListToken.parse(hand_made({"status_list": {"bits": 1, "lst": packed(bytes(MAX_LIST))}}))
    assert token.statuses.status(MAX_LIST * 8 - 1) == Status.VALID


def test_another_kind_of_token_is_no_list() -> None:
    with pytest.raises(Refusal, match=r"credential\.typ"):
        StatusListToken.parse(hand_made({}, typ="dc+sd-jwt"))


def test_a_list_that_a_stranger_signed() -> None:
    token = StatusListToken.parse(signed(StatusList.of({}, size=8)))
    with pytest.raises(Refusal, match=r"credential\.signature"):
        token.check_signature(STRANGER.public)


@pytest.mark.parametrize(
    ("reference", "now", "code"),
    [
        (StatusReference(URI + "0", 1), NOW, "statuses.other"),
        (StatusReference(URI, 16), NOW, "statuses.index"),
        (StatusReference(URI, -1), NOW, "statuses.index"),
        (StatusReference(URI, 1), NOW + 60, "statuses.expired"),
    ],
)
def test_questions_that_a_list_does_not_answer(reference: StatusReference, now: int, code: str) -> None:
    token = StatusListToken.parse(signed(StatusList.of({}, size=16), expires_at=NOW + 60))
    with pytest.raises(Refusal, match=code):
        token.status_of(reference, now=now)


@pytest.mark.parametrize(
    ("statuses", "size", "bits", "code"),
    [
        ({}, 8, 3, "statuses.bits"),
        ({}, 0, 1, "statuses.size"),
        ({}, 12, 1, "statuses.size"),
        ({}, MAX_LIST * 8 + 8, 1, "statuses.size"),
        ({8: 1}, 8, 1, "statuses.index"),
        ({-1: 1}, 8, 1, "statuses.index"),
        ({0: 2}, 8, 1, "statuses.value"),
        ({0: -1}, 8, 8, "statuses.value"),
    ],
)
def test_lists_that_cannot_be(statuses: dict[int, int], size: int, bits: int, code: str) -> None:
    with pytest.raises(Refusal, match=code):
        StatusList.of(statuses, size=size, bits=bits)


@LAW
@given(st.integers(1, 200), st.data())
def test_places_never_meet(size: int, data: st.DataObject) -> None:
    taken: set[int] = set()
    for count in data.draw(st.lists(st.integers(0, 60), max_size=6)):
        if count > size - len(taken):
            with pytest.raises(Refusal, match=r"statuses\.full"):
                draw_places(count, size=size, taken=taken, sample=random.Random(1).sample)
            continue
        drawn = draw_places(count, size=size, taken=taken, sample=random.Random(count).sample)
        assert len(set(drawn)) == count
        assert not set(drawn) & taken
        assert all(0 <= place < size for place in drawn)
        taken |= set(drawn)


def test_every_free_place_is_as_likely_as_any_other() -> None:
    """Sixty draws of one of six free places, a thousand times: no place strays from its share by five deviations."""
    source, taken = random.Random(1), {0, 3}
    drawn = [draw_places(1, size=8, taken=taken, sample=source.sample)[0] for _ in range(6000)]

    assert all(abs(drawn.count(place) - 1000) < 5 * (1000 * 5 / 6) ** 0.5 for place in (1, 2, 4, 5, 6, 7))
