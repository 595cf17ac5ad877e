"""What binds all municipalities is changed by a majority of them, from a later moment; administrators' keys too."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from genpon.act_signers import KeySigner
from genpon.agreement import Standing
from genpon.errors import Refused
from genpon_core.agreement.changes import Administrators, Bodies, Members, NewParameters
from genpon_core.charters import Body, Member, Name
from tests.support.town import DAY, World, fresh

CITIES = ("Nagasaki", "Kawaguchi", "Toda", "Omura")
ISAHAYA = "422045"
SOON = 3


def new_signer() -> KeySigner:
    return KeySigner.of(ec.generate_private_key(ec.SECP256R1()))


def a_body() -> Bodies:
    name = f"b{fresh()}"
    body = Body(id=f"body/{name}", name=Name(ja="機関", en="Body"), keys=[new_signer().public_key.spki], root=False)
    return Bodies(topic="bodies", add=[body], remove=[])


def approve(world: World, change: str, *cities: str) -> None:
    for city in cities:
        world.town(city).ledger.agreement.approve(change)


def adopt(world: World, what: object, *, by: tuple[str, ...] = CITIES[:3]) -> int:
    """Proposes, approves and adopts a change, and waits until it holds; returns from when."""
    begins = world.now + SOON
    proposer = world.town(by[0]).ledger.agreement
    change = proposer.propose(what, begins).asset  # type: ignore[arg-type]
    world.consortium.settle()
    approve(world, change, *by[1:])
    world.consortium.settle()
    proposer.adopt(change)
    world.reach(begins)
    world.consortium.settle()
    return begins


def test_a_majority_changes_what_binds_all(world: World) -> None:
    toda = world.town("Toda").ledger.agreement
    before, parameters = world.now, toda.show().agreement.parameters
    larger = parameters.model_copy(update={"max_documents": parameters.max_documents + 1})
    begins = adopt(world, NewParameters(topic="parameters", parameters=larger))

    assert toda.show().agreement.parameters == larger
    assert toda.show(as_of=begins - 1).agreement.parameters == parameters
    assert toda.show(as_of=begins, known_at=before - 1).agreement.parameters == parameters
    verified = toda.verify()
    assert verified.agreement.parameters == larger
    assert verified.evidence is not None
    assert len(verified.evidence.agreeing) >= world.consortium.charter.endorsing.threshold
    assert toda.history()[-1].record.act.statement.act == "adopt"


def test_two_of_four_are_no_majority(world: World) -> None:
    nagasaki = world.town("Nagasaki").ledger.agreement
    change = nagasaki.propose(a_body(), world.now + DAY).asset
    world.consortium.settle()
    approve(world, change, "Toda")
    world.consortium.settle()
    with pytest.raises(Refused) as refused:
        nagasaki.adopt(change)
    assert refused.value.code == "change.not_approved"
    view = nagasaki.change(change)
    assert (view.standing, view.approved, view.needed) == (Standing.PROPOSED, ("112241", "422011"), 3)


def member(keys: list[KeySigner]) -> Member:
    administrators = [key.public_key.spki for key in keys]
    return Member(code=ISAHAYA, msp_id="IsahayaMSP", name=Name(ja="諫早市", en="Isahaya"), administrators=administrators)


def test_a_municipality_joins_loses_its_keys_and_leaves(world: World) -> None:
    toda, keys = world.town("Toda"), [new_signer(), new_signer()]
    isahaya = toda.ledger.signed_by(keys[0])
    department = f"department/{ISAHAYA}/shicho"
    name = Name(ja="諫早市長", en="Mayor of Isahaya")
    with pytest.raises(Refused) as refused:
        isahaya.registry.register_department(department, name, contracting=True)
    assert refused.value.code in {"key.unknown", "charter.not_a_member"}

    joined = adopt(world, Members(topic="members", add=[member(keys)], remove=[]))
    isahaya.registry.register_department(department, name, contracting=True)
    assert set(toda.ledger.agreement.administrators(ISAHAYA)) == {key.public_key.fingerprint for key in keys}
    assert ISAHAYA not in {one.code for one in toda.ledger.agreement.show(as_of=joined - 1).agreement.members}

    found = [new_signer(), new_signer()]
    renewal = Administrators(topic="administrators", code=ISAHAYA, administrators=[key.public_key.spki for key in found])
    renewed = adopt(world, renewal, by=("Kawaguchi", "Toda", "Omura"))
    assert set(toda.ledger.agreement.administrators(ISAHAYA)) == {key.public_key.fingerprint for key in found}
    assert set(toda.ledger.agreement.administrators(ISAHAYA, as_of=renewed - 1)) == {key.public_key.fingerprint for key in keys}
    with pytest.raises(Refused) as refused:
        isahaya.registry.close_department(department, world.now)
    assert refused.value.code in {"key.unknown", "key.not_the_signers"}
    toda.ledger.signed_by(found[0]).registry.close_department(department, world.now)

    adopt(world, Members(topic="members", add=[], remove=[ISAHAYA]))
    with pytest.raises(Refused) as refused:
        toda.ledger.agreement.administrators(ISAHAYA)
    assert refused.value.code == "charter.not_a_member"


def test_one_administrators_key_replaces_the_other_unless_that_one_objects(world: World) -> None:
    omura = world.town("Omura")
    first, second = (world.consortium.administrator(omura.code, number) for number in (1, 2))
    municipality = f"municipality/{omura.code}"
    comes = omura.person(municipality)
    omura.present(comes)
    agreement = omura.ledger.signed_by(first).agreement
    receipt = agreement.replace_key(municipality, second.public_key.fingerprint, comes.fingerprint)
    known = receipt.record.recorded_at
    world.reach(known + 1)
    in_a_year = world.now + 365 * DAY
    assert set(agreement.administrators(omura.code, as_of=in_a_year)) == {first.public_key.fingerprint, comes.fingerprint}
    assert set(agreement.administrators(omura.code)) == {first.public_key.fingerprint, second.public_key.fingerprint}
    omura.ledger.signed_by(second).agreement.object(municipality)
    world.consortium.settle()
    assert set(agreement.administrators(omura.code, as_of=in_a_year)) == {first.public_key.fingerprint, second.public_key.fingerprint}
    assert comes.fingerprint in agreement.administrators(omura.code, as_of=in_a_year, known_at=known)
    with pytest.raises(Refused) as refused:
        agreement.object(municipality)
    assert refused.value.code == "administrator.nothing_pending"
    assert [entry.record.act.statement.act for entry in agreement.history(municipality)] == ["replace", "object"]


def test_only_administrators_change_it(world: World) -> None:
    nagasaki = world.town("Nagasaki")
    for person in (nagasaki.head, nagasaki.drafter, world.contractor, world.body("neutral")):
        with pytest.raises(Refused) as refused:
            person.ledger.agreement.propose(a_body(), world.now + DAY)
        assert refused.value.code == "role.administrator"


def test_a_change_that_makes_no_sense_is_refused_here(world: World) -> None:
    agreement = world.town("Nagasaki").ledger.agreement
    again = world.consortium.charter.members[0]
    for what, code in (
        (Members(topic="members", add=[again], remove=[]), "charter.not_distinct"),
        (Administrators(topic="administrators", code=ISAHAYA, administrators=list(again.administrators)), "charter.not_a_member"),
    ):
        with pytest.raises(Refused) as refused:
            agreement.propose(what, world.now + DAY)
        assert refused.value.code == code
    with pytest.raises(Refused) as refused:
        agreement.change("change/" + "0" * 64)
    assert refused.value.code == "change.unknown"


def test_of_two_competing_changes_one_wins(world: World) -> None:
    # The last of this file: whatever is adopted later must hold later still.
    begins = world.now + 30
    nagasaki, toda = (world.town(city).ledger.agreement for city in ("Nagasaki", "Toda"))
    first, second = nagasaki.propose(a_body(), begins).asset, toda.propose(a_body(), begins).asset
    world.consortium.settle()
    approve(world, first, "Kawaguchi", "Omura")
    approve(world, second, "Kawaguchi", "Omura")
    world.consortium.settle()
    assert {nagasaki.change(change).standing for change in (first, second)} == {Standing.APPROVED}
    assert {first, second} <= {view.id for view in toda.pending()}

    toda.adopt(second)
    world.consortium.settle()
    with pytest.raises(Refused) as refused:
        nagasaki.adopt(first)

    assert refused.value.code == "change.other_version"
    standings = {view.id: view.standing for view in nagasaki.changes()}
    assert (standings[first], standings[second]) == (Standing.OVERTAKEN, Standing.ADOPTED)
    assert not {first, second} & {view.id for view in nagasaki.pending()}
