"""Who endorses: the organisations that the client names, or those that the gateway chooses."""

from collections.abc import Sequence
from typing import Any

import pytest

from genpon.gateway import CommitError
from tests.support.endorsements import endorsers
from tests.support.scenario_ledger import CHAINCODE, ENDORSING, KAWAGUCHI, NAGASAKI, OMURA, ORGANISATIONS, TODA


@pytest.mark.parametrize("named", [(NAGASAKI, KAWAGUCHI), (TODA, KAWAGUCHI), ENDORSING, (KAWAGUCHI, TODA, OMURA)], ids="+".join)
def test_the_named_ones_endorse_and_no_other(contract: Any, key: str, named: Sequence[str]) -> None:
    wanted = list(named)
    endorsed = contract.new_proposal("put", key, "1", endorsing_organizations=wanted).endorse()
    assert endorsers(endorsed.envelope) == sorted(named)
    assert endorsed.submit_and_wait().successful
    assert wanted == list(named)


def test_without_names_as_many_as_the_policy_asks(contract: Any, key: str) -> None:
    endorsed = contract.new_proposal("put", key, "1").endorse()
    chosen = endorsers(endorsed.envelope)
    assert len(chosen) == 2
    assert NAGASAKI in chosen, "the gateway's own peer is the nearest"
    assert set(chosen) <= set(ENDORSING)
    assert endorsed.submit_and_wait().successful


@pytest.mark.parametrize("named", [(NAGASAKI,), (OMURA,), (NAGASAKI, OMURA)], ids="+".join)
def test_too_few_for_the_policy_are_told_by_the_commit(contract: Any, key: str, named: Sequence[str]) -> None:
    """A gateway collects what it is told to collect; whether that is enough is decided by every peer when it commits."""
    endorsed = contract.new_proposal("put", key, "never", endorsing_organizations=list(named)).endorse()
    with pytest.raises(CommitError) as refused:
        endorsed.submit_and_wait()
    assert (refused.value.code, refused.value.retryable) == ("ENDORSEMENT_POLICY_FAILURE", False)
    assert contract.evaluate_transaction("get", key) == b""


@pytest.mark.parametrize("msp_id", ORGANISATIONS)
def test_a_query_is_answered_by_the_organisation_that_is_named(network: Any, key: str, msp_id: str) -> None:
    trouble = network.get_contract(CHAINCODE, "trouble")
    assert trouble.evaluate_transaction("differ", key, endorsing_organizations=[msp_id]).decode() == msp_id


def test_a_query_without_a_name_is_answered_by_the_own_organisation(network: Any, key: str) -> None:
    assert network.get_contract(CHAINCODE, "trouble").evaluate_transaction("differ", key).decode() == NAGASAKI
