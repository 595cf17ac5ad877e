"""A municipality's ticker of the ledger clock: `python -m genpon_network.clock_ticker PROFILE [--every SECONDS] [--turn N]`.

The clock is what keeps an act that was held back from being recorded with an old date, so it is ticked regularly, and at midnight in Japan,
when dates of law change. Every municipality runs a ticker; the first in turn ticks and the others find it done, so that the clock goes on
as long as one of them does.
"""

import argparse
import logging
import math
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from genpon.errors import GenponError
from genpon.ledger import Ledger
from genpon_core.moments import JST
from genpon_network.words import Message, said

EVERY = 600
"""Seconds after which the clock is ticked again."""
TURN = 5.0
"""Seconds that a ticker waits for each one before it in turn."""
LONGEST_WAIT = 60.0
"""Seconds after which the clock is looked at again, whatever was computed: this machine may have slept."""
AFTER_FAILURE = 10.0

_DAY = 86_400
_JST_OFFSET = int(JST.utcoffset(None).total_seconds())
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a ticker ticks.

    Attributes:
        every: seconds after which the clock is due.
        turn: how many other tickers go first.
    """

    every: int = EVERY
    turn: int = 0

    def due(self, clock: int) -> float:
        """When a clock is to be ticked next: after `every` seconds or at midnight in Japan, whichever is first, and in turn.

        Args:
            clock: the ledger clock, seconds since 1970 UTC.
        """
        midnight = ((clock + _JST_OFFSET) // _DAY + 1) * _DAY - _JST_OFFSET
        return min(clock + self.every, midnight) + self.turn * TURN


class Ticker:
    """Ticks until it is told to end.

    Args:
        ledger: a connection to the ledger.
        schedule: when.
        now: this machine's clock, seconds since 1970 UTC.
    """

    def __init__(self, ledger: Ledger, schedule: Schedule, *, now: Callable[[], float] = time.time) -> None:
        self._ledger = ledger
        self._schedule = schedule
        self._now = now
        self._failing = False
        self.ended = threading.Event()

    def run(self) -> None:
        """Ticks whenever it is time, until `ended` is set; a ledger that is away is tried again."""
        while not self.ended.wait(self.step()):
            pass

    def step(self) -> float:
        """Ticks if it is time; returns the seconds until the next look."""
        try:
            due = self._schedule.due(self._ledger.clock())
            if self._now() >= due:
                self._ledger.tick()
                due = self._schedule.due(self._ledger.clock())
        except GenponError as error:
            if not self._failing:
                _LOG.warning("%s", said(Message("the ledger clock cannot be ticked, trying again: {problem}", problem=error)))
            self._failing = True
            return AFTER_FAILURE
        if self._failing:
            _LOG.warning("%s", said(Message("the ledger clock is ticked again")))
        self._failing = False
        return min(max(math.ceil(due - self._now()), 0.1), LONGEST_WAIT)


def main() -> int:
    """Runs a ticker; returns the exit code: 2 for a profile that cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m genpon_network.clock_ticker", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("profile", type=Path, help="the municipality's connection profile")
    parser.add_argument("--every", type=int, default=EVERY, help=f"seconds between ticks ({EVERY})")
    parser.add_argument("--turn", type=int, default=0, help="how many other municipalities' tickers go first (0)")
    options = parser.parse_args()
    logging.basicConfig(level="WARNING", format="%(asctime)s %(levelname)s %(message)s")
    try:
        ledger = Ledger.connect(options.profile)
    except GenponError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    with ledger:
        ticker = Ticker(ledger, Schedule(options.every, options.turn))
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: ticker.ended.set())
        ticker.run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
