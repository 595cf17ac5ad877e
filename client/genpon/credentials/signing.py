"""Signers of ours as what signs credentials: ES256, whoever has the key."""

from genpon.act_signers import ActSigner
from genpon_core.credentials.jws import ALGORITHM, Sign
from genpon_core.errors import Refusal


def signing_by(signer: ActSigner) -> Sign:
    """Signs messages with a signer's key.

    Raises:
        Refusal: `credential.key_kind` for a key that is not on P-256.
    """
    if not signer.public_key.allows(ALGORITHM):
        raise Refusal("credential.key_kind", {"kind": signer.public_key.kind})
    return lambda message: signer.sign(ALGORITHM, message)
