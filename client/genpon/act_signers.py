"""Who signs acts: one small protocol, and the signer whose key is in a file.

A card, a phone or a signing service is one more class with these two members; nothing else of the client sees a private key.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from genpon.errors import Refused, refusals_as
from genpon.hashing import open_regular, unreadable
from genpon_core import keys
from genpon_core.keys import PrivateKey, PublicKey

MAX_KEY_FILE = 64 * 1024


class ActSigner(Protocol):
    """Signs acts with one key."""

    @property
    def public_key(self) -> PublicKey:
        """The key's public half."""

    def sign(self, algorithm: str, message: bytes) -> bytes:
        """The signature over a message.

        Args:
            algorithm: such as `ES256`; one that the key allows.
            message: the statement's canonical form, not its hash.

        Returns:
            r ‖ s with a low s for EC keys (`genpon_core.keys.raw_from_der` makes it of DER), the modulus's length for RSA keys.
        """


@dataclass(frozen=True, slots=True)
class KeySigner:
    """A signer whose private key is in this process.

    Attributes:
        public_key: the key's public half.
    """

    public_key: PublicKey
    _private_key: PrivateKey = field(repr=False)

    @classmethod
    def of(cls, private_key: PrivateKey) -> "KeySigner":
        """A signer for a key of the `cryptography` library.

        Raises:
            Refused: `key.…` for a key that the ledger does not take.
        """
        with refusals_as(Refused):
            return cls(PublicKey.of_private_key(private_key), private_key)

    @classmethod
    def from_pem(cls, path: Path, passphrase: str | None = None) -> "KeySigner":
        """A signer for a private key in a PEM file.

        Args:
            path: PKCS#8, SEC 1 or PKCS#1.
            passphrase: given exactly when the key is encrypted.

        Raises:
            Refused: `file.…`, or `key.…`: a wrong passphrase, RSA under 2048 bits, another kind of key.
        """
        data = _read_key_file(path)
        with refusals_as(Refused):
            return cls.of(keys.load_private_key(data, None if passphrase is None else passphrase.encode()))

    def sign(self, algorithm: str, message: bytes) -> bytes:
        """The signature over a message.

        Raises:
            Refused: `key.algorithm` if the key cannot sign with the algorithm.
        """
        with refusals_as(Refused):
            return keys.sign(self._private_key, algorithm, message)


def _read_key_file(path: Path) -> bytes:
    with open_regular(path) as file:
        try:
            return file.read(MAX_KEY_FILE)
        except OSError as error:
            raise unreadable(path, error) from None
