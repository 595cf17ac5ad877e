"""Salted digests: commitments to text that travels apart from the ledger, such as a reason.

Without the salt nobody can test guesses against the digest; once the salt is destroyed, nothing links the two any more.
"""

import base64

from genpon_core.canonical import digest
from genpon_core.errors import Refusal

SALT_SIZE = 16


def check_salt(salt: bytes) -> bytes:
    """The salt itself, if it has 16 bytes.

    Raises:
        Refusal: `salt.size`.
    """
    if len(salt) != SALT_SIZE:
        raise Refusal("salt.size", {"size": len(salt), "expected": SALT_SIZE})
    return salt


def salted_digest(text: str, salt: bytes) -> str:
    """The SHA-256, in lower-case hexadecimal, of the canonical JSON `{"salt": base64, "text": …}`.

    Args:
        text: as given; two spellings of one name are two texts.
        salt: 16 random bytes, kept by those who may open the commitment.

    Raises:
        Refusal: `salt.size`, or `text.*` for text that nobody may sign.
    """
    return digest({"salt": base64.b64encode(check_salt(salt)).decode(), "text": text})
