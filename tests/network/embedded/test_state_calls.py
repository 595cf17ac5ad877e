"""State calls of chaincode, answered as a peer answers them."""

import json

import grpc
import pytest

from genpon.blocks import ChaincodeAction, ChaincodeEvent, KVRWSet, TxReadWriteSet, decode_envelope
from genpon_core.fabric.protos import transaction
from tests.support.raw_client import RawClient, transaction_id_of

VALID = transaction.TxValidationCode.VALID


@pytest.fixture(scope="module")
def filled(client: RawClient) -> RawClient:
    assert client.run(["batch", *([f"n{number:03}", "1"] for number in range(250))]) == VALID
    return client


def keys(first: int, last: int) -> list[str]:
    return [f"n{number:03}" for number in range(first, last)]


@pytest.mark.parametrize("count", [0, 1, 99, 100, 101, 200, 201, 250])
def test_ranges_come_in_batches(filled: RawClient, count: int) -> None:
    assert filled.evaluate(["range", "n", f"n{count:03}"]) == [keys(0, count)]


def test_pages(filled: RawClient) -> None:
    assert filled.evaluate(["page", "n", "o", 120, ""]) == [[keys(0, 120), 120, "n120"]]
    assert filled.evaluate(["page", "n", "o", 120, "n120"]) == [[keys(120, 240), 120, "n240"]]
    assert filled.evaluate(["page", "n", "o", 120, "n240"]) == [[keys(240, 250), 10, ""]]


def test_own_writes_are_not_read(client: RawClient) -> None:
    answer = client.evaluate(["put", "own", "1"], ["get", "own"], ["get_many", "own", "absent"], ["range", "own", "own~"])
    assert answer == ["", ["", ""], []]


def test_keys_in_the_order_of_their_bytes(client: RawClient) -> None:
    texts = ["o\x00z", "o\x01", "oa", "oé", "o神", "o\U00020000"]
    assert client.run(*(["put", text, "1"] for text in reversed(texts))) == VALID
    assert client.evaluate(["range", "o\x00", "o\U0010ffff"]) == [texts]


def test_an_empty_value_deletes(client: RawClient) -> None:
    client.run(["put", "gone", "1"])
    client.run(["put", "gone", ""])
    assert ("genpon", "gone") not in client.ledger.state()


def test_a_policy_for_a_key_that_is_not_there_is_nothing(client: RawClient) -> None:
    assert client.run(["policy", "nowhere", "00"]) == VALID
    assert ("genpon", "nowhere") not in client.ledger.state()


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        ([["put", "", "1"]], "the key of a write is empty"),
        ([["put", "k", "1"], ["page", "n", "o", 10, ""]], "Paginated queries are supported only in a read-only transaction"),
        ([["page", "n", "o", 10, ""], ["put", "k", "1"]], "Transaction has already performed a paginated query"),
        ([["raw", "GET_QUERY_RESULT"]], "ExecuteQuery not supported for leveldb"),
        ([["raw", "TRANSACTION"]], "does not offer TRANSACTION"),
        ([["raw", "QUERY_STATE_NEXT"]], "query iterator not found"),
    ],
)
def test_refused_calls(client: RawClient, steps: list[list[object]], reason: str) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        client.evaluate(*steps)
    assert any(reason in str(value) for _, value in caught.value.trailing_metadata())


def read_write_set(client: RawClient, *steps: list[object]) -> tuple[dict[str, KVRWSet], ChaincodeAction]:
    (action,) = decode_envelope(client.endorse(*steps)).actions
    endorsed = action.chaincode_action
    assert endorsed is not None
    assert isinstance(endorsed.results, TxReadWriteSet)
    return {item.namespace: item.rwset for item in endorsed.results.ns_rwset if isinstance(item.rwset, KVRWSet)}, endorsed


def test_read_write_set(client: RawClient) -> None:
    client.run(["put", "rw-1", "1"])
    height = client.ledger.height()
    sets, action = read_write_set(
        client, ["get", "rw-2"], ["get", "rw-1"], ["range", "rw-", "rw-~"], ["put", "rw-9", "9"], ["delete", "rw-1"], ["emit", "told", "x"]
    )
    own = sets["genpon"]
    assert [read.key for read in own.reads] == ["rw-1", "rw-2"]
    assert [read.version and read.version.block_num for read in own.reads] == [height - 1, None]
    assert [(write.key, write.is_delete) for write in own.writes] == [("rw-1", True), ("rw-9", False)]
    info = own.range_queries_info[0]
    assert (info.start_key, info.end_key, info.itr_exhausted) == ("rw-", "rw-~", True)
    assert info.raw_reads is not None
    assert [read.key for read in info.raw_reads.kv_reads] == ["rw-1"]
    assert [read.key for read in sets["_lifecycle"].reads] == ["namespaces/fields/genpon/Sequence"]
    assert json.loads(action.response.payload) == ["", "1", ["rw-1"]]
    assert isinstance(action.events, ChaincodeEvent)
    assert (action.events.event_name, action.events.payload) == ("told", b"x")


@pytest.mark.parametrize("name", ["told", "", "n" * 100_000], ids=["short", "none", "long"])
def test_peers_take_any_event(client: RawClient, name: str) -> None:
    """Rules for events are the chaincode runtime's; the peer adds whose and which transaction's it is."""
    envelope = client.endorse(["emit", name, "x" * 1_000_000])
    (action,) = decode_envelope(envelope).actions
    event = action.chaincode_action.events if action.chaincode_action else None
    told = ChaincodeEvent(chaincode_id="genpon", tx_id=transaction_id_of(envelope), event_name=name, payload=b"x" * 1_000_000)
    assert event == told
    client.submit(envelope)
    assert client.status(transaction_id_of(envelope))[0] == VALID


@pytest.mark.parametrize(("count", "level", "hashes"), [(50, None, 0), (51, 1, 1), (102, 1, 2), (250, 1, 5)])
def test_long_ranges_are_summarised(filled: RawClient, count: int, level: int | None, hashes: int) -> None:
    info = read_write_set(filled, ["range", "n", f"n{count:03}"], ["put", "x", "1"])[0]["genpon"].range_queries_info[0]
    summary = info.reads_merkle_hashes
    if level is None:
        assert info.raw_reads is not None
        assert len(info.raw_reads.kv_reads) == count
    else:
        assert summary is not None
        assert (summary.max_degree, summary.max_level, len(summary.max_level_hashes)) == (50, level, hashes)
