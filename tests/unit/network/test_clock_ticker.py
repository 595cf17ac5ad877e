"""When a ticker ticks, and that a ledger that is away does not end it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from genpon.errors import Unreachable
from genpon_core.moments import JST
from genpon_network.clock_ticker import AFTER_FAILURE, LONGEST_WAIT, TURN, Schedule, Ticker

clocks = st.integers(0, 4_000_000_000)


def moment(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


@given(clocks, st.integers(1, 86_400), st.integers(0, 100))
def test_the_clock_is_due_within_the_interval_and_the_law_date(clock: int, every: int, turn: int) -> None:
    due = Schedule(every, turn).due(clock) - turn * TURN
    tomorrow = datetime.fromtimestamp(clock, JST).date() + timedelta(days=1)
    assert clock < due <= clock + every
    assert datetime.fromtimestamp(due, JST) <= datetime.combine(tomorrow, datetime.min.time(), JST)


def test_at_midnight_in_japan_it_is_due_at_once() -> None:
    assert Schedule(600).due(moment("2026-03-31T23:59:30+09:00")) == moment("2026-04-01T00:00:00+09:00")


@dataclass
class Clock:
    """A ledger that has nothing but a clock."""

    clock_value: int = 0
    away: bool = False
    ticks: list[int] = field(default_factory=list)
    now: float = 0.0

    def clock(self) -> int:
        if self.away:
            raise Unreachable("ledger.unreachable")
        return self.clock_value

    def tick(self) -> None:
        self.ticks.append(int(self.now))
        self.clock_value = max(self.clock_value, int(self.now))


def ticker(ledger: Clock, turn: int = 0) -> Ticker:
    return Ticker(ledger, Schedule(600, turn), now=lambda: ledger.now)  # type: ignore[arg-type]


def test_of_several_tickers_only_the_first_in_turn_ticks() -> None:
    ledger = Clock(now=1_800_000_000.0)
    several = [ticker(ledger, turn) for turn in range(4)]
    for _ in range(2_000):
        ledger.now += 1
        for each in several:
            each.step()
    assert len(ledger.ticks) == 4
    assert all(later - earlier == 600 for earlier, later in zip(ledger.ticks[1:], ledger.ticks[2:], strict=False))


def test_the_next_in_turn_ticks_where_the_first_is_gone() -> None:
    ledger = Clock(clock_value=1_800_000_000, now=1_800_000_000.0)
    second = ticker(ledger, turn=1)
    ledger.now += 600
    assert second.step() == TURN
    ledger.now += TURN
    second.step()
    assert ledger.ticks == [1_800_000_605]


def test_a_ledger_that_is_away_is_tried_again() -> None:
    ledger = Clock(now=datetime.now(UTC).timestamp(), away=True)
    patient = ticker(ledger)
    assert patient.step() == AFTER_FAILURE
    ledger.away = False
    assert patient.step() == LONGEST_WAIT
    assert len(ledger.ticks) == 1
