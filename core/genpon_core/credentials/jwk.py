"""P-256 public keys as JSON Web Keys (RFC 7517, RFC 7518 section 6.2)."""

from typing import Literal

from genpon_core.canonical import Json
from genpon_core.credentials import base64url
from genpon_core.errors import Refusal
from genpon_core.keys import PublicKey
from genpon_core.models import Strict, read

_COORDINATE = 32


class _Fields(Strict, extra="ignore"):
    """The members that make the key; `kid`, `use`, `alg` and others say nothing about it (RFC 7517, section 4)."""

    kty: Literal["EC"]
    crv: Literal["P-256"]
    x: str
    y: str
    d: object = None


def to_jwk(key: PublicKey) -> dict[str, Json]:
    """A P-256 key as JSON.

    Raises:
        Refusal: `credential.key_kind` for another kind of key.
    """
    if key.kind != "P-256":
        raise Refusal("credential.key_kind", {"kind": key.kind})
    # A SubjectPublicKeyInfo in DER ends with the point.
    point = key.spki[-2 * _COORDINATE :]
    return {"crv": "P-256", "kty": "EC", "x": base64url.encode(point[:_COORDINATE]), "y": base64url.encode(point[_COORDINATE:])}


def from_jwk(value: Json, *, where: str) -> PublicKey:
    """The key of decoded JSON.

    Args:
        value: the JWK.
        where: the name of the part, for a refusal.

    Raises:
        Refusal: `json.field` for another kind of key, `key.is_private`, `credential.base64url`, or `key.unreadable` off the curve.
    """
    fields = read(_Fields, value, where=where)
    if fields.d is not None:
        raise Refusal("key.is_private")
    x, y = (base64url.decode(text, part=where) for text in (fields.x, fields.y))
    if len(x) != _COORDINATE or len(y) != _COORDINATE:
        raise Refusal("key.unreadable")
    return PublicKey.from_p256_point(x + y)
