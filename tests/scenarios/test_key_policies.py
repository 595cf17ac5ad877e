"""Keys with endorsement policies of their own: the gateway finds who must endorse, and nobody else's endorsement counts."""

import json
from collections.abc import Sequence
from typing import Any

import pytest

from genpon.gateway import CommitError, EndorseError
from tests.support.endorsements import endorsers
from tests.support.scenario_ledger import CHAINCODE, ENDORSING, KAWAGUCHI, NAGASAKI, OMURA, ORGANISATIONS, TODA

PAIR = [NAGASAKI, KAWAGUCHI]


@pytest.fixture
def policies(network: Any) -> Any:
    return network.get_contract(CHAINCODE, "policies")


@pytest.fixture
def restricted(contract: Any, policies: Any, key: str) -> Any:
    """Gives the test's key a value, then a policy of organisations who all must endorse."""

    def restrict(*msp_ids: str) -> None:
        contract.submit_transaction("put", key, "before")
        policies.submit_transaction("restrict", key, json.dumps(msp_ids))

    return restrict


@pytest.mark.parametrize("owners", [(TODA,), (NAGASAKI, TODA), (OMURA,), (KAWAGUCHI, TODA, OMURA)], ids="+".join)
def test_the_gateway_finds_who_must_endorse(contract: Any, key: str, restricted: Any, owners: Sequence[str]) -> None:
    restricted(*owners)
    endorsed = contract.new_proposal("put", key, "after").endorse()
    assert set(endorsers(endorsed.envelope)) >= set(owners)
    endorsed.submit_and_wait()
    assert contract.evaluate_transaction("get", key) == b"after"


def test_the_owner_alone_is_enough_and_the_others_together_are_not(contract: Any, key: str, restricted: Any) -> None:
    restricted(TODA)
    with pytest.raises(CommitError) as refused:
        contract.submit_transaction("put", key, "without the owner", endorsing_organizations=[*PAIR, OMURA])
    assert refused.value.code == "ENDORSEMENT_POLICY_FAILURE"
    assert contract.evaluate_transaction("get", key) == b"before"
    contract.submit_transaction("put", key, "by the owner", endorsing_organizations=[TODA])
    assert contract.evaluate_transaction("get", key) == b"by the owner"


def test_the_policy_itself_is_changed_by_the_owner_only(contract: Any, policies: Any, key: str, restricted: Any) -> None:
    restricted(TODA)
    with pytest.raises(CommitError) as refused:
        policies.submit_transaction("release", key, endorsing_organizations=PAIR)
    assert refused.value.code == "ENDORSEMENT_POLICY_FAILURE"
    policies.submit_transaction("release", key)
    contract.submit_transaction("put", key, "free again", endorsing_organizations=PAIR)
    assert contract.evaluate_transaction("get", key) == b"free again"


def test_another_key_is_not_concerned(contract: Any, key: str, restricted: Any) -> None:
    restricted(TODA)
    contract.submit_transaction("put", f"{key}/other", "1", endorsing_organizations=PAIR)
    with pytest.raises(CommitError):
        contract.submit_transaction("put", f"{key}/other", "2", endorsing_organizations=[TODA])


def test_a_deleted_key_has_no_policy_any_more(contract: Any, key: str, restricted: Any) -> None:
    restricted(TODA)
    contract.submit_transaction("delete", key, endorsing_organizations=[TODA])
    contract.submit_transaction("put", key, "anew", endorsing_organizations=PAIR)
    assert contract.evaluate_transaction("get", key) == b"anew"


def test_a_policy_that_nobody_satisfies_freezes_the_key(contract: Any, policies: Any, key: str, restricted: Any) -> None:
    restricted()
    with pytest.raises(EndorseError) as unfindable:
        contract.submit_transaction("put", key, "without names")
    assert unfindable.value.code.name == "FAILED_PRECONDITION"
    for asked, call in ((contract, ("put", key, "x")), (policies, ("release", key))):
        with pytest.raises(CommitError) as refused:
            asked.submit_transaction(*call, endorsing_organizations=ORGANISATIONS)
        assert refused.value.code == "ENDORSEMENT_POLICY_FAILURE"
    assert contract.evaluate_transaction("get", key) == b"before"


def test_two_keys_with_two_owners_need_both(contract: Any, policies: Any, key: str, restricted: Any) -> None:
    """`emit` writes a key of its own beside; a transaction must satisfy the policy of every key it writes."""
    restricted(TODA)
    contract.submit_transaction("emit", key, "1")
    policies.submit_transaction("restrict", f"emitted/{key}", json.dumps([OMURA]))
    with pytest.raises(CommitError):
        contract.submit_transaction("emit", key, "2", endorsing_organizations=ENDORSING)
    endorsed = contract.new_proposal("emit", key, "3").endorse()
    assert OMURA in endorsers(endorsed.envelope)
    endorsed.submit_and_wait()
