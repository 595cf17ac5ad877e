"""The same work by several, in turn, round after round: on a shared machine only what was measured in one round can be compared."""

import argparse
import statistics
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields

from rich import box
from rich.console import Console
from rich.table import Table

from bench.figures import Figure
from bench.report import console, print_json, print_table
from bench.rivals.load import Run

NAMES = {"per_second": "rate", "p50": "p50", "p95": "p95", "cpu": "processor time", "capacity": "capacity"}
_UNITS = {"per_second": "per s", "p50": "ms", "p95": "ms", "cpu": "ms", "capacity": "per core second"}
HIGHER_IS_BETTER = ("per_second", "capacity")


@dataclass(frozen=True, slots=True)
class Aim:
    """What a quotient of ours and a rival's should be.

    Attributes:
        quantity: of `Run`.
        rival: whose.
        limit: at least that for what is better when higher, else at most.
    """

    quantity: str
    rival: str
    limit: float

    def reached(self, quotient: float) -> bool:
        """Whether a quotient is good enough."""
        return quotient >= self.limit if self.quantity in HIGHER_IS_BETTER else quotient <= self.limit

    def __str__(self) -> str:
        return f"{'≥' if self.quantity in HIGHER_IS_BETTER else '≤'} {self.limit:g}"


class Contest:
    """One kind of work at one number in flight.

    Args:
        title: what it is.
        runs: what does it for each one, by name.
        ours: which of them are ours, and what each should reach.
    """

    def __init__(self, title: str, runs: dict[str, Callable[[], Run]], ours: dict[str, Sequence[Aim]]) -> None:
        self.title = title
        self._runs = runs
        self._ours = ours
        self._rounds: list[dict[str, Run]] = []

    def round(self) -> None:
        """Has everybody do it once, each time beginning with another one."""
        names = list(self._runs)
        start = len(self._rounds) % len(names)
        self._rounds.append({name: self._runs[name]() for name in names[start:] + names[:start]})

    def forget(self) -> None:
        """Leaves out what was measured so far."""
        self._rounds.clear()

    def median(self, name: str, quantity: str) -> float:
        """The median over the rounds."""
        return statistics.median(self._values(name, quantity))

    def quotients(self) -> Iterator[tuple[str, Aim, tuple[float, ...]]]:
        """For each of ours and each aim the quotient of every round."""
        for name, aims in self._ours.items():
            for aim in aims:
                pairs = zip(self._values(name, aim.quantity), self._values(aim.rival, aim.quantity), strict=True)
                yield name, aim, tuple(own / theirs for own, theirs in pairs)

    def figures(self) -> Iterator[Figure]:
        """Everything that was measured."""
        for name in self._runs:
            for field in fields(Run):
                values = tuple(self._values(name, field.name))
                yield Figure(f"{self.title}: {name}, {NAMES[field.name]}", _UNITS[field.name], values)
        for name, aim, quotients in self.quotients():
            yield Figure(f"{self.title}: {name} ÷ {aim.rival}, {NAMES[aim.quantity]}, aim {aim}", "", quotients)

    def rows(self) -> Iterator[tuple[str, ...]]:
        """A row for each one: name, rate, latencies, processor time, capacity."""
        for name in self._runs:
            rate, p50, p95, cpu, capacity = (self.median(name, field.name) for field in fields(Run))
            yield self.title, name, f"{rate:,.0f}", f"{p50:.1f}", f"{p95:.1f}", f"{cpu:.2f}", f"{capacity:,.0f}"

    def _values(self, name: str, quantity: str) -> list[float]:
        return [getattr(done[name], quantity) for done in self._rounds]


def read_options(program: str, description: str) -> argparse.Namespace:
    """The command line's: `runs`, `size`, `json`."""
    parser = argparse.ArgumentParser(prog=program, description=description)
    parser.add_argument("--runs", type=_at_least(1), default=15, help="rounds in which each one does all; the median counts")
    parser.add_argument("--size", type=_at_least(4), default=400, help="evaluations of one run; a quarter with one in flight")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser.parse_args()


def _at_least(least: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not text.isdecimal() or int(text) < least:
            raise argparse.ArgumentTypeError(f"{text!r} is not a number from {least} on")
        return int(text)

    return number


def hold(contests: Sequence[Contest], rounds: int) -> None:
    """Holds all contests in so many rounds, after one that does not count, in which everybody warms up."""
    for number in range(rounds + 1):
        for contest in contests:
            contest.round()
            if number == 0:
                contest.forget()
        print(f"round {number} of {rounds}", file=sys.stderr)


def report(contests: Sequence[Contest], others: Sequence[Figure], *, as_json: bool) -> None:
    """Prints everything, as tables or as JSON."""
    if as_json:
        print_json([*(figure for contest in contests for figure in contest.figures()), *others])
    else:
        print_contests(contests, console())
        print_table(others)


def print_contests(contests: Sequence[Contest], out: Console) -> None:
    """Prints what was measured, then the quotients with their aims: the median of the rounds' quotients, the lowest and the highest."""
    measured = Table("what", "by", "per s", "p50 ms", "p95 ms", "processor ms each", "per core second", box=box.MARKDOWN)
    quotients = Table("what", "quotient", "of", "median", "lowest – highest", "aim", "", box=box.MARKDOWN)
    for contest in contests:
        for row in contest.rows():
            measured.add_row(*row)
        for name, aim, values in contest.quotients():
            middle = statistics.median(values)
            outcome = "reached" if aim.reached(middle) else "missed"
            between = f"{min(values):.2f} – {max(values):.2f}"
            quotients.add_row(contest.title, f"{name} ÷ {aim.rival}", NAMES[aim.quantity], f"{middle:.2f}", between, str(aim), outcome)
    for table in (measured, quotients):
        out.print(table)
