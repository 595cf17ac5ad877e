"""Bringing a call onto the ledger: attempts and what the rules for trying again say, until it is done or there is nothing more to do."""

import time
from collections.abc import Callable

from genpon.errors import GenponError, OutcomeUnknown, Refused, Unreachable
from genpon.gateway.backoff import part_of
from genpon.transport.attempts import Attempts
from genpon.transport.calls import Call
from genpon.transport.outcomes import Kind, Outcome
from genpon.transport.retrying import Move, Retry, Step
from genpon_core.errors import Refusal

_TICK = Call("clock", "tick", (), settled=lambda _: False)


class Recorder:
    """Carries out calls; serves any number of threads."""

    def __init__(self, attempts: Attempts, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._attempts = attempts
        self._sleep = sleep

    def run(self, call: Call) -> bytes:
        """The result of a call, once it is on the ledger.

        Raises:
            Refused: if the rules refuse it.
            Unreachable: `ledger.…` if too few organisations or no gateway answer, or others are first again and again.
            OutcomeUnknown: `act.outcome_unknown`.
        """
        retry = Retry()
        outcome = self._attempts.make(call)
        while True:
            move = retry.after(outcome)
            if move.step is Step.DONE:
                return outcome.result
            if move.step is Step.GIVE_UP:
                raise failure(outcome, move)
            if move.pause:
                self._sleep(part_of(move.pause))
            outcome = self._perform(move.step, call, outcome)

    def tick(self) -> None:
        """Ticks the ledger clock; that somebody else ticked it meanwhile is as good."""
        outcome = self._attempts.make(_TICK)
        if outcome.kind in {Kind.UNKNOWN, Kind.FAULT, Kind.DENIED}:
            raise failure(outcome, Retry().after(outcome))

    def _perform(self, step: Step, call: Call, outcome: Outcome) -> Outcome:
        if step is Step.CONFIRM:
            return self._attempts.confirm(call, outcome)
        if step is Step.ASK:
            return self._attempts.ask(call, outcome)
        if step is Step.TICK:
            self.tick()
        return self._attempts.make(call)


def failure(outcome: Outcome, move: Move) -> GenponError:
    """The error that an outcome becomes when nothing more is tried."""
    if outcome.kind in {Kind.REFUSED, Kind.DOUBTED}:
        return Refused.of(Refusal(outcome.code, outcome.parameters))
    if outcome.kind is Kind.UNKNOWN:
        return OutcomeUnknown("act.outcome_unknown", {"transaction": outcome.transaction})
    if outcome.kind is Kind.DENIED:
        return Refused("ledger.access_denied")
    return Unreachable(move.failure, {"cause": outcome.code or outcome.kind.value})
