"""What gateways answer to proposals and transactions that no proper client sends: the same on either ledger."""

from collections.abc import Callable
from typing import Any

import grpc
import pytest

from genpon_core.fabric.headers import TransactionContext
from genpon_core.fabric.protos import common, gateway, proposal, transaction
from tests.scenarios.test_raw_answers import raw_client
from tests.support.raw_client import RawClient, another, transaction_id_of
from tests.support.rpc_refusals import refused
from tests.support.scenario_ledger import NAGASAKI, OMURA, TODA, ScenarioLedger

UNCHECKED = pytest.mark.newer("2.5 does not look at a request for a status before it looks at who asks")

Code = grpc.StatusCode
TxCode = transaction.TxValidationCode
PAIR = (NAGASAKI, TODA)


@pytest.fixture(scope="module")
def client(ledger: ScenarioLedger) -> RawClient:
    return raw_client(ledger)


def put(client: RawClient, **options: Any) -> Any:
    return client.call(b"put", b"raw", b"1", **options)


def status_request(client: RawClient, **fields: Any) -> Any:
    asked = {"transaction_id": "0" * 64, "channel_id": "genpon", "identity": client.creator, **fields}
    request = gateway.CommitStatusRequest(**asked).SerializeToString()
    return gateway.SignedCommitStatusRequest(request=request, signature=client.sign(request))


def forged_status(client: RawClient) -> Any:
    request = status_request(client)
    request.signature = client.sign(b"else")
    return request


@pytest.mark.parametrize("method", ["Evaluate", "Endorse", "Submit", "CommitStatus"])
def test_empty_requests(client: RawClient, method: str) -> None:
    kind = {"CommitStatus": "SignedCommitStatusRequest"}.get(method, f"{method}Request")
    with refused(Code.INVALID_ARGUMENT):
        getattr(client.stub, method)(getattr(gateway, kind)(), timeout=10)


@pytest.mark.parametrize(
    ("code", "message", "make"),
    [
        (Code.PERMISSION_DENIED, "'Readers' sub-policies", forged_status),
        (Code.PERMISSION_DENIED, "'Readers' sub-policies", lambda client: status_request(another(client, msp_id="StrangeMSP"))),
        (Code.PERMISSION_DENIED, "channel [elsewhere]", lambda client: status_request(client, channel_id="elsewhere")),
        pytest.param(Code.INVALID_ARGUMENT, "identity", lambda client: status_request(client, identity=b""), marks=UNCHECKED),
        pytest.param(Code.INVALID_ARGUMENT, "channel", lambda client: status_request(client, channel_id=""), marks=UNCHECKED),
        pytest.param(Code.INVALID_ARGUMENT, "transaction", lambda client: status_request(client, transaction_id=""), marks=UNCHECKED),
        (Code.INVALID_ARGUMENT, "invalid status request", lambda _: gateway.SignedCommitStatusRequest(request=b"\xff\xff")),
    ],
)
def test_requests_for_a_status(client: RawClient, code: Code, message: str, make: Callable[[RawClient], Any]) -> None:
    with refused(code) as refusal:
        client.stub.CommitStatus(make(client), timeout=10)
    assert message in refusal().message


def changed_headers(client: RawClient, part: str) -> Any:
    outer = proposal.Proposal.FromString(put(client).proposal_bytes)
    header = common.Header.FromString(outer.header)
    channel = common.ChannelHeader.FromString(header.channel_header)
    signature = common.SignatureHeader.FromString(header.signature_header)
    target, value = {
        "epoch": (channel, 1),
        "type": (channel, common.HeaderType.Value("ORDERER_TRANSACTION")),
        "tx_id": (channel, "0" * 64),
        "nonce": (signature, b""),
        "creator": (signature, b""),
    }[part]
    setattr(target, part, value)
    header.channel_header, header.signature_header = channel.SerializeToString(), signature.SerializeToString()
    outer.header = header.SerializeToString()
    data = outer.SerializeToString()
    return proposal.SignedProposal(proposal_bytes=data, signature=client.sign(data))


def forged_proposal(client: RawClient) -> Any:
    signed = put(client)
    signed.signature = client.sign(b"else")
    return signed


@pytest.mark.parametrize(
    ("message", "make"),
    [
        ("error validating proposal: epoch is non-zero", lambda client: changed_headers(client, "epoch")),
        ("error validating proposal: invalid header type ORDERER_TRANSACTION", lambda client: changed_headers(client, "type")),
        ("error validating proposal: incorrectly computed txid", lambda client: changed_headers(client, "tx_id")),
        ("error validating proposal: nonce is empty", lambda client: changed_headers(client, "nonce")),
        ("error validating proposal: creator is empty", lambda client: changed_headers(client, "creator")),
        ("error validating proposal: access denied: channel [genpon] creator org [NagasakiMSP]", forged_proposal),
        (
            "error validating proposal: access denied: channel [genpon] creator org unknown, creator is malformed",
            lambda client: put(another(client, msp_id="StrangeMSP")),
        ),
    ],
)
def test_proposals(client: RawClient, message: str, make: Callable[[RawClient], Any]) -> None:
    signed = make(client)
    with refused(Code.FAILED_PRECONDITION) as refusal:
        client.stub.Evaluate(gateway.EvaluateRequest(proposed_transaction=signed), timeout=10)
    assert message in refusal().message
    with refused(Code.ABORTED) as refusal:
        client.endorse_proposal(signed, by=PAIR)
    here, there = (refusal().details[msp_id].message for msp_id in PAIR)
    assert here.startswith(message)
    assert there == f"rpc error: code = Unknown desc = {here}"


def test_a_proposal_that_another_organisations_peer_refuses(client: RawClient) -> None:
    """A gateway cannot tell its own peer's refusal from a peer that is away where it asks another one over the network."""
    request = gateway.EvaluateRequest(proposed_transaction=forged_proposal(client), target_organizations=[TODA])
    with refused(Code.UNAVAILABLE) as refusal:
        client.stub.Evaluate(request, timeout=10)
    assert refusal().details[TODA].message.startswith("rpc error: code = Unknown desc = error validating proposal: access denied")


@pytest.mark.newer("2.5 does not look at a proposal's time")
@pytest.mark.parametrize("seconds", [-3600, 3600])
def test_a_proposal_out_of_its_time(client: RawClient, seconds: float) -> None:
    with refused(Code.ABORTED) as refusal:
        client.endorse_proposal(put(client, seconds=seconds), by=PAIR)
    here, there = (refusal().details[msp_id].message for msp_id in PAIR)
    assert here.startswith("request unauthorized due to incorrect timestamp")
    assert there.startswith("rpc error: code = Unknown desc = request unauthorized due to incorrect timestamp")
    assert here.endswith("peer.authentication.timewindow 5m0s")


@pytest.mark.newer("Raft's orderers take what they had before, and peers find it a duplicate")
def test_a_transaction_submitted_twice_is_one(client: RawClient) -> None:
    envelope = client.endorse_proposal(put(client), by=PAIR)
    client.submit(envelope)
    assert client.status(transaction_id_of(envelope))[0] == TxCode.VALID
    with refused(Code.UNAVAILABLE) as refusal:
        client.submit(envelope)
    assert refusal().message.startswith("insufficient number of orderers")
    assert any("request already processed" in detail.message for detail in refusal().details.values())


def test_a_used_transaction_id(client: RawClient, ledger: ScenarioLedger) -> None:
    context = TransactionContext.new(client.creator)
    envelope = client.endorse_proposal(put(client, context=context), by=PAIR)
    client.submit(envelope)
    client.status(context.transaction_id)
    ledger.settle()
    with refused(Code.ABORTED) as refusal:
        client.endorse_proposal(put(client, context=context), by=PAIR)
    duplicate = f"duplicate transaction found [{context.transaction_id}]. Creator [{client.creator.hex()}]"
    assert [refusal().details[msp_id].message for msp_id in PAIR] == [duplicate, f"rpc error: code = Unknown desc = {duplicate}"]


@pytest.mark.newer("with Raft the gateway tells the one orderer's refusal as its own")
def test_a_transaction_with_a_forged_signature(client: RawClient) -> None:
    envelope = client.endorse_proposal(put(client), by=PAIR)
    envelope.signature = client.sign(b"something else")
    with refused(Code.UNAVAILABLE) as refusal:
        client.submit(envelope)
    assert any("status=FORBIDDEN" in detail.message for detail in refusal().details.values())
    envelope.signature = b""
    with refused(Code.INVALID_ARGUMENT):
        client.submit(envelope)


def test_a_transaction_whose_result_was_changed(client: RawClient) -> None:
    envelope = client.endorse_proposal(put(client), by=PAIR)
    payload = common.Payload.FromString(envelope.payload)
    body = transaction.Transaction.FromString(payload.data)
    action = transaction.ChaincodeActionPayload.FromString(body.actions[0].payload)
    action.action.endorsements[0].signature = action.action.endorsements[1].signature
    body.actions[0].payload = action.SerializeToString()
    payload.data = body.SerializeToString()
    changed = common.Envelope(payload=payload.SerializeToString())
    changed.signature = client.sign(changed.payload)
    client.submit(changed)
    assert client.status(transaction_id_of(changed))[0] == TxCode.ENDORSEMENT_POLICY_FAILURE


@pytest.mark.newer("with Raft the gateway tells the one orderer's refusal as its own")
def test_the_creator_must_be_the_one_who_signs_the_transaction(client: RawClient, ledger: ScenarioLedger) -> None:
    envelope = client.endorse_proposal(put(client), by=PAIR)
    envelope.signature = raw_client(ledger, OMURA).sign(envelope.payload)
    with refused(Code.UNAVAILABLE):
        client.submit(envelope)
