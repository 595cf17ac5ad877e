"""Who signs: one method, so that a key file, a card, a module or a remote service can do it."""

from collections.abc import Callable
from typing import Protocol

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, utils

from genpon.gateway.errors import SigningError
from genpon_core.fabric.signatures import curve_order, to_low_s

_BY_SIZE = {32: ec.ECDSA(utils.Prehashed(hashes.SHA256())), 48: ec.ECDSA(utils.Prehashed(hashes.SHA384()))}
_KINDS = "a PEM key, EC on P-256 or P-384 or Ed25519"
PrivateKey = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey


class Signer(Protocol):
    """What makes signatures with the private key of an identity.

    Example:
        ```python
        class Counting:
            signed = 0

            def sign(self, digest):
                self.signed += 1
                return signer.sign(digest)

        counting = Counting()
        with connect("localhost:7051", identity=identity, signer=counting, tls=Tls(ca_pem)) as gateway:
            gateway.get_network("mychannel").get_contract("basic").submit_transaction("put", "color", "blue")
        assert counting.signed == 3  # the proposal, the transaction, and the question for its status
        ```
    """

    def sign(self, digest: bytes, /) -> bytes:
        """The signature over a digest (over the whole message where the gateway's hash is `Hash.NONE`); ECDSA as DER."""


class FunctionSigner:
    """Signs with a function of the caller's; a high S of an ECDSA signature is put right by the gateway.

    Example:
        ```python
        remote = FunctionSigner(lambda digest: signer.sign(digest))
        with connect("localhost:7051", identity=identity, signer=remote, tls=Tls(ca_pem)) as gateway:
            gateway.get_network("mychannel").get_contract("basic").evaluate_transaction("get", "color")
        ```
    """

    def __init__(self, function: Callable[[bytes], bytes]) -> None:
        self._function = function

    def sign(self, digest: bytes, /) -> bytes:
        """What the function returns for the digest."""
        return self._function(digest)


class PrivateKeySigner:
    """A key held in memory: ECDSA on P-256 or P-384, with low-S signatures, or Ed25519.

    Example:
        ```python
        signer = PrivateKeySigner.from_pem(private_key_pem)
        signature = signer.sign(Hash.SHA256.digest(b"a message"))
        ```
    """

    def __init__(self, key: PrivateKey) -> None:
        if isinstance(key, ec.EllipticCurvePrivateKey):
            curve_order(key.curve)
        self._key = key

    @classmethod
    def from_pem(cls, pem: bytes | str, *, password: bytes | str | None = None) -> "PrivateKeySigner":
        """Reads a PEM private key (PKCS#8 or SEC 1).

        Raises:
            SigningError: if it cannot be read, or is of another kind.
        """
        try:
            key = serialization.load_pem_private_key(_as_bytes(pem), None if password is None else _as_bytes(password))
            if isinstance(key, PrivateKey):
                return cls(key)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            raise SigningError("the private key cannot be read", next_step=f"Give {_KINDS}, with its password if it has one.") from None
        raise SigningError("the private key is of a kind that Fabric does not take", next_step=f"Give {_KINDS}.")

    @classmethod
    def generate(cls) -> "PrivateKeySigner":
        """A signer with a new P-256 key, for examples and tests."""
        return cls(ec.generate_private_key(ec.SECP256R1()))

    @property
    def public_key(self) -> ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey:
        """The key that verifies the signatures."""
        return self._key.public_key()

    def sign(self, digest: bytes, /) -> bytes:
        """The signature over a digest of 32 or 48 bytes as low-S DER; with Ed25519 over a message of any size.

        Raises:
            SigningError: for a digest of any other size.
        """
        if isinstance(self._key, ed25519.Ed25519PrivateKey):
            return self._key.sign(digest)
        algorithm = _BY_SIZE.get(len(digest))
        if algorithm is None:
            raise SigningError(
                f"a digest has 32 or 48 bytes, not {len(digest)}", next_step="Connect with one of the SHA hashes for an EC key."
            )
        return to_low_s(self._key.sign(digest, algorithm), self._key.curve)


def _as_bytes(text: bytes | str) -> bytes:
    return text.encode() if isinstance(text, str) else text
