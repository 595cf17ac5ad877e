"""The parts of the state that have keys of their own: each chaincode's public state, and the hashes of each of its collections.

Of private data every peer keeps the hash of each key with the hash of its value; where keys are text, a hash is its hexadecimal form.
"""

import hashlib
from dataclasses import dataclass

_HASHES = "$$h"
"""Between a chaincode's name, which cannot hold it, and a collection's, as in Fabric's state database."""


@dataclass(frozen=True, slots=True, order=True)
class Space:
    """A chaincode's public state or, with a collection, the hashes of that collection."""

    namespace: str
    collection: str = ""

    @property
    def stored(self) -> str:
        """The namespace under which the store keeps it."""
        return f"{self.namespace}{_HASHES}{self.collection}" if self.collection else self.namespace


def digest(data: bytes) -> bytes:
    """SHA-256, by which Fabric names private keys, values and write sets."""
    return hashlib.sha256(data).digest()


def key_hash(key: str) -> bytes:
    """The hash of a private key."""
    return digest(key.encode())


HASH_OF_NOTHING = digest(b"")
