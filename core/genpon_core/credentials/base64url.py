"""base64url without padding (RFC 7515, section 2), in its one spelling.

A second spelling of the same bytes would give a credential a second digest, so spare bits, padding and foreign characters are refused.
"""

import base64

from genpon_core.errors import Refusal


def encode(data: bytes) -> str:
    """The bytes as base64url text."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str, *, part: str) -> bytes:
    """The bytes of a base64url text.

    Args:
        text: as received.
        part: what it is of the credential, for the refusal.

    Raises:
        Refusal: `credential.base64url`.
    """
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        data = b""
    # The library skips foreign characters and spare bits: whoever spells otherwise than we do is found by spelling it again.
    if encode(data) != text:
        raise Refusal("credential.base64url", {"part": part})
    return data
