"""What invocations and queries send to which gateway, and what becomes of each answer."""

import asyncio
from typing import Any

import grpc
import pytest

from genpon.gateway import CommitError, EndorseError, EvaluateError, GatewayError, SubmitError
from genpon.hfc import ChaincodeExecutionError, Client, HfcError, NotOfferedError, WaitForEventTimeoutError, connections
from genpon_core.fabric.protos import chaincode_event, common, proposal, proposal_response, transaction
from genpon_core.fabric.protos import gateway as gateway_protos
from tests.support.gateway_peer import Failure, ScriptedPeer, committed, endorsed, evaluated
from tests.unit.gateway.test_gateway_wire import unpack
from tests.unit.hfc.conftest import ORG1, PEER1, PEER2, Old

Two = tuple[ScriptedPeer, ScriptedPeer]
REFUSED = Failure(
    grpc.StatusCode.ABORTED,
    "failed to endorse",
    (("a:1", "Org1MSP", "chaincode response 500, no"), ("b:1", "Org2MSP", "chaincode response 500, no")),
)
AWAY = Failure(grpc.StatusCode.UNAVAILABLE, "failed to find any endorsing peers for org(s): Org2MSP")


def invoke(old: Old, peers: Any = (PEER1, PEER2), **options: Any) -> Any:
    return old.run(old.client.chaincode_invoke, old.admin, "channel", peers, ["a", b"\xff"], "example_cc", **options)


def query(old: Old, peers: Any = (PEER1,), **options: Any) -> Any:
    return old.run(old.client.chaincode_query, old.admin, "channel", peers, ["a"], "example_cc", **options)


def test_an_invocation(old: Old, peers: Two) -> None:
    assert invoke(old, transient_map={"salt": "s"}) == "result"
    [request] = peers[0].asked("EndorseRequest")
    channel_header, signature_header, payload, spec = unpack(request.proposed_transaction)
    assert (channel_header.channel_id, spec.chaincode_id.name, list(spec.input.args)) == (
        "channel",
        "example_cc",
        [b"invoke", b"a", b"\xff"],
    )
    assert signature_header.creator == old.admin.identity.to_bytes()
    assert dict(payload.TransientMap) == {"salt": b"s"}
    assert list(request.endorsing_organizations) == ["Org1MSP", "Org2MSP"]
    assert len(peers[0].asked("SubmitRequest")) == 1
    assert not peers[0].asked("SignedCommitStatusRequest"), "nobody waits"
    assert peers[1].requests == []


def test_waiting_for_the_commit_at_every_named_peer(old: Old, peers: Two) -> None:
    assert invoke(old, wait_for_event=True, fcn="move") == "result"
    ids = [
        {gateway_protos.CommitStatusRequest.FromString(asked.request).transaction_id for asked in peer.asked("SignedCommitStatusRequest")}
        for peer in peers
    ]
    assert ids[0] == ids[1] == {peers[0].asked("EndorseRequest")[0].transaction_id}


def test_a_transaction_that_is_invalid(old: Old, peers: Two) -> None:
    peers[0].then("commit_status", committed("MVCC_READ_CONFLICT"))
    with pytest.raises(CommitError, match="MVCC_READ_CONFLICT"):
        invoke(old, wait_for_event=True)


def test_a_further_peer_that_is_away_is_not_waited_for(old: Old, peers: Two) -> None:
    peers[1].then("commit_status", Failure(grpc.StatusCode.UNAVAILABLE, "away"))
    assert invoke(old, wait_for_event=True) == "result"


@pytest.mark.parametrize("late", [0, 1])
def test_a_commit_that_does_not_come_in_time(old: Old, peers: Two, late: int) -> None:
    peers[late].then("commit_status", Failure(grpc.StatusCode.DEADLINE_EXCEEDED, "late"))
    with pytest.raises(TimeoutError, match=r"waitForEvent timed out \(transaction [0-9a-f]{64}\)") as error:
        invoke(old, wait_for_event=True, wait_for_event_timeout=5)
    assert isinstance(error.value, WaitForEventTimeoutError)
    assert isinstance(error.value, GatewayError)
    assert error.value.outcome_unknown
    assert peers[0].remaining[-1] < 10, "the default is 60 seconds"


def emits(name: str) -> Any:
    """The answer of a gateway whose chaincode emits an event."""

    def answer(request: Any) -> Any:
        proposed = endorsed(request, b"result").prepared_transaction
        payload = common.Payload.FromString(proposed.payload)
        action = proposal.ChaincodeAction(
            response=proposal_response.Response(status=200, payload=b"result"),
            events=chaincode_event.ChaincodeEvent(chaincode_id="example_cc", event_name=name).SerializeToString(),
        )
        signed = proposal_response.ProposalResponsePayload(extension=action.SerializeToString()).SerializeToString()
        inner = transaction.ChaincodeActionPayload(action=transaction.ChaincodeEndorsedAction(proposal_response_payload=signed))
        payload.data = transaction.Transaction(
            actions=[transaction.TransactionAction(payload=inner.SerializeToString())]
        ).SerializeToString()
        return gateway_protos.EndorseResponse(prepared_transaction=common.Envelope(payload=payload.SerializeToString()))

    return answer


@pytest.mark.parametrize("pattern", ["^invoked", "inv", "invoked$", ".*"])
def test_an_event_that_matches(old: Old, peers: Two, pattern: str) -> None:
    peers[0].then("endorse", emits("invoked"))
    assert invoke(old, wait_for_event=True, cc_pattern=pattern) == "result"


@pytest.mark.parametrize(("emitted", "pattern"), [("invoked", "^voked"), ("", "invoked")])
def test_an_event_that_does_not_match(old: Old, peers: Two, emitted: str, pattern: str) -> None:
    peers[0].then("endorse", emits(emitted))
    with pytest.raises(WaitForEventTimeoutError, match="is committed, but emitted no event that matches") as error:
        invoke(old, wait_for_event=True, cc_pattern=pattern)
    assert not error.value.outcome_unknown


def test_a_refusal_is_the_result_unless_it_is_to_be_raised(old: Old, peers: Two) -> None:
    peers[0].then("endorse", REFUSED, REFUSED)
    assert invoke(old) == "no"
    with pytest.raises(ChaincodeExecutionError, match=r"^no ") as error:
        invoke(old, raise_on_error=True)
    assert error.value.transaction_id
    assert not peers[0].asked("SubmitRequest")


def test_a_failure_that_is_not_the_chaincodes_is_always_raised(old: Old, peers: Two) -> None:
    peers[0].then("endorse", Failure(grpc.StatusCode.FAILED_PRECONDITION, "no chaincode"))
    with pytest.raises(EndorseError, match="no chaincode"):
        invoke(old)
    peers[0].then("submit", Failure(grpc.StatusCode.ABORTED, "refused by the orderer"))
    with pytest.raises(SubmitError, match="refused by the orderer"):
        invoke(old)


def test_peers_that_are_away_are_tried_again(old: Old, peers: Two) -> None:
    for peer in peers:
        peer.then("endorse", AWAY)
    assert invoke(old, grpc_broker_unavailable_retry=2, grpc_broker_unavailable_retry_delay=1) == "result"
    assert sum(len(peer.asked("EndorseRequest")) for peer in peers) == 3


def test_what_cannot_pass_is_not_tried_again(old: Old, peers: Two) -> None:
    peers[0].then("endorse", Failure(grpc.StatusCode.PERMISSION_DENIED, "no member"))
    with pytest.raises(EndorseError, match="no member"):
        invoke(old, grpc_broker_unavailable_retry=5)
    assert len(peers[0].asked("EndorseRequest")) == 1


def test_organisations_that_stay_away_are_left_out_if_that_is_wanted(old: Old, peers: Two) -> None:
    peers[0].then("endorse", AWAY, AWAY)
    assert invoke(old, raise_broker_unavailable=False) == "result"
    asked = [list(request.endorsing_organizations) for peer in peers for request in peer.asked("EndorseRequest")]
    assert asked.count(["Org1MSP"]) == 1
    with pytest.raises(EndorseError, match="Org2MSP"):
        invoke(old)


def test_nobody_is_left_out_who_is_not_named_as_away(old: Old, peers: Two) -> None:
    for peer in peers:
        peer.then("endorse", Failure(grpc.StatusCode.UNAVAILABLE, "the network is down"))
    with pytest.raises(EndorseError, match="the network is down"):
        invoke(old, raise_broker_unavailable=False)


def test_the_second_peers_gateway_stands_in_for_the_first(old: Old, peers: Two) -> None:
    peers[0].__exit__()
    assert invoke(old, wait_for_event=True) == "result"
    assert peers[1].asked("EndorseRequest")


def test_a_query(old: Old, peers: Two) -> None:
    peers[1].then("evaluate", evaluated("値".encode()))
    assert query(old, [PEER2], fcn="get", transient_map={"salt": b"s"}) == "値"
    [request] = peers[1].asked("EvaluateRequest")
    _, _, payload, spec = unpack(request.proposed_transaction)
    assert (list(spec.input.args), dict(payload.TransientMap)) == ([b"get", b"a"], {"salt": b"s"})
    assert list(request.target_organizations) == ["Org2MSP"]
    assert peers[0].requests == []


def test_a_refused_query(old: Old, peers: Two) -> None:
    peers[0].then("evaluate", Failure(grpc.StatusCode.UNKNOWN, "chaincode response 404, nothing of that name"))
    with pytest.raises(ChaincodeExecutionError, match="nothing of that name"):
        query(old)
    peers[0].then("evaluate", Failure(grpc.StatusCode.FAILED_PRECONDITION, "no such chaincode"))
    with pytest.raises(EvaluateError, match="no such chaincode"):
        query(old)


def test_results_that_are_no_text_lose_nothing(old: Old, peers: Two) -> None:
    peers[0].then("evaluate", evaluated(b"\x00\xff\xfe"))
    assert query(old).encode("utf-8", "surrogateescape") == b"\x00\xff\xfe"


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"args": "ab"}, "the arguments are no list of texts or bytes"),
        ({"args": [1]}, "the arguments are no list of texts or bytes"),
        ({"fcn": ""}, "no function is named"),
        ({"cc_pattern": "("}, "cc_pattern is no regular expression"),
        ({"peers": []}, "no peer is named"),
        ({"peers": ["x"]}, "there is no peer 'x'"),
        ({"requestor": None}, "the requestor is no user"),
    ],
)
def test_invocations_that_make_no_sense(old: Old, peers: Two, options: dict[str, Any], problem: str) -> None:
    given = {"requestor": old.admin, "channel_name": "c", "peers": [PEER1], "args": [], "cc_name": "cc", **options}
    with pytest.raises(HfcError, match=problem):
        old.run(old.client.chaincode_invoke, **given)
    assert peers[0].requests == []


@pytest.mark.parametrize("number", ["x", "", None, -1, "-1", 2**64, [1]])
def test_numbers_that_no_block_has(old: Old, peers: Two, number: Any) -> None:
    with pytest.raises(HfcError, match="is no block's number"):
        old.run(old.client.query_block, old.admin, "c", [PEER1], number)
    assert peers[0].requests == []


def test_a_question_without_a_channel_to_ask_in(old: Old) -> None:
    with pytest.raises(HfcError, match="no channel is known to ask in"):
        old.run(old.client.query_channels, old.admin, [PEER1])


def test_is_init_is_not_offered(old: Old) -> None:
    with pytest.raises(NotOfferedError, match="is_init is not offered"):
        invoke(old, is_init=True)


def test_a_peer_of_nobody(old: Old) -> None:
    stray = old.client.peers[PEER1].__class__("stray", "localhost:1", "", None)
    with pytest.raises(HfcError, match="the peer 'stray' belongs to no organisation of the profile"):
        query(old, [stray])


def test_one_client_in_one_loop_after_the_other(old: Old, peers: Two) -> None:
    for _ in range(3):
        assert asyncio.run(old.client.chaincode_query(old.admin, "c", [PEER1], [], "cc")) == "result"
    assert len(peers[0].asked("EvaluateRequest")) == 3


def test_side_by_side(old: Old, peers: Two) -> None:
    async def main(client: Client) -> list[str]:
        return list(await asyncio.gather(*(client.chaincode_query(old.admin, "c", [PEER1], [str(n)], "cc") for n in range(20))))

    assert old.run(main, old.client) == ["result"] * 20
    assert len(peers[0].asked("EvaluateRequest")) == 20


def test_a_closed_client_opens_again(old: Old) -> None:
    async def main() -> str:
        await old.client.chaincode_query(old.admin, "c", [PEER1], [], "cc")
        await old.client.close_grpc_channels()
        return await old.client.chaincode_query(old.admin, "c", [PEER1], [], "cc")

    assert old.run(main) == "result"


def test_a_user_is_connected_once_however_often_it_is_asked_for(old: Old, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Any] = []
    real = connections.connect
    monkeypatch.setattr(connections, "connect", lambda *targets, **options: opened.append(targets) or real(*targets, **options))

    async def main() -> None:
        for _ in range(3):
            await old.client.chaincode_query(old.client.get_user(ORG1, "Admin"), "c", [PEER1], [], "cc")  # type: ignore[arg-type]

    old.run(main)
    assert len(opened) == 1
