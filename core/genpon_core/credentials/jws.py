"""Signed JSON in compact form (RFC 7515, section 7.1) with ES256 and nothing else.

The payload's bytes are kept as received: it is they that are signed. Keys that a header brings or points to (`jwk`, `x5c`, `jku`, `x5u`)
say nothing about who signed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from genpon_core.canonical import Json, decode, encode
from genpon_core.credentials import base64url
from genpon_core.errors import Refusal
from genpon_core.keys import PublicKey, raw_from_der
from genpon_core.models import Strict, read

ALGORITHM = "ES256"
MAX_JWT = 64 << 10
_MAX_HEADER = 4 << 10
_SHA256 = ec.ECDSA(hashes.SHA256())

Sign = Callable[[bytes], bytes]
"""Signs a message with ES256: r ‖ s, as `genpon_core.keys.raw_from_der` makes it of what a library or card gives."""


@dataclass(frozen=True, slots=True)
class Header:
    """What counts of a protected header; the algorithm is ES256.

    Attributes:
        typ: the kind of token, such as `dc+sd-jwt`.
        kid: which of the signer's keys; empty where it does not say.
        jwk: a key that the signer claims, as JSON; only a proof of possession is checked by it.
    """

    typ: str
    kid: str = ""
    jwk: Mapping[str, Json] | None = None


@dataclass(frozen=True, slots=True)
class Jws:
    """A token as received, not verified.

    Attributes:
        header: its protected header.
        payload: what was signed, byte for byte.
        signature: r ‖ s.
    """

    header: Header
    payload: bytes = field(repr=False)
    signature: bytes
    _signed: bytes = field(repr=False)

    @classmethod
    def parse(cls, text: str, *, typ: str, limit: int = MAX_JWT) -> "Jws":
        """A token from its text.

        Args:
            text: three parts of base64url.
            typ: the only kind that is let in.
            limit: the largest size let in, characters.

        Raises:
            Refusal: `credential.too_large`, `credential.jws`, `credential.algorithm`, `credential.typ`, `credential.critical`,
                `credential.base64url`, `json.…` or `text.…`.
        """
        if len(text) > limit:
            raise Refusal("credential.too_large", {"size": len(text), "limit": limit})
        parts = text.split(".")
        if len(parts) != 3:
            raise Refusal("credential.jws")
        header = _header(parts[0])
        if header.typ != typ:
            raise Refusal("credential.typ", {"expected": typ})
        payload, signature = base64url.decode(parts[1], part="payload"), base64url.decode(parts[2], part="signature")
        return cls(header, payload, signature, text[: -len(parts[2]) - 1].encode())

    def is_signed_by(self, key: PublicKey) -> bool:
        """Whether the signature is the key's; JOSE knows no low s, so wallets send either."""
        return key.verify(ALGORITHM, self.signature, self._signed, low_s=False)


class JwsSigner:
    """Signs payloads under one header, which is written once.

    Args:
        sign: makes the signatures.
        typ: the kind of token.
        kid: which of the signer's keys it is, where the reader must know.
        jwk: the key itself, where the token proves that the signer has it.
    """

    def __init__(self, sign: Sign, *, typ: str, kid: str = "", jwk: dict[str, Json] | None = None) -> None:
        header: dict[str, Json] = {"alg": ALGORITHM, "typ": typ}
        if kid:
            header["kid"] = kid
        if jwk is not None:
            header["jwk"] = jwk
        self._sign = sign
        self._header = base64url.encode(encode(header)) + "."

    def token(self, payload: bytes) -> str:
        """The token over a payload."""
        signed = self._header + base64url.encode(payload)
        return f"{signed}.{base64url.encode(self._sign(signed.encode()))}"


def signing_with(key: ec.EllipticCurvePrivateKey) -> Sign:
    """Signs with a P-256 key of this process.

    Raises:
        Refusal: `credential.key_kind` for another kind of key.
    """
    kind = PublicKey.of_private_key(key).kind
    if kind != "P-256":
        raise Refusal("credential.key_kind", {"kind": kind})
    curve = key.curve
    return lambda message: raw_from_der(key.sign(message, _SHA256), curve)


class _HeaderFields(Strict, extra="ignore"):
    alg: str
    typ: str
    kid: str = ""
    jwk: dict[str, Any] | None = None


@lru_cache(maxsize=256)
def _header(text: str) -> Header:
    """A header from its part of the token; an issuer writes the same again and again."""
    data = base64url.decode(text, part="header")
    value = decode(data, limit=_MAX_HEADER)
    fields = read(_HeaderFields, value, where="header")
    if fields.alg != ALGORITHM:
        raise Refusal("credential.algorithm", {"expected": ALGORITHM})
    if isinstance(value, dict) and "crit" in value:
        raise Refusal("credential.critical")
    return Header(fields.typ, fields.kid, fields.jwk)
