"""Peers that stop, lie or lose replies, and what the rest makes of it."""

from collections.abc import Iterator

import grpc
import pytest

from genpon_core.fabric.protos import transaction
from genpon_network.embedded import ChaincodeFailure, EmbeddedLedger
from genpon_network.testing import LedgerFactory
from tests.support.raw_client import RawClient, transaction_id_of
from tests.support.rpc_refusals import Refused
from tests.support.scripted_chaincode import ScriptedChaincode

VALID = transaction.TxValidationCode.VALID
SET = ("NagasakiMSP", "TodaMSP", "OmuraMSP")


@pytest.fixture
def chaincode() -> Iterator[ScriptedChaincode]:
    with ScriptedChaincode() as service:
        yield service


@pytest.fixture
def ledger(fresh_embedded_ledger: LedgerFactory, chaincode: ScriptedChaincode) -> EmbeddedLedger:
    return fresh_embedded_ledger(chaincode_for=lambda _: chaincode.address, batch_timeout=0.01, endorsing=SET, chaincode_timeout=5)


@pytest.fixture
def client(ledger: EmbeddedLedger) -> RawClient:
    return RawClient.of(ledger)


def refusal_of_endorsement(client: RawClient, *, by: tuple[str, ...] = ()) -> Refused:
    with pytest.raises(grpc.RpcError) as caught:
        client.endorse(["own"], ["put", "k", "1"], by=by)
    return Refused(caught.value)


def test_altered_chaincode_of_one_organisation(client: RawClient, ledger: EmbeddedLedger) -> None:
    with ScriptedChaincode("altered") as altered:
        ledger.use_chaincode("TodaMSP", altered.address)
        refusal = refusal_of_endorsement(client, by=SET)
        assert refusal.code == grpc.StatusCode.ABORTED
        assert refusal.details["TodaMSP"].message == "ProposalResponsePayloads do not match"
        assert client.run(["own"], ["put", "k", "1"]) == VALID, "without names the gateway finds two that agree"


def test_stopped_organisation(client: RawClient, ledger: EmbeddedLedger) -> None:
    ledger.stop("TodaMSP")
    first = refusal_of_endorsement(client, by=SET)
    assert (first.code, list(first.details)) == (grpc.StatusCode.ABORTED, ["TodaMSP"])
    assert "connection error" in first.details["TodaMSP"].message
    second = refusal_of_endorsement(client, by=SET)
    assert (second.code, second.message) == (grpc.StatusCode.UNAVAILABLE, "failed to find any endorsing peers for org(s): TodaMSP")
    assert client.run(["put", "k", "1"]) == VALID, "two of three are enough"
    ledger.start("TodaMSP")
    assert client.run(["put", "k", "2"], by=SET) == VALID


def test_a_stopped_gateway_answers_again_on_its_port(client: RawClient, ledger: EmbeddedLedger) -> None:
    before = client.evaluate(["get", "k"])
    ledger.stop("NagasakiMSP")
    with pytest.raises(grpc.RpcError) as caught:
        client.evaluate(["get", "k"])
    assert caught.value.code() == grpc.StatusCode.UNAVAILABLE
    ledger.start("NagasakiMSP")
    assert RawClient.of(ledger).evaluate(["get", "k"]) == before


def test_too_few_are_left(client: RawClient, ledger: EmbeddedLedger) -> None:
    ledger.stop("TodaMSP")
    ledger.stop("OmuraMSP")
    refusal = refusal_of_endorsement(client)
    assert refusal.code == grpc.StatusCode.ABORTED
    assert set(refusal.details) == {"TodaMSP", "OmuraMSP"}


@pytest.mark.parametrize("method", ["evaluate", "endorse", "submit", "commit_status"])
def test_a_lost_reply(client: RawClient, ledger: EmbeddedLedger, method: str) -> None:
    envelope = client.endorse(["put", "k", "1"])
    steps = {
        "evaluate": lambda: client.evaluate(["get", "k"]),
        "endorse": lambda: client.endorse(["put", "k", "2"]),
        "submit": lambda: client.submit(envelope),
        "commit_status": lambda: client.status(transaction_id_of(envelope)),
    }
    if method == "commit_status":
        client.submit(envelope)
    ledger.drop_next_reply(method)
    with pytest.raises(grpc.RpcError) as caught:
        steps[method]()
    assert caught.value.code() == grpc.StatusCode.UNAVAILABLE
    if method in ("submit", "commit_status"):
        assert client.status(transaction_id_of(envelope))[0] == VALID, "it went through all the same"
    else:
        steps[method]()


def test_no_such_reply(ledger: EmbeddedLedger) -> None:
    with pytest.raises(ValueError, match="a gateway has no method 'nothing'"):
        ledger.drop_next_reply("nothing")


def test_hanging_chaincode(fresh_embedded_ledger: LedgerFactory, chaincode: ScriptedChaincode) -> None:
    ledger = fresh_embedded_ledger(chaincode_for=lambda _: chaincode.address, chaincode_timeout=0.1)
    refusal = refusal_of_hanging(RawClient.of(ledger))
    assert refusal.code == grpc.StatusCode.ABORTED
    assert "timeout expired while executing transaction" in refusal.details["NagasakiMSP"].message


def refusal_of_hanging(client: RawClient) -> Refused:
    with pytest.raises(grpc.RpcError) as caught:
        client.endorse(["hang"])
    return Refused(caught.value)


def test_chaincode_that_goes_away(client: RawClient, ledger: EmbeddedLedger) -> None:
    with ScriptedChaincode("leaving") as leaving:
        ledger.use_chaincode("NagasakiMSP", leaving.address)
        assert client.evaluate(["own"]) == ["leaving"]
    assert client.evaluate(["own"]) == ["honest"], "another peer answers"


def test_chaincode_that_is_not_there(ledger: EmbeddedLedger) -> None:
    with ScriptedChaincode() as gone:
        address = gone.address
    with pytest.raises(ChaincodeFailure, match="does not answer"):
        ledger.use_chaincode("TodaMSP", address)


def test_a_snapshot_does_not_move(client: RawClient, chaincode: ScriptedChaincode) -> None:
    """A simulation that began before a block reads the state as it was, and is told at the commit."""
    client.run(["put", "a", "1"], ["put", "b", "1"])
    inner: list[int] = []

    def commit_between() -> None:
        chaincode.before = lambda: None
        inner.append(client.run(["put", "b", "2"]))

    chaincode.before = commit_between
    assert client.evaluate(["get", "a"], ["get", "b"]) == ["1", "1"]
    assert inner == [VALID]
    assert client.evaluate(["get", "b"]) == ["2"]
