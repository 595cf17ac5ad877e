"""Certificates of organisations: no changed certificate passes, and no garbage raises anything but a refusal."""

import base64
import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genpon_core.errors import Refusal
from genpon_core.moments import parse_time
from genpon_core.x509paths import check_path

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "x509.json").read_text(encoding="utf-8"))
NOW = parse_time("2026-11-23T00:00:00Z")
ANCHOR = base64.b64decode(VECTORS["anchors"]["good"])
LEAF = base64.b64decode(next(case["certificate"] for case in VECTORS["cases"] if case["name"] == "good"))


@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
@given(st.integers(0, len(LEAF) - 1), st.integers(1, 255))
def test_no_changed_certificate_passes(index: int, change: int) -> None:
    changed = LEAF[:index] + bytes([LEAF[index] ^ change]) + LEAF[index + 1 :]
    with pytest.raises(Refusal, match=r"^(certificate|key|text)\."):
        check_path(changed, ANCHOR, now=NOW)


@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
@given(st.integers(0, len(ANCHOR) - 1), st.integers(1, 255))
def test_a_changed_anchor_never_raises_anything_else(index: int, change: int) -> None:
    changed = ANCHOR[:index] + bytes([ANCHOR[index] ^ change]) + ANCHOR[index + 1 :]
    with contextlib.suppress(Refusal):
        assert check_path(LEAF, changed, now=NOW).corporate_number == "5835678256246"


@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
def test_a_negative_serial_number_is_no_certificates() -> None:
    version = bytes.fromhex("a003020102")
    first = LEAF.index(version) + len(version) + 2
    negative = LEAF[:first] + bytes([LEAF[first] | 0x80]) + LEAF[first + 1 :]
    with pytest.raises(Refusal, match=r"certificate\.unreadable"):
        check_path(negative, ANCHOR, now=NOW)


@given(st.binary(max_size=100))
def test_garbage_is_no_certificate(data: bytes) -> None:
    for leaf, anchor in ((data, ANCHOR), (LEAF, data)):
        with pytest.raises(Refusal, match=r"certificate\.unreadable"):
            check_path(leaf, anchor, now=NOW)


def test_oversized_certificates_are_refused() -> None:
    with pytest.raises(Refusal, match=r"certificate\.unreadable"):
        check_path(LEAF + bytes(1 << 20), ANCHOR, now=NOW)


def test_the_times_are_a_half_open_interval() -> None:
    found = check_path(LEAF, ANCHOR, now=NOW)
    assert (found.valid_from, found.valid_until) == (parse_time("2026-04-01T00:00:00Z"), parse_time("2028-03-31T15:00:00Z"))
