"""Chaincode events and the three kinds of block events: received, replayed, shared, resumed from a checkpoint."""

import threading
from pathlib import Path
from typing import Any

import pytest

from genpon.gateway import CommitError, FileCheckpointer, InMemoryCheckpointer
from genpon_core.fabric.protos import transaction
from tests.scenarios.conftest import Connect
from tests.support.event_kinds import BLOCK_EVENTS, CHAINCODE_EVENTS, EVENT_KINDS, FILTERED_BLOCK_EVENTS, EventKind, told
from tests.support.scenario_ledger import CHANNEL, ORGANISATIONS, ScenarioLedger, connection

every_kind = pytest.mark.parametrize("kind", EVENT_KINDS, ids=str)


@pytest.fixture
def emit(contract: Any, key: str) -> Any:
    """Emits an event in a transaction of its own; gives the transaction's status."""

    def one(name: str = "", payload: bytes = b"") -> Any:
        return contract.new_proposal("emit", name or key, payload).endorse().submit_and_wait()

    return one


def emit_at_once(contract: Any, key: str, count: int) -> tuple[int, list[str]]:
    """Emits events that may share blocks; gives the first one's block and the transactions."""
    endorsed = [contract.new_proposal("emit", f"{key}-{index}", "").endorse() for index in range(count)]
    statuses = [commit.status() for commit in [one.submit() for one in endorsed]]
    assert {status.code for status in statuses} == {"VALID"}
    return min(status.block_number for status in statuses), [status.transaction_id for status in statuses]


@every_kind
def test_each_is_received_once_and_in_order(network: Any, emit: Any, kind: EventKind) -> None:
    start = emit().block_number + 1
    with kind.stream(network, start_block=start) as stream:
        sent = []
        for _ in range(3):
            sent.append(emit().transaction_id)
            assert told(kind, stream, sent[-1:]) == sent[-1:]


@every_kind
def test_replayed_from_any_block_as_often_as_wanted(network: Any, emit: Any, kind: EventKind) -> None:
    statuses = [emit() for _ in range(3)]
    sent = [status.transaction_id for status in statuses]
    for first in (0, 1, 0):
        with kind.stream(network, start_block=statuses[first].block_number) as stream:
            assert told(kind, stream, sent[first:]) == sent[first:]


@every_kind
def test_without_a_start_the_next_block_is_the_first(network: Any, emit: Any, kind: EventKind) -> None:
    before = emit()
    heard: list[Any] = []
    with kind.stream(network) as stream:
        listener = threading.Thread(target=lambda: heard.append(next(stream)))
        listener.start()
        while listener.is_alive():
            emit()
        listener.join()
    assert before.transaction_id not in kind.transactions(heard[0])


@every_kind
def test_listeners_at_every_gateway_hear_the_same(connect: Connect, emit: Any, ledger: ScenarioLedger, kind: EventKind) -> None:
    """A peer that lacks the block before the start refuses to deliver blocks, so all must have it first."""
    networks = [connect(**connection(ledger, msp_id)).get_network(CHANNEL) for msp_id in ORGANISATIONS]
    start = emit().block_number + 1
    ledger.settle()
    streams = [kind.stream(network, start_block=start) for network in (*networks, networks[0])]
    sent = [emit().transaction_id for _ in range(3)]
    for stream in streams:
        with stream:
            assert told(kind, stream, sent) == sent


@every_kind
def test_resumed_from_a_file_nothing_is_missing_and_nothing_twice(
    network: Any, contract: Any, key: str, kind: EventKind, tmp_path: Path
) -> None:
    """Also where several events share a block, and the listener left between two of them."""
    start, sent = emit_at_once(contract, key, 4)
    seen: list[str] = []
    while len(seen) < len(sent):
        checkpointer = FileCheckpointer(tmp_path / "checkpoint.json")
        with kind.stream(network, start_block=start, checkpoint=checkpointer) as stream:
            item = next(stream)
            seen += [transaction_id for transaction_id in kind.transactions(item) if transaction_id in sent]
            kind.record(checkpointer, item)
    assert sorted(seen) == sorted(sent)
    assert len(seen) == len(sent)


@every_kind
def test_what_was_not_recorded_comes_again(network: Any, emit: Any, kind: EventKind) -> None:
    statuses = [emit() for _ in range(2)]
    sent = [status.transaction_id for status in statuses]
    checkpointer = InMemoryCheckpointer()
    for _ in range(2):
        with kind.stream(network, start_block=statuses[0].block_number, checkpoint=checkpointer) as stream:
            assert told(kind, stream, sent) == sent


@every_kind
def test_a_stream_ends_when_it_is_closed(network: Any, emit: Any, kind: EventKind) -> None:
    stream = kind.stream(network, start_block=emit().block_number)
    next(stream)
    ended: list[list[Any]] = []
    listener = threading.Thread(target=lambda: ended.append(list(stream)))
    listener.start()
    stream.close()
    listener.join(30)
    assert not listener.is_alive()


def test_an_event_carries_what_the_chaincode_gave_it(network: Any, emit: Any, key: str) -> None:
    status = emit(key, b"\x00\xff payload")
    with CHAINCODE_EVENTS.stream(network, start_block=status.block_number) as stream:
        event = next(event for event in stream if event.transaction_id == status.transaction_id)
    assert (event.block_number, event.event_name, event.payload) == (status.block_number, key, b"\x00\xff payload")


def test_a_transaction_that_became_invalid_is_in_the_blocks_and_emits_nothing(network: Any, contract: Any, emit: Any, key: str) -> None:
    winner, loser = (contract.new_proposal("append_and_emit", key, name).endorse() for name in ("winner", "loser"))
    start = winner.submit_and_wait().block_number
    with pytest.raises(CommitError):
        loser.submit_and_wait()
    last = emit().transaction_id
    codes = {}
    with FILTERED_BLOCK_EVENTS.stream(network, start_block=start) as stream:
        while last not in codes:
            codes.update({entry.txid: entry.tx_validation_code for entry in next(stream).filtered_transactions})
    assert codes[winner.transaction_id] == codes[last] == transaction.TxValidationCode.VALID
    assert codes[loser.transaction_id] == transaction.TxValidationCode.MVCC_READ_CONFLICT
    with CHAINCODE_EVENTS.stream(network, start_block=start) as stream:
        seen = told(CHAINCODE_EVENTS, stream, [winner.transaction_id, last])
        assert seen == [winner.transaction_id, last]
    with BLOCK_EVENTS.stream(network, start_block=start) as stream:
        assert loser.transaction_id in told(BLOCK_EVENTS, stream, [loser.transaction_id])


def test_filtered_blocks_tell_no_payload(network: Any, emit: Any, key: str) -> None:
    status = emit(key, b"for members of the chaincode")
    with FILTERED_BLOCK_EVENTS.stream(network, start_block=status.block_number) as stream:
        block = next(stream)
    assert b"for members of the chaincode" not in block.SerializeToString()
    [entry] = [entry for entry in block.filtered_transactions if entry.txid == status.transaction_id]
    [action] = entry.transaction_actions.chaincode_actions
    assert action.chaincode_event.event_name == key
