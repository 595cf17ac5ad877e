"""What a chaincode is to a peer: something that is invoked with a stub and gives a response."""

from dataclasses import dataclass
from typing import Protocol

from genpon_chaincode.shim.stub import ChaincodeStub

OK = 200
ERROR_THRESHOLD = 400


@dataclass(frozen=True, slots=True)
class Response:
    """A chaincode's answer; a status of 400 and above makes peers refuse to endorse.

    Attributes:
        status: as in HTTP.
        payload: the result.
        message: why it was refused.
    """

    status: int = OK
    payload: bytes = b""
    message: str = ""


class Chaincode(Protocol):
    """A chaincode: one function for all its transactions."""

    def invoke(self, stub: ChaincodeStub) -> Response:
        """Executes one transaction."""
