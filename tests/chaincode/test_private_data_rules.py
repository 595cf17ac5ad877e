"""What private data does to a transaction: hashes in its results, who must endorse it, who may see it, and what makes it invalid."""

import hashlib
from typing import Any

import grpc
import pytest

from genpon.gateway import CommitError, EndorseError
from genpon_chaincode.shim import signature_policy, signed_by
from genpon_core.fabric.protos import common, gateway, kvrwset, proposal, proposal_response, rwset, transaction
from tests.support.stub_ledger import BRIEF, COLLECTION, EAGER, IMPLICIT, MEMBERS, ORGANISATIONS, OWN_POLICY, SCRIPT, Caller
from tests.support.stub_script import encode
from tests.support.waiting import until

NAGASAKI, KAWAGUCHI, TODA = ORGANISATIONS
C = COLLECTION
TRANSIENT = {"secret": b"value"}


def sha256(text: str | bytes) -> bytes:
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).digest()


def results(endorsed: Any) -> dict[str, Any]:
    """The `rwset.NsReadWriteSet` of each namespace of an endorsed transaction."""
    envelope = gateway.PreparedTransaction.FromString(endorsed.to_bytes()).envelope
    actions = transaction.Transaction.FromString(common.Payload.FromString(envelope.payload).data).actions
    payload = transaction.ChaincodeActionPayload.FromString(actions[0].payload).action.proposal_response_payload
    action = proposal.ChaincodeAction.FromString(proposal_response.ProposalResponsePayload.FromString(payload).extension)
    return {item.namespace: item for item in rwset.TxReadWriteSet.FromString(action.results).ns_rwset}


def code_of(caller: Caller, *steps: list[Any], by: tuple[str, ...]) -> str:
    """The validation code of a transaction."""
    return str(caller.endorse(*steps, by=by).submit().status().code)


def test_hashes_stand_in_the_results(caller: Caller) -> None:
    caller.submit(["put_private_data", C, "there", b"1"])
    steps = (
        ["get_private_data", C, "there"],
        ["get_private_data_hash", C, "absent"],
        ["put_private_data", C, "new", b"value"],
        ["delete_private_data", C, "gone"],
        ["purge_private_data", C, "purged"],
        ["set_private_data_validation_parameter", C, "new", b""],
    )
    found = results(caller.endorse(*steps))
    assert list(found) == ["_lifecycle", SCRIPT]
    (collection,) = found[SCRIPT].collection_hashed_rwset
    hashed = kvrwset.HashedRWSet.FromString(collection.hashed_rwset)
    assert collection.collection_name == C
    assert [(read.key_hash, read.HasField("version")) for read in hashed.hashed_reads] == [
        (sha256("absent"), False),
        (sha256("there"), True),
    ]
    assert [(write.key_hash, write.value_hash, write.is_delete, write.is_purge) for write in hashed.hashed_writes] == [
        (sha256("gone"), b"", True, False),
        (sha256("new"), sha256("value"), False, False),
        (sha256("purged"), b"", True, True),
    ]
    assert [write.key_hash for write in hashed.metadata_writes] == [sha256("new")]
    private = kvrwset.KVRWSet(
        writes=[{"key": "gone", "is_delete": True}, {"key": "new", "value": b"value"}, {"key": "purged", "is_delete": True}],
        metadata_writes=[{"key": "new"}],
    )
    assert collection.pvt_rwset_hash == sha256(private.SerializeToString())
    assert not kvrwset.KVRWSet.FromString(found[SCRIPT].rwset).ListFields()


def test_the_definition_of_the_collections_is_read(caller: Caller) -> None:
    found = results(caller.endorse(["put_private_data", C, "d", b"1"]))
    assert [read.key for read in kvrwset.KVRWSet.FromString(found["_lifecycle"].rwset).reads] == [
        *(f"namespaces/fields/{SCRIPT}/{field}" for field in ("Collections", "EndorsementInfo", "Sequence", "ValidationInfo")),
        f"namespaces/metadata/{SCRIPT}",
    ]


def test_own_writes_are_not_read(caller: Caller) -> None:
    assert caller.submit(["put_private_data", C, "own", b"1"], ["get_private_data", C, "own"])[1] == b""


@pytest.mark.parametrize("reading", ["get_private_data", "get_private_data_hash", "get_private_data_validation_parameter"])
def test_a_stale_read(caller: Caller, reading: str) -> None:
    key = f"stale-{reading}"
    caller.submit(["put_private_data", C, key, b"1"])
    late = caller.endorse([reading, C, key], ["put_state", key, b"1"])
    caller.submit(["put_private_data", C, key, b"2"])
    with pytest.raises(CommitError, match="MVCC_READ_CONFLICT"):
        late.submit_and_wait()


def test_a_key_that_was_absent(caller: Caller) -> None:
    late = caller.endorse(["get_private_data", C, "later"], ["put_state", "later", b"1"])
    caller.submit(["put_private_data", C, "later", b"1"])
    with pytest.raises(CommitError, match="MVCC_READ_CONFLICT"):
        late.submit_and_wait()


@pytest.mark.parametrize("count", [0, 100, 101, 205])
def test_ranges_come_in_batches(caller: Caller, count: int) -> None:
    keys = [f"many-{count:03}-{number:03}" for number in range(count)]
    caller.submit(["put_state", "n", b"1"], *(["put_private_data", C, key, b"1"] for key in keys))
    (found,) = caller.evaluate(["get_private_data_by_range", C, f"many-{count:03}-", f"many-{count:03}-~"])
    assert found == [[key, b"1"] for key in keys]


def test_queries_and_writes_exclude_each_other(caller: Caller) -> None:
    query, put = ["get_private_data_by_range", C, "a", "b"], ["put_private_data", C, "k", b"1"]
    one_by_one = ["finish_write_batch"]
    (_, _, before) = caller.evaluate(one_by_one, put, ["refused", *query])
    assert before.endswith("Queries on pvt data is supported only in a read-only transaction")
    (_, _, after) = caller.evaluate(one_by_one, query, ["refused", *put])
    assert after.endswith("Transaction has already performed queries on pvt data. Writes are not allowed")


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (["get_private_data", "nowhere", "k"], f"collection genpon/{SCRIPT}/nowhere could not be found"),
        (["get_private_data_hash", "nowhere", "k"], f"collection [nowhere] not defined in the collection config for chaincode [{SCRIPT}]"),
        (
            ["get_private_data", "_implicit_org_NobodyMSP", "k"],
            f"collection [_implicit_org_NobodyMSP] not defined in the collection config for chaincode [{SCRIPT}]",
        ),
    ],
    ids=["not declared", "of the hash", "of nobody"],
)
def test_collections_that_are_not_there(caller: Caller, step: list[Any], words: str) -> None:
    assert caller.evaluate(["refused", *step]) == [words]


def test_only_members_may_use_a_collection_that_says_so(caller: Caller) -> None:
    stranger = Caller(caller.ledger, TODA)
    steps = (["get_private_data", C, "k"], ["put_private_data", C, "k", b"1"])
    words = "tx creator does not have {} access permission on privatedata in chaincodeName:script collectionName: shared"
    found = stranger.evaluate(["finish_write_batch"], *(["refused", *step] for step in steps))
    assert found[1:] == [words.format("read"), words.format("write")]


@pytest.mark.newer("several values at once")
def test_a_strangers_peer_has_no_value(caller: Caller) -> None:
    caller.submit(["put_private_data", OWN_POLICY, "seen", b"1"])
    stranger = Caller(caller.ledger, TODA)
    until(lambda: stranger.evaluate(["get_private_data_hash", OWN_POLICY, "seen"]) != [b""])
    value, many, ranged, digest = stranger.evaluate(
        ["refused", "get_private_data", OWN_POLICY, "seen"],
        ["get_multiple_private_data", OWN_POLICY, ["seen", "unseen"]],
        ["get_private_data_by_range", OWN_POLICY, "s", "t"],
        ["get_private_data_hash", OWN_POLICY, "seen"],
    )
    assert value.startswith("private data matching public hash version is not available. Public hash version = {BlockNum: ")
    assert value.endswith("}, Private data version = <nil>")
    assert (many, ranged, digest) == ([b"", b""], [], sha256("1"))
    assert stranger.evaluate(["get_private_data", OWN_POLICY, "never"]) == [b""]


@pytest.mark.parametrize(
    ("steps", "by", "code"),
    [
        ([["put_private_data", OWN_POLICY, "e1", b"1"]], (KAWAGUCHI,), "VALID"),
        ([["put_private_data", OWN_POLICY, "e2", b"1"]], (NAGASAKI, TODA), "ENDORSEMENT_POLICY_FAILURE"),
        ([["put_private_data", OWN_POLICY, "e3", b"1"], ["put_state", "e3", b"1"]], (KAWAGUCHI,), "ENDORSEMENT_POLICY_FAILURE"),
        ([["put_private_data", OWN_POLICY, "e4", b"1"], ["put_state", "e4", b"1"]], (KAWAGUCHI, TODA), "VALID"),
        ([["put_private_data", C, "e5", b"1"]], (NAGASAKI,), "ENDORSEMENT_POLICY_FAILURE"),
        ([["put_private_data", C, "e6", b"1"]], (NAGASAKI, TODA), "VALID"),
        ([["put_private_data", IMPLICIT, "e7", b"1"]], (NAGASAKI,), "VALID"),
        ([["put_private_data", IMPLICIT, "e8", b"1"]], (KAWAGUCHI, TODA), "ENDORSEMENT_POLICY_FAILURE"),
        ([["put_private_data", IMPLICIT, "e9", b"1"], ["put_private_data", OWN_POLICY, "e9", b"1"]], MEMBERS, "VALID"),
        ([["put_private_data", IMPLICIT, "e10", b"1"], ["set_event", "told", b""]], (NAGASAKI,), "VALID"),
        ([["get_private_data_hash", OWN_POLICY, "e11"]], (KAWAGUCHI,), "ENDORSEMENT_POLICY_FAILURE"),
    ],
    ids=lambda value: value[0][2] if isinstance(value, list) else "",
)
def test_who_must_endorse(caller: Caller, steps: list[list[Any]], by: tuple[str, ...], code: str) -> None:
    assert code_of(caller, *steps, by=by) == code


def test_a_strangers_peer_can_endorse_what_reads_no_value(caller: Caller) -> None:
    caller.submit(["put_private_data", C, "given", b"by a stranger"], by=(NAGASAKI, TODA))
    members = [Caller(caller.ledger, msp_id) for msp_id in MEMBERS]
    assert [member.evaluate(["get_private_data", C, "given"]) for member in members] == [[b"by a stranger"]] * 2


def test_a_policy_of_a_private_key_renews_its_version(caller: Caller) -> None:
    policy = signature_policy(signed_by(NAGASAKI, "peer")).SerializeToString()
    caller.submit(["put_private_data", C, "renewed", b"1"])
    caller.submit(["set_private_data_validation_parameter", C, "renewed", policy])
    assert caller.evaluate(["get_private_data", C, "renewed"]) == [b"1"]
    caller.submit(["put_private_data", C, "renewed", b"2"], by=(NAGASAKI,))
    assert code_of(caller, ["put_private_data", C, "renewed", b"3"], by=(KAWAGUCHI, TODA)) == "ENDORSEMENT_POLICY_FAILURE"
    caller.submit(["delete_private_data", C, "renewed"], by=(NAGASAKI,))
    assert code_of(caller, ["put_private_data", C, "renewed", b"4"], by=(KAWAGUCHI, TODA)) == "VALID"


def test_a_purged_key_can_be_used_again(caller: Caller) -> None:
    caller.submit(["put_private_data", C, "again", b"1"])
    caller.submit(["purge_private_data", C, "again"])
    assert caller.evaluate(["get_private_data", C, "again"]) == [b""]
    caller.submit(["put_private_data", C, "again", b"2"])
    assert caller.evaluate(["get_private_data", C, "again"], ["get_private_data_hash", C, "again"]) == [b"2", sha256("2")]


def test_values_live_for_so_many_blocks(caller: Caller) -> None:
    caller.submit(["put_private_data", BRIEF, "brief", b"1"], ["put_private_data", BRIEF, "kept", b"1"])
    caller.submit(["put_private_data", BRIEF, "kept", b"2"])
    caller.submit(["put_state", "next", b"2"])
    read = (["get_private_data", BRIEF, "brief"], ["get_private_data_hash", BRIEF, "brief"], ["get_private_data", BRIEF, "kept"])
    assert caller.evaluate(*read) == [b"1", sha256("1"), b"2"]
    caller.submit(["put_state", "next", b"3"])
    assert caller.evaluate(*read) == [b"", b"", b"2"]
    caller.submit(["put_state", "next", b"4"])
    assert caller.evaluate(*read) == [b"", b"", b""]


def test_more_peers_are_wanted_than_there_are(caller: Caller) -> None:
    with pytest.raises(EndorseError) as refused:
        caller.submit(["put_private_data", EAGER, "k", b"1"])
    (said,) = {detail.message for detail in refused.value.details}
    assert said.endswith("required to disseminate to at least 2 peers, but know of only 1 eligible peers")
    assert f"could not build private data dissemination plan for chaincode {SCRIPT} and collection {EAGER}" in said


def test_without_names_a_collections_policy_is_planned_for(caller: Caller) -> None:
    endorsed = caller.proposal(["put_private_data", OWN_POLICY, "planned", b"1"]).endorse()
    assert endorsed.submit_and_wait().successful
    endorsed = Caller(caller.ledger, TODA).proposal(["put_private_data", OWN_POLICY, "planned", b"2"]).endorse()
    assert endorsed.submit_and_wait().successful


def test_without_names_values_are_read_by_members_only(caller: Caller) -> None:
    steps = (["get_private_data", C, "read"], ["put_private_data", C, "read", b"1"])
    assert [caller.endorse(*steps, by=()).submit_and_wait().successful for _ in range(2)] == [True, True]


def test_members_endorse_transient_data(caller: Caller) -> None:
    endorsed = caller.proposal(["put_private_data", C, "t1", b"1"], transient=TRANSIENT).endorse()
    assert endorsed.submit_and_wait().successful


def test_strangers_are_not_asked_with_transient_data(caller: Caller) -> None:
    """The policy of the organisation's own collection is satisfied by itself, that of the public key is not."""
    steps = (["put_private_data", IMPLICIT, "t2", b"1"], ["put_state", "t2", b"1"])
    with pytest.raises(EndorseError) as refused:
        caller.proposal(*steps, transient=TRANSIENT).endorse()
    assert refused.value.code is grpc.StatusCode.FAILED_PRECONDITION
    assert refused.value.reason == (
        "requires endorsement from organisation(s) that are not in the distribution policy of the private data collection(s): "
        f"[{IMPLICIT}]; retry specifying trusted endorsing organizations to protect transient data"
    )
    named = caller.endorse(*steps, transient=TRANSIENT)
    assert named.submit_and_wait().successful


def test_without_a_collection_anybody_endorses_transient_data(caller: Caller) -> None:
    assert caller.proposal(["put_state", "t3", b"1"], transient=TRANSIENT).endorse().submit_and_wait().successful


def test_transient_data_is_in_no_transaction(caller: Caller) -> None:
    endorsed = caller.proposal(["put_private_data", C, "t4", b"of-test-4"], transient={"secret": b"transient-4"}).endorse()
    assert b"transient-4" not in endorsed.to_bytes()
    assert encode([["put_private_data", C, "t4", b"of-test-4"]]) in endorsed.to_bytes()
