"""Municipalities whose chaincode was altered, on real peers: what each peer's own validator keeps them from."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from genpon.gateway import CommitError
from genpon.key_requests import key_request
from genpon_core.chains import act_key, index_key
from genpon_core.records import Chain
from genpon_core.statements import Act
from tests.support.book import card_authority
from tests.support.fabric_consortium import fabric_consortium
from tests.support.town import Town, World, found, fresh

pytestmark = pytest.mark.fabric

ALTERED = Path(__file__).parents[2] / "support" / "altered_chaincode.py"
ALL = ("NagasakiMSP", "KawaguchiMSP", "TodaMSP", "OmuraMSP")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Every municipality's chaincode is altered; how many of them endorse is each test's matter."""
    with fabric_consortium(tmp_path_factory.mktemp("hostile"), card_authority()) as consortium:
        network = consortium.ledger.network
        service = replace(network.service, command=(sys.executable, str(ALTERED)))
        replace(network, service=service).up()
        yield from found(consortium, tmp_path_factory.mktemp("outbox"))


@pytest.fixture(scope="module")
def town(world: World) -> Town:
    return world.town("Nagasaki")


def submit(town: Town, contract: str | None, function: str, *arguments: str | bytes, by: Sequence[str]) -> str:
    """The validation code of what the named organisations endorse."""
    network = town.ledger._connections.network("NagasakiMSP")
    proposal = network.get_contract("genpon", contract).new_proposal(function, *arguments, endorsing_organizations=by)
    try:
        proposal.endorse().submit_and_wait()
    except CommitError as error:
        return error.code
    return "VALID"


def request(town: Town) -> Act:
    person = town.person(f"counterparty/{town.code}/{fresh()}")
    return key_request(person.signer, person.id, charter=town.ledger.charter.digest).act


def chains(town: Town, act: Act) -> list[Chain]:
    """An act's chain as each organisation answers it."""
    asset = act.statement.asset
    return [town.ledger._desk.chains([asset], msp_id=msp_id)[asset] for msp_id in ALL]


@pytest.mark.parametrize("count", [1, 2])
def test_too_few_add_nothing(town: Town, count: int) -> None:
    act = request(town)
    code = submit(town, "registry", "record", act.to_bytes(), by=ALL[:count])
    assert code == "ENDORSEMENT_POLICY_FAILURE"
    assert chains(town, act) == [()] * 4


@pytest.mark.parametrize(("count", "outcome"), [(1, "ENDORSEMENT_POLICY_FAILURE"), (2, "ENDORSEMENT_POLICY_FAILURE"), (3, "VALID")])
def test_what_is_not_frozen_three_altered_ones_can_overwrite(town: Town, count: int, outcome: str) -> None:
    """So the altered chaincode really does what it is asked: it is the frozen key that stands in its way below."""
    assert submit(town, None, "overwrite", index_key(f"department~{town.department}"), by=ALL[:count]) == outcome


@pytest.mark.parametrize("count", [1, 3, 4])
@pytest.mark.parametrize("function", ["overwrite", "delete", "police"])
def test_an_act_stays_as_it_is_whoever_endorses_its_change(town: Town, function: str, count: int) -> None:
    act = request(town)
    record = town.ledger.submit(act).record
    assert submit(town, None, function, act_key(record), by=ALL[:count]) == "ENDORSEMENT_POLICY_FAILURE"
    assert chains(town, act) == [(record,)] * 4


def test_what_was_held_back_past_a_tick_of_the_clock_fails(town: Town) -> None:
    act = request(town)
    network = town.ledger._connections.network("NagasakiMSP")
    proposal = network.get_contract("genpon", "registry").new_proposal("record", act.to_bytes(), endorsing_organizations=ALL[:3])
    held_back = proposal.endorse()
    town.ledger.tick()
    with pytest.raises(CommitError) as caught:
        held_back.submit_and_wait()
    assert caught.value.code == "MVCC_READ_CONFLICT"
    assert chains(town, act) == [()] * 4
