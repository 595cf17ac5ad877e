"""One transaction from its message to its answer."""

import logging
import secrets
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Protocol

from google.protobuf.message import DecodeError

from genpon_chaincode.shim.answering import Answer, Answering
from genpon_chaincode.shim.chaincode import Chaincode
from genpon_chaincode.shim.errors import NondeterministicError, ProposalRefusedError, TransactionEndedError
from genpon_chaincode.shim.link import TransactionCalls
from genpon_chaincode.shim.observing import Outcome
from genpon_chaincode.shim.proposals import UNREADABLE, read_proposal
from genpon_chaincode.shim.response import BAD_REQUEST, ERROR_THRESHOLD, FAULT, Response, refusal_text
from genpon_chaincode.shim.transaction_info import Invocation
from genpon_core.fabric.protos import chaincode, chaincode_event, proposal_response
from genpon_core.fabric.protos import chaincode_shim as protos

DEADLINE = "transaction.deadline"
NONDETERMINISTIC = "transaction.nondeterministic"
INTERNAL = "fault"
TOO_LARGE = "transaction.answer_too_large"
OUTSIDE_WINDOW = "transaction.time"
_FRAMES = 5
"""How many of the innermost calls the log names: enough to see the author's own among the libraries'."""
_LOG = logging.getLogger(__name__)
_Type = protos.ChaincodeMessage


@dataclass(frozen=True, slots=True)
class Rules:
    """What all executions of a service share.

    Attributes:
        chaincode: what works on them.
        answering: how it is asked for its answer.
        peer_msp_id: the organisation of the peers that it serves; empty where that is not known.
        tolerance: how many seconds a proposal's timestamp may be off the clock.
        clock: the service's clock, seconds since 1970 UTC.
    """

    chaincode: Chaincode
    answering: Answering
    peer_msp_id: str
    tolerance: float
    clock: Callable[[], float]


class Service(Protocol):
    """Is told what becomes of an execution."""

    def ended(self, outcome: Outcome, seconds: float) -> None:
        """It has its answer, or needs none any more."""

    def hangs(self) -> None:
        """Its function is still at work after its deadline."""

    def returned(self) -> None:
        """Such a function has returned."""


class Execution:
    """A transaction that is worked on: run by a worker, expired by the deadlines.

    Args:
        rules: the service's.
        service: is told what becomes of it.
        calls: its connection to the peer.
        message: the TRANSACTION or INIT.
        deadline: seconds from now; it is not begun later, so that many waiting ones are no hanging ones.
    """

    def __init__(self, rules: Rules, service: Service, calls: TransactionCalls, message: Any, *, deadline: float) -> None:
        self._came = time.monotonic()
        self._until = self._came + deadline
        self._rules = rules
        self._service = service
        self._calls = calls
        self._message: Any = message
        self._lock = threading.Lock()
        self._stage = _Stage.WAITING
        self._hung = False

    @property
    def done(self) -> bool:
        """Whether the deadline is of no interest any more."""
        return self._stage is _Stage.OVER

    def run(self) -> None:
        """Works on the transaction and answers the peer, whatever happens."""
        with self._lock:
            if self._stage is not _Stage.WAITING or time.monotonic() >= self._until:
                return
            self._stage = _Stage.AT_WORK
            message, self._message = self._message, None
        outcome = None
        try:
            if not self._calls.ended:
                outcome = self._work(message)
        except TransactionEndedError:
            _LOG.info("transaction %s ended before its function did", self._calls.transaction_id)
        except BaseException as error:  # noqa: BLE001 - every request is answered
            outcome = self._answer(Answer(_failure(self._calls.transaction_id, error)))
        with self._lock:
            self._stage = _Stage.OVER
            hung = self._hung
        if hung:
            self._service.returned()
        self._tell(outcome)

    def expire(self) -> None:
        """Answers for a function that has not: its stub is dead from now on."""
        with self._lock:
            if self._stage is _Stage.OVER:
                return
            if self._stage is _Stage.WAITING:
                self._stage = _Stage.OVER
            self._hung = self._stage is _Stage.AT_WORK
            self._message = None
        late = proposal_response.Response(status=FAULT, message=refusal_text(DEADLINE))
        if self._calls.answer(_Type.COMPLETED, late.SerializeToString()):
            _LOG.error("transaction %s was not answered within its deadline", self._calls.transaction_id)
            self._tell(Outcome.LATE)
        elif not self._hung:
            self._tell(None)
        if self._hung:
            self._service.hangs()

    def _tell(self, outcome: Outcome | None) -> None:
        # Told once: the answer is taken from one only, or from none because the stream is lost.
        if outcome is None and self._calls.lost:
            outcome = Outcome.LOST
        if outcome is not None:
            self._service.ended(outcome, time.monotonic() - self._came)

    def _work(self, message: Any) -> Outcome | None:
        try:
            invocation = self._read(message)
        except ProposalRefusedError as error:
            return self._answer(Answer(Response.refusal(BAD_REQUEST, error.code)))
        try:
            return self._answer(self._rules.answering(self._rules.chaincode, invocation, self._calls))
        except NondeterministicError as error:
            _LOG.error("transaction %s is not deterministic: %s", self._calls.transaction_id, error)
            return self._answer(Answer(Response.refusal(FAULT, NONDETERMINISTIC)))

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

    def _answer(self, answer: Answer) -> Outcome | None:
        response, event = answer.response, answer.event
        message = proposal_response.Response(status=response.status, message=response.message, payload=response.payload)
        note = chaincode_event.ChaincodeEvent(event_name=event[0], payload=event[1]) if event is not None else None
        if self._calls.answer(_Type.COMPLETED, message.SerializeToString(), note):
            return _outcome(response.status)
        if not self._calls.ended and self._calls.answer(_Type.ERROR, refusal_text(TOO_LARGE).encode()):
            return Outcome.FAILED
        return None


class _Stage(Enum):
    WAITING = 0
    AT_WORK = 1
    OVER = 2


def _outcome(status: int) -> Outcome:
    if status < ERROR_THRESHOLD:
        return Outcome.OK
    return Outcome.REFUSED if status < FAULT else Outcome.FAILED


def _failure(transaction_id: str, error: BaseException) -> Response:
    """The answer to an exception: a reference id for the client; the log says where and of what type, never what it said."""
    reference = secrets.token_hex(8)
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    place = " > ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
    _LOG.error("transaction %s failed, reference %s: %s at %s", transaction_id, reference, type(error).__name__, place)
    return Response.refusal(FAULT, INTERNAL, {"reference": reference})
