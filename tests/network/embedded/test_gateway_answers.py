"""What a gateway answers: the codes, texts and details of Fabric's."""

from datetime import timedelta
from typing import Any

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from genpon_core.fabric.policies import unsatisfiable
from genpon_core.fabric.protos import gateway, proposal, transaction
from genpon_network.embedded import EmbeddedLedger
from genpon_network.pki import OrganisationAuthority
from tests.support.raw_client import RawClient, another
from tests.support.rpc_refusals import refused
from tests.support.scripted_chaincode import ScriptedChaincode

Code = grpc.StatusCode
VALID = transaction.TxValidationCode.VALID
EVERYBODY = ("NagasakiMSP", "TodaMSP", "OmuraMSP")


def test_refusal_of_an_evaluation(client: RawClient) -> None:
    with refused(Code.UNKNOWN) as refusal:
        client.evaluate(["answer", 404, "no such thing"])
    assert refusal().message == "evaluate call to endorser returned error: chaincode response 404, no such thing"
    detail = refusal().details["NagasakiMSP"]
    assert (detail.address, detail.message) == (client.endpoint.endpoint, "chaincode response 404, no such thing")


@pytest.mark.parametrize("status", [400, 409, 500])
def test_refusal_of_an_endorsement(client: RawClient, status: int) -> None:
    with refused(Code.ABORTED) as refusal:
        client.endorse(["answer", status, "no"], by=EVERYBODY)
    assert refusal().message == "failed to collect enough transaction endorsements, see attached details for more info"
    assert {msp_id: detail.message for msp_id, detail in refusal().details.items()} == dict.fromkeys(
        EVERYBODY, f"chaincode response {status}, no"
    )


def test_refusal_without_names(client: RawClient) -> None:
    with refused(Code.ABORTED) as refusal:
        client.endorse(["answer", 409, "no"])
    assert refusal().message == "failed to endorse transaction, see attached details for more info"


def test_chaincode_that_fails(client: RawClient) -> None:
    with refused(Code.ABORTED) as refusal:
        client.evaluate(["error", "broken"])
    assert "transaction returned with failure: broken" in refusal().details["NagasakiMSP"].message


def test_the_clock_moves(client: RawClient, ledger: EmbeddedLedger) -> None:
    signed = client.proposal(["put", "k", "1"])
    ledger.clock.advance(400)
    try:
        with refused(Code.ABORTED):
            client.endorse_proposal(signed)
        client.endorse(["put", "k", "1"])
    finally:
        ledger.clock.advance(-400)


def test_expired_member(ledger: EmbeddedLedger) -> None:
    enrolment = ledger.enrol("NagasakiMSP", "u-5", validity=timedelta(minutes=30))
    client = RawClient.of(ledger, enrolment=enrolment)
    envelope = client.endorse(["put", "k", "1"])
    ledger.clock.advance(3600)
    try:
        with refused(Code.ABORTED) as refusal:
            client.endorse(["put", "k", "1"])
        assert refusal().details["NagasakiMSP"].message == "proposal client identity expired"
        with refused(Code.UNAVAILABLE) as refusal:
            client.submit(envelope)
        assert "broadcast client identity expired" in refusal().details[""].message
    finally:
        ledger.clock.advance(-3600)


@pytest.mark.parametrize("role", ["peer", "orderer"])
def test_only_clients_and_administrators_write(ledger: EmbeddedLedger, role: Any) -> None:
    client = RawClient.of(ledger, enrolment=ledger.enrol("NagasakiMSP", "u-6", role))
    with refused(Code.FAILED_PRECONDITION) as refusal:
        client.evaluate(["get", "k"])
    assert "'Writers' sub-policies" in refusal().message


def test_certificate_of_another_authority(client: RawClient) -> None:
    authority = OrganisationAuthority.create(msp_id="NagasakiMSP", domain="nagasaki.example", now=client.ledger.clock())
    with refused(Code.FAILED_PRECONDITION) as refusal:
        another(client, enrolment=authority.issue("u-7", "client")).evaluate(["get", "k"])
    assert refusal().message.endswith("access denied: channel [genpon] creator org [NagasakiMSP]")


def test_the_authority_itself_is_no_member(client: RawClient) -> None:
    authority = client.ledger._organisations["NagasakiMSP"].authority
    with refused(Code.FAILED_PRECONDITION):
        another(client, enrolment=authority.ca).evaluate(["get", "k"])


def test_malformed_proposal(client: RawClient) -> None:
    with refused(Code.INVALID_ARGUMENT):
        client.endorse_proposal(proposal.SignedProposal(proposal_bytes=b"\xff"))


@pytest.mark.parametrize("where", [{"channel": "elsewhere"}, {"chaincode": "another"}])
def test_unknown_channel_or_chaincode(client: RawClient, where: dict[str, str]) -> None:
    stranger = another(client, **where)
    with refused(Code.FAILED_PRECONDITION):
        stranger.evaluate(["get", "k"])
    with refused(Code.FAILED_PRECONDITION):
        stranger.endorse(["get", "k"])
    with refused(Code.UNAVAILABLE) as refusal:
        stranger.endorse(["get", "k"], by=("TodaMSP",))
    assert refusal().message == "failed to find any endorsing peers for org(s): TodaMSP"


def test_unknown_organisation(client: RawClient) -> None:
    with refused(Code.UNAVAILABLE) as refusal:
        client.endorse(["get", "k"], by=("TodaMSP", "StrangeMSP"))
    assert refusal().message == "failed to find any endorsing peers for org(s): StrangeMSP"


def test_status_that_does_not_come(client: RawClient) -> None:
    request = gateway.CommitStatusRequest(transaction_id="0" * 64, channel_id="genpon", identity=client.creator).SerializeToString()
    with refused(Code.DEADLINE_EXCEEDED):
        client.stub.CommitStatus(gateway.SignedCommitStatusRequest(request=request, signature=client.sign(request)), timeout=0.05)


def test_frozen_key_has_no_endorsers(client: RawClient) -> None:
    client.run(["put", "ice", "1"], ["policy", "ice", unsatisfiable().SerializeToString().hex()])
    with refused(Code.FAILED_PRECONDITION) as refusal:
        client.endorse(["put", "ice", "2"])
    assert refusal().message.startswith("no combination of peers can be derived")


def test_evaluation_at_a_chosen_organisation(client: RawClient, ledger: EmbeddedLedger) -> None:
    with ScriptedChaincode("of Toda") as other, ScriptedChaincode("of Toda") as back:
        back.label = "honest"
        ledger.use_chaincode("TodaMSP", other.address)
        assert client.evaluate(["own"]) == ["honest"]
        assert client.evaluate(["own"], targets=("TodaMSP",)) == ["of Toda"]
        assert client.evaluate(["own"], transient=True) == ["honest"]


def test_a_gateway_outside_the_endorsing_set(ledger: EmbeddedLedger) -> None:
    client = RawClient.of(ledger, "KawaguchiMSP")
    assert client.run(["put", "outsider", "1"]) == VALID


def test_client_of_one_organisation_at_the_gateway_of_another(ledger: EmbeddedLedger) -> None:
    client = RawClient.of(ledger, "NagasakiMSP", at="OmuraMSP")
    assert client.run(["put", "guest", "1"]) == VALID


@pytest.mark.parametrize("service", ["", "gateway.Gateway"])
def test_health(client: RawClient, service: str) -> None:
    check = health_pb2_grpc.HealthStub(client.grpc_channel).Check
    assert check(health_pb2.HealthCheckRequest(service=service), timeout=5).status == health_pb2.HealthCheckResponse.SERVING


def test_without_tls_nobody_answers(client: RawClient) -> None:
    with grpc.insecure_channel(client.endpoint.endpoint) as channel, pytest.raises(grpc.RpcError) as caught:
        health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest(), timeout=5)
    assert caught.value.code() in (Code.UNAVAILABLE, Code.DEADLINE_EXCEEDED)
