"""Who may issue what: accredited from the neutral body down, ended at any link, and answered for any day by whoever asks."""

from collections.abc import Callable

import pytest

from genpon.errors import Refused
from genpon_core.certificates.scopes import Scope
from tests.support.town import DAY, Person, World, fresh

YEAR = 365 * DAY
EVERYTHING = Scope(("*",), ("*",))
NAGASAKI, TODA, KAWAGUCHI = "municipality/422011", "municipality/112241", "municipality/112038"


def of_neutral() -> str:
    return f"accreditation/neutral/{fresh()}"


def of_alliance() -> str:
    return f"accreditation/alliance/{fresh()}"


def accredited_alliance(world: World, scope: Scope) -> str:
    """A chain of its own for one test; for few types, since all share the ledger and any path that holds counts."""
    accreditation, neutral = of_neutral(), world.body("neutral").ledger.accreditations
    neutral.accredit(accreditation, "body/alliance", scope, valid_until=world.now + YEAR, may_accredit=True)
    world.consortium.settle()
    return accreditation


def test_the_path_is_found_and_answered_for_any_day(world: World) -> None:
    kind = f"type_{fresh()}"
    above = accredited_alliance(world, Scope((kind,), ("42",)))
    own = of_alliance()
    receipt = world.body("alliance").ledger.accreditations.accredit(own, NAGASAKI, Scope((kind,), ("422011",)), valid_until=world.now + DAY)
    begins = receipt.record.recorded_at
    world.consortium.settle()
    toda = world.town("Toda").ledger.accreditations

    answer = toda.was_accredited(NAGASAKI, kind)
    assert answer.accredited
    assert [item.id for item in answer.path] == [own, above]
    assert answer.granted_by == ("body/alliance", "body/neutral")
    verified = toda.verify(NAGASAKI, kind)
    assert len(verified.evidence.agreeing) >= world.consortium.charter.endorsing.threshold
    for question, reason in (
        ({"as_of": begins - 1}, "accreditation.not_in_force"),
        ({"as_of": begins + 2 * DAY}, "accreditation.not_in_force"),
        ({"known_at": begins - 1}, "accreditation.none"),
    ):
        refused = toda.was_accredited(NAGASAKI, kind, **question)
        assert (refused.accredited, refused.reason) == (False, reason)
    assert toda.was_accredited(NAGASAKI, kind, "422053").reason == "accreditation.not_for"
    assert toda.was_accredited(TODA, kind).accredited is False


def test_who_ends_a_link_ends_all_below_from_then_on(world: World) -> None:
    kind = f"type_{fresh()}"
    above = accredited_alliance(world, Scope((kind,), ("*",)))
    own = of_alliance()
    world.body("alliance").ledger.accreditations.accredit(own, TODA, Scope((kind,), ("112241",)), valid_until=world.now + DAY)
    known = world.now
    world.reach(known + 1)
    world.body("neutral").ledger.accreditations.revoke(above, "misuse")
    world.consortium.settle()
    nagasaki = world.town("Nagasaki").ledger.accreditations
    ended = nagasaki.show(above).accreditation.revoked_at
    assert ended is not None

    assert nagasaki.was_accredited(TODA, kind).reason == "accreditation.not_in_force"
    assert nagasaki.was_accredited(TODA, kind, as_of=ended - 1).accredited
    assert nagasaki.was_accredited(TODA, kind, as_of=ended, known_at=known).accredited
    view = nagasaki.show(own)
    assert (view.holds, view.reason, view.accreditation.revoked_at) == (False, "accreditation.not_in_force", None)
    assert nagasaki.show(own, known_at=known, as_of=known).path[-1].id == above
    assert own in nagasaki.list(TODA)
    assert above in nagasaki.list()
    assert [entry.record.act.statement.act for entry in nagasaki.history(above)] == ["accredit", "revoke"]


def test_a_sister_city_issues_in_a_disaster_for_a_time(world: World) -> None:
    accredited_alliance(world, Scope(("disaster_damage",), ("42",)))
    own = of_alliance()
    world.body("alliance").ledger.accreditations.accredit(
        own, NAGASAKI, Scope(("disaster_damage",), ("422011",)), valid_until=world.now + YEAR // 2
    )
    world.consortium.settle()
    nagasaki, until = world.town("Nagasaki").ledger.accreditations, world.now + 90 * DAY
    delegation = f"accreditation/422011/{fresh()}"
    nagasaki.delegate(delegation, KAWAGUCHI, ["disaster_damage"], valid_until=until)
    world.consortium.settle()

    toda = world.town("Toda").ledger.accreditations
    answer = toda.was_accredited(KAWAGUCHI, "disaster_damage", "422011")
    assert answer.granted_by[0] == NAGASAKI
    assert answer.granted_by[-1] == "body/neutral"
    assert toda.was_accredited(KAWAGUCHI, "disaster_damage", "422011", as_of=until).accredited is False
    assert toda.was_accredited(KAWAGUCHI, "disaster_damage", "112038").accredited is False
    nagasaki.revoke(delegation, "ceased")


def wider(world: World) -> object:
    accredited_alliance(world, Scope(("narrow",), ("42",)))
    grantor = world.body("alliance").ledger.accreditations
    return grantor.accredit(of_alliance(), NAGASAKI, Scope(("narrow",), ("422011",)), valid_until=world.now + 20 * YEAR)


def self_accredited(world: World) -> object:
    grantor = world.body("neutral").ledger.accreditations
    return grantor.accredit(of_neutral(), "body/neutral", EVERYTHING, valid_until=world.now + DAY)


def by(person: Callable[[World], Person]) -> Callable[[World], object]:
    def attempt(world: World) -> object:
        grantor = person(world).ledger.accreditations
        statement = grantor.prepare.accredit(of_neutral(), NAGASAKI, EVERYTHING, valid_until=world.now + DAY, path=[])
        return person(world).ledger.submit(person(world).sign(statement))

    return attempt


def of_anothers_id(world: World) -> object:
    grantor = world.body("neutral").ledger.accreditations
    return grantor.accredit(of_alliance(), NAGASAKI, EVERYTHING, valid_until=world.now + DAY)


def anothers_revoked(world: World) -> object:
    return world.body("alliance").ledger.accreditations.revoke(accredited_alliance(world, Scope((f"type_{fresh()}",), ("*",))), "misuse")


def too_long_a_delegation(world: World) -> object:
    scope = Scope(("income",), ("422011",))
    accredited_alliance(world, scope)
    world.body("alliance").ledger.accreditations.accredit(of_alliance(), NAGASAKI, scope, valid_until=world.now + YEAR // 2)
    world.consortium.settle()
    nagasaki = world.town("Nagasaki").ledger.accreditations
    path = nagasaki.was_accredited(NAGASAKI, "income").path
    statement = nagasaki.prepare.delegate(
        f"accreditation/422011/{fresh()}", TODA, ["income"], valid_until=world.now + 5 * YEAR, path=[item.id for item in path]
    )
    person = world.town("Nagasaki").administrator
    return person.ledger.submit(person.sign(statement))


def unknown(world: World) -> object:
    return world.town("Toda").ledger.accreditations.show("accreditation/neutral/none")


REFUSED: dict[str, tuple[Callable[[World], object], str]] = {
    "longer than what it rests on": (wider, "accreditation.none"),
    "a body that accredits itself": (self_accredited, "accreditation.subject"),
    "an administrator accredits": (by(lambda world: world.town("Toda").administrator), "role.body"),
    "an officer accredits": (by(lambda world: world.town("Toda").head), "role.body"),
    "an issuing officer accredits": (by(lambda world: world.town("Toda").issuer), "role.body"),
    "a contractor accredits": (by(lambda world: world.contractor), "role.body"),
    "a body without a root": (by(lambda world: world.body("alliance")), "accreditation.not_the_grantor"),
    "under another body's id": (of_anothers_id, "accreditation.not_the_grantor"),
    "another body's revoked": (anothers_revoked, "accreditation.not_the_grantor"),
    "a delegation of five years": (too_long_a_delegation, "accreditation.too_long"),
    "one that does not exist": (unknown, "accreditation.unknown"),
}


@pytest.mark.parametrize(("attempt", "code"), REFUSED.values(), ids=REFUSED)
def test_refused(world: World, attempt: Callable[[World], object], code: str) -> None:
    with pytest.raises(Refused) as refused:
        attempt(world)
    assert refused.value.code == code


def test_a_municipality_recognises_and_ends_it(world: World) -> None:
    toda, kind = world.town("Toda"), f"type_{fresh()}"
    begins = toda.ledger.recognitions.recognise(toda.code, kind, "body/alliance").record.recorded_at
    world.consortium.settle()
    seen = world.town("Nagasaki").ledger.recognitions

    def recognised(**question: int) -> set[str]:
        return {item.of for item in seen.show(toda.code, **question) if item.certificate_type == kind}

    assert recognised(as_of=begins) == {"body/alliance"}
    assert recognised(as_of=begins - 1) == set()
    assert recognised(known_at=begins - 1) == set()
    world.reach(begins + 1)
    toda.ledger.recognitions.end(toda.code, kind, "body/alliance")
    world.consortium.settle()
    assert recognised(as_of=world.now) == set()
    assert recognised(as_of=begins) == {"body/alliance"}
    assert [entry.record.act.statement.act for entry in seen.history(toda.code)][-2:] == ["recognise", "end"]
    with pytest.raises(Refused) as refused:
        toda.ledger.recognitions.end(toda.code, kind, "body/neutral")
    assert refused.value.code == "recognition.unknown"
    for person in (toda.head, world.body("alliance"), world.town("Nagasaki").administrator):
        with pytest.raises(Refused) as refused:
            person.ledger.recognitions.recognise(toda.code, kind, "body/alliance")
        assert refused.value.code in {"role.administrator", "role.other_municipality"}
