"""A member's certificate and key, ready to connect with."""

from dataclasses import dataclass, field

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm

from genpon.gateway.errors import SigningError
from genpon.gateway.signers import PrivateKeySigner, Signer
from genpon.profiles.errors import UnusableError
from genpon_core.fabric.identities import SerializedIdentity, load_certificate


@dataclass(frozen=True)
class Credentials:
    """Who a client acts for, and what signs for it.

    Attributes:
        name: the label in a wallet, or the user's name in a profile.
        identity: MSP id and certificate, for `connect`.
        signer: what signs, for `connect`; None where the key is elsewhere, as in a hardware module.
    """

    name: str
    identity: SerializedIdentity
    signer: Signer | None = field(repr=False, compare=False)

    @property
    def certificate(self) -> x509.Certificate:
        """The parsed certificate."""
        return self.identity.certificate


def make_credentials(
    name: str, msp_id: str, certificate_pem: bytes, private_key_pem: bytes | None, password: bytes | None = None
) -> Credentials:
    """Puts a certificate and its key together.

    Raises:
        UnusableError: with one line that says what is wrong; never with what was given.
    """
    if not msp_id:
        raise UnusableError("the MSP id is not known; give it")
    try:
        public_key = load_certificate(certificate_pem).public_key()
    except (ValueError, UnsupportedAlgorithm):
        raise UnusableError("the certificate is no X.509 certificate in PEM, or its key is of an unknown kind") from None
    identity = SerializedIdentity(msp_id, certificate_pem)
    if private_key_pem is None:
        return Credentials(name, identity, None)
    try:
        signer = PrivateKeySigner.from_pem(private_key_pem, password=password)
    except SigningError as error:
        raise UnusableError(f"{error.message}; {_lowered(error.next_step)}") from None
    except ValueError as error:
        raise UnusableError(f"the private key cannot be used: {error}") from None
    if signer.public_key != public_key:
        raise UnusableError("the private key is not the certificate's")
    return Credentials(name, identity, signer)


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:].rstrip(".")
