"""A stub whose peer is a list: what it is asked is recorded, and its answers are given beforehand."""

from typing import Any

from genpon_chaincode.shim import ChaincodeStub, Invocation, LedgerError, PeerLimits
from genpon_chaincode.shim.proposals import read_proposal
from genpon_core.fabric.protos import chaincode_shim as shim
from tests.support.scripted_peer import CHANNEL, signed_proposal

BATCHES = PeerLimits(write_batch=1000, get_multiple=1000)
NO_BATCHES = PeerLimits()
_Type = shim.ChaincodeMessage


class RecordedCalls:
    """What a stub asks its peer.

    Attributes:
        asked: the kind and the request of every call.
        answers: the payloads of the next answers, an exception's text for a refusal; empty ones once they are used up.
    """

    def __init__(self, *answers: bytes | Exception, limits: PeerLimits = NO_BATCHES) -> None:
        self.limits = limits
        self.ended = False
        self.asked: list[tuple[str, Any]] = []
        self.answers = list(answers)

    def call(self, kind: int, request: Any) -> bytes:
        name = _Type.Type.Name(kind)
        self.asked.append((name, request))
        answer = self.answers.pop(0) if self.answers else b""
        if isinstance(answer, Exception):
            raise LedgerError(name, str(answer))
        return answer


def stub_of(calls: RecordedCalls, *args: bytes, peer_msp_id: str = "", **options: Any) -> ChaincodeStub:
    """A stub over recorded calls; options as of `signed_proposal`."""
    signed = signed_proposal(**options)
    decorations = {"decorator": b"value"}
    invocation = Invocation(CHANNEL, "tx", args, decorations, False, signed, read_proposal(signed), peer_msp_id)
    return ChaincodeStub(invocation, calls)
