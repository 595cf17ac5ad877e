"""The ledger in memory: for unit tests, with the semantics of the embedded one."""

import hashlib
import itertools
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from genpon.gateway import CommitError, Contract
from genpon_chaincode.contractapi import Context, SmartContract, query, transaction
from genpon_chaincode.shim import ChaincodeStub, ClientIdentity, KeyRefusedError, LedgerError, Response, TransactionEndedError
from genpon_core.fabric.identities import SerializedIdentity
from genpon_network.embedded import DEFAULT_ORGANISATIONS, MemoryLedger, PrivateCollection
from genpon_network.testing import LedgerFactory, MemoryLedgerFactory
from tests.support.stub_script import StubScript, decode, encode

NAGASAKI, KAWAGUCHI, TODA, OMURA = (spec.msp_id for spec in DEFAULT_ORGANISATIONS)
COLLECTIONS = (
    PrivateCollection(name="kept", members=(NAGASAKI, KAWAGUCHI)),
    PrivateCollection(name="brief", members=(NAGASAKI, KAWAGUCHI), block_to_live=2),
)


class Cars(SmartContract):
    """A contract as a stranger writes one."""

    @transaction
    def paint(self, context: Context, car: str, colour: str) -> None:
        context.stub.put_state(car, colour.encode())
        context.stub.set_event("painted", car.encode())

    @query
    def colour(self, context: Context, car: str) -> str:
        return context.stub.get_state(car).decode()


@pytest.fixture
def scripts(memory_ledger: MemoryLedgerFactory) -> MemoryLedger:
    return memory_ledger(StubScript, others={"other": StubScript()}, collections=COLLECTIONS)


def run(ledger: MemoryLedger, *steps: list[Any], **options: Any) -> Any:
    response = ledger.submit("run", encode(steps), **options)
    assert response.status == 200, response.message
    return decode(response.payload)


def test_a_contract_of_a_stranger(memory_ledger: MemoryLedgerFactory) -> None:
    ledger = memory_ledger(Cars)
    assert ledger.submit("paint", "car-1", "red").status == 200
    assert ledger.evaluate("Cars:colour", "car-1").payload == b"red"
    assert ledger.evaluate("colour", "car-2").payload == b""
    assert ledger.submit("paint", "car-1").status == 400
    (event,) = ledger.events
    assert (event.event_name, event.payload, event.block_number, ledger.height) == ("painted", b"car-1", 1, 2)


def test_queries_commit_nothing(scripts: MemoryLedger) -> None:
    scripts.evaluate("run", encode([["put_state", "k", b"1"]]))
    assert (run(scripts, ["get_state", "k"]), scripts.height) == ([b""], 2)


def test_a_refusal_commits_nothing(scripts: MemoryLedger) -> None:
    refused = scripts.submit("run", encode([["put_state", "k", b"1"], ["respond", 409, "no"]]))
    assert ((refused.status, refused.message), scripts.height) == ((409, "no"), 1)
    with pytest.raises(ValueError, match="refused this transaction with status 409"):
        scripts.endorse("run", encode([["respond", 409, "no"]])).commit()


def test_what_chaincode_raises_is_raised(memory_ledger: MemoryLedgerFactory) -> None:
    class Broken:
        def invoke(self, stub: ChaincodeStub) -> Response:
            stub.put_state("k", b"1")
            raise ZeroDivisionError

    ledger = memory_ledger(Broken)
    with pytest.raises(ZeroDivisionError):
        ledger.submit("any")
    with ledger.transaction() as stub:
        assert stub.get_state("k") == b""


def test_who_when_and_with_what(scripts: MemoryLedger) -> None:
    clerk = scripts.member(TODA, "u-17", attributes={"desk": "7"})
    when = datetime(2026, 4, 1, 0, 0, 1, 5000, tzinfo=UTC)
    with scripts.transaction("do", b"\xff", creator=clerk, timestamp=when, transient={"secret": b"s"}, peer=NAGASAKI) as stub:
        client = ClientIdentity(stub)
        assert (client.msp_id, client.attributes, stub.peer_msp_id) == (TODA, {"desk": "7"}, NAGASAKI)
        assert stub.creator == clerk.identity
        assert (stub.transaction_timestamp, stub.transient, stub.args) == (when, {"secret": b"s"}, (b"do", b"\xff"))
        assert stub.channel_id == "genpon"
    with scripts.transaction(creator=TODA) as stub:
        assert (SerializedIdentity.from_bytes(stub.creator).msp_id, stub.peer_msp_id) == (TODA, TODA)


def test_the_clock_is_moved(scripts: MemoryLedger) -> None:
    before = run(scripts, ["transaction_time"])[0]
    scripts.clock.advance(86_400)
    assert run(scripts, ["transaction_time"])[0] - before in (86_400, 86_401)


def test_a_block_that_raises_commits_nothing(scripts: MemoryLedger) -> None:
    with pytest.raises(KeyRefusedError):
        put(scripts, "k", "")
    assert (scripts.height, ("genpon", "k") in scripts.state()) == (1, False)


def put(ledger: MemoryLedger, *keys: str) -> None:
    with ledger.transaction() as stub:
        for key in keys:
            stub.put_state(key, b"1")


def test_a_stub_is_dead_after_its_transaction(scripts: MemoryLedger) -> None:
    with scripts.transaction() as stub:
        pass
    with pytest.raises(TransactionEndedError):
        stub.get_state("k")


@pytest.mark.parametrize("option", ["creator", "peer"])
def test_an_organisation_that_there_is_not(scripts: MemoryLedger, option: str) -> None:
    for call in (scripts.submit, scripts.evaluate):
        with pytest.raises(ValueError, match=f"NobodyMSP is no organisation of this ledger; it has {NAGASAKI}, "):
            call("run", encode([]), **{option: "NobodyMSP"})  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="NobodyMSP is no organisation of this ledger"):
        scripts.member("NobodyMSP")


def test_a_ledger_without_a_chaincode(memory_ledger: MemoryLedgerFactory) -> None:
    with pytest.raises(ValueError, match=r"has no chaincode; make it with one, or use the stub that transaction\(\) gives"):
        memory_ledger().submit("paint", "T-1", "red")


def test_one_simulation_at_a_time(scripts: MemoryLedger) -> None:
    endorsed = scripts.endorse("run", encode([["put_state", "k", b"1"]]))
    with scripts.transaction():
        with pytest.raises(ValueError, match="a transaction is being simulated"):
            scripts.evaluate("run", encode([]))
        with pytest.raises(ValueError, match="a transaction is being simulated"):
            endorsed.commit()
    assert endorsed.commit().successful


@pytest.mark.parametrize(
    ("reading", "code"),
    [
        (["get_state", "k"], "MVCC_READ_CONFLICT"),
        (["get_state_by_range", "j", "l"], "PHANTOM_READ_CONFLICT"),
        (["get_private_data", "kept", "k"], "MVCC_READ_CONFLICT"),
    ],
)
def test_conflicts(scripts: MemoryLedger, reading: list[Any], code: str) -> None:
    first, second = (
        scripts.endorse("run", encode([reading, ["put_state", "k", b"1"], ["put_private_data", "kept", "k", b"1"]])) for _ in "12"
    )
    assert first.commit().successful
    with pytest.raises(CommitError) as conflict:
        second.commit()
    assert (conflict.value.code, conflict.value.transaction_id) == (code, second.transaction_id)


def test_private_data(scripts: MemoryLedger) -> None:
    run(scripts, ["put_private_data", "kept", "k", b"1"])
    assert {msp_id: scripts.private_state(msp_id) for msp_id in (NAGASAKI, KAWAGUCHI, TODA)} == {
        NAGASAKI: {("genpon", "kept", "k"): b"1"},
        KAWAGUCHI: {("genpon", "kept", "k"): b"1"},
        TODA: {},
    }
    with scripts.transaction(creator=TODA) as stub, pytest.raises(LedgerError) as denied:
        stub.get_private_data("kept", "k")
    assert "tx creator does not have read access permission" in denied.value.detail
    with scripts.transaction(peer=TODA) as stub, pytest.raises(LedgerError) as lacking:
        stub.get_private_data("kept", "k")
    assert "private data matching public hash version is not available" in lacking.value.detail
    with scripts.transaction() as stub:
        assert stub.get_private_data_hash("kept", "k") == hashlib.sha256(b"1").digest()
    assert run(scripts, ["get_private_data", "kept", "k"], creator=KAWAGUCHI) == [b"1"]


def test_other_chaincodes(scripts: MemoryLedger) -> None:
    inner = [b"run", encode([["put_state", "k", b"other's"], ["set_event", "unheard", b""]])]
    (status, _, _), missing, circle = run(
        scripts, ["invoke_chaincode", "other", inner], ["invoke_chaincode", "nothing", []], ["invoke_chaincode", "genpon", inner]
    )
    assert (status, missing[0], circle[0]) == (200, 500, 500)
    assert "chaincode nothing not found" in missing[2]
    assert circle[2].endswith("(genpon) exists")
    assert (scripts.state()["other", "k"][0], scripts.events) == (b"other's", [])


KEYS = st.sampled_from(["a", "b", "b1", "c", "神"])
COLLECTION = st.sampled_from(["kept", "brief"])
VALUES = st.binary(min_size=1, max_size=3)
STEPS = st.one_of(
    st.tuples(st.just("put_state"), KEYS, VALUES),
    st.tuples(st.just("delete_state"), KEYS),
    st.tuples(st.just("get_state"), KEYS),
    st.tuples(st.just("get_state_by_range"), KEYS, KEYS),
    st.tuples(st.just("put_private_data"), COLLECTION, KEYS, VALUES),
    st.tuples(st.just("delete_private_data"), COLLECTION, KEYS),
    st.tuples(st.just("purge_private_data"), COLLECTION, KEYS),
    st.tuples(st.just("get_private_data"), COLLECTION, KEYS),
    st.tuples(st.just("get_private_data_hash"), COLLECTION, KEYS),
    st.tuples(st.just("set_private_data_validation_parameter"), COLLECTION, KEYS, st.just(b"")),
)
NUMBERS = itertools.count()


@pytest.fixture(scope="module")
def contract(embedded_ledger: LedgerFactory) -> Iterator[Contract]:
    organisations = DEFAULT_ORGANISATIONS[:2]
    ledger = embedded_ledger(StubScript, organisations=organisations, threshold=1, collections=COLLECTIONS, batch_timeout=0.001)
    with ledger.connect(NAGASAKI) as gateway:
        yield gateway.get_network("genpon").get_contract("genpon")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(transactions=st.lists(st.lists(STEPS, max_size=6), min_size=1, max_size=6))
def test_the_law(contract: Contract, transactions: list[list[tuple[Any, ...]]]) -> None:
    """The same transactions get the same answers and leave the same state, in memory and on the embedded ledger."""
    prefix = f"{next(NUMBERS)}-"
    final = [
        ("get_state_by_range", "", "~"),
        ("get_private_data_by_range", "kept", "", "~"),
        ("get_private_data_by_range", "brief", "", "~"),
        *(("get_private_data_hash", collection, key) for collection in ("kept", "brief") for key in ("a", "b", "b1", "c", "神")),
    ]
    scripts = [encode([prefixed(step, prefix) for step in steps]) for steps in transactions]
    query = encode([prefixed(step, prefix) for step in final])
    with MemoryLedger(StubScript, collections=COLLECTIONS) as memory:
        for script in scripts:
            assert decode(memory.submit("run", script).payload) == decode(contract.submit_transaction("run", script))
        assert decode(memory.evaluate("run", query).payload) == decode(contract.evaluate_transaction("run", query))


def prefixed(step: tuple[Any, ...], prefix: str) -> list[Any]:
    """A step on keys of this example's own."""
    name, *arguments = step
    first = 1 if "private" in name else 0
    count = 2 if name.endswith("by_range") else 1
    keys = [prefix + key for key in arguments[first : first + count]]
    return [name, *arguments[:first], *keys, *arguments[first + count :]]
