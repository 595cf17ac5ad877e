"""A call is repeated as the rules say, and ends in a result or in the one right error."""

from collections import deque
from typing import cast

import pytest

from genpon.errors import GenponError, OutcomeUnknown, Refused, Unreachable
from genpon.transport.attempts import Attempts
from genpon.transport.calls import Call
from genpon.transport.outcomes import Kind, Outcome
from genpon.transport.recording import Recorder
from genpon.transport.retrying import RULES

CALL = Call("contracts", "record", ("{}",), settled=lambda _: False)
DONE = Outcome(Kind.RECORDED, result=b"done")


class Script:
    """Answers attempts with what was written down, and notes what it was asked."""

    def __init__(self, *outcomes: Outcome) -> None:
        self.outcomes = deque(outcomes)
        self.asked: list[str] = []

    def make(self, call: Call) -> Outcome:
        self.asked.append(call.function)
        return DONE if call.function == "tick" else self.outcomes.popleft()

    def confirm(self, call: Call, doubted: Outcome) -> Outcome:
        self.asked.append(f"confirm {doubted.code} {call.function}")
        return self.outcomes.popleft()

    def ask(self, call: Call, unknown: Outcome) -> Outcome:
        self.asked.append(f"ask {unknown.transaction} {call.function}")
        return self.outcomes.popleft()


def run(script: Script) -> bytes:
    return Recorder(cast("Attempts", script), sleep=lambda _: None).run(CALL)


def outcome(kind: Kind, code: str = "", transaction: str = "") -> Outcome:
    return Outcome(kind, code=code, transaction=transaction)


REPEATED: list[tuple[list[Outcome], list[str]]] = [
    ([DONE], ["record"]),
    ([outcome(Kind.CONFLICT), outcome(Kind.CONFLICT), DONE], ["record", "record", "record"]),
    ([outcome(Kind.STALE), DONE], ["record", "tick", "record"]),
    ([outcome(Kind.DOUBTED, "x.y"), outcome(Kind.APART), DONE], ["record", "confirm x.y record", "record"]),
    ([outcome(Kind.UNKNOWN, transaction="t"), DONE], ["record", "ask t record"]),
    ([outcome(Kind.UNKNOWN, transaction="t"), outcome(Kind.CONFLICT), DONE], ["record", "ask t record", "record"]),
    ([outcome(Kind.GATEWAY_AWAY), outcome(Kind.TIMED_OUT), outcome(Kind.ENDORSERS_AWAY), DONE], ["record"] * 4),
]


@pytest.mark.parametrize(("outcomes", "asked"), REPEATED)
def test_steps_until_it_is_recorded(outcomes: list[Outcome], asked: list[str]) -> None:
    script = Script(*outcomes)
    assert run(script) == b"done"
    assert script.asked == asked


FAILED: list[tuple[Outcome, type[GenponError], str]] = [
    (outcome(Kind.REFUSED, "contract.wrong_state"), Refused, "contract.wrong_state"),
    (outcome(Kind.DENIED), Refused, "ledger.access_denied"),
    (outcome(Kind.FAULT, "INTERNAL"), Unreachable, "ledger.fault"),
    (outcome(Kind.CONFLICT), Unreachable, "ledger.busy"),
    (outcome(Kind.BUSY), Unreachable, "ledger.busy"),
    (outcome(Kind.STALE), Unreachable, "clock.stale"),
    (outcome(Kind.ENDORSERS_AWAY), Unreachable, "ledger.too_few_endorsers"),
    (outcome(Kind.TIMED_OUT), Unreachable, "ledger.too_few_endorsers"),
    (outcome(Kind.GATEWAY_AWAY), Unreachable, "ledger.unreachable"),
    (outcome(Kind.UNKNOWN, transaction="t"), OutcomeUnknown, "act.outcome_unknown"),
    (outcome(Kind.DOUBTED, "x.y"), Refused, "x.y"),
]


@pytest.mark.parametrize(("last", "error", "code"), FAILED, ids=[case[0].kind.value for case in FAILED])
def test_what_it_ends_in(last: Outcome, error: type[GenponError], code: str) -> None:
    times = RULES[last.kind].times + 1
    with pytest.raises(error) as caught:
        run(Script(*[last] * times))
    assert caught.value.code == code
