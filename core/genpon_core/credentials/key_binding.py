"""Key binding: the holder signs which claims of which credential are shown, to whom, in answer to what (RFC 9901, sections 4.3 and 7.3).

The verifier's nonce makes a presentation good once; a verifier that gives the same nonce twice lets a presentation be shown twice.
"""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, StringConstraints

from genpon_core.canonical import decode, encode
from genpon_core.credentials.disclosures import digest_of
from genpon_core.credentials.jws import Jws, JwsSigner, Sign
from genpon_core.credentials.reading import Credential
from genpon_core.credentials.sd_jwt import SdJwt
from genpon_core.errors import Refusal
from genpon_core.models import Strict, make, read
from genpon_core.moments import EARLIEST, LATEST

TYP = "kb+jwt"
MAX_AGE = 300
CLOCKS_APART = 60
_MAX_JWT = 4 << 10


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a verifier asks a holder to sign.

    Attributes:
        audience: the verifier's identifier.
        nonce: unpredictable, given once.
    """

    audience: str
    nonce: str


class _Fields(Strict, extra="ignore"):
    aud: Annotated[str, StringConstraints(min_length=1, max_length=512)]
    iat: Annotated[int, Field(ge=EARLIEST, le=LATEST)]
    nonce: Annotated[str, StringConstraints(min_length=1, max_length=512)]
    sd_hash: str


def bind(shown: SdJwt, challenge: Challenge, sign: Sign, *, now: int) -> SdJwt:
    """A presentation bound to a challenge.

    Args:
        shown: the credential with the disclosures that are to be shown.
        challenge: the verifier's.
        sign: with the holder's key, the one in the credential.
        now: seconds since 1970 (UTC).

    Raises:
        Refusal: `json.field` for an empty or overlong challenge.
    """
    fields = make(_Fields, where="challenge", aud=challenge.audience, iat=now, nonce=challenge.nonce, sd_hash=digest_of(shown.presented))
    token = JwsSigner(sign, typ=TYP).token(encode(fields.model_dump()))
    return SdJwt(shown.jwt, shown.disclosures, token)


def check_key_binding(
    credential: Credential, challenge: Challenge, *, now: int, max_age: int = MAX_AGE, clocks_apart: int = CLOCKS_APART
) -> None:
    """Checks that the credential's holder made this presentation for this challenge.

    Args:
        credential: a presentation whose issuer's signature has been checked.
        challenge: what the verifier asked.
        now: the verifier's clock, seconds since 1970 (UTC).
        max_age: how old the presentation may be, seconds.
        clocks_apart: how far the holder's clock may be ahead, seconds.

    Raises:
        Refusal: `presentation.not_bound`, `presentation.no_holder`, `presentation.other_holder`, `presentation.audience`,
            `presentation.nonce`, `presentation.changed`, `presentation.stale`, `presentation.from_future`, or what `Jws.parse` refuses.
    """
    if not credential.sd_jwt.key_binding:
        raise Refusal("presentation.not_bound")
    if credential.terms.holder is None:
        raise Refusal("presentation.no_holder")
    jws = Jws.parse(credential.sd_jwt.key_binding, typ=TYP, limit=_MAX_JWT)
    if not jws.is_signed_by(credential.terms.holder):
        raise Refusal("presentation.other_holder")
    fields = read(_Fields, decode(jws.payload, limit=_MAX_JWT), where="key_binding")
    if fields.aud != challenge.audience:
        raise Refusal("presentation.audience")
    if fields.nonce != challenge.nonce:
        raise Refusal("presentation.nonce")
    if fields.sd_hash != digest_of(credential.sd_jwt.presented):
        raise Refusal("presentation.changed")
    if fields.iat > now + clocks_apart:
        raise Refusal("presentation.from_future")
    if now > fields.iat + max_age:
        raise Refusal("presentation.stale", {"limit_seconds": max_age})
