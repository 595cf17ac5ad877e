"""What a chaincode is."""

from typing import Protocol

from genpon_chaincode.shim.response import Response
from genpon_chaincode.shim.stub import ChaincodeStub


class Chaincode(Protocol):
    """Chaincode: one function from a transaction to its answer."""

    def invoke(self, stub: ChaincodeStub, /) -> Response:
        """Works on one transaction; several are worked on at once, each in a thread of its own.

        An exception becomes the status 500 with a reference id.
        """
        ...
