"""What a transaction gets: the stub and the client's identity."""

from dataclasses import dataclass
from functools import cached_property

from genpon_chaincode.shim import ChaincodeStub, ClientIdentity


@dataclass(frozen=True)
class Context:
    """One transaction.

    Attributes:
        stub: the ledger.
    """

    stub: ChaincodeStub

    @cached_property
    def client_identity(self) -> ClientIdentity:
        """Who made the proposal: organisation, certificate, id and attributes."""
        return ClientIdentity(self.stub)
