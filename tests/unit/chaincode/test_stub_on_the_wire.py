"""Every call of the stub as the peer sees it, and the peer's answer as chaincode sees it."""

from collections.abc import Callable
from typing import Any

import pytest

from genpon_chaincode.shim import (
    ChaincodeStub,
    KeyModification,
    KeyRefusedError,
    KeyValue,
    LedgerError,
    ReadOnlyError,
    Response,
    RichQueryError,
    ShimError,
)
from genpon_core.fabric.protos import chaincode, proposal_response, queryresult
from genpon_core.fabric.protos import chaincode_shim as shim
from tests.support.recorded_calls import BATCHES, RecordedCalls, stub_of

LAST = "\U0010ffff"
POLICY = bytes.fromhex("120208001a00")
_Call = Callable[[ChaincodeStub], Any]


def _page(size: int, bookmark: str) -> bytes:
    return bytes(shim.QueryMetadata(pageSize=size, bookmark=bookmark).SerializeToString())


def _rows(*pairs: tuple[str, bytes], more: bool = False, bookmark: str = "", count: int = 0) -> bytes:
    results = [shim.QueryResultBytes(resultBytes=queryresult.KV(key=key, value=value).SerializeToString()) for key, value in pairs]
    metadata = shim.QueryResponseMetadata(bookmark=bookmark, fetched_records_count=count).SerializeToString()
    return bytes(shim.QueryResponse(results=results, has_more=more, id="q1", metadata=metadata).SerializeToString())


def _range(start: str, end: str, collection: str = "", metadata: bytes = b"") -> Any:
    return shim.GetStateByRange(startKey=start, endKey=end, collection=collection, metadata=metadata)


def _policy(key: str, collection: str = "") -> Any:
    metadata = shim.StateMetadata(metakey="VALIDATION_PARAMETER", value=POLICY)
    return shim.PutStateMetadata(key=key, collection=collection, metadata=metadata)


REQUESTS: dict[str, tuple[_Call, Any]] = {
    "GET_STATE": (lambda s: s.get_state("k"), shim.GetState(key="k")),
    "PUT_STATE": (lambda s: s.put_state("k", b"v"), shim.PutState(key="k", value=b"v")),
    "DEL_STATE": (lambda s: s.delete_state("k"), shim.DelState(key="k")),
    "PUT_STATE_METADATA": (lambda s: s.set_state_validation_parameter("k", POLICY), _policy("k")),
    "GET_STATE_METADATA": (lambda s: s.get_state_validation_parameter("k"), shim.GetStateMetadata(key="k")),
    "GET_STATE_BY_RANGE": (lambda s: s.get_state_by_range("a", "b"), _range("a", "b")),
    "GET_STATE_BY_RANGE open": (lambda s: s.get_state_by_range("", ""), _range("\x01", "")),
    "GET_STATE_BY_RANGE page": (lambda s: s.get_state_by_range_with_pagination("a", "b", 5, "m"), _range("a", "b", "", _page(5, "m"))),
    "GET_STATE_BY_RANGE composite": (
        lambda s: s.get_state_by_partial_composite_key("t", ["x"]),
        _range("\x00t\x00x\x00", f"\x00t\x00x\x00{LAST}"),
    ),
    "GET_STATE_BY_RANGE composite page": (
        lambda s: s.get_state_by_partial_composite_key_with_pagination("t", [], 2, ""),
        _range("\x00t\x00", f"\x00t\x00{LAST}", "", _page(2, "")),
    ),
    "GET_STATE_BY_RANGE all composite": (
        lambda s: s.get_all_states_composite_key_with_pagination(3, "m"),
        _range("\x00", f"\x00{LAST}", "", _page(3, "m")),
    ),
    "GET_QUERY_RESULT": (lambda s: s.get_query_result("{}"), shim.GetQueryResult(query="{}")),
    "GET_QUERY_RESULT page": (
        lambda s: s.get_query_result_with_pagination("{}", 4, "m"),
        shim.GetQueryResult(query="{}", metadata=_page(4, "m")),
    ),
    "GET_HISTORY_FOR_KEY": (lambda s: s.get_history_for_key("k"), shim.GetHistoryForKey(key="k")),
    "GET_STATE private": (lambda s: s.get_private_data("c", "k"), shim.GetState(key="k", collection="c")),
    "GET_PRIVATE_DATA_HASH": (lambda s: s.get_private_data_hash("c", "k"), shim.GetState(key="k", collection="c")),
    "PUT_STATE private": (lambda s: s.put_private_data("c", "k", b"v"), shim.PutState(key="k", value=b"v", collection="c")),
    "DEL_STATE private": (lambda s: s.delete_private_data("c", "k"), shim.DelState(key="k", collection="c")),
    "PURGE_PRIVATE_DATA": (lambda s: s.purge_private_data("c", "k"), shim.PurgePrivateState(key="k", collection="c")),
    "GET_STATE_BY_RANGE private": (lambda s: s.get_private_data_by_range("c", "", "b"), _range("\x01", "b", "c")),
    "GET_STATE_BY_RANGE private composite": (
        lambda s: s.get_private_data_by_partial_composite_key("c", "t", ["x"]),
        _range("\x00t\x00x\x00", f"\x00t\x00x\x00{LAST}", "c"),
    ),
    "GET_QUERY_RESULT private": (
        lambda s: s.get_private_data_query_result("c", "{}"),
        shim.GetQueryResult(query="{}", collection="c"),
    ),
    "PUT_STATE_METADATA private": (lambda s: s.set_private_data_validation_parameter("c", "k", POLICY), _policy("k", "c")),
    "GET_STATE_METADATA private": (
        lambda s: s.get_private_data_validation_parameter("c", "k"),
        shim.GetStateMetadata(key="k", collection="c"),
    ),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_a_call_is_one_message(name: str) -> None:
    call, expected = REQUESTS[name]
    calls = RecordedCalls()
    call(stub_of(calls))
    assert calls.asked == [(name.split(" ", maxsplit=1)[0], expected)]


WRITES = [name for name in REQUESTS if name.startswith(("PUT", "DEL", "PURGE"))]


@pytest.mark.parametrize("name", WRITES)
def test_a_query_writes_nothing(name: str) -> None:
    calls = RecordedCalls()
    stub = stub_of(calls)
    stub.read_only = True
    with pytest.raises(ReadOnlyError):
        REQUESTS[name][0](stub)
    assert calls.asked == []


@pytest.mark.parametrize("name", WRITES)
def test_where_the_peer_takes_batches_a_write_waits_for_the_end(name: str) -> None:
    call, expected = REQUESTS[name]
    calls = RecordedCalls(limits=BATCHES)
    stub = stub_of(calls)
    call(stub)
    assert calls.asked == []
    stub.finish_write_batch()
    ((kind, batch),) = calls.asked
    (record,) = batch.rec
    assert kind == "WRITE_BATCH_STATE"
    assert shim.WriteRecord.Type.Name(record.type) == name.split(" ", maxsplit=1)[0]
    assert (record.key, record.collection) == (expected.key, expected.collection)
    assert record.value == getattr(expected, "value", b"")
    assert record.metadata == getattr(expected, "metadata", shim.StateMetadata())


def test_a_batch_can_be_ended_and_begun_by_hand() -> None:
    calls = RecordedCalls(limits=BATCHES)
    stub = stub_of(calls)
    stub.put_state("a", b"1")
    stub.put_state("a", b"2")
    stub.finish_write_batch()
    stub.put_state("b", b"3")
    stub.start_write_batch()
    stub.put_state("c", b"4")
    stub.invoke_chaincode("other", [b"f"])
    stub.finish_write_batch()
    assert [kind for kind, _ in calls.asked] == ["WRITE_BATCH_STATE", "PUT_STATE", "WRITE_BATCH_STATE", "INVOKE_CHAINCODE"]
    assert [(record.key, record.value) for record in calls.asked[0][1].rec] == [("a", b"2")]


def test_without_batches_beginning_one_changes_nothing() -> None:
    calls = RecordedCalls()
    stub = stub_of(calls)
    stub.start_write_batch()
    stub.put_state("a", b"1")
    stub.finish_write_batch()
    assert [kind for kind, _ in calls.asked] == ["PUT_STATE"]


@pytest.mark.parametrize("limits", [BATCHES, RecordedCalls().limits], ids=["3.1", "2.5"])
@pytest.mark.parametrize("collection", ["", "c"])
def test_several_values_in_the_order_of_their_keys(limits: Any, collection: str) -> None:
    values = [b"1", b"", b"3"]
    one = bytes(shim.GetStateMultipleResult(values=values).SerializeToString())
    calls = RecordedCalls(*([one] if limits.get_multiple else values), limits=limits)
    stub = stub_of(calls)
    keys = ["a", "b", "c"]
    got = stub.get_multiple_private_data(collection, keys) if collection else stub.get_multiple_states(keys)
    assert got == values
    assert {request.collection for _, request in calls.asked} == {collection}
    assert len(calls.asked) == (1 if limits.get_multiple else 3)


def test_values_and_pages_and_history() -> None:
    modification = queryresult.KeyModification(tx_id="t", value=b"v", timestamp={"seconds": 5, "nanos": 7}, is_delete=True)
    history = shim.QueryResponse(results=[shim.QueryResultBytes(resultBytes=modification.SerializeToString())])
    more = _rows(("b", b"2"))
    calls = RecordedCalls(
        _rows(("a", b"1"), more=True), more, _rows(("a", b"1"), bookmark="b", count=1), bytes(history.SerializeToString())
    )
    stub = stub_of(calls)
    assert list(stub.get_state_by_range("a", "z")) == [KeyValue("a", b"1"), KeyValue("b", b"2")]
    page = stub.get_state_by_range_with_pagination("a", "z", 1)
    assert (list(page), page.bookmark, page.count, len(page)) == ([KeyValue("a", b"1")], "b", 1, 1)
    assert list(stub.get_history_for_key("a")) == [KeyModification("t", b"v", 5, 7, True)]


def test_a_range_left_early_closes_itself() -> None:
    calls = RecordedCalls(_rows(("a", b"1"), ("b", b"2"), more=True))
    with stub_of(calls).get_state_by_range("a", "z") as found:
        assert next(found).key == "a"
    assert calls.asked[-1] == ("QUERY_STATE_CLOSE", shim.QueryStateClose(id="q1"))
    assert list(found) == []


def test_another_chaincode_answers() -> None:
    answer = proposal_response.Response(status=404, message="none", payload=b"p")
    completed = shim.ChaincodeMessage(type=shim.ChaincodeMessage.COMPLETED, payload=answer.SerializeToString())
    calls = RecordedCalls(completed.SerializeToString())
    assert stub_of(calls).invoke_chaincode("other", [b"f", b"\xff"], "elsewhere") == Response(404, b"p", "none")
    ((kind, request),) = calls.asked
    assert (kind, request.chaincode_id, list(request.input.args)) == (
        "INVOKE_CHAINCODE",
        chaincode.ChaincodeID(name="other/elsewhere"),
        [b"f", b"\xff"],
    )


def test_another_chaincode_that_cannot_be_called_is_a_500() -> None:
    assert stub_of(RecordedCalls(ValueError("no such"))).invoke_chaincode("other", []) == Response(500, message="no such")


@pytest.mark.parametrize(("name", "channel"), [("", ""), ("a/b", ""), ("a:1", ""), ("a", "b/c"), ("a", "b:c")])
def test_a_chaincodes_name_names_no_channel(name: str, channel: str) -> None:
    with pytest.raises(KeyRefusedError, match="chaincode"):
        stub_of(RecordedCalls()).invoke_chaincode(name, [], channel)


def test_a_rich_query_on_leveldb_says_what_to_do() -> None:
    refusal = ValueError("GET_QUERY_RESULT failed: transaction ID: x: ExecuteQuery not supported for leveldb")
    for call in (lambda s: s.get_query_result("{}"), lambda s: s.get_private_data_query_result("c", "{}")):
        with pytest.raises(RichQueryError, match="CouchDB"):
            call(stub_of(RecordedCalls(refusal)))
    with pytest.raises(LedgerError, match="refused") as other:
        stub_of(RecordedCalls(ValueError("invalid selector"))).get_query_result("{")
    assert not isinstance(other.value, RichQueryError)


def test_what_a_peer_must_not_answer() -> None:
    for call in (lambda s: list(s.get_state_by_range("a", "b")), lambda s: s.get_state_validation_parameter("k")):
        with pytest.raises(ShimError, match="cannot be read"):
            call(stub_of(RecordedCalls(b"\xff\xff")))


def test_what_costs_no_call() -> None:
    calls = RecordedCalls()
    stub = stub_of(calls, b"f", b"\xff", peer_msp_id="Org1MSP", seconds=1_700_000_000.25, transient={"t": b"secret"}, creator=b"creator")
    assert (stub.args, stub.args_slice, stub.function, stub.parameters) == ((b"f", b"\xff"), b"f\xff", "f", (b"\xff",))
    assert (stub.channel_id, stub.transaction_id, stub.is_init) == ("channel", "tx", False)
    assert (stub.transaction_time, stub.transaction_nanos) == (1_700_000_000, 250_000_000)
    assert stub.transaction_timestamp.isoformat() == "2023-11-14T22:13:20.250000+00:00"
    assert (stub.creator, dict(stub.transient), dict(stub.decorations)) == (b"creator", {"t": b"secret"}, {"decorator": b"value"})
    assert (len(stub.binding), stub.peer_msp_id) == (32, "Org1MSP")
    assert stub_of(calls, b"f", "あ".encode()).function_and_parameters == ("f", ["あ"])
    assert stub_of(calls).function_and_parameters == ("", [])
    with pytest.raises(ShimError, match="CORE_PEER_LOCALMSPID"):
        _ = stub_of(calls).peer_msp_id
    assert calls.asked == []


def test_one_event_the_last() -> None:
    stub = stub_of(RecordedCalls())
    assert stub.event is None
    stub.set_event("first", b"1")
    stub.set_event("last", b"2")
    assert stub.event == ("last", b"2")
    with pytest.raises(KeyRefusedError, match="event"):
        stub.set_event("", b"")
