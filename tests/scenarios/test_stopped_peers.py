"""A peer that stops: transactions find others, listeners lose nothing, and it is used again once it is back."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest

from genpon.gateway import EndorseError, EventsError, InMemoryCheckpointer
from tests.scenarios.conftest import Connect
from tests.support.endorsements import endorsers
from tests.support.event_kinds import CHAINCODE_EVENTS, EVENT_KINDS
from tests.support.scenario_ledger import CHAINCODE, CHANNEL, ENDORSING, KAWAGUCHI, NAGASAKI, OMURA, TODA, ScenarioLedger, connection
from tests.support.waiting import eventually


@contextmanager
def stopped(ledger: ScenarioLedger, msp_id: str) -> Iterator[None]:
    ledger.stop(msp_id)
    try:
        yield
    finally:
        ledger.start(msp_id)


def emit(contract: Any, name: str) -> str:
    """The transaction that emitted an event."""
    transaction_id: str = contract.new_proposal("emit", name, "").endorse().submit_and_wait().transaction_id
    return transaction_id


def test_the_others_are_found_and_the_one_that_is_named_is_missed(contract: Any, ledger: ScenarioLedger, key: str) -> None:
    with stopped(ledger, TODA):
        for index in range(3):
            endorsed = contract.new_proposal("put", f"{key}-{index}", "1").endorse()
            assert endorsers(endorsed.envelope) == sorted([NAGASAKI, KAWAGUCHI])
            assert endorsed.submit_and_wait().successful
        with pytest.raises(EndorseError) as missing:
            contract.submit_transaction("put", key, "1", endorsing_organizations=ENDORSING)
        assert missing.value.code.name in ("ABORTED", "UNAVAILABLE")
        assert "TodaMSP" in str(missing.value)
        assert (missing.value.retryable, missing.value.outcome_unknown) == (True, False)
    again = contract.new_proposal("put", key, "2", endorsing_organizations=ENDORSING)
    assert endorsers(eventually(again.endorse, EndorseError).envelope) == sorted(ENDORSING)


def test_a_key_waits_for_its_owner(contract: Any, network: Any, ledger: ScenarioLedger, key: str) -> None:
    contract.submit_transaction("put", key, "before")
    network.get_contract(CHAINCODE, "policies").submit_transaction("restrict", key, json.dumps([OMURA]))
    with stopped(ledger, OMURA):
        with pytest.raises(EndorseError):
            contract.submit_transaction("put", key, "never")
        assert contract.evaluate_transaction("get", key) == b"before"
    eventually(lambda: contract.submit_transaction("put", key, "after"), EndorseError)
    assert contract.evaluate_transaction("get", key) == b"after"


def test_of_several_gateways_one_may_stop(connect: Connect, ledger: ScenarioLedger, key: str) -> None:
    anywhere = connect(**connection(ledger, NAGASAKI, at=[NAGASAKI, KAWAGUCHI]))
    contract = anywhere.get_network(CHANNEL).get_contract(CHAINCODE)
    for away in (NAGASAKI, KAWAGUCHI):
        with stopped(ledger, away):
            eventually(lambda away=away: contract.submit_transaction("put", key, away), EndorseError)
            assert contract.evaluate_transaction("get", key) == away.encode()


def test_listeners_go_on_from_their_checkpoints_when_the_peer_is_back(
    connect: Connect, network: Any, ledger: ScenarioLedger, key: str
) -> None:
    """One for each kind of event, all at the peer that stops."""
    elsewhere = connect(**connection(ledger, KAWAGUCHI)).get_network(CHANNEL).get_contract(CHAINCODE)
    first = elsewhere.new_proposal("emit", key, "").endorse().submit_and_wait()
    checkpointers = {kind: InMemoryCheckpointer() for kind in EVENT_KINDS}
    options = {kind: {"start_block": first.block_number, "checkpoint": checkpointers[kind]} for kind in EVENT_KINDS}
    ledger.settle()
    with ExitStack() as stack:
        streams = {kind: stack.enter_context(kind.stream(network, **options[kind])) for kind in EVENT_KINDS}
        for kind, stream in streams.items():
            item = next(stream)
            assert first.transaction_id in kind.transactions(item)
            kind.record(checkpointers[kind], item)
        with stopped(ledger, NAGASAKI):
            for stream in streams.values():
                with pytest.raises(EventsError) as ended:
                    next(stream)
                assert ended.value.retryable
            sent = [eventually(lambda index=index: emit(elsewhere, f"{key}-{index}"), EndorseError) for index in range(2)]
    for kind in EVENT_KINDS:
        seen: list[str] = []
        with kind.stream(network, **options[kind]) as stream:
            while sent[-1] not in seen:
                seen += kind.transactions(next(stream))
        assert [transaction_id for transaction_id in seen if transaction_id in (first.transaction_id, *sent)] == sent, kind


def test_a_stream_over_several_gateways_does_not_end(connect: Connect, ledger: ScenarioLedger, key: str) -> None:
    """Whichever of its gateways stops, it goes on at another; an event may come twice, none is lost."""
    network = connect(**connection(ledger, NAGASAKI, at=[NAGASAKI, KAWAGUCHI])).get_network(CHANNEL)
    elsewhere = connect(**connection(ledger, TODA)).get_network(CHANNEL).get_contract(CHAINCODE)
    start = elsewhere.new_proposal("emit", key, "").endorse().submit_and_wait().block_number
    checkpointer = InMemoryCheckpointer()
    with CHAINCODE_EVENTS.stream(network, start_block=start, checkpoint=checkpointer, reconnect=True) as stream:
        for away in (NAGASAKI, KAWAGUCHI):
            with stopped(ledger, away):
                sent = eventually(lambda away=away: emit(elsewhere, f"{key}-{away}"), EndorseError)
                for event in stream:
                    checkpointer.checkpoint_chaincode_event(event)
                    if event.transaction_id == sent:
                        break
