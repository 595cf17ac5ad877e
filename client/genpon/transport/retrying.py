"""What to do after an attempt to record an act: a table of rules and a count, without a clock, a connection or a ledger.

Every act may be endorsed again, since the same act is never recorded twice: the second time the ledger gives the first answer.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from genpon.gateway.backoff import Backoff
from genpon.transport.outcomes import Kind, Outcome


class Step(StrEnum):
    """What comes next."""

    DONE = "done"
    ENDORSE = "endorse"
    """Endorse anew, with whomever is best to ask now."""
    CONFIRM = "confirm"
    """Ask another organisation whether it refuses, too."""
    TICK = "tick"
    """Tick the ledger clock, then endorse anew."""
    NEXT_GATEWAY = "next_gateway"
    """Endorse anew through another organisation's gateway."""
    ASK = "ask"
    """Ask for the transaction's status, then for the act itself; submit nothing before."""
    GIVE_UP = "give_up"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a kind of outcome leads to.

    Attributes:
        step: what to do.
        times: how often, for one act.
        failure: the error's code when it has been done that often.
        pauses: whether to wait a little first, longer each time.
    """

    step: Step
    times: int
    failure: str
    pauses: bool = False


RULES: Mapping[Kind, Rule] = {
    Kind.RECORDED: Rule(Step.DONE, 1, ""),
    Kind.REFUSED: Rule(Step.GIVE_UP, 0, ""),
    Kind.DOUBTED: Rule(Step.CONFIRM, 8, ""),
    # A peer may be some blocks behind the one that saw the clock ticked, so others are given time.
    Kind.STALE: Rule(Step.TICK, 10, "clock.stale", pauses=True),
    Kind.CONFLICT: Rule(Step.ENDORSE, 24, "ledger.busy", pauses=True),
    Kind.APART: Rule(Step.ENDORSE, 12, "ledger.busy", pauses=True),
    Kind.ENDORSERS_AWAY: Rule(Step.ENDORSE, 8, "ledger.too_few_endorsers"),
    Kind.TIMED_OUT: Rule(Step.NEXT_GATEWAY, 6, "ledger.too_few_endorsers"),
    Kind.GATEWAY_AWAY: Rule(Step.NEXT_GATEWAY, 8, "ledger.unreachable"),
    Kind.BUSY: Rule(Step.ENDORSE, 12, "ledger.busy", pauses=True),
    Kind.UNKNOWN: Rule(Step.ASK, 2, "act.outcome_unknown"),
    Kind.DENIED: Rule(Step.GIVE_UP, 0, "ledger.access_denied"),
    Kind.FAULT: Rule(Step.GIVE_UP, 0, "ledger.fault"),
}

BACKOFF = Backoff(first=0.03, longest=1.0)


@dataclass(frozen=True, slots=True)
class Move:
    """The next step, and the longest wait before it in seconds (the caller waits a random part of it)."""

    step: Step
    pause: float = 0.0
    failure: str = ""


@dataclass(slots=True)
class Retry:
    """The attempts for one act so far."""

    seen: Counter[Kind] = field(default_factory=Counter)

    def after(self, outcome: Outcome) -> Move:
        """What to do after an attempt."""
        rule = RULES[outcome.kind]
        earlier = self.seen[outcome.kind]
        self.seen[outcome.kind] += 1
        if rule.step is Step.GIVE_UP or earlier >= rule.times:
            return Move(Step.GIVE_UP, failure=rule.failure)
        return Move(rule.step, BACKOFF.limit(earlier) if rule.pauses else 0.0)
