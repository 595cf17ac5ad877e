"""The gateway's stream of chaincode events: where it begins, what it holds, whom it refuses, and what slow readers cost."""

import asyncio
import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import grpc
import pytest

from genpon_core.fabric.protos import orderer_ab, transaction
from genpon_network.embedded import EmbeddedLedger
from genpon_network.testing import LedgerFactory
from tests.support.raw_client import RawClient, transaction_id_of
from tests.support.rpc_refusals import Refused, refused

Code = grpc.StatusCode
VALID = transaction.TxValidationCode.VALID
CONFLICT = transaction.TxValidationCode.MVCC_READ_CONFLICT


@contextmanager
def following(client: RawClient, *where: Any, **options: Any) -> Iterator[Iterator[tuple[int, list[str]]]]:
    """Each response of a stream as its block number and the names of its events."""
    stream = client.events(*where, **options)
    try:
        yield ((response.block_number, [event.event_name for event in response.events]) for response in stream)
    finally:
        stream.cancel()


def emit(client: RawClient, name: str, *steps: Any) -> tuple[str, int]:
    """Transaction id and block of a valid transaction that emits an event."""
    envelope = client.endorse(["emit", name, f"payload of {name}"], *steps)
    client.submit(envelope)
    code, number = client.status(transaction_id_of(envelope))
    assert code == VALID
    return transaction_id_of(envelope), number


def test_an_event_says_all_that_fabrics_does(client: RawClient) -> None:
    transaction_id, number = emit(client, "made")
    stream = client.events(number)
    response = next(stream)
    stream.cancel()
    [event] = response.events
    assert (response.block_number, event.chaincode_id, event.tx_id) == (number, "genpon", transaction_id)
    assert (event.event_name, event.payload) == ("made", b"payload of made")


def test_replay_from_any_block(client: RawClient) -> None:
    numbers = [emit(client, f"replay-{index}")[1] for index in range(3)]
    for index in range(3):
        with following(client, numbers[index]) as stream:
            seen = [next(stream) for _ in range(3 - index)]
        assert seen == [(numbers[later], [f"replay-{later}"]) for later in range(index, 3)]


def test_a_future_block_is_waited_for(client: RawClient, ledger: EmbeddedLedger) -> None:
    with following(client, ledger.height() + 1) as stream:
        emit(client, "too early")
        _, number = emit(client, "in time")
        assert next(stream) == (number, ["in time"])


@pytest.mark.parametrize("start", [None, orderer_ab.SeekPosition(next_commit=orderer_ab.SeekNextCommit())])
def test_without_a_position_the_next_block_is_the_first(client: RawClient, start: Any) -> None:
    emit(client, "before")
    with following(client, start) as stream:
        first: list[tuple[int, list[str]]] = []
        reader = threading.Thread(target=lambda: first.append(next(stream)))
        reader.start()
        sent = []
        while reader.is_alive():
            sent.append(emit(client, f"after-{len(sent)}")[1])
        reader.join()
    assert first[0][1] != ["before"]
    assert first[0][0] in sent


def test_after_a_transaction_the_rest_of_its_block_comes_first(fresh_embedded_ledger: LedgerFactory, scripted: Any) -> None:
    ledger = fresh_embedded_ledger(chaincode_for=lambda _: scripted.address, batch_timeout=30, batch_size=3)
    client = RawClient.of(ledger)
    envelopes = [client.endorse(["emit", name, ""]) for name in "abcdef"]
    for envelope in envelopes:
        client.submit(envelope)
    client.status(transaction_id_of(envelopes[-1]))
    for index in range(5):
        with following(client, 0, after=transaction_id_of(envelopes[index])) as stream:
            seen = [next(stream)] if index >= 2 else [next(stream), next(stream)]
        assert "".join(name for _, names in seen for name in names) == "abcdef"[index + 1 :]
    with following(client, 0) as stream:
        assert [next(stream), next(stream)] == [(1, ["a", "b", "c"]), (2, ["d", "e", "f"])]


def test_after_a_transaction_the_start_position_does_not_count(client: RawClient, ledger: EmbeddedLedger) -> None:
    """Fabric's gateway finds the block of the transaction itself."""
    first, _ = emit(client, "first")
    second, number = emit(client, "second")
    with following(client, ledger.height() + 1000, after=first) as stream:
        assert next(stream) == (number, ["second"])
    assert second != first


def test_after_a_transaction_that_is_not_there_everything_is_held_back_until_it_comes(client: RawClient, ledger: EmbeddedLedger) -> None:
    later = client.endorse(["emit", "later", ""])
    start = ledger.height()
    with following(client, start, after=transaction_id_of(later)) as stream:
        emit(client, "held back")
        client.submit(later)
        client.status(transaction_id_of(later))
        _, number = emit(client, "told")
        assert next(stream) == (number, ["told"])


def test_only_valid_transactions_are_told(client: RawClient, ledger: EmbeddedLedger) -> None:
    start = ledger.height()
    winner, loser = (client.endorse(["emit", name, ""], ["get", "race"], ["put", "race", name]) for name in ("winner", "loser"))
    client.submit(winner)
    client.status(transaction_id_of(winner))
    client.submit(loser)
    assert client.status(transaction_id_of(loser))[0] == CONFLICT
    emit(client, "afterwards")
    with following(client, start) as stream:
        assert [next(stream)[1] for _ in range(2)] == [["winner"], ["afterwards"]]


def test_blocks_without_events_are_passed_over(client: RawClient, ledger: EmbeddedLedger) -> None:
    start = ledger.height()
    assert client.run(["put", "silent", "1"]) == VALID
    _, number = emit(client, "loud")
    with following(client, start) as stream:
        assert next(stream) == (number, ["loud"])


def test_events_of_another_chaincode_are_not_told(client: RawClient) -> None:
    emit(client, "ours")
    with refused(Code.DEADLINE_EXCEEDED), following(client, 0, chaincode="another", timeout=0.3) as stream:
        next(stream)


def test_many_listeners_at_every_gateway(ledger: EmbeddedLedger) -> None:
    clients = [RawClient.of(ledger, msp_id) for msp_id in ledger.organisations]
    start = ledger.height()
    streams = [client.events(start) for client in clients for _ in range(5)]
    numbers = [emit(clients[0], f"all-{index}")[1] for index in range(3)]
    expected = [(number, f"all-{index}") for index, number in enumerate(numbers)]
    for stream in streams:
        seen = [(response.block_number, response.events[0].event_name) for response in itertools.islice(stream, 3)]
        assert seen == expected
        stream.cancel()


def test_a_reader_that_is_slow_holds_up_nobody_and_misses_nothing(client: RawClient, ledger: EmbeddedLedger) -> None:
    """Its stream fills no memory: blocks are read when the transport takes them."""
    start = ledger.height()
    slow = client.events(start)
    bulk = "x" * 1_000_000
    with following(client, start) as quick:
        for index in range(20):
            envelope = client.endorse(["emit", f"bulk-{index}", bulk])
            client.submit(envelope)
            client.status(transaction_id_of(envelope))
            assert next(quick)[1] == [f"bulk-{index}"]
    seen = [next(slow) for _ in range(20)]
    slow.cancel()
    assert [response.events[0].event_name for response in seen] == [f"bulk-{index}" for index in range(20)]
    assert {len(response.events[0].payload) for response in seen} == {len(bulk)}


def test_listeners_that_left_are_forgotten(client: RawClient, ledger: EmbeddedLedger) -> None:
    emit(client, "before")
    before = len(asyncio.all_tasks(ledger._loop))
    streams = [client.events(0) for _ in range(20)]
    for stream in streams:
        next(stream)
    assert len(asyncio.all_tasks(ledger._loop)) >= before + 20
    for stream in streams:
        stream.cancel()
    while len(asyncio.all_tasks(ledger._loop)) > before:
        emit(client, "nobody listens")


def test_a_stream_ends_with_its_gateway_and_nothing_is_lost(fresh_embedded_ledger: LedgerFactory, scripted: Any) -> None:
    ledger = fresh_embedded_ledger(chaincode_for=lambda _: scripted.address, batch_timeout=0.01)
    client, elsewhere = RawClient.of(ledger), RawClient.of(ledger, "TodaMSP")
    transaction_id, number = emit(client, "one")
    stream = client.events(number)
    assert next(stream).events[0].event_name == "one"
    ledger.stop("NagasakiMSP")
    with pytest.raises(grpc.RpcError) as ended:
        next(stream)
    assert ended.value.code() in (Code.UNAVAILABLE, Code.CANCELLED)
    assert elsewhere.run(["emit", "two", ""]) == VALID
    ledger.start("NagasakiMSP")
    with following(RawClient.of(ledger), after=transaction_id) as again:
        assert next(again)[1] == ["two"]


def test_a_ledger_ends_although_somebody_listens(embedded_ledger: LedgerFactory, scripted: Any) -> None:
    ledger = embedded_ledger(chaincode_for=lambda _: scripted.address, batch_timeout=0.01)
    stream = RawClient.of(ledger).events(0)
    ledger.close()
    with pytest.raises(grpc.RpcError):
        next(stream)


@pytest.mark.parametrize("position", [{"oldest": orderer_ab.SeekOldest()}, {"newest": orderer_ab.SeekNewest()}])
def test_positions_that_fabrics_gateway_refuses(client: RawClient, position: dict[str, Any]) -> None:
    with refused(Code.INVALID_ARGUMENT) as refusal:
        next(client.events(orderer_ab.SeekPosition(**position)))
    assert "invalid start position type" in refusal().message


def test_a_block_that_cannot_be_read_ends_the_stream(fresh_embedded_ledger: LedgerFactory, scripted: Any) -> None:
    ledger = fresh_embedded_ledger(chaincode_for=lambda _: scripted.address, batch_timeout=0.01)
    client = RawClient.of(ledger)
    ledger.order(b"\xff no envelope")
    with pytest.raises(grpc.RpcError) as ended:
        next(client.events(0))
    assert Refused(ended.value).code is Code.ABORTED
