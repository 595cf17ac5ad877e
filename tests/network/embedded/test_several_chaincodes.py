"""Several chaincodes on one ledger, each with its own services, policy and namespace, and calls from one to another."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest

from genpon_core.fabric.protos import common, kvrwset, proposal, proposal_response, rwset, transaction
from genpon_network.embedded import DEFAULT_ORGANISATIONS, ChaincodeSpec, EmbeddedLedger
from genpon_network.testing import LedgerFactory
from tests.support.raw_client import RawClient, another, transaction_id_of
from tests.support.scripted_chaincode import ScriptedChaincode

Code = transaction.TxValidationCode
NAGASAKI, KAWAGUCHI, TODA, OMURA = (spec.msp_id for spec in DEFAULT_ORGANISATIONS)


@pytest.fixture(scope="module")
def callee() -> Iterator[ScriptedChaincode]:
    with ScriptedChaincode("callee") as chaincode:
        yield chaincode


def specs(scripted: ScriptedChaincode, callee: ScriptedChaincode) -> list[ChaincodeSpec]:
    return [
        ChaincodeSpec(name="caller", address_for=lambda _: scripted.address, endorsing=[NAGASAKI, TODA], threshold=1),
        ChaincodeSpec(name="callee", address_for=lambda _: callee.address, version="7", endorsing=[OMURA, TODA]),
        ChaincodeSpec(name="third", address_for=lambda _: callee.address),
    ]


@pytest.fixture(scope="module")
def ledger(embedded_ledger: LedgerFactory, scripted: ScriptedChaincode, callee: ScriptedChaincode) -> EmbeddedLedger:
    return embedded_ledger(chaincodes=specs(scripted, callee), batch_timeout=0.01, chaincode_timeout=2)


@pytest.fixture(scope="module")
def caller(ledger: EmbeddedLedger) -> RawClient:
    return RawClient.of(ledger, chaincode="caller")


def read_write_sets(envelope: Any) -> dict[str, Any]:
    payload = common.Payload.FromString(envelope.payload)
    action = transaction.ChaincodeActionPayload.FromString(transaction.Transaction.FromString(payload.data).actions[0].payload)
    response = proposal_response.ProposalResponsePayload.FromString(action.action.proposal_response_payload)
    inner = proposal.ChaincodeAction.FromString(response.extension)
    assert (inner.chaincode_id.name, inner.events) == ("caller", b"")
    sets = rwset.TxReadWriteSet.FromString(inner.results).ns_rwset
    assert [item.namespace for item in sets] == sorted(item.namespace for item in sets)
    return {item.namespace: kvrwset.KVRWSet.FromString(item.rwset) for item in sets}


def test_each_has_its_own_state_code_and_version(ledger: EmbeddedLedger, caller: RawClient) -> None:
    assert ledger.profile(NAGASAKI).chaincode == "caller"
    other = another(caller, chaincode="callee")
    assert caller.run(["put", "k", "caller's"]) == Code.VALID
    assert other.run(["put", "k", "callee's"], by=(OMURA, TODA)) == Code.VALID
    assert (caller.evaluate(["get", "k"], ["own"]), other.evaluate(["get", "k"], ["own"])) == (
        ["caller's", "honest"],
        ["callee's", "callee"],
    )
    assert {name: value for (name, key), (value, _) in ledger.state().items() if key == "k"} == {
        "caller": b"caller's",
        "callee": b"callee's",
    }


def test_a_call_joins_the_transaction(caller: RawClient) -> None:
    caller.run(["call", "callee", ["put", "read", "1"]], ["put", "x", "1"], by=(OMURA, TODA))
    called = ["call", "callee", ["get", "read"], ["put", "written", "2"], ["emit", "unheard", "x"], ["answer", 201, "done"]]
    envelope = caller.endorse(["get", "x"], called, ["put", "y", "3"])
    sets = read_write_sets(envelope)
    assert {name: [write.key for write in found.writes] for name, found in sets.items()} == {
        "_lifecycle": [],
        "callee": ["written"],
        "caller": ["y"],
    }
    assert {name: [read.key for read in found.reads] for name, found in sets.items()} == {
        "_lifecycle": ["namespaces/fields/callee/Sequence", "namespaces/fields/caller/Sequence"],
        "callee": ["read"],
        "caller": ["x"],
    }
    caller.submit(envelope)
    assert caller.status(transaction_id_of(envelope))[0] == Code.VALID
    assert caller.evaluate(["call", "callee", ["get", "written"], ["own"]], ["own"]) == [[200, "", ["2", "callee"]], "honest"]


def test_calls_in_calls(caller: RawClient) -> None:
    assert caller.evaluate(["call", "callee", ["call", "third", ["own"]]]) == [[200, "", [[200, "", ["callee"]]]]]


def test_a_refusal_is_the_callers_to_judge(caller: RawClient) -> None:
    """As in Fabric, what the called chaincode wrote before it refused stays in the transaction."""
    envelope = caller.endorse(["call", "callee", ["put", "left", "1"], ["answer", 409, "no"]], ["put", "judged", "1"], by=(OMURA, TODA))
    assert [write.key for write in read_write_sets(envelope)["callee"].writes] == ["left"]
    assert caller.evaluate(["call", "callee", ["answer", 409, "no"]]) == [[409, "no", []]]
    assert caller.evaluate(["call", "callee", ["error", "broken"]]) == ["broken"]


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        (["call", "nowhere"], "execute failed: invalid invocation: [channel genpon] failed to get chaincode container info for nowhere"),
        (["call", "caller/elsewhere"], "Failed to get policy manager for channel [elsewhere]"),
        (["call", "caller"], "execute failed: error sending: txid: "),
        (["call", "callee", ["call", "caller"]], "execute failed: error sending: txid: "),
        (["call", "callee", ["hang"]], "timeout expired while executing transaction"),
        (["raw", "INVOKE_CHAINCODE"], "execute failed: invalid invocation"),
    ],
    ids=["unknown", "another channel", "itself", "in a circle", "hanging", "no spec"],
)
def test_calls_that_fail(caller: RawClient, step: list[Any], reason: str) -> None:
    assert reason in failure(caller, step)


def failure(caller: RawClient, step: list[Any]) -> str:
    """Why a call failed: the peer's words to the client or, where a called chaincode failed, to its caller."""
    try:
        return json.dumps(caller.evaluate(step))
    except grpc.RpcError as error:
        return str(error.trailing_metadata())  # type: ignore[attr-defined]


def test_a_name_with_this_channel_and_a_version(caller: RawClient) -> None:
    assert caller.evaluate(["call", "callee:1/genpon", ["own"]]) == [[200, "", ["callee"]]]


@pytest.mark.parametrize(
    ("by", "code"),
    [((NAGASAKI,), Code.ENDORSEMENT_POLICY_FAILURE), ((OMURA, TODA), Code.VALID), ((OMURA, KAWAGUCHI), Code.ENDORSEMENT_POLICY_FAILURE)],
)
def test_every_chaincode_that_is_written_to_must_be_endorsed(caller: RawClient, by: tuple[str, ...], code: int) -> None:
    assert caller.run(["put", "both", "1"], ["call", "callee", ["put", "both", "1"]], by=by) == code


def test_the_called_chaincodes_policy_counts_where_only_the_caller_is_read(caller: RawClient) -> None:
    assert caller.run(["get", "k"], ["call", "callee", ["put", "alone", "1"]], by=(OMURA, TODA)) == Code.VALID
    assert caller.run(["get", "k"], ["call", "callee", ["put", "alone", "1"]], by=(NAGASAKI, OMURA)) == Code.ENDORSEMENT_POLICY_FAILURE


def test_a_chaincode_that_is_only_read_needs_no_endorsement_of_its_own(caller: RawClient) -> None:
    assert caller.run(["put", "reader", "1"], ["call", "callee", ["get", "read"]], by=(NAGASAKI,)) == Code.VALID


def test_without_names_the_policies_of_all_are_planned_for(caller: RawClient) -> None:
    envelope = caller.endorse(["put", "planned", "1"], ["call", "callee", ["put", "planned", "1"]])
    payload = common.Payload.FromString(envelope.payload)
    action = transaction.ChaincodeActionPayload.FromString(transaction.Transaction.FromString(payload.data).actions[0].payload)
    assert len(action.action.endorsements) == 2
    caller.submit(envelope)
    assert caller.status(transaction_id_of(envelope))[0] == Code.VALID


def test_a_stale_read_of_the_called_chaincode(caller: RawClient) -> None:
    other = another(caller, chaincode="callee")
    other.run(["put", "shared", "1"], by=(OMURA, TODA))
    stale = caller.endorse(["put", "outcome", "1"], ["call", "callee", ["get", "shared"]])
    other.run(["put", "shared", "2"], by=(OMURA, TODA))
    caller.submit(stale)
    assert caller.status(transaction_id_of(stale))[0] == Code.MVCC_READ_CONFLICT


def test_pages_and_writes_exclude_each_other_across_chaincodes(caller: RawClient) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        caller.evaluate(["put", "k", "1"], ["call", "callee", ["page", "a", "b", 1, ""]], ["error", "never"])
    assert any("never" in str(value) for _, value in caught.value.trailing_metadata())
    (answer,) = caller.evaluate(["put", "k", "1"], ["call", "callee", ["page", "a", "b", 1, ""]])
    assert "Paginated queries are supported only in a read-only transaction" in answer


def test_other_code_for_one_chaincode_of_one_organisation(ledger: EmbeddedLedger, caller: RawClient, callee: ScriptedChaincode) -> None:
    with ScriptedChaincode("altered") as altered:
        ledger.use_chaincode(NAGASAKI, altered.address, name="callee")
        try:
            assert caller.evaluate(["own"], ["call", "callee", ["own"]]) == ["honest", [200, "", ["altered"]]]
        finally:
            ledger.use_chaincode(NAGASAKI, callee.address, name="callee")


def test_after_a_restart(tmp_path: Path, scripted: ScriptedChaincode, callee: ScriptedChaincode) -> None:
    for _ in range(2):
        with EmbeddedLedger(DEFAULT_ORGANISATIONS, chaincodes=specs(scripted, callee), directory=tmp_path, batch_timeout=0.01) as ledger:
            client = RawClient.of(ledger, chaincode="caller")
            assert client.run(["get", "n"], ["call", "callee", ["get", "n"], ["put", "n", "1"]], ["put", "n", "1"]) == Code.VALID
            assert client.evaluate(["call", "callee", ["get", "n"]]) == [[200, "", ["1"]]]


@pytest.mark.parametrize(
    ("names", "reason"),
    [([], "a ledger needs a chaincode"), (["one", "one"], "two chaincodes have the same name"), (["_one"], "'_one' is no name")],
)
def test_chaincodes_that_cannot_be_defined(names: list[str], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        EmbeddedLedger(DEFAULT_ORGANISATIONS, chaincodes=[ChaincodeSpec(name=name, address_for=str) for name in names])
