"""The algorithms that count on the ledger, each with the time in which it is in force.

A row is never removed, only ended: what was signed while an algorithm was in force stays verifiable.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

from genpon_core.errors import Refusal
from genpon_core.moments import parse_time

KeyKind = Literal["P-256", "P-384", "RSA"]
HashName = Literal["sha256", "sha384", "sha512"]


@dataclass(frozen=True, slots=True)
class _Row:
    """What the rows of both tables share.

    Attributes:
        name: as statements spell it.
        in_force_from: the first moment, in seconds since 1970 (UTC).
        until: the first moment at which it is no longer in force, or None.
    """

    name: str
    in_force_from: int
    until: int | None


@dataclass(frozen=True, slots=True)
class HashAlgorithm(_Row):
    """A row of the hash algorithms; the name is `hashlib`'s."""


@dataclass(frozen=True, slots=True)
class SignatureAlgorithm(_Row):
    """A row of the signature algorithms, named as JOSE does (RFC 7518, section 3.1).

    Attributes:
        key_kind: the keys that sign with it.
        hash_name: the hash over the message.
    """

    key_kind: KeyKind
    hash_name: HashName


_START = parse_time("2019-12-31T15:00:00Z")  # 2020-01-01 in Japan

SIGNATURE_ALGORITHMS: Mapping[str, SignatureAlgorithm] = {
    row.name: row
    for row in (
        SignatureAlgorithm("ES256", _START, None, "P-256", "sha256"),
        SignatureAlgorithm("ES384", _START, None, "P-384", "sha384"),
        SignatureAlgorithm("RS256", _START, None, "RSA", "sha256"),
        SignatureAlgorithm("PS256", _START, None, "RSA", "sha256"),
    )
}
HASH_ALGORITHMS: Mapping[str, HashAlgorithm] = {name: HashAlgorithm(name, _START, None) for name in ("sha256", "sha384", "sha512")}

_R = TypeVar("_R", bound=_Row)


def signature_algorithm(name: str, *, now: int) -> SignatureAlgorithm:
    """The signature algorithm of a name, if it is in force.

    Args:
        name: such as `ES256`.
        now: seconds since 1970 (UTC).

    Raises:
        Refusal: `algorithm.unknown` or `algorithm.not_in_force`.
    """
    return _in_force(SIGNATURE_ALGORITHMS, name, now)


def hash_algorithm(name: str, *, now: int) -> HashAlgorithm:
    """The hash algorithm of a name, if it is in force.

    Args:
        name: such as `sha256`.
        now: seconds since 1970 (UTC).

    Raises:
        Refusal: `algorithm.unknown` or `algorithm.not_in_force`.
    """
    return _in_force(HASH_ALGORITHMS, name, now)


def _in_force(table: Mapping[str, _R], name: str, now: int) -> _R:
    row = table.get(name)
    if row is None:
        raise Refusal("algorithm.unknown", {"known": " ".join(table)})
    if now < row.in_force_from or (row.until is not None and now >= row.until):
        raise Refusal("algorithm.not_in_force", {"algorithm": name})
    return row
