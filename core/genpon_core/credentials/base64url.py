"""base64url without padding (RFC 7515, section 2), in its one spelling.

A second spelling of the same bytes would give a credential a second digest, so spare bits, padding and foreign characters are refused.
"""

import binascii

from genpon_core.errors import Refusal

_URL_SAFE, _STANDARD = bytes.maketrans(b"+/", b"-_"), bytes.maketrans(b"-_", b"+/")
_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
# The characters that may end a text, by the number of characters beyond fours: those whose spare bits are zero.
_LAST = (frozenset(_ALPHABET), frozenset(b""), frozenset(_ALPHABET[::16]), frozenset(_ALPHABET[::4]))


def encode(data: bytes) -> str:
    """The bytes as base64url text."""
    return binascii.b2a_base64(data, newline=False).translate(_URL_SAFE, b"=").decode()


def decode(text: str, *, part: str) -> bytes:
    """The bytes of a base64url text.

    Args:
        text: as received.
        part: what it is of the credential, for the refusal.

    Raises:
        Refusal: `credential.base64url`.
    """
    raw = text.encode(errors="replace")
    if raw.translate(None, _ALPHABET) or (raw and raw[-1] not in _LAST[len(raw) % 4]):
        raise Refusal("credential.base64url", {"part": part})
    return binascii.a2b_base64(raw.translate(_STANDARD) + b"==")
