"""Token status lists: the statuses of very many credentials in a few bits each, signed as one (draft-ietf-oauth-status-list).

A verifier takes the whole list, so nobody learns whose status it asks. Places are drawn at random: neighbours have nothing to do with each
other. What a list cannot say, a reason and a date, the ledger does.
"""

import zlib
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import IntEnum
from typing import Annotated

from pydantic import Field

from genpon_core.canonical import decode, encode
from genpon_core.credentials import base64url
from genpon_core.credentials.jws import Jws, JwsSigner, Sign
from genpon_core.credentials.terms import Name, Seconds, StatusReference
from genpon_core.errors import Refusal
from genpon_core.keys import PublicKey
from genpon_core.models import Strict, make, read

Sample = Callable[[Sequence[int], int], list[int]]
"""Draws that many different ones, each as likely as any other, as `random.SystemRandom().sample` does."""

TYP = "statuslist+jwt"
MAX_LIST = 1 << 20
"""Bytes of a list before compression: four million statuses of two bits."""

MAX_TOKEN = 2 * MAX_LIST
BITS = (1, 2, 4, 8)


class Status(IntEnum):
    """The registered statuses; other numbers are an application's own."""

    VALID = 0
    INVALID = 1
    SUSPENDED = 2


@dataclass(frozen=True, slots=True)
class StatusList:
    """Statuses by their place.

    Attributes:
        bits: how many each has.
        data: the statuses, the first in the lowest bits of the first byte.
    """

    bits: int
    data: bytes

    @classmethod
    def of(cls, statuses: Mapping[int, int], *, size: int, bits: int = 2) -> "StatusList":
        """A list of that many places.

        Args:
            statuses: by place; all others are valid.
            size: how many places there are, used or not; a multiple of eight.
            bits: of each, one of `BITS`; two have room for the three registered statuses.

        Raises:
            Refusal: `statuses.bits`, `statuses.size`, `statuses.index`, or `statuses.value` for a status that the bits do not hold.
        """
        _check_bits(bits)
        if size % 8 or not 0 < size * bits // 8 <= MAX_LIST:
            raise Refusal("statuses.size", {"size": size, "limit": MAX_LIST * 8 // bits})
        data = bytearray(size * bits // 8)
        for index, status in statuses.items():
            if not 0 <= index < size:
                raise Refusal("statuses.index", {"index": index, "size": size})
            if not 0 <= status < 1 << bits:
                raise Refusal("statuses.value", {"value": status, "bits": bits})
            byte, shift = divmod(index * bits, 8)
            data[byte] = data[byte] & ~(((1 << bits) - 1) << shift) | status << shift
        return cls(bits, bytes(data))

    @property
    def size(self) -> int:
        """How many places there are."""
        return len(self.data) * 8 // self.bits

    def status(self, index: int) -> int:
        """The status at a place.

        Raises:
            Refusal: `statuses.index`.
        """
        if not 0 <= index < self.size:
            raise Refusal("statuses.index", {"index": index, "size": self.size})
        byte, shift = divmod(index * self.bits, 8)
        return self.data[byte] >> shift & ((1 << self.bits) - 1)


class _ListFields(Strict, extra="ignore"):
    bits: int
    lst: str


class _Fields(Strict, extra="ignore"):
    sub: Name
    iat: Seconds
    exp: Seconds | None = None
    ttl: Annotated[int | None, Field(ge=1)] = None
    status_list: _ListFields


@dataclass(frozen=True, slots=True)
class StatusListToken:
    """A status list as its issuer signed it; nothing counts before `check_signature`.

    Attributes:
        uri: by which credentials refer to it.
        issued_at: the moment that it is for, seconds since 1970 (UTC).
        expires_at: the first moment at which it no longer counts, None where it does not say.
        ttl: how many seconds a copy may be kept before it is asked for again, None where it does not say.
        statuses: the list.
        key_id: which of the issuer's keys signed it; empty where the header does not say.
    """

    uri: str
    issued_at: int
    expires_at: int | None
    ttl: int | None
    statuses: StatusList
    key_id: str
    _jws: Jws

    @classmethod
    def parse(cls, text: str) -> "StatusListToken":
        """A token from anybody.

        Raises:
            Refusal: `statuses.bits`, `statuses.damaged`, `statuses.too_large`, `json.field`, or what `Jws.parse` refuses.
        """
        jws = Jws.parse(text, typ=TYP, limit=MAX_TOKEN)
        fields = read(_Fields, decode(jws.payload, limit=MAX_TOKEN), where="status_list")
        _check_bits(fields.status_list.bits)
        statuses = StatusList(fields.status_list.bits, _unpack(base64url.decode(fields.status_list.lst, part="lst")))
        return cls(fields.sub, fields.iat, fields.exp, fields.ttl, statuses, jws.header.kid, jws)

    def check_signature(self, issuer_key: PublicKey) -> None:
        """Checks that the key signed it.

        Raises:
            Refusal: `credential.signature`.
        """
        if not self._jws.is_signed_by(issuer_key):
            raise Refusal("credential.signature")

    def status_of(self, reference: StatusReference, *, now: int) -> int:
        """The status of the credential that refers to this list.

        Args:
            reference: from the credential.
            now: seconds since 1970 (UTC).

        Raises:
            Refusal: `statuses.other` if the credential means another list, `statuses.expired`, or `statuses.index`.
        """
        if reference.uri != self.uri:
            raise Refusal("statuses.other")
        if self.expires_at is not None and now >= self.expires_at:
            raise Refusal("statuses.expired")
        return self.statuses.status(reference.index)


def sign_status_list(
    statuses: StatusList, *, uri: str, issued_at: int, sign: Sign, key_id: str, expires_at: int | None = None, ttl: int | None = None
) -> str:
    """The token of a list.

    Args:
        statuses: the list.
        uri: by which credentials refer to it.
        issued_at: the moment that it is for, seconds since 1970 (UTC).
        sign: makes the signature.
        key_id: by which a verifier finds the key.
        expires_at: the first moment at which it no longer counts.
        ttl: how many seconds a copy may be kept.

    Raises:
        Refusal: `json.field` for a value out of its bounds.
    """
    packed = _ListFields(bits=statuses.bits, lst=base64url.encode(zlib.compress(statuses.data, level=9)))
    fields = make(_Fields, sub=uri, iat=issued_at, exp=expires_at, ttl=ttl, status_list=packed)
    return JwsSigner(sign, typ=TYP, kid=key_id).token(encode(fields.model_dump(exclude_none=True)))


def draw_places(count: int, *, size: int, taken: AbstractSet[int], sample: Sample) -> list[int]:
    """Places that nobody has, each free one as likely as any other.

    Args:
        count: how many.
        size: of the list.
        taken: those that have been given before.
        sample: draws from the free ones.

    Raises:
        Refusal: `statuses.full`.
    """
    free = [place for place in range(size) if place not in taken]
    if count > len(free):
        raise Refusal("statuses.full", {"count": count, "free": len(free)})
    return sample(free, count)


def _check_bits(bits: int) -> None:
    if bits not in BITS:
        raise Refusal("statuses.bits", {"bits": bits})


def _unpack(packed: bytes) -> bytes:
    """The list before compression; what would be larger than a list of ours is not unpacked."""
    unpacking = zlib.decompressobj()
    try:
        data = unpacking.decompress(packed, MAX_LIST + 1)
    except zlib.error:
        raise Refusal("statuses.damaged") from None
    if len(data) > MAX_LIST:
        raise Refusal("statuses.too_large", {"limit": MAX_LIST})
    if not unpacking.eof or unpacking.unused_data:
        raise Refusal("statuses.damaged")
    return data
