"""Proof of possession: before issuing, the holder shows that the key for a credential is its own.

The token is the one of OpenID for Verifiable Credential Issuance 1.0, appendix on the `jwt` proof type: for one issuer and one request.
"""

from typing import Annotated

from pydantic import Field, StringConstraints

from genpon_core.canonical import decode, encode
from genpon_core.credentials.jwk import from_jwk, to_jwk
from genpon_core.credentials.jws import Jws, JwsSigner, Sign
from genpon_core.credentials.key_binding import CLOCKS_APART, Challenge
from genpon_core.errors import Refusal
from genpon_core.keys import PublicKey
from genpon_core.models import Strict, make, read
from genpon_core.moments import EARLIEST, LATEST

TYP = "openid4vci-proof+jwt"
_MAX_JWT = 4 << 10


class _Fields(Strict, extra="ignore"):
    aud: Annotated[str, StringConstraints(min_length=1, max_length=512)]
    iat: Annotated[int, Field(ge=EARLIEST, le=LATEST)]
    nonce: Annotated[str, StringConstraints(min_length=1, max_length=512)]


def prove_possession(key: PublicKey, sign: Sign, challenge: Challenge, *, now: int) -> str:
    """The token by which a holder asks for a credential to its key.

    Args:
        key: the public half.
        sign: signs with it.
        challenge: the issuer's identifier and its nonce.
        now: seconds since 1970 (UTC).

    Raises:
        Refusal: `credential.key_kind`, or `json.field` for an empty or overlong challenge.
    """
    fields = make(_Fields, where="challenge", aud=challenge.audience, iat=now, nonce=challenge.nonce)
    return JwsSigner(sign, typ=TYP, jwk=to_jwk(key)).token(encode(fields.model_dump()))


def possessed_key(token: str, challenge: Challenge, *, now: int, max_age: int) -> PublicKey:
    """The key that a token proves possession of.

    Args:
        token: the holder's.
        challenge: what the issuer asked.
        now: the issuer's clock, seconds since 1970 (UTC).
        max_age: how old the token may be, seconds.

    Raises:
        Refusal: `possession.no_key`, `possession.not_signed`, `possession.other_request`, `possession.stale`, or what `Jws.parse` and
            `from_jwk` refuse.
    """
    jws = Jws.parse(token, typ=TYP, limit=_MAX_JWT)
    if jws.header.jwk is None:
        raise Refusal("possession.no_key")
    key = from_jwk(dict(jws.header.jwk), where="jwk")
    if not jws.is_signed_by(key):
        raise Refusal("possession.not_signed")
    fields = read(_Fields, decode(jws.payload, limit=_MAX_JWT), where="proof")
    if (fields.aud, fields.nonce) != (challenge.audience, challenge.nonce):
        raise Refusal("possession.other_request")
    if not now - max_age <= fields.iat <= now + CLOCKS_APART:
        raise Refusal("possession.stale", {"limit_seconds": max_age})
    return key
