"""A chaincode's answer to one transaction."""

from collections.abc import Callable
from dataclasses import dataclass

from genpon_chaincode.shim.calls import PeerCalls
from genpon_chaincode.shim.chaincode import Chaincode
from genpon_chaincode.shim.response import ERROR_THRESHOLD, Response
from genpon_chaincode.shim.stub import ChaincodeStub
from genpon_chaincode.shim.transaction_info import Invocation


@dataclass(frozen=True, slots=True)
class Answer:
    """What a transaction gives.

    Attributes:
        response: the chaincode's response.
        event: the name and payload of its event.
    """

    response: Response
    event: tuple[str, bytes] | None = None


Answering = Callable[[Chaincode, Invocation, PeerCalls], Answer]


def answer(chaincode: Chaincode, invocation: Invocation, calls: PeerCalls) -> Answer:
    """Lets a chaincode work on a transaction.

    Raises:
        TypeError: if it returns something else than a response.
    """
    stub = ChaincodeStub(invocation, calls)
    response = chaincode.invoke(stub)
    if not isinstance(response, Response):
        raise TypeError("the chaincode returned something else than a Response")
    if response.status < ERROR_THRESHOLD:
        stub.finish_write_batch()
    return Answer(response, stub.event)
