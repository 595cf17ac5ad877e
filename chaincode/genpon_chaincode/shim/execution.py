"""One transaction from its message to its answer."""

import logging
import secrets
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from google.protobuf.message import DecodeError

from genpon_chaincode.shim.chaincode import Chaincode
from genpon_chaincode.shim.errors import ProposalRefusedError, TransactionEndedError
from genpon_chaincode.shim.link import TransactionCalls
from genpon_chaincode.shim.proposals import UNREADABLE, read_proposal
from genpon_chaincode.shim.response import BAD_REQUEST, ERROR_THRESHOLD, FAULT, Response, refusal_text
from genpon_chaincode.shim.stub import ChaincodeStub
from genpon_chaincode.shim.transaction_info import Invocation
from genpon_core.fabric.protos import chaincode, chaincode_event, proposal_response
from genpon_core.fabric.protos import chaincode_shim as protos

DEADLINE = "transaction.deadline"
INTERNAL = "fault"
TOO_LARGE = "transaction.answer_too_large"
OUTSIDE_WINDOW = "transaction.time"
_LOG = logging.getLogger(__name__)
_Type = protos.ChaincodeMessage


@dataclass(frozen=True, slots=True)
class Rules:
    """What all executions of a service share.

    Attributes:
        chaincode: what works on them.
        peer_msp_id: the organisation of the peers that it serves; empty where that is not known.
        tolerance: how many seconds a proposal's timestamp may be off the clock.
        clock: the service's clock, seconds since 1970 UTC.
        hanging: called when a function is still at work after its deadline.
        returned: called when such a function returns.
    """

    chaincode: Chaincode
    peer_msp_id: str
    tolerance: float
    clock: Callable[[], float]
    hanging: Callable[[], None]
    returned: Callable[[], None]


class Execution:
    """A transaction that is worked on: run by a worker, expired by the deadlines.

    Args:
        rules: the service's.
        calls: its connection to the peer.
        message: the TRANSACTION or INIT.
        until: its deadline, in seconds of `time.monotonic`; not begun later, so that many waiting ones are no hanging ones.
    """

    def __init__(self, rules: Rules, calls: TransactionCalls, message: Any, *, until: float) -> None:
        self._until = until
        self._rules = rules
        self._calls = calls
        self._message: Any = message
        self._lock = threading.Lock()
        self._at_work = False
        self._hung = False

    @property
    def done(self) -> bool:
        """Whether the deadline is of no interest any more."""
        return self._calls.ended and not self._at_work

    def run(self) -> None:
        """Works on the transaction and answers the peer, whatever happens."""
        with self._lock:
            message, self._message = self._message, None
            if self._calls.ended or time.monotonic() >= self._until:
                return
            self._at_work = True
        try:
            self._work(message)
        except TransactionEndedError:
            _LOG.info("transaction %s ended before its function did", self._calls.transaction_id)
        except BaseException as error:  # noqa: BLE001 - every request is answered
            self._answer(_failure(self._calls.transaction_id, error))
        with self._lock:
            self._at_work = False
            if not self._hung:
                return
        self._rules.returned()

    def expire(self) -> None:
        """Answers for a function that has not: its stub is dead from now on."""
        with self._lock:
            self._hung = self._at_work
            self._message = None
        late = proposal_response.Response(status=FAULT, message=refusal_text(DEADLINE))
        if self._calls.answer(_Type.COMPLETED, late.SerializeToString()):
            _LOG.error("transaction %s was not answered within its deadline", self._calls.transaction_id)
        if self._hung:
            self._rules.hanging()

    def _work(self, message: Any) -> None:
        try:
            stub = ChaincodeStub(self._read(message), self._calls)
        except ProposalRefusedError as error:
            self._answer(Response.refusal(BAD_REQUEST, error.code))
            return
        response = self._rules.chaincode.invoke(stub)
        if not isinstance(response, Response):
            raise TypeError("the chaincode returned something else than a Response")
        if response.status < ERROR_THRESHOLD:
            stub.finish_write_batch()
        self._answer(response, stub.event)

    def _read(self, message: Any) -> Invocation:
        try:
            arguments = chaincode.ChaincodeInput.FromString(message.payload)
        except DecodeError:
            raise ProposalRefusedError(UNREADABLE) from None
        proposal = read_proposal(message.proposal)
        if abs(proposal.seconds + proposal.nanos / 1e9 - self._rules.clock()) > self._rules.tolerance:
            raise ProposalRefusedError(OUTSIDE_WINDOW)
        return Invocation(
            channel_id=message.channel_id,
            transaction_id=message.txid,
            args=arguments.args,
            decorations=arguments.decorations,
            is_init=message.type == _Type.INIT or arguments.is_init,
            signed_proposal=message.proposal,
            proposal=proposal,
            peer_msp_id=self._rules.peer_msp_id,
        )

    def _answer(self, response: Response, event: tuple[str, bytes] | None = None) -> None:
        answer = proposal_response.Response(status=response.status, message=response.message, payload=response.payload)
        note = chaincode_event.ChaincodeEvent(event_name=event[0], payload=event[1]) if event is not None else None
        if not self._calls.answer(_Type.COMPLETED, answer.SerializeToString(), note) and not self._calls.ended:
            self._calls.answer(_Type.ERROR, refusal_text(TOO_LARGE).encode())


def _failure(transaction_id: str, error: BaseException) -> Response:
    """The answer to an exception: a reference id for the client; the log says where and of what type, never what it said."""
    reference = secrets.token_hex(8)
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    _LOG.error("transaction %s failed, reference %s: %s at %s", transaction_id, reference, type(error).__name__, place)
    return Response.refusal(FAULT, INTERNAL, {"reference": reference})
