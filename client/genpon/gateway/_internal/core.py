"""What every flow of one gateway connection knows; it holds no connection and no key."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from genpon.gateway._internal.signable import SignedMessage
from genpon.gateway.errors import SigningError
from genpon.gateway.hashing import Hash
from genpon.gateway.options import DefaultOptions
from genpon.gateway.turns import Turns
from genpon_core.fabric.identities import SerializedIdentity
from genpon_core.fabric.signatures import curve_order, to_low_s

M = TypeVar("M", bound=SignedMessage)


@dataclass(frozen=True)
class Core:
    """A client's identity and options.

    Attributes:
        identity: who proposes and submits.
        hash: how messages become digests; None takes what the identity's key needs.
        defaults: the options of calls that do not give their own.
        turns: the gateways to choose from, by number.
        gateways: their names.
        tls_certificate_hash: SHA-256 of the client's TLS certificate; empty without mutual TLS.
    """

    identity: SerializedIdentity
    hash: Hash | None = None
    defaults: DefaultOptions = field(default_factory=DefaultOptions)
    turns: Turns[int] = field(default_factory=lambda: Turns([0]))
    tls_certificate_hash: bytes = b""
    gateways: tuple[str, ...] = ("gateway",)

    @cached_property
    def creator(self) -> bytes:
        """The identity as messages name it."""
        return self.identity.to_bytes()

    @cached_property
    def key(self) -> object:
        """The public key of the identity's certificate."""
        if not isinstance(self.identity.certificate_pem, bytes):
            raise TypeError(
                f"the identity's certificate is bytes, as Path.read_bytes() gives them, not {_kind(self.identity.certificate_pem)}"
            )
        try:
            key = self.identity.certificate.public_key()
        except (ValueError, UnsupportedAlgorithm):
            raise ValueError(f"the identity of {self.identity.msp_id} holds no PEM certificate with a key of a known kind") from None
        if isinstance(key, ec.EllipticCurvePublicKey):
            curve_order(key.curve)
        return key

    def __post_init__(self) -> None:
        """Raises now, not at the first call.

        Raises:
            ValueError: if the certificate cannot be read, or its curve is not one that Fabric takes.
            TypeError: if the identity or the hash is something else.
        """
        if not isinstance(self.identity, SerializedIdentity):
            raise TypeError(f"an identity is Identity(msp_id, certificate_pem), not {_kind(self.identity)}")
        if self.hash is not None and not isinstance(self.hash, Hash):
            raise TypeError(f"a hash is one of Hash, such as Hash.SHA384, not {_kind(self.hash)}")
        _ = self.key

    def digest(self, payload: bytes) -> bytes:
        """What a signer is given for a payload."""
        return self._hash.digest(payload)

    @cached_property
    def _hash(self) -> Hash:
        usual = Hash.NONE if isinstance(self.key, ed25519.Ed25519PublicKey) else Hash.SHA256
        return self.hash or usual

    def accepted_form(self, signature: bytes) -> bytes:
        """The signature as Fabric takes it: low-S where the identity's key is an EC key.

        Raises:
            SigningError: if it is no signature of that kind of key.
        """
        if not isinstance(signature, bytes):
            raise SigningError(f"a signature is bytes, not {_kind(signature)}", next_step="Have the signer return the signature's bytes.")
        if not isinstance(self.key, ec.EllipticCurvePublicKey):
            return signature
        try:
            return to_low_s(signature, self.key.curve)
        except ValueError:
            raise SigningError("the signature is not ECDSA in DER", next_step="Have the signer return an ASN.1 DER signature.") from None

    def restore(self, kind: type[M], data: bytes, signature: bytes) -> M:
        """A message from bytes, with a signature made elsewhere unless that is empty."""
        message = kind.from_bytes(data)
        if signature:
            message.signature = self.accepted_form(signature)
        return message


def _kind(value: object) -> str:
    return type(value).__name__
