"""Streams that break at any place: a listener with a checkpoint gets every event at least once, in order, whatever is cut or restarted."""

import itertools
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from genpon.gateway import EndorseError, EventsError, FileCheckpointer, InMemoryCheckpointer, connect
from genpon.gateway import aio as asyncio_client
from genpon_network.embedded import DEFAULT_ORGANISATIONS, EmbeddedLedger
from genpon_network.native.ports import free_block
from tests.support.blocking import Loop
from tests.support.event_kinds import CHAINCODE_EVENTS, EVENT_KINDS, EventKind
from tests.support.fixture_service import FixtureService
from tests.support.raw_client import RawClient
from tests.support.scenario_ledger import CHAINCODE, CHANNEL, KAWAGUCHI, NAGASAKI, EmbeddedScenarios, connection, embedded_scenarios
from tests.support.waiting import eventually

every_kind = pytest.mark.parametrize("kind", EVENT_KINDS, ids=str)


@dataclass(frozen=True)
class Told:
    """A ledger with events that are told already, some of them in one block."""

    scenarios: EmbeddedScenarios
    network: Any
    asyncio_network: Any
    start: int
    sent: tuple[str, ...]

    @property
    def ledger(self) -> EmbeddedLedger:
        return self.scenarios.ledger


def emit(network: Any, *names: str) -> list[Any]:
    """Transactions that are ordered together, each with an event; their statuses."""
    contract = network.get_contract(CHAINCODE)
    endorsed = [contract.new_proposal("emit", name, "").endorse() for name in names]
    return [commit.status() for commit in [one.submit() for one in endorsed]]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    with embedded_scenarios(tmp_path_factory.mktemp("cut"), batch_timeout=0.05) as scenarios, Loop() as loop, ExitStack() as stack:
        options = connection(scenarios, NAGASAKI, at=[NAGASAKI, KAWAGUCHI])
        network = stack.enter_context(connect(**options)).get_network(CHANNEL)
        asyncio_network = stack.enter_context(loop.call(asyncio_client.connect, **options)).get_network(CHANNEL)
        statuses = [status for names in ("a", "bcd", "e", "fg") for status in emit(network, *names)]
        blocks = [status.block_number for status in statuses]
        assert len(set(blocks)) < len(blocks), "some share a block"
        yield Told(scenarios, network, asyncio_network, blocks[0], tuple(status.transaction_id for status in statuses))


@given(
    under_asyncio=st.booleans(),
    kind=st.sampled_from(EVENT_KINDS),
    cuts=st.lists(st.integers(0, 3), max_size=4),
    recorded=st.lists(st.booleans(), min_size=1, max_size=5),
    restarts=st.lists(st.integers(1, 4), max_size=3),
)
@example(under_asyncio=False, kind=CHAINCODE_EVENTS, cuts=[], recorded=[True], restarts=[2, 1, 1])
@example(under_asyncio=True, kind=CHAINCODE_EVENTS, cuts=[0, 2], recorded=[True, False, True], restarts=[3])
@settings(max_examples=25, deadline=None)
def test_every_event_comes_at_least_once_and_in_order(
    told: Told, *, under_asyncio: bool, kind: EventKind, cuts: list[int], recorded: list[bool], restarts: list[int]
) -> None:
    """Cuts end the streams; in between the listener itself ends and begins anew, and some of what it processed it has not recorded."""
    told.ledger.cut_next_streams(*cuts)
    network = told.asyncio_network if under_asyncio else told.network
    checkpointer = InMemoryCheckpointer()
    keeps = itertools.chain(recorded, itertools.repeat(True))
    seen: list[str] = []
    for lifetime in (*restarts, None):
        if told.sent[-1] in seen:
            break
        with kind.stream(network, start_block=told.start, checkpoint=checkpointer, reconnect=True, timeout=20) as stream:
            for item in itertools.islice(stream, lifetime):
                seen += [transaction_id for transaction_id in kind.transactions(item) if transaction_id in told.sent]
                if next(keeps):
                    kind.record(checkpointer, item)
                if told.sent[-1] in seen:
                    break
    assert tuple(dict.fromkeys(seen)) == told.sent, "each at least once, first in the ledger's order"
    again = [told.sent.index(later) - told.sent.index(earlier) for earlier, later in itertools.pairwise(seen)]
    assert max(again) == 1, "none is skipped where it goes on"


@every_kind
@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_stream_that_was_cut_raises_after_what_came(told: Told, kind: EventKind, after: int) -> None:
    told.ledger.cut_next_streams(after)
    seen: list[Any] = []
    with kind.stream(told.network, start_block=told.start) as stream, pytest.raises(EventsError) as cut:
        seen.extend(stream)
    assert (cut.value.code, cut.value.retryable) == (grpc.StatusCode.UNAVAILABLE, True)
    responses = {item.block_number for item in seen} if kind is CHAINCODE_EVENTS else seen
    assert len(responses) == after


@every_kind
def test_streams_that_wait_are_cut_too(told: Told, kind: EventKind) -> None:
    errors: list[Exception] = []

    def listen(stream: Any) -> None:
        try:
            next(stream)
        except EventsError as error:
            errors.append(error)

    with kind.stream(told.network, start_block=told.ledger.height()) as stream:
        listener = threading.Thread(target=listen, args=(stream,))
        listener.start()
        cut = 0
        while listener.is_alive():
            cut += told.ledger.cut_streams()
    assert (cut, len(errors)) == (1, 1)


def test_a_stream_has_a_whole_number_of_responses(told: Told) -> None:
    with pytest.raises(ValueError, match="0 responses or more"):
        told.ledger.cut_next_streams(1, -1)


def test_cut_again_and_again_while_events_are_made(told: Told) -> None:
    """The listener and the one who cuts know nothing of each other."""
    checkpointer = InMemoryCheckpointer()
    start = told.ledger.height()
    sent: list[str] = []
    ended = threading.Event()

    def disturb() -> None:
        while not ended.is_set():
            told.ledger.cut_streams()
            sent.extend(status.transaction_id for status in emit(told.network, f"live-{len(sent)}", f"live-{len(sent)}b"))
        sent.extend(status.transaction_id for status in emit(told.network, "last"))

    disturber = threading.Thread(target=disturb)
    seen: list[str] = []
    with CHAINCODE_EVENTS.stream(told.network, start_block=start, checkpoint=checkpointer, reconnect=True) as stream:
        disturber.start()
        for event in stream:
            seen.append(event.transaction_id)
            checkpointer.checkpoint_chaincode_event(event)
            if len(seen) >= 12:
                ended.set()
            if event.event_name == "last":
                break
    disturber.join()
    assert list(dict.fromkeys(seen)) == sent


def start_ledger(directory: Path, services: dict[str, FixtureService], base_port: int) -> EmbeddedLedger:
    return EmbeddedLedger(
        DEFAULT_ORGANISATIONS,
        chaincode_for=lambda msp_id: services[msp_id].address,
        channel=CHANNEL,
        chaincode_name=CHAINCODE,
        directory=directory,
        base_port=base_port,
        batch_timeout=0.01,
    )


@every_kind
def test_nothing_is_lost_when_the_whole_ledger_is_started_again(tmp_path: Path, kind: EventKind) -> None:
    """The listener goes on by itself; its checkpoint is a file, as it would be for a process that was restarted with it."""
    services = {spec.msp_id: FixtureService(spec.msp_id, f"{CHAINCODE}:1") for spec in DEFAULT_ORGANISATIONS}
    base_port = free_block(len(services))
    sent: list[str] = []
    seen: list[str] = []
    with start_ledger(tmp_path, services, base_port) as ledger:
        options = connection(EmbeddedScenarios(ledger, services), NAGASAKI)
        start = ledger.height()
    with connect(**options) as gateway:
        network = gateway.get_network(CHANNEL)
        checkpointer = FileCheckpointer(tmp_path / "checkpoint.json")
        stream = kind.stream(network, start_block=start, checkpoint=checkpointer, reconnect=True)
        with stream:
            for round_number in range(3):
                with start_ledger(tmp_path, services, base_port):
                    for name in (f"{round_number}-a", f"{round_number}-b"):
                        [status] = eventually(lambda name=name: emit(network, name), EndorseError)
                        sent.append(status.transaction_id)
                    while sent[-1] not in seen:
                        item = next(stream)
                        seen += [transaction_id for transaction_id in kind.transactions(item) if transaction_id in sent]
                        kind.record(checkpointer, item)
    for service in services.values():
        service.stop()
    assert list(dict.fromkeys(seen)) == sent


def test_a_cut_costs_the_other_listeners_nothing(told: Told) -> None:
    client = RawClient.of(told.ledger, chaincode=CHAINCODE)
    told.ledger.cut_next_streams(1)
    cut = client.events(told.start)
    assert next(cut).events
    whole = client.events(told.start)
    with pytest.raises(grpc.RpcError):
        next(cut)
    seen: list[str] = []
    while told.sent[-1] not in seen:
        seen += [event.tx_id for event in next(whole).events]
    whole.cancel()
    assert tuple(seen) == told.sent
