"""One chaincode calls another: one transaction, two namespaces, and the peer's words where there is nobody to call."""

from typing import Any

import pytest

from genpon.gateway import EvaluateError
from genpon_core.fabric.protos import common, gateway, kvrwset, proposal, proposal_response, rwset, transaction
from tests.support.stub_ledger import CHANNEL, MEMBERS, ORGANISATIONS, OTHER, SCRIPT, Caller
from tests.support.stub_script import encode

NAGASAKI, KAWAGUCHI, TODA = ORGANISATIONS


def call(name: str, *steps: list[Any], channel: str = "") -> list[Any]:
    return ["invoke_chaincode", name, [b"run", encode(steps)], channel]


def action_of(endorsed: Any) -> Any:
    """The `protos.ChaincodeAction` of an endorsed transaction."""
    envelope = gateway.PreparedTransaction.FromString(endorsed.to_bytes()).envelope
    actions = transaction.Transaction.FromString(common.Payload.FromString(envelope.payload).data).actions
    payload = transaction.ChaincodeActionPayload.FromString(actions[0].payload).action.proposal_response_payload
    return proposal.ChaincodeAction.FromString(proposal_response.ProposalResponsePayload.FromString(payload).extension)


def test_reads_and_writes_stand_under_the_called_chaincodes_name(caller: Caller) -> None:
    steps = (["get_state", "mine"], call(OTHER, ["get_state", "its"], ["put_state", "its", b"1"], ["set_event", "unheard", b""]))
    action = action_of(caller.endorse(*steps))
    sets = {item.namespace: kvrwset.KVRWSet.FromString(item.rwset) for item in rwset.TxReadWriteSet.FromString(action.results).ns_rwset}
    assert {name: ([read.key for read in found.reads], [write.key for write in found.writes]) for name, found in sets.items()} == {
        "_lifecycle": ([f"namespaces/fields/{name}/Sequence" for name in (OTHER, SCRIPT)], []),
        OTHER: (["its"], ["its"]),
        SCRIPT: (["mine"], []),
    }
    assert (action.chaincode_id.name, action.events) == (SCRIPT, b"")


def test_a_stale_read_of_the_called_chaincode(caller: Caller) -> None:
    caller.submit(call(OTHER, ["put_state", "stale", b"1"]))
    late = caller.endorse(call(OTHER, ["get_state", "stale"]), ["put_state", "stale", b"1"])
    caller.submit(call(OTHER, ["put_state", "stale", b"2"]))
    assert late.submit().status().code == "MVCC_READ_CONFLICT"


@pytest.mark.parametrize(
    ("steps", "by", "code"),
    [
        ([call(OTHER, ["put_state", "w", b"1"])], (NAGASAKI,), "ENDORSEMENT_POLICY_FAILURE"),
        ([call(OTHER, ["put_state", "w", b"1"])], MEMBERS, "VALID"),
        ([call(OTHER, ["get_state", "w"])], (NAGASAKI,), "ENDORSEMENT_POLICY_FAILURE"),
        # The caller's policy is asked for even where nothing of its own is written; the own collection's satisfies it as well.
        ([["put_private_data", f"_implicit_org_{NAGASAKI}", "w", b"1"], call(OTHER, ["get_state", "w"])], (NAGASAKI,), "VALID"),
    ],
)
def test_who_must_endorse(caller: Caller, steps: list[list[Any]], by: tuple[str, ...], code: str) -> None:
    assert caller.endorse(*steps, by=by).submit().status().code == code


@pytest.mark.parametrize(
    ("first", "kept"),
    [
        pytest.param(["finish_write_batch"], b"1", id="at once"),
        pytest.param(["start_write_batch"], b"", id="in a batch", marks=pytest.mark.newer("batches")),
    ],
)
def test_what_the_peer_has_of_a_called_chaincode_that_refuses_stays(caller: Caller, first: list[str], kept: bytes) -> None:
    """The caller decides what a refusal means; writes in a batch are not sent before the function has returned well."""
    key = f"refused-{first[0]}"
    caller.submit(call(OTHER, first, ["put_state", key, b"1"], ["respond", 409, "no"]))
    ((_, payload, _),) = caller.evaluate(call(OTHER, ["get_state", key]))
    assert payload == encode([kept])


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (
            call("nothing"),
            "[channel genpon] failed to get chaincode container info for nothing: chaincode nothing not found",
        ),
        (call(SCRIPT), f"({CHANNEL}) exists"),
        (call(OTHER, channel="nowhere"), "Failed to get policy manager for channel [nowhere]"),
    ],
    ids=["unknown", "itself", "another channel"],
)
def test_nobody_to_call(caller: Caller, step: list[Any], words: str) -> None:
    ((status, _, message),) = caller.evaluate(step)
    assert (status, message.endswith(words)) == (500, True), message


def test_in_a_circle(caller: Caller) -> None:
    ((status, payload, _),) = caller.evaluate(call(OTHER, call(SCRIPT)))
    assert status == 200
    assert f"({CHANNEL}) exists" in payload.decode()


def test_private_data_of_the_called_chaincode(caller: Caller) -> None:
    """Each chaincode has collections of its own name only."""
    with pytest.raises(EvaluateError):
        caller.evaluate(call(OTHER, ["get_private_data", "shared", "k"]), ["get_private_data", "nowhere", "k"])
    ((status, payload, _),) = caller.evaluate(call(OTHER, ["refused", "get_private_data", "shared", "k"]))
    assert (status, payload) == (200, encode([f"collection genpon/{OTHER}/shared could not be found"]))
