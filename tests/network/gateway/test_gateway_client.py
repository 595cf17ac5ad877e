"""The Gateway client on a ledger that speaks the real protocols, over TLS, with named endorsers, conflicts and lost replies."""

import asyncio
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
import pytest

from genpon.gateway import (
    CommitError,
    CommitStatusError,
    Contract,
    EndorseError,
    EvaluateError,
    FunctionSigner,
    Gateway,
    Identity,
    PrivateKeySigner,
    SubmitError,
    Tls,
    connect,
)
from genpon.gateway import aio as gateway_aio
from genpon_network.embedded import EmbeddedLedger
from genpon_network.testing import LedgerFactory
from tests.support.scripted_chaincode import ScriptedChaincode

SET = ["NagasakiMSP", "TodaMSP", "OmuraMSP"]


@pytest.fixture(scope="module")
def ledger(embedded_ledger: LedgerFactory) -> Iterator[EmbeddedLedger]:
    with ScriptedChaincode() as chaincode:
        yield embedded_ledger(chaincode_for=lambda _: chaincode.address, batch_timeout=0.01, endorsing=SET)


def options_of(ledger: EmbeddedLedger, msp_id: str) -> dict[str, Any]:
    member, endpoint = ledger.identity(msp_id), ledger.profile(msp_id).gateway()
    return {
        "target": endpoint.endpoint,
        "identity": Identity(msp_id, member.certificate_pem),
        "signer": PrivateKeySigner(member.private_key),
        "tls": Tls(endpoint.tls_ca_pem.encode(), server_name=endpoint.tls_hostname),
    }


@pytest.fixture
def gateway(ledger: EmbeddedLedger) -> Iterator[Gateway]:
    with connect(**options_of(ledger, "NagasakiMSP")) as connected:
        yield connected


@pytest.fixture
def contract(gateway: Gateway) -> Contract:
    return gateway.get_network("genpon").get_contract("genpon")


def steps(*what: Any) -> tuple[str, str]:
    return "run", json.dumps(what)


def test_submit_and_evaluate(contract: Contract) -> None:
    contract.submit_transaction(*steps(["put", "a", "1"]), endorsing_organizations=SET)
    assert json.loads(contract.evaluate_transaction(*steps(["get", "a"]))) == ["1"]


def test_step_by_step_with_every_signature_made_elsewhere(ledger: EmbeddedLedger) -> None:
    options = options_of(ledger, "TodaMSP")
    signer = options.pop("signer")
    with connect(**options) as gateway:
        proposed = gateway.get_network("genpon").get_contract("genpon").new_proposal(*steps(["put", "b", "1"], ["get", "a"]))
        transaction = gateway.restore_proposal(proposed.to_bytes(), signature=signer.sign(proposed.digest)).endorse()
        commit = gateway.restore_transaction(transaction.to_bytes(), signature=signer.sign(transaction.digest)).submit()
        status = gateway.restore_commit(commit.to_bytes(), signature=signer.sign(commit.digest)).status()
    assert (status.successful, status.transaction_id) == (True, proposed.transaction_id)
    assert json.loads(transaction.result) == json.loads(commit.result or b"")


@pytest.mark.parametrize("status", [400, 409, 499])
def test_a_refusal_of_the_chaincode(contract: Contract, status: int) -> None:
    with pytest.raises(EndorseError) as refused:
        contract.submit_transaction(*steps(["answer", status, "no {}"]), endorsing_organizations=SET)
    assert refused.value.code is grpc.StatusCode.ABORTED
    assert {(detail.msp_id in SET, detail.chaincode_response) for detail in refused.value.details} == {
        (True, refused.value.chaincode_response)
    }
    assert refused.value.chaincode_response is not None
    assert (refused.value.chaincode_response.status, refused.value.chaincode_response.message) == (status, "no {}")
    with pytest.raises(EvaluateError) as unanswered:
        contract.evaluate_transaction(*steps(["answer", status, "no {}"]))
    assert unanswered.value.chaincode_response == refused.value.chaincode_response


def test_a_long_refusal_of_several_peers_arrives_whole(contract: Contract) -> None:
    reason = "no " * 10_000
    with pytest.raises(EndorseError) as refused:
        contract.submit_transaction(*steps(["answer", 409, reason]), endorsing_organizations=SET)
    assert [detail.message.endswith(reason) for detail in refused.value.details] == [True] * len(SET)


def test_two_writers_of_one_key(contract: Contract) -> None:
    first, second = (contract.new_proposal(*steps(["get", "c"], ["put", "c", value])).endorse() for value in "12")
    first.submit_and_wait()
    with pytest.raises(CommitError) as conflict:
        second.submit_and_wait()
    assert (conflict.value.code, conflict.value.retryable) == ("MVCC_READ_CONFLICT", True)


def test_many_writers_of_one_key_who_endorse_anew(gateway: Gateway) -> None:
    contract = gateway.get_network("genpon").get_contract("genpon").retrying(attempts=50, first_pause=0.01, longest_pause=0.2)
    with ThreadPoolExecutor(6) as threads:
        writes = [threads.submit(contract.submit_transaction, *steps(["get", "hot"], ["put", "hot", str(index)])) for index in range(6)]
    seen = [json.loads(write.result())[0] for write in writes]
    assert len(set(seen)) == 6, f"two writers saw the same value, so one's write was lost: {seen}"


def test_a_stopped_organisation_is_named(ledger: EmbeddedLedger, contract: Contract) -> None:
    ledger.stop("OmuraMSP")
    try:
        with pytest.raises(EndorseError) as missing:
            contract.submit_transaction(*steps(["put", "d", "1"]), endorsing_organizations=SET)
        contract.submit_transaction(*steps(["put", "d", "1"]), endorsing_organizations=SET[:2])
    finally:
        ledger.start("OmuraMSP")
    assert [detail.msp_id for detail in missing.value.details] == ["OmuraMSP"]
    assert missing.value.retryable


def test_a_lost_reply_to_submit_makes_one_transaction(ledger: EmbeddedLedger, contract: Contract) -> None:
    before = ledger.height()
    ledger.drop_next_reply("submit")
    contract.submit_transaction(*steps(["put", "e", "1"]))
    assert ledger.height() == before + 1


def test_lost_replies_to_submit_and_status_leave_a_question_that_can_be_asked_later(ledger: EmbeddedLedger, contract: Contract) -> None:
    transaction = contract.new_proposal(*steps(["put", "f", "1"])).endorse()
    ledger.drop_next_reply("submit")
    with pytest.raises(SubmitError) as lost:
        transaction.submit()
    assert (lost.value.outcome_unknown, lost.value.retryable) == (True, False)
    ledger.drop_next_reply("commit_status")
    assert transaction.commit.resolve(timeout=10).successful


def test_a_transaction_that_nobody_submitted(contract: Contract) -> None:
    with pytest.raises(CommitStatusError) as unknown:
        contract.new_proposal(*steps(["put", "g", "1"])).endorse().commit.status(timeout=0.05)
    assert (unknown.value.code, unknown.value.outcome_unknown) == (grpc.StatusCode.DEADLINE_EXCEEDED, True)


def test_a_key_of_another_identity_is_refused(ledger: EmbeddedLedger) -> None:
    options = {**options_of(ledger, "NagasakiMSP"), "signer": FunctionSigner(PrivateKeySigner.generate().sign)}
    with connect(**options) as gateway, pytest.raises(EvaluateError) as denied:
        gateway.get_network("genpon").get_contract("genpon").evaluate_transaction(*steps())
    assert not denied.value.retryable


def test_a_gateway_of_another_ca_is_not_trusted(ledger: EmbeddedLedger) -> None:
    options = options_of(ledger, "NagasakiMSP")
    other = ledger.profile("TodaMSP").gateway().tls_ca_pem.encode()
    with (
        connect(**{**options, "tls": Tls(other, server_name=options["tls"].server_name)}) as gateway,
        pytest.raises(EvaluateError) as untrusted,
    ):
        gateway.get_network("genpon").get_contract("genpon").evaluate_transaction(*steps())
    assert untrusted.value.code is grpc.StatusCode.UNAVAILABLE
    assert "the CAs in Tls(…)" in untrusted.value.next_step


def test_under_asyncio_side_by_side(ledger: EmbeddedLedger) -> None:
    async def main() -> list[Any]:
        async with gateway_aio.connect(**options_of(ledger, "KawaguchiMSP")) as gateway:
            contract = gateway.get_network("genpon").get_contract("genpon")
            await asyncio.gather(*(contract.submit_transaction(*steps(["put", f"aio-{index}", "1"])) for index in range(20)))
            found: list[Any] = json.loads(await contract.evaluate_transaction(*steps(["range", "aio-", "aio."])))
            return found

    assert len(asyncio.run(main())[0]) == 20
