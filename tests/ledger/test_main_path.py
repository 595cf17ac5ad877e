"""A city and a contractor conclude a contract: returned once, revised, signed through another municipality, verified without a ledger."""

from pathlib import Path

from genpon.act_files import ActFile
from genpon.bundles import Bundle
from genpon.concluded_files import verify_concluded
from genpon.request_files import RequestFile
from genpon_core.contracts.table import State
from tests.support.bundles import make_bundle
from tests.support.town import Person, Town, World

REASON = "数量が仕様書と違います。"


def test_from_draft_to_concluded(world: World, contractor: Person, bundle: Bundle, tmp_path: Path) -> None:
    nagasaki, toda = world.town("Nagasaki"), world.town("Toda")
    case = nagasaki.case(bundle, contractor).at(State.SENT)
    charter = world.consortium.charter.digest
    request = tmp_path / "first.request.zip"
    nagasaki.ledger.contracts.request(case.id, bundle, request)

    # The contractor knows the charter's digest and nothing else; its answer travels as a file.
    answer = RequestFile.read(request, charter=charter).answer("return", contractor.signer, code="amount", text=REASON)
    answer.write(tmp_path / "return.act.json")
    carried = ActFile.read(tmp_path / "return.act.json")
    receipt = nagasaki.ledger.submit(carried.act, notes=carried.notes)
    assert [note.text for note in receipt.notes] == [REASON]
    assert case.state is State.RETURNED

    revised = make_bundle(tmp_path / "revised", amount=990_000)
    nagasaki.drafter.contracts.revise(case.id, revised)
    nagasaki.approver.contracts.approve(case.id, bundle=revised)
    case.send()
    request = tmp_path / "second.request.zip"
    nagasaki.ledger.contracts.request(case.id, revised, request, notes=receipt.notes)
    signed = RequestFile.read(request, charter=charter).sign(contractor.signer)
    toda.ledger.submit(signed.act)
    world.consortium.settle()
    assert case.state is State.SIGNING

    nagasaki.head.contracts.sign(case.id, revised)
    view = nagasaki.ledger.contracts.show(case.id)
    assert (view.state, view.details.revision, view.details.missing) == (State.CONCLUDED, 2, ())
    assert view.to_json()["terms"]["amount"] == 990_000

    concluded = tmp_path / "concluded.zip"
    nagasaki.ledger.contracts.export(case.id, revised, concluded, notes=receipt.notes)
    proof = verify_concluded(concluded, charter=charter)
    assert proof.contract == case.id
    assert [entry.assurance for entry in proof.signatures] == ["admitted", "anchored"]
    assert [note.text for note in proof.notes] == [REASON]


def test_every_organisation_has_the_same(world: World, nagasaki: Town, contractor: Person, bundle: Bundle) -> None:
    case = nagasaki.case(bundle, contractor).at(State.CONCLUDED)
    verified = nagasaki.ledger.contracts.verify(case.id, bundle=bundle)
    assert verified.view.state is State.CONCLUDED
    assert len(verified.evidence.agreeing) >= world.consortium.charter.endorsing.threshold
    assert verified.evidence.dissenting == ()
    assert [entry.record.act.statement.act for entry in verified.history] == ["draft", "approve", "send", "sign", "sign"]
    world.consortium.settle()
    for town in world.towns.values():
        assert town.ledger.contracts.show(case.id).details == verified.view.details


def test_history_shows_both_clocks(nagasaki: Town, contractor: Person, bundle: Bundle) -> None:
    case = nagasaki.case(bundle, contractor).at(State.SIGNING)
    history = nagasaki.ledger.contracts.history(case.id)
    assert [entry.record.sequence for entry in history] == [0, 1, 2, 3]
    assert all(abs(entry.gap) < 60 for entry in history)
    assert [entry.assurance for entry in history] == ["admitted", "admitted", "admitted", "anchored"]


def test_lists_by_municipality_and_party(world: World, nagasaki: Town, toda: Town, contractor: Person, bundle: Bundle) -> None:
    case = nagasaki.case(bundle, contractor).at(State.DRAFT)
    world.consortium.settle()
    contracts = toda.ledger.contracts
    for of in (nagasaki.code, contractor.id, nagasaki.department):
        assert case.id in set(contracts.list(of))
    assert list(contracts.list(toda.code)) == []
    first = contracts.list_page(nagasaki.code, page_size=1)
    assert len(first.ids) == 1
    assert first.bookmark
