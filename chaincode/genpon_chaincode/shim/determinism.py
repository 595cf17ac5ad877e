"""A check for tests: each transaction is run a second time, and must ask, write and answer the same.

The second run is given the peer's answers to the first and asks nothing itself, so that only the function can make a difference: state that
it keeps between transactions, randomness, a clock, the machine.
"""

import os
from collections.abc import Callable
from typing import Any

from genpon_chaincode.shim.answering import Answer, Answering, answer
from genpon_chaincode.shim.calls import PeerCalls, PeerLimits
from genpon_chaincode.shim.chaincode import Chaincode
from genpon_chaincode.shim.errors import LedgerError, NondeterministicError, TransactionEndedError
from genpon_chaincode.shim.transaction_info import Invocation
from genpon_core.fabric.protos import chaincode_shim as protos

_Outcome = Answer | BaseException
_Name = protos.ChaincodeMessage.Type.Name


CHECK_DETERMINISM = "CHAINCODE_CHECK_DETERMINISM"
"""The environment variable that turns the check on."""


def chosen(check: bool | None) -> Answering:
    """How chaincode is asked for its answer: twice if that is wanted, or, where nothing is said, if the environment says so."""
    wanted = os.environ.get(CHECK_DETERMINISM, "").lower() in {"1", "true"} if check is None else check
    return answer_twice if wanted else answer


def answer_twice(chaincode: Chaincode, invocation: Invocation, calls: PeerCalls) -> Answer:
    """A chaincode's answer, if it gives the same twice.

    Raises:
        NondeterministicError: if it does not.
    """
    recording = _Recording(calls)
    first = _outcome(lambda: answer(chaincode, invocation, recording))
    if calls.ended:
        raise TransactionEndedError("the transaction ended before its function did")
    replay = _Replay(recording)
    second = _outcome(lambda: answer(chaincode, invocation, replay))
    difference = replay.difference or _difference(first, second)
    if difference:
        raise NondeterministicError(difference)
    if isinstance(first, BaseException):
        raise first
    return first


def _outcome(work: Callable[[], Answer]) -> _Outcome:
    try:
        return work()
    except TransactionEndedError:
        raise
    except BaseException as error:  # noqa: BLE001 - what it raises is part of what it does
        return error


def _difference(first: _Outcome, second: _Outcome) -> str:
    if isinstance(first, BaseException) or isinstance(second, BaseException):
        return "" if type(first) is type(second) else "what it raises"
    if first.response != second.response:
        return "its response"
    return "" if first.event == second.event else "its event"


class _Recording:
    """Calls to the peer, noted with their answers."""

    def __init__(self, calls: PeerCalls) -> None:
        self._calls = calls
        self.notes: list[tuple[int, bytes, bytes | LedgerError]] = []

    @property
    def limits(self) -> PeerLimits:
        return self._calls.limits

    @property
    def ended(self) -> bool:
        return self._calls.ended

    def call(self, kind: int, request: Any) -> bytes:
        try:
            given = self._calls.call(kind, request)
        except LedgerError as error:
            self.notes.append((kind, request.SerializeToString(), error))
            raise
        self.notes.append((kind, request.SerializeToString(), given))
        return given


class _Replay:
    """The same calls again, answered from the notes."""

    def __init__(self, recording: _Recording) -> None:
        self.limits = recording.limits
        self._notes = recording.notes
        self.ended = False
        self._next = 0
        self._differs = ""

    @property
    def difference(self) -> str:
        """The first call that is another than before, or is missing; empty if none is."""
        if not self._differs and self._next < len(self._notes):
            return f"call {self._next + 1}, {_Name(self._notes[self._next][0])}, which is missing"
        return self._differs

    def call(self, kind: int, request: Any) -> bytes:
        noted, data, given = self._notes[self._next] if self._next < len(self._notes) else (kind, None, b"")
        self._next += 1
        if self._differs or (noted, data) != (kind, request.SerializeToString()):
            self._differs = self._differs or f"call {self._next}, {_Name(kind)}"
            raise NondeterministicError(self._differs)
        if isinstance(given, LedgerError):
            raise given
        return given
