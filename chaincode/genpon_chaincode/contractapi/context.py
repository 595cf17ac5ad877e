"""What a transaction gets: the stub and the client's identity."""

from dataclasses import dataclass
from functools import cached_property

from cryptography import x509

from genpon_chaincode.shim import ChaincodeStub
from genpon_core.fabric.identities import SerializedIdentity


@dataclass(frozen=True)
class Context:
    """One transaction.

    Attributes:
        stub: the ledger.
    """

    stub: ChaincodeStub

    @cached_property
    def client(self) -> SerializedIdentity:
        """Who made the proposal: MSP id and certificate."""
        return SerializedIdentity.from_bytes(self.stub.creator)

    @property
    def msp_id(self) -> str:
        """The organisation of the one who made the proposal."""
        return self.client.msp_id

    @property
    def certificate(self) -> x509.Certificate:
        """The certificate of the one who made the proposal."""
        return self.client.certificate
