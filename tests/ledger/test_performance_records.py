"""A contract that was completed mints its contractors' performance records; any municipality compares them with the contract's own acts."""

from pathlib import Path
from typing import Any

import pytest

from genpon.bundles import Bundle
from genpon.certificates.issuing import Issued
from genpon.credentials.held import Held
from genpon.credentials.issuing import Issuer, Order
from genpon.credentials.verdicts import Question
from genpon.errors import Refused, UsageError
from genpon_core.certificate_types.shipped import shipped
from genpon_core.certificates.contents import Source
from genpon_core.contracts.table import State
from genpon_core.moments import format_date, law_date
from tests.support.book import CORPORATE_NUMBER
from tests.support.bundles import make_bundle
from tests.support.counter import GOOD, batch_id, challenge, codes, keys, show, verified
from tests.support.town import DAY, Case, Person, Town, World

pytestmark = pytest.mark.usefixtures("accredited")

PERIOD = {"validity_start_at": "2026-04-02", "validity_end_at": "2026-10-30", "contract_at": "2026-04-01"}
RECORD = shipped("performance_record")
MINTED = ("verdict.as_contract", *GOOD[1:])


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return make_bundle(tmp_path_factory.mktemp("works"), **PERIOD)


def mint(case: Case, event: str = "completion", **options: Any) -> tuple[Issued, list[Held]]:
    """Mints, and hands each contractor's record over; shown with all its claims."""
    issued = case.town.issuer.ledger.certificates.mint(batch_id(case.town), case.id, event, **options)
    return issued, [issued.batch.held(which) for which in range(issued.batch.root.size)]


def test_a_completed_contract_mints_what_its_own_acts_say(
    world: World, nagasaki: Town, toda: Town, contractor: Person, works: Bundle
) -> None:
    case = nagasaki.case(works, contractor).at(State.COMPLETED)
    world.consortium.settle()
    wallet, holders = keys(1)
    more = {contractor.id: {"trade": "建築一式工事", "place": "長崎県長崎市魚の町"}}
    issued = nagasaki.issuer.ledger.certificates.mint(batch_id(nagasaki), case.id, holders={contractor.id: holders[0]}, more=more)
    wallet = wallet.with_credentials(issued.batch.file(0))
    asked = challenge()
    presented = show(wallet, "performance_record", ["contractor", "amount", "actual_amount", "completed_at", "role", "trade"], asked)

    verdict = verified(world, toda, presented, asked)
    assert codes(verdict) == MINTED
    today = format_date(law_date(world.now))
    assert verdict.claims == {
        "contract": case.id,
        "event": "completion",
        "orderer_code": nagasaki.code,
        "orderer": "長崎市",
        "as_of": today,
        "contractor": "見本建設株式会社",
        "amount": 1_100_000,
        "actual_amount": 1_000_000,
        "completed_at": today,
        "role": "sole",
        "trade": "建築一式工事",
    }


def vouched(town: Town, party: str) -> Person:
    """A company whose key two officers vouch for."""
    person = town.person(party)
    town.present(person)
    for officer in (town.drafter, town.approver):
        officer.ledger.registry.vouch(person.fingerprint)
    return person


def joint_venture(town: Town, contractor: Person, partner: Person, folder: Path) -> Case:
    """A concluded contract with two contractors."""
    bundle = make_bundle(folder, parties=[town.department, contractor.id, partner.id], **PERIOD)
    case = town.case(bundle, contractor).at(State.SIGNING)
    partner.contracts.sign(case.id)
    case.conclude()
    return case


def test_both_members_of_a_joint_venture_get_one(world: World, nagasaki: Town, toda: Town, contractor: Person, tmp_path: Path) -> None:
    partner = vouched(nagasaki, "counterparty/1180301018771")
    case = joint_venture(nagasaki, contractor, partner, tmp_path)
    world.consortium.settle()
    with pytest.raises(Refused) as refused:
        mint(case, "award")
    assert (refused.value.code, refused.value.parameters["party"]) == ("mint.name", partner.id)
    _, records = mint(case, "award", names={partner.id: "相方土木株式会社"})
    verdicts = [verified(world, toda, record) for record in records]
    assert {codes(verdict)[0] for verdict in verdicts} == {"verdict.as_contract"}
    assert [(verdict.claims["contractor"], verdict.claims["role"]) for verdict in verdicts] == [
        ("見本建設株式会社", "lead"),
        ("相方土木株式会社", "member"),
    ]


def test_a_party_without_a_corporate_number_gets_none(world: World, nagasaki: Town, contractor: Person, tmp_path: Path) -> None:
    partner = nagasaki.vouched()
    case = joint_venture(nagasaki, contractor, partner, tmp_path)
    world.consortium.settle()
    with pytest.raises(Refused) as refused:
        mint(case, "award", names={partner.id: "相方"})
    assert (refused.value.code, refused.value.parameters["party"]) == ("mint.no_corporate_number", partner.id)


def test_an_award_is_certified_before_the_completion_and_a_completion_is_not(
    world: World, nagasaki: Town, toda: Town, contractor: Person, works: Bundle
) -> None:
    case = nagasaki.case(works, contractor).at(State.CONCLUDED)
    world.consortium.settle()
    with pytest.raises(Refused) as refused:
        mint(case)
    assert refused.value.code == "issue.contract_state"
    _, (record,) = mint(case, "award")
    verdict = verified(world, toda, record)
    assert codes(verdict) == (*MINTED[:3], "verdict.holder_not_asked")
    assert "completed_at" not in verdict.claims
    assert verdict.claims["corporate_number"] == CORPORATE_NUMBER


def test_a_correction_supersedes_what_it_corrects(world: World, nagasaki: Town, toda: Town, contractor: Person, works: Bundle) -> None:
    case = nagasaki.case(works, contractor).at(State.COMPLETED)
    world.consortium.settle()
    first, (record,) = mint(case)
    nagasaki.inspector.contracts.complete(case.id, law_date(world.now), amount=990_000)
    world.consortium.settle()
    second, (corrected,) = mint(case, "correction", more={contractor.id: {"corrects": f"{first.batch.id}/0"}})
    nagasaki.issuer.ledger.certificates.supersede(f"{first.batch.id}/0", f"{second.batch.id}/0")
    verdict = verified(world, toda, corrected)
    assert (codes(verdict)[0], verdict.claims["actual_amount"], verdict.claims["corrects"]) == (
        "verdict.as_contract",
        990_000,
        f"{first.batch.id}/0",
    )
    old = verified(world, toda, record)[Question.STATUS]
    assert (old.code, old.parameters["by"]) == ("verdict.superseded", f"{second.batch.id}/0")


def test_of_sealed_terms_only_what_is_on_the_ledger_is_compared(
    world: World, nagasaki: Town, toda: Town, contractor: Person, works: Bundle
) -> None:
    case = nagasaki.case(works, contractor)
    nagasaki.drafter.contracts.draft(case.id, works, terms="sealed")
    for step in (case.approve, case.send, case.sign, case.conclude):
        step()
    nagasaki.inspector.contracts.complete(case.id, law_date(world.now), amount=None)
    world.consortium.settle()
    with pytest.raises(Refused) as refused:
        mint(case)
    assert refused.value.code == "mint.terms"
    _, (record,) = mint(case, bundle=works, more={contractor.id: {"actual_amount": 1_000_000}})
    verdict = verified(world, toda, record)
    assert codes(verdict)[0] == "verdict.as_contract"
    assert (verdict.claims["amount"], verdict.claims["actual_amount"]) == (1_100_000, 1_000_000)


LIES: dict[str, dict[str, Any]] = {
    "amount": {"amount": 999_000_000},
    "actual_amount": {"actual_amount": 1},
    "completed_at": {"completed_at": "2020-01-01"},
    "inspected_at": {"inspected_at": "2020-01-01"},
    "title": {"title": "別の工事"},
    "role": {"role": "lead"},
    "corporate_number": {"corporate_number": "1180301018771"},
    "period_until": {"period_until": "2030-01-01"},
    "contract": {"contract": "contract/422011/another"},
    "event": {"event": "award"},
    "orderer_code": {"orderer_code": "112241"},
}


@pytest.fixture(scope="module")
def honest(world: World, contractor: Person, works: Bundle) -> tuple[Case, dict[str, Any]]:
    """A completed contract, and what its record says."""
    case = world.town("Nagasaki").case(works, contractor).at(State.COMPLETED)
    world.consortium.settle()
    _, (record,) = mint(case)
    return case, record.parse().claims


@pytest.mark.parametrize("claim", LIES)
def test_an_issuer_cannot_certify_what_the_parties_did_not_sign(
    world: World, nagasaki: Town, toda: Town, honest: tuple[Case, dict[str, Any]], claim: str
) -> None:
    """The officer signs a lie and records it as minted from the contract; every verifier sees which claim it is."""
    officer, now, certificate = nagasaki.issuer, world.now, batch_id(nagasaki)
    case, claims = honest
    signing = Issuer(RECORD, officer.signer, issuer=f"urn:genpon:municipality:{nagasaki.code}")
    order = Order({**claims, **LIES[claim]})
    batch = signing.issue([order], batch=certificate, issued_at=now, expires_at=now + 30 * DAY)
    statement = officer.ledger.certificates.prepare.issue(
        certificate,
        RECORD,
        batch.root,
        valid_from=now,
        valid_until=now + 30 * DAY,
        source=Source(contract=case.id, kind="completion"),
    )
    officer.ledger.submit(officer.sign(statement))
    answer = verified(world, toda, batch.held(0))[Question.INTEGRITY]
    assert (answer.code, answer.parameters["claim"]) == ("verdict.other_than_contract", claim)


@pytest.mark.parametrize(
    ("options", "code"),
    [({"event": "party"}, "mint.event"), ({"names": {"counterparty/1180301018771": "x"}}, "mint.party")],
)
def test_names_and_events_that_make_no_sense(honest: tuple[Case, dict[str, Any]], options: dict[str, Any], code: str) -> None:
    with pytest.raises(UsageError) as wrong:
        mint(honest[0], **options)
    assert wrong.value.code == code
