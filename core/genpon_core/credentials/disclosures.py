"""Disclosures: one claim, or one element of an array, with its salt; what the issuer signs is the digest (RFC 9901, section 4.2)."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from genpon_core.canonical import Json, decode, encode, encode_checked
from genpon_core.credentials import base64url
from genpon_core.errors import Refusal
from genpon_core.salted import SALT_SIZE

MAX_DISCLOSURE = 16 << 10
_MOST_ENCODED = -(-MAX_DISCLOSURE * 4 // 3)
_SALTS_AT_ONCE = 64

Randomness = Callable[[int], bytes]
"""Gives that many unpredictable bytes, as `secrets.token_bytes` does."""


class Salts:
    """Salts of 16 bytes each, as base64url, never the same twice.

    Args:
        randomness: where the bytes come from, which are drawn many at a time.
    """

    def __init__(self, randomness: Randomness) -> None:
        self._randomness = randomness
        self._drawn: list[str] = []

    def next(self) -> str:
        """A salt that nobody has had."""
        if not self._drawn:
            block = self._randomness(_SALTS_AT_ONCE * SALT_SIZE)
            self._drawn = [base64url.encode(block[place : place + SALT_SIZE]) for place in range(0, len(block), SALT_SIZE)]
        return self._drawn.pop()


def disclose_property(salt: str, name: str, value: Json) -> str:
    """The disclosure of an object's property (RFC 9901, section 4.2.1).

    Args:
        salt: of its own.
        name: the claim's name.
        value: the claim's value, already blinded inside, and checked as what may be signed.
    """
    return base64url.encode(b'["%b",%b,%b]' % (salt.encode(), _quoted(name), encode_checked(value)))


def disclose_element(salt: str, value: Json) -> str:
    """The disclosure of an element of an array (RFC 9901, section 4.2.2); arguments as for `disclose_property`."""
    return base64url.encode(b'["%b",%b]' % (salt.encode(), encode_checked(value)))


def digest_of(text: str) -> str:
    """The digest of a disclosure, or of any other part, as base64url of its SHA-256 (RFC 9901, section 4.2.3)."""
    return base64url.encode(hashlib.sha256(text.encode()).digest())


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A disclosure as received.

    Attributes:
        text: its base64url text, which the digest is over.
        name: the claim's name; None for an element of an array.
        value: the claim's value, which may hold further digests.
    """

    text: str = field(repr=False)
    name: str | None
    value: Json = field(repr=False)

    @classmethod
    def parse(cls, text: str) -> "Disclosure":
        """A disclosure from its text.

        Raises:
            Refusal: `credential.too_large`, `credential.disclosure`, `credential.base64url`, `json.…` or `text.…`.
        """
        if len(text) > _MOST_ENCODED:
            raise Refusal("credential.too_large", {"size": len(text), "limit": _MOST_ENCODED})
        value = decode(base64url.decode(text, part="disclosure"), limit=MAX_DISCLOSURE)
        if not isinstance(value, list) or len(value) not in {2, 3} or not all(isinstance(part, str) for part in value[:-1]):
            raise Refusal("credential.disclosure")
        return cls(text, str(value[1]) if len(value) == 3 else None, value[-1])

    @property
    def digest(self) -> str:
        """The digest by which the issuer's payload, or another disclosure, refers to it."""
        return digest_of(self.text)


@lru_cache(maxsize=1024)
def _quoted(name: str) -> bytes:
    return encode(name)
