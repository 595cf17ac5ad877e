"""Errors: which peer said what, what the chaincode refused, and that nothing else of it comes out."""

from typing import Any

import pytest

from genpon.gateway import EndorseError, EvaluateError, FunctionSigner, PrivateKeySigner
from tests.scenarios.conftest import Connect
from tests.support.endorsements import endorsers
from tests.support.fixture_chaincode import SECRET_OF_A_FAULT
from tests.support.scenario_ledger import CHAINCODE, CHANNEL, ENDORSING, KAWAGUCHI, NAGASAKI, TODA, ScenarioLedger, connection
from tests.support.waiting import eventually


@pytest.fixture
def trouble(network: Any) -> Any:
    return network.get_contract(CHAINCODE, "trouble")


def responses(error: EndorseError) -> dict[str, tuple[int, str]]:
    """Each organisation's chaincode response."""
    told = {detail.msp_id: detail.chaincode_response for detail in error.details}
    return {msp_id: (response.status, response.message) for msp_id, response in told.items() if response is not None}


@pytest.mark.parametrize("status", [400, 403, 404, 409, 500])
def test_every_organisation_that_refuses_is_named(trouble: Any, status: int) -> None:
    with pytest.raises(EndorseError) as refused:
        trouble.submit_transaction("refuse", str(status), "not.today", endorsing_organizations=ENDORSING)
    error = refused.value
    assert error.code.name == "ABORTED"
    assert responses(error) == dict.fromkeys(ENDORSING, (status, '{"code":"not.today","parameters":{}}'))
    assert len({detail.address for detail in error.details if detail.address}) == len(ENDORSING)
    assert (error.retryable, error.outcome_unknown) == (False, False)


def test_a_refusal_without_names_comes_from_the_peer_that_was_asked_first(trouble: Any) -> None:
    with pytest.raises(EndorseError) as refused:
        trouble.submit_transaction("refuse", "409", "not.today")
    assert responses(refused.value) == {NAGASAKI: (409, '{"code":"not.today","parameters":{}}')}


def test_a_refused_query(trouble: Any) -> None:
    with pytest.raises(EvaluateError) as refused:
        trouble.evaluate_transaction("refuse", "404", "not.there")
    assert refused.value.chaincode_response is not None
    assert (refused.value.chaincode_response.status, refused.value.code.name) == (404, "UNKNOWN")
    assert [detail.msp_id for detail in refused.value.details] == [NAGASAKI]


@pytest.mark.parametrize(
    ("function", "arguments", "code"),
    [("nothing", (), "function.unknown"), ("refuse", ("409",), "argument.count"), ("refuse", ("x", "y"), "argument.type")],
)
def test_calls_that_the_contract_does_not_have(trouble: Any, function: str, arguments: tuple[str, ...], code: str) -> None:
    with pytest.raises(EvaluateError) as refused:
        trouble.evaluate_transaction(function, *arguments)
    assert refused.value.chaincode_response is not None
    assert refused.value.chaincode_response.status == 400
    assert code in refused.value.chaincode_response.message


def test_a_fault_of_the_chaincode_is_a_reference_and_nothing_else(trouble: Any) -> None:
    with pytest.raises(EndorseError) as failed:
        trouble.submit_transaction("fail", endorsing_organizations=ENDORSING)
    told = responses(failed.value)
    assert {status for status, _ in told.values()} == {500}
    assert len({message for _, message in told.values()}) == len(ENDORSING), "each organisation's log has its own reference"
    assert SECRET_OF_A_FAULT not in f"{failed.value} {failed.value.details}"


def test_one_organisation_refuses(trouble: Any) -> None:
    with pytest.raises(EndorseError) as refused:
        trouble.submit_transaction("refuse_at", TODA, "not.here", endorsing_organizations=ENDORSING)
    assert responses(refused.value) == {TODA: (409, '{"code":"not.here","parameters":{}}')}
    endorsed = trouble.new_proposal("refuse_at", TODA, "not.here").endorse()
    assert endorsers(endorsed.envelope) == sorted([NAGASAKI, KAWAGUCHI]), "without names the others are found"


def test_results_that_differ(trouble: Any, key: str) -> None:
    with pytest.raises(EndorseError) as differ:
        trouble.submit_transaction("differ", key, endorsing_organizations=ENDORSING)
    assert differ.value.code.name == "ABORTED"
    assert any("ProposalResponsePayloads do not match" in text for text in (str(differ.value), *map(str, differ.value.details)))
    with pytest.raises(EndorseError):
        trouble.submit_transaction("differ", key)


def test_an_organisation_that_is_not_there(trouble: Any, key: str) -> None:
    with pytest.raises(EndorseError) as unknown:
        trouble.submit_transaction("differ", key, endorsing_organizations=[NAGASAKI, "StrangeMSP"])
    assert unknown.value.code.name == "UNAVAILABLE"
    assert "StrangeMSP" in str(unknown.value)


def test_a_chaincode_that_crashes_in_a_transaction(trouble: Any) -> None:
    with pytest.raises(EndorseError) as crashed:
        trouble.submit_transaction("crash", TODA, endorsing_organizations=[NAGASAKI, TODA])
    [detail] = crashed.value.details
    assert detail.msp_id == TODA
    assert "chaincode stream terminated" in detail.message
    assert endorsers(trouble.new_proposal("crash", TODA).endorse().envelope) == sorted([NAGASAKI, KAWAGUCHI])
    back = eventually(lambda: trouble.new_proposal("differ", "k", endorsing_organizations=[TODA]).endorse(), EndorseError)
    assert endorsers(back.envelope) == [TODA]


def test_a_chaincode_that_is_away(contract: Any, ledger: ScenarioLedger, key: str) -> None:
    contract.submit_transaction("put", key, "1", endorsing_organizations=[NAGASAKI, TODA])
    with ledger.services[TODA].gone():
        with pytest.raises(EndorseError) as away:
            contract.submit_transaction("put", key, "2", endorsing_organizations=[NAGASAKI, TODA])
        assert [detail.msp_id for detail in away.value.details] == [TODA]
        assert endorsers(contract.new_proposal("put", key, "3").endorse().envelope) == sorted([NAGASAKI, KAWAGUCHI])
    back = contract.new_proposal("put", key, "4", endorsing_organizations=[NAGASAKI, TODA])
    assert endorsers(eventually(back.endorse, EndorseError).envelope) == sorted([NAGASAKI, TODA])


def test_a_signature_of_another_key_is_refused(connect: Connect, ledger: ScenarioLedger) -> None:
    forger = connect(**{**connection(ledger, NAGASAKI), "signer": FunctionSigner(PrivateKeySigner.generate().sign)})
    with pytest.raises(EvaluateError) as denied:
        forger.get_network(CHANNEL).get_contract(CHAINCODE).evaluate_transaction("ping")
    assert (denied.value.code.name, denied.value.retryable) == ("FAILED_PRECONDITION", False)
    assert "Check the identity" in denied.value.next_step
