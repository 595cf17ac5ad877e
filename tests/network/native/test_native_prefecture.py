"""A prefecture of twelve municipalities on real Fabric: four endorse and order, eight keep, verify and submit."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from genpon.bundles import Bundle
from genpon.gateway import CommitError, Contract
from genpon.key_requests import key_request
from genpon.ledger import Ledger
from genpon_core.contracts.table import State
from genpon_network.topology.loading import example
from tests.support.book import card_authority
from tests.support.bundles import make_bundle
from tests.support.fabric_consortium import FabricConsortium, fabric_consortium
from tests.support.town import Town, World, found, fresh
from tests.support.waiting import until

pytestmark = pytest.mark.fabric

ENDORSING = ("NagasakiMSP", "SaseboMSP", "IsahayaMSP", "OmuraMSP")
OBSERVER = "ShimabaraMSP"


@pytest.fixture(scope="module")
def prefecture(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FabricConsortium]:
    with fabric_consortium(tmp_path_factory.mktemp("prefecture"), card_authority(), example("prefecture.yaml")) as consortium:
        yield consortium


@pytest.fixture(scope="module")
def world(prefecture: FabricConsortium, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    yield from found(prefecture, tmp_path_factory.mktemp("outbox"))


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return make_bundle(tmp_path_factory.mktemp("files"))


def test_the_clock_is_ticked_before_any_act(prefecture: FabricConsortium, tmp_path: Path) -> None:
    with Ledger.connect(prefecture.profile("NagasakiMSP"), outbox=tmp_path) as ledger:
        until(lambda: ledger.clock() > 0)


def test_from_draft_to_concluded_through_an_observers_gateway(world: World, bundle: Bundle) -> None:
    observer = world.towns[OBSERVER]
    case = world.town("Nagasaki").case(bundle, world.contractor).at(State.SENT)
    world.consortium.settle()
    contractor = observer.ledger.signed_by(world.contractor.signer)

    contractor.contracts.sign(case.id, bundle)
    world.consortium.settle()
    case.conclude()
    world.consortium.settle()

    verified = observer.ledger.contracts.verify(case.id, bundle=bundle)
    assert verified.view.state is State.CONCLUDED
    assert OBSERVER in verified.evidence.agreeing
    assert len(verified.evidence.agreeing) >= world.consortium.charter.endorsing.threshold
    assert verified.evidence.dissenting == ()


def test_an_observers_endorsement_does_not_count(world: World) -> None:
    town = world.towns[OBSERVER]
    assert _recorded(town, (OBSERVER, *ENDORSING[:2])) == "ENDORSEMENT_POLICY_FAILURE"
    assert _recorded(town, (OBSERVER, "HiradoMSP", "MatsuuraMSP")) == "ENDORSEMENT_POLICY_FAILURE"
    assert _recorded(town, ENDORSING[1:]) == "VALID"


def _recorded(town: Town, endorsing: tuple[str, ...]) -> str:
    """The validation code of a key request that the named organisations endorse."""
    person = town.person(f"counterparty/{town.code}/{fresh()}")
    act = key_request(person.signer, person.id, charter=town.ledger.charter.digest).act
    contract: Contract = town.ledger._connections.contract(town.msp_id, "registry")
    try:
        contract.new_proposal("record", act.to_bytes(), endorsing_organizations=endorsing).endorse().submit_and_wait()
    except CommitError as error:
        return error.code
    return "VALID"
