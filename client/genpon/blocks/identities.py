"""Who made a message."""

from dataclasses import dataclass

from cryptography import x509

from genpon.blocks.reading import Message, Undecoded
from genpon_core.fabric.identities import load_certificate
from genpon_core.fabric.protos import common, msp_identities


@dataclass(frozen=True, kw_only=True)
class Identity(Message):
    """A member of an organisation: the MSP id, and nearly always an X.509 certificate in PEM."""

    PROTO = msp_identities.SerializedIdentity

    mspid: str
    id_bytes: bytes

    @property
    def certificate(self) -> x509.Certificate:
        """The parsed certificate.

        Raises:
            ValueError: if `id_bytes` is no PEM certificate.
        """
        return load_certificate(self.id_bytes)


@dataclass(frozen=True, kw_only=True)
class SignatureHeader(Message):
    """Who made a message, and the number that makes it unique."""

    PROTO = common.SignatureHeader

    creator: Identity | Undecoded | None
    nonce: bytes
