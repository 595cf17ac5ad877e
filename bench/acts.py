"""Acts and evaluates per second on the running ledger, and what an act costs each process."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from bench.figures import Figure, at_once, timed
from bench.running import Cpu, Running
from bench.town import Town

IN_FLIGHT = (1, 8, 32)
AIM = 100.0


def acts_figures(running: Running, town: Town, *, runs: int, size: int) -> Iterator[Figure]:
    """Submits at each number in flight.

    Args:
        running: the ledger.
        town: whose contracts.
        runs: how often each is measured.
        size: acts of one run at most.
    """
    for in_flight in IN_FLIGHT:
        count = min(size, 12 * in_flight)
        aim = AIM if in_flight == max(IN_FLIGHT) else None
        costs: list[Cpu] = []

        def measured(work: Callable[[Any], object], make: Callable[[list[str]], Sequence[Any]]) -> tuple[float, ...]:
            return tuple(_rate(running, work, make(town.new_contracts(count)), in_flight, costs) for _ in range(runs))  # noqa: B023

        yield Figure(f"draft, signed before, {in_flight} in flight", "acts/s", measured(town.ledger.submit, town.drafts), aim)
        yield Figure(f"draft, prepared and signed here, {in_flight} in flight", "acts/s", measured(_draft(town), list))
        yield Figure(f"sign, signed before, {in_flight} in flight", "acts/s", measured(town.ledger.submit, _sent(town)), aim)
    yield from _cost_figures(costs)


def evaluate_figures(town: Town, contract: str, *, runs: int, size: int) -> Iterator[Figure]:
    """Questions at each number in flight: the ledger clock, and a concluded contract's acts."""
    questions: dict[str, Callable[[object], object]] = {
        "evaluate: the clock": lambda _: town.ledger.now(),
        "evaluate: a contract of five acts": lambda _: town.ledger.contracts.prepare.state(contract),
    }
    for name, question in questions.items():
        for in_flight in IN_FLIGHT:
            count = size if in_flight == 1 else 2 * size
            seconds = [timed(lambda: at_once(question, range(count), in_flight)) for _ in range(runs)]  # noqa: B023
            yield Figure(f"{name}, {in_flight} in flight", "per s", tuple(count / passed for passed in seconds))


def _rate(running: Running, work: Callable[[Any], object], items: Sequence[Any], in_flight: int, costs: list[Cpu]) -> float:
    before = running.cpu()
    seconds = timed(lambda: at_once(work, items, in_flight))
    costs.append(running.cpu().since(before).each(len(items)))
    return len(items) / seconds


def _draft(town: Town) -> Callable[[str], object]:
    return lambda contract: town.drafter.contracts.draft(contract, town.bundle)


def _sent(town: Town) -> Callable[[list[str]], Sequence[object]]:
    def signatures(contracts: list[str]) -> Sequence[object]:
        town.send(contracts)
        return town.signatures(contracts)

    return signatures


def _cost_figures(costs: Sequence[Cpu]) -> Iterator[Figure]:
    for name in ("client", "peers", "chaincode"):
        yield Figure(f"processor time of an act: {name}", "ms", tuple(1000 * getattr(cost, name) for cost in costs))
