"""Serialized identities: an MSP id and an X.509 certificate, as every Fabric message names its creator."""

from dataclasses import dataclass
from functools import lru_cache

from cryptography import x509
from google.protobuf.message import DecodeError

from genpon_core.fabric.protos import msp_identities


@dataclass(frozen=True, slots=True)
class SerializedIdentity:
    """Who made a message: the organisation's MSP id and the PEM of the member's certificate.

    Example:
        ```python
        identity = Identity("Org1MSP", certificate_pem)
        assert Identity.from_bytes(identity.to_bytes()) == identity
        ```
    """

    msp_id: str
    certificate_pem: bytes

    def to_bytes(self) -> bytes:
        """The `msp.SerializedIdentity` message."""
        message = msp_identities.SerializedIdentity(mspid=self.msp_id, id_bytes=self.certificate_pem)
        return bytes(message.SerializeToString())

    @classmethod
    def from_bytes(cls, data: bytes) -> "SerializedIdentity":
        """Reads a `msp.SerializedIdentity` message.

        Raises:
            ValueError: if the bytes are no such message.
        """
        try:
            message = msp_identities.SerializedIdentity.FromString(data)
        except DecodeError:
            raise ValueError("the creator is not a serialized identity") from None
        return cls(message.mspid, message.id_bytes)

    @property
    def certificate(self) -> x509.Certificate:
        """The parsed certificate.

        Raises:
            ValueError: if the identity holds no PEM certificate.
        """
        return load_certificate(self.certificate_pem)


@lru_cache(maxsize=1024)
def load_certificate(pem: bytes) -> x509.Certificate:
    """A PEM certificate, parsed once per distinct certificate.

    Raises:
        ValueError: if the bytes are no PEM certificate.
    """
    return x509.load_pem_x509_certificate(pem)
