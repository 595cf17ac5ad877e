"""Issuing one credential: claims and terms in, an SD-JWT VC out."""

from genpon_core.canonical import Json, encode_checked
from genpon_core.credentials.blinding import blind
from genpon_core.credentials.disclosures import Salts
from genpon_core.credentials.jws import JwsSigner, Sign
from genpon_core.credentials.paths import ALWAYS_PLAIN, Selectable
from genpon_core.credentials.sd_jwt import SdJwt
from genpon_core.credentials.terms import Terms
from genpon_core.errors import Refusal

TYP = "dc+sd-jwt"
HASH = "sha-256"


def credential_signer(sign: Sign, *, key_id: str) -> JwsSigner:
    """A signer of credentials.

    Args:
        sign: makes the signatures.
        key_id: by which a verifier finds the key, such as its fingerprint.
    """
    return JwsSigner(sign, typ=TYP, kid=key_id)


def issue(claims: dict[str, Json], terms: Terms, *, signer: JwsSigner, selectable: Selectable, salts: Salts, digests: int = 0) -> SdJwt:
    """A signed credential with all its disclosures.

    Args:
        claims: about the subject; whether they fit the type is the caller's question.
        terms: everything else.
        signer: of the issuer, from `credential_signer`.
        selectable: which claims can be hidden.
        salts: fresh ones.
        digests: how many digests the top level has at least; decoys fill it up.

    Raises:
        Refusal: `credential.must_be_plain` for a claim that only terms may make, `credential.reserved_name`, `json.…` or `text.…`.
    """
    for name in claims.keys() & ALWAYS_PLAIN:
        raise Refusal("credential.must_be_plain", {"name": name})
    blinded = blind(claims, selectable, salts, digests=digests)
    payload = {**blinded.payload, **terms.to_payload(), "_sd_alg": HASH}
    return SdJwt(signer.token(encode_checked(payload)), blinded.disclosures)
