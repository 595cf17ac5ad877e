"""Our side of the benchmarks against the official runtimes and clients, on an embedded ledger: programs, and the chaincode."""

from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from bench.gateway import commit_request
from bench.rivals.building import Rivals
from bench.rivals.load import OURS, LoadProgram, Work, cpu, memory, programs
from bench.rivals.network import member
from bench.rivals.python.chaincode import Values
from genpon_network.embedded import EmbeddedLedger
from genpon_network.errors import NetworkError
from genpon_network.testing import LedgerFactory, MemoryLedgerFactory


@pytest.fixture(scope="module")
def ledger(embedded_ledger: LedgerFactory) -> EmbeddedLedger:
    return embedded_ledger(Values)


@pytest.fixture(params=OURS)
def load(request: pytest.FixtureRequest, ledger: EmbeddedLedger) -> Iterator[LoadProgram]:
    command = programs(Rivals(Path(), Path()), [request.param])[request.param]
    with LoadProgram(command, member(ledger.profile_path("TodaMSP"))) as program:
        yield program


def test_a_client_program_makes_the_calls_and_tells_how_they_went(load: LoadProgram, ledger: EmbeddedLedger) -> None:
    height = ledger.height()
    before = cpu([load.process])

    submitted = load.run(Work("submit", "genpon", "put", "value", keys=3, count=6, in_flight=2))
    evaluated = load.run(Work("evaluate", "genpon", "nothing", None, keys=3, count=10, in_flight=4))

    assert {key: value for (_, key), (value, _) in ledger.state().items() if key in {"0", "1", "2"}} == dict.fromkeys("012", b"value")
    assert ledger.height() > height
    assert 0 < submitted.p50 <= submitted.p95
    assert 6 * submitted.cpu + 10 * evaluated.cpu <= cpu([load.process]) - before
    assert submitted.capacity == pytest.approx(1000 / submitted.cpu)
    assert min(submitted.cpu, evaluated.cpu, submitted.per_second, evaluated.per_second, memory([load.process])) > 0


def test_the_processor_time_of_all_that_take_part_is_told_too(load: LoadProgram) -> None:
    this_process = psutil.Process()  # the ledger runs in it

    run = load.run(Work("evaluate", "genpon", "nothing", None, keys=1, count=10, in_flight=1), [this_process], [this_process])

    assert 0 < run.capacity < 1000 / run.cpu


def test_a_client_program_waits_for_commits_and_calls_meanwhile(load: LoadProgram, ledger: EmbeddedLedger) -> None:
    who = member(ledger.profile_path("TodaMSP"))

    load.open_commits([commit_request(who) for _ in range(20)])
    load.run(Work("evaluate", "genpon", "nothing", None, keys=1, count=10, in_flight=4))

    assert load.open_commits() == 20


def test_a_call_that_fails_ends_the_program(load: LoadProgram) -> None:
    with pytest.raises(NetworkError, match="has ended"):
        load.run(Work("evaluate", "genpon", "no such function", None, keys=1, count=1, in_flight=1))


def test_batched_or_not_it_is_the_same_work(memory_ledger: MemoryLedgerFactory) -> None:
    ledger = memory_ledger(Values)
    ledger.submit("some", "1", b"first")

    assert ledger.evaluate("some", "1", b"x").payload == b"firstfirst"
    assert ledger.evaluate("batched", "1", b"x").payload == b"firstfirst"
    ledger.submit("batched", "1", b"second")
    assert {key: value for (name, key), (value, _) in ledger.state().items() if name == "genpon"} == dict.fromkeys(
        ["a1", "b1", "c1"], b"second"
    )
