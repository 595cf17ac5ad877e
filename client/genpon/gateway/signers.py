"""Who signs: one method, so that a key file, a card, a module or a remote service can do it.

Example:
    >>> from genpon.gateway import PrivateKeySigner
    >>> signer = PrivateKeySigner.generate()
    >>> len(signer.sign(bytes(32))) > 60
    True
"""

from typing import Protocol

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils

from genpon.gateway.errors import SigningError
from genpon_core.fabric.signatures import curve_order, to_low_s

_BY_SIZE: dict[int, hashes.HashAlgorithm] = {32: hashes.SHA256(), 48: hashes.SHA384()}


class Signer(Protocol):
    """What makes signatures with the private key of an identity."""

    def sign(self, digest: bytes, /) -> bytes:
        """The signature over a digest (over the whole message where the gateway's hash is `Hash.NONE`); ECDSA as DER."""


class PrivateKeySigner:
    """An ECDSA key on P-256 or P-384, held in memory; its signatures are low-S."""

    def __init__(self, key: ec.EllipticCurvePrivateKey) -> None:
        curve_order(key.curve)
        self._key = key

    @classmethod
    def from_pem(cls, pem: bytes, *, password: bytes | None = None) -> "PrivateKeySigner":
        """Reads a PEM private key (PKCS#8 or SEC 1).

        Raises:
            SigningError: if it cannot be read, or is no EC key on P-256 or P-384.
        """
        try:
            key = serialization.load_pem_private_key(pem, password)
            if not isinstance(key, ec.EllipticCurvePrivateKey):
                raise SigningError("the private key is not an EC key", next_step="Use a key on P-256 or P-384.")
            return cls(key)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            raise SigningError(
                "the private key cannot be read", next_step="Give a PEM EC key on P-256 or P-384, with its password if it has one."
            ) from None

    @classmethod
    def generate(cls) -> "PrivateKeySigner":
        """A signer with a new P-256 key, for examples and tests."""
        return cls(ec.generate_private_key(ec.SECP256R1()))

    @property
    def public_key(self) -> ec.EllipticCurvePublicKey:
        """The key that verifies the signatures."""
        return self._key.public_key()

    def sign(self, digest: bytes, /) -> bytes:
        """The low-S DER signature over a digest of 32 or 48 bytes.

        Raises:
            SigningError: for any other size.
        """
        algorithm = _BY_SIZE.get(len(digest))
        if algorithm is None:
            raise SigningError(
                f"a digest has 32 or 48 bytes, not {len(digest)}", next_step="Connect with one of the SHA hashes for an EC key."
            )
        return to_low_s(self._key.sign(digest, ec.ECDSA(utils.Prehashed(algorithm))), self._key.curve)
