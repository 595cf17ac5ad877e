"""The digests that a signer can be given."""

import hashlib
from enum import Enum


class Hash(Enum):
    """How a message becomes the digest that is signed; the channel's MSPs must verify the same way.

    Fabric verifies ECDSA over SHA-256 unless its MSP configuration says otherwise; `NONE` hands the whole message to the signer, as
    Ed25519 needs it.

    Example:
        ```python
        assert len(Hash.SHA384.digest(b"a message")) == 48
        assert Hash.NONE.digest(b"a message") == b"a message"
        ```
    """

    SHA256 = "sha256"
    SHA384 = "sha384"
    SHA3_256 = "sha3_256"
    SHA3_384 = "sha3_384"
    NONE = "none"

    def digest(self, message: bytes) -> bytes:
        """The digest of a message; the message itself for `NONE`."""
        return message if self is Hash.NONE else hashlib.new(self.value, message).digest()
