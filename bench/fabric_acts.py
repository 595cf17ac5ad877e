"""Acts and questions on real Fabric: how many a second, how long each takes, and what it costs each kind of process."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from bench.figures import Figure, latencies, percentile, timed
from bench.native import cpu
from bench.town import DAY, Town
from genpon_network.native.ledger import NativeLedger

IN_FLIGHT = (1, 8, 32, 128)


def acts_figures(ledger: NativeLedger, town: Town, *, runs: int, size: int) -> Iterator[Figure]:
    """Drafts, signed before, at each number in flight."""
    for in_flight in IN_FLIGHT:
        measured = _Measured(ledger, in_flight)
        for _ in range(runs):
            measured.run(town.ledger.submit, town.drafts(town.new_contracts(min(size, 12 * in_flight))))
        yield from measured.figures("draft", "acts/s")


def evaluate_figures(ledger: NativeLedger, town: Town, *, runs: int, size: int) -> Iterator[Figure]:
    """Questions for the ledger clock at each number in flight."""
    for in_flight in IN_FLIGHT:
        measured = _Measured(ledger, in_flight)
        for _ in range(runs):
            measured.run(lambda _: town.ledger.clock(), range(size if in_flight == 1 else 4 * size))
        yield from measured.figures("evaluate", "per s")


def lone_figures(town: Town, *, runs: int) -> Iterator[Figure]:
    """What a lone transaction waits for: endorsement, the orderers' receipt, and its block."""
    network = town.ledger._connections.network("NagasakiMSP")
    contract = network.get_contract("genpon", "registry")
    parts: dict[str, list[float]] = {"endorsed": [], "taken by the orderers": [], "committed": []}
    named = town.ledger.charter.endorsing.members[: town.ledger.charter.endorsing.threshold]
    for act in town.requests(4 * runs):
        times = [time.perf_counter()]
        transaction = contract.new_proposal("record", act.to_bytes(), endorsing_organizations=named).endorse()
        times.append(time.perf_counter())
        commit = transaction.submit()
        times.append(time.perf_counter())
        commit.status().require_successful()
        times.append(time.perf_counter())
        for (part, values), began, ended in zip(parts.items(), times, times[1:], strict=False):
            values.append(1000 * (ended - began))
            del part
    for part, values in parts.items():
        yield Figure(f"a lone act until it is {part}", "ms", tuple(values))


def step_figures(town: Town, *, runs: int) -> Iterator[Figure]:
    """A contract from draft to CONCLUDED, every step by itself, preparation and signature included."""
    found: dict[str, list[float]] = {}
    for contract in town.new_contracts(runs):
        for name, step in _steps(town, contract).items():
            found.setdefault(name, []).append(timed(step))
    for name, values in found.items():
        yield Figure(name, "s", tuple(values))


def _steps(town: Town, contract: str) -> dict[str, Callable[[], object]]:
    return {
        "draft": lambda: town.drafter.contracts.draft(contract, town.bundle),
        "approve": lambda: town.approver.contracts.approve(contract, bundle=town.bundle),
        "send": lambda: town.drafter.contracts.send(contract, int(time.time()) + 30 * DAY),
        "sign (counterparty)": lambda: town.contractor.contracts.sign(contract, town.bundle),
        "sign (head, concluding)": lambda: town.head.contracts.sign(contract, town.bundle),
        "verify, all asked": lambda: town.ledger.contracts.verify(contract, bundle=town.bundle),
    }


class _Measured:
    """Runs of one thing at one number in flight."""

    def __init__(self, ledger: NativeLedger, in_flight: int) -> None:
        self._ledger = ledger
        self._in_flight = in_flight
        self._rates: list[float] = []
        self._taken: list[list[float]] = []
        self._costs: list[Counter[str]] = []

    def run(self, work: Callable[[Any], object], items: Any) -> None:
        before, count = cpu(self._ledger), len(items)
        began = time.perf_counter()
        self._taken.append(latencies(work, items, self._in_flight))
        self._rates.append(count / (time.perf_counter() - began))
        after = cpu(self._ledger)
        self._costs.append(Counter({kind: after[kind] - before[kind] for kind in after} | {"": count}))

    def figures(self, name: str, unit: str) -> Iterator[Figure]:
        where = f"{name}, {self._in_flight} in flight"
        yield Figure(where, unit, tuple(self._rates))
        for label, share in (("p50", 0.5), ("p95", 0.95)):
            yield Figure(f"{where}, {label}", "ms", tuple(1000 * percentile(taken, share) for taken in self._taken))
        if self._in_flight == max(IN_FLIGHT):
            for kind in sorted(self._costs[0].keys() - {""}):
                yield Figure(f"processor time of each {name}: {kind}", "ms", tuple(cost[kind] / cost[""] for cost in self._costs))
