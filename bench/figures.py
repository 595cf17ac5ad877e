"""Measured figures: several runs of one thing, of which the median counts, since other work disturbs a shared machine."""

import statistics
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table.

    Attributes:
        name: what was measured.
        unit: of the values.
        runs: the value of each run.
        aim: what the median should reach at least; None where there is no aim.
    """

    name: str
    unit: str
    runs: tuple[float, ...]
    aim: float | None = None

    @property
    def median(self) -> float:
        """The value that counts."""
        return statistics.median(self.runs)

    def to_json(self) -> dict[str, Any]:
        """The figure as JSON."""
        return {"name": self.name, "unit": self.unit, "median": self.median, "runs": list(self.runs), "aim": self.aim}


def timed(work: Callable[[], object]) -> float:
    """How long a piece of work takes, seconds."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def at_once(work: Callable[[_Item], object], items: Iterable[_Item], in_flight: int) -> None:
    """Does the work for every item, so many at a time; the first failure is raised."""
    with ThreadPoolExecutor(in_flight) as pool:
        for _ in pool.map(work, items):
            pass


def latencies(work: Callable[[_Item], object], items: Iterable[_Item], in_flight: int) -> list[float]:
    """How long each item's work takes, seconds, with so many at a time; the first failure is raised."""
    found: list[float] = []
    at_once(lambda item: found.append(timed(lambda: work(item))), items, in_flight)
    return found


def percentile(values: Iterable[float], share: float) -> float:
    """The value below which a share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def per_second(work: Callable[[], object], *, seconds: float = 0.3) -> float:
    """How often a piece of work is done in a second, one after the other."""
    count = 0
    began = time.perf_counter()
    while (passed := time.perf_counter() - began) < seconds:
        work()
        count += 1
    return count / passed
