"""Who signs what is done to a network: an organisation's administrator."""

from dataclasses import dataclass
from functools import cached_property

from cryptography.hazmat.primitives.asymmetric import ec

from genpon_core.fabric.identities import SerializedIdentity
from genpon_core.fabric.signatures import sign_message
from genpon_network.x509_issuing import Enrolment


@dataclass(frozen=True)
class Administrator:
    """An enrolled administrator of an organisation, who signs proposals and envelopes."""

    msp_id: str
    enrolment: Enrolment

    @cached_property
    def creator(self) -> bytes:
        """The serialized identity."""
        return SerializedIdentity(self.msp_id, self.enrolment.certificate_pem).to_bytes()

    @cached_property
    def _key(self) -> ec.EllipticCurvePrivateKey:
        return self.enrolment.private_key

    def sign(self, message: bytes) -> bytes:
        """The low-S signature over a message."""
        return sign_message(self._key, message)
