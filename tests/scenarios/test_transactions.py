"""Transactions: what goes in comes out, what was submitted can be read, and what became of it can be asked."""

import hashlib
from typing import Any

import pytest

from genpon.gateway import CommitError, CommitStatusError, EvaluateError
from tests.scenarios.conftest import Connect
from tests.support.scenario_ledger import CHAINCODE, CHANNEL, OMURA, TODA, ScenarioLedger, connection


@pytest.mark.parametrize(
    "data", [b"", b"\x00\xff\xfe binary", "原本 \U00020bb7".encode(), b"x" * 1_000_000], ids=["empty", "binary", "text", "large"]
)
def test_arguments_and_results_are_bytes(contract: Any, data: bytes) -> None:
    assert contract.evaluate_transaction("echo", data) == data


def test_text_arguments_are_utf_8(contract: Any) -> None:
    assert contract.evaluate_transaction("echo", "長崎").decode() == "長崎"


def test_what_was_submitted_can_be_read(contract: Any, key: str) -> None:
    assert contract.evaluate_transaction("get", key) == b""
    assert contract.submit_transaction("put", key, b"\x00 value \xff") == b"\x00 value \xff"
    assert contract.evaluate_transaction("get", key) == b"\x00 value \xff"
    contract.submit_transaction("delete", key)
    assert contract.evaluate_transaction("get", key) == b""


def test_a_query_writes_nothing(contract: Any, key: str) -> None:
    assert contract.evaluate_transaction("put", key, "never") == b"never"
    assert contract.evaluate_transaction("get", key) == b""


def test_a_contract_by_name_is_the_default_one(network: Any, key: str) -> None:
    network.get_contract(CHAINCODE, "values").submit_transaction("put", key, "1")
    assert network.get_contract(CHAINCODE).evaluate_transaction("get", key) == b"1"


def test_step_by_step(contract: Any, network: Any, key: str) -> None:
    proposal = contract.new_proposal("put", key, "1")
    endorsed = proposal.endorse()
    assert (endorsed.transaction_id, endorsed.result) == (proposal.transaction_id, b"1")
    assert contract.evaluate_transaction("get", key) == b"", "nothing is ordered yet"
    commit = endorsed.submit()
    status = commit.status()
    assert (status.transaction_id, status.code, status.successful) == (proposal.transaction_id, "VALID", True)
    assert network.new_commit(proposal.transaction_id).status() == status
    assert contract.evaluate_transaction("get", key) == b"1"


def test_of_two_at_once_on_one_key_the_second_is_told(contract: Any, network: Any, key: str) -> None:
    first, second = (contract.new_proposal("append", key, value).endorse() for value in ("a", "b"))
    first.submit_and_wait()
    with pytest.raises(CommitError) as conflict:
        second.submit_and_wait()
    assert (conflict.value.code, conflict.value.retryable) == ("MVCC_READ_CONFLICT", True)
    assert network.new_commit(second.transaction_id).status().code == "MVCC_READ_CONFLICT"
    assert contract.evaluate_transaction("get", key) == b"a"


def test_transient_data_leaves_no_trace_in_the_transaction(contract: Any, key: str) -> None:
    secret = hashlib.sha256(key.encode()).hexdigest()
    digest = hashlib.sha256(secret.encode()).hexdigest().encode()
    endorsed = contract.new_proposal("remember_digest", key, transient={"value": secret}).endorse()
    assert endorsed.result == digest
    assert secret.encode() not in endorsed.envelope
    endorsed.submit_and_wait()
    assert contract.evaluate_transaction("get", key) == digest


def test_transactions_of_one_organisation_are_read_by_all(connect: Connect, contract: Any, ledger: ScenarioLedger, key: str) -> None:
    contract.submit_transaction("put", key, "for all")
    ledger.settle()
    for msp_id in (TODA, OMURA):
        elsewhere = connect(**connection(ledger, msp_id)).get_network(CHANNEL).get_contract(CHAINCODE)
        assert elsewhere.evaluate_transaction("get", key, endorsing_organizations=[msp_id]) == b"for all"


def test_a_member_may_use_the_gateway_of_another_organisation(connect: Connect, ledger: ScenarioLedger, key: str) -> None:
    guest = connect(**connection(ledger, TODA, at=[OMURA])).get_network(CHANNEL).get_contract(CHAINCODE)
    guest.submit_transaction("put", key, "guest")
    assert guest.evaluate_transaction("get", key) == b"guest"


def test_the_status_of_a_transaction_that_nobody_sent_does_not_come(contract: Any) -> None:
    with pytest.raises(CommitStatusError) as unknown:
        contract.new_proposal("put", "never", "1").endorse().commit.status(timeout=0.2)
    assert (unknown.value.code.name, unknown.value.outcome_unknown) == ("DEADLINE_EXCEEDED", True)


@pytest.mark.parametrize(("channel", "chaincode"), [("elsewhere", CHAINCODE), (CHANNEL, "unknown")])
def test_an_unknown_channel_or_chaincode(gateway: Any, channel: str, chaincode: str) -> None:
    with pytest.raises(EvaluateError) as refused:
        gateway.get_network(channel).get_contract(chaincode).evaluate_transaction("ping")
    assert not refused.value.details
