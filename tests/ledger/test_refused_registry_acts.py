"""Acts of the registry that the ledger refuses, and bytes that are no act."""

from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from genpon.act_signers import KeySigner
from genpon.errors import Refused
from genpon.transport.calls import Call
from genpon_core.keys import load_private_key
from genpon_core.moments import format_time
from genpon_core.registry.keys import Present
from genpon_core.statements import Act
from tests.support.book import CORPORATE_NUMBER, PASSPHRASE, card_authority, contractors_card
from tests.support.town import DAY, Person, Town, World, fresh

YEAR = 365 * DAY
OTHER_COMPANY = "1180301018771"


def nagasaki(world: World) -> Town:
    return world.town("Nagasaki")


def presented(person: Person, now: int, *, lifetime: int = YEAR, start: int = 0, certificate: bytes | None = None) -> Act:
    spki = person.signer.public_key.spki
    content = Present(spki=spki, certificate=certificate, valid_from=now + start, valid_until=now + start + lifetime)
    return person.act(f"key/{person.fingerprint}", "present", content, assignment=None)


def present(subject: str, **window: int) -> Callable[[World], Act]:
    return lambda world: presented(nagasaki(world).person(subject), world.now, **window)


def with_card(subject: str, *, key_of_card: bool = True, authority: str = "anchored", **window: int) -> Callable[[World], Act]:
    """A presentation with a fresh card, of an authority that the charter names or of another one."""

    def make(world: World) -> Act:
        issuer = card_authority() if authority == "anchored" else type(card_authority())()
        card = issuer.issue("別の会社", OTHER_COMPANY, PASSPHRASE)
        signer = KeySigner.of(load_private_key(card.key_pem, PASSPHRASE)) if key_of_card else None
        return presented(nagasaki(world).person(subject, signer), world.now, certificate=card.certificate, **window)

    return make


def officers_key_as_contractors(world: World) -> Act:
    drafter = nagasaki(world).drafter
    return presented(nagasaki(world).person("counterparty/422011/9101", drafter.signer), world.now)


def administrators_key_as_officers(world: World) -> Act:
    administrator = nagasaki(world).administrator
    return presented(nagasaki(world).person("officer/422011/9102", administrator.signer), world.now)


def by_administrator(asset: str, act: str, content: dict[str, object], *, of: str = "Nagasaki") -> Callable[[World], Act]:
    return lambda world: world.town(of).administrator.act(asset, act, content)


def by_officer(asset: str, act: str, content: dict[str, object]) -> Callable[[World], Act]:
    return lambda world: nagasaki(world).drafter.act(asset, act, content)


def assigned(**changes: object) -> Callable[[World], Act]:
    def make(world: World) -> Act:
        usual = {"assignment": "a", "role": "approver", "department": nagasaki(world).department}
        window = {"valid_from": format_time(world.now), "valid_until": None}
        return nagasaki(world).administrator.act(f"officer/422011/{fresh()}", "assign", {**usual, **window, **changes})

    return make


def on_key(act: str, content: dict[str, object], *, by: str = "administrator", subject: str | None = None) -> Callable[[World], Act]:
    """An act on a key that was presented a moment ago, by default a new officer's."""

    def make(world: World) -> Act:
        town = nagasaki(world)
        person = town.person(subject or f"officer/422011/{fresh()}")
        answers = town.present(person).digest
        return getattr(town, by).act(f"key/{person.fingerprint}", act, content, answers=answers)

    return make


def on_contractors_key(act: str, content: dict[str, object], *, by: str = "drafter") -> Callable[[World], Act]:
    def make(world: World) -> Act:
        fingerprint = world.contractor.fingerprint
        answers = None if act == "revoke" else nagasaki(world).ledger.registry.key(fingerprint).presented
        return getattr(nagasaki(world), by).act(f"key/{fingerprint}", act, content, answers=answers)

    return make


def vouched_twice(world: World) -> Act:
    town = nagasaki(world)
    person = town.vouched()
    answers = town.ledger.registry.key(person.fingerprint).presented
    return town.drafter.act(f"key/{person.fingerprint}", "vouch", {"method": "known_contact"}, answers=answers)


def admitted_twice(world: World) -> Act:
    town = nagasaki(world)
    key = town.drafter.fingerprint
    answers = town.ledger.registry.key(key).presented
    return town.administrator.act(f"key/{key}", "admit", {"officer": town.drafter.id}, answers=answers, submit_within=DAY)


def by_a_revoked_key(world: World) -> Act:
    town = nagasaki(world)
    officer = town.hire("contract_officer")
    other = town.vouched()
    officer.ledger.registry.revoke(officer.fingerprint, "superseded")
    return officer.act(f"key/{other.fingerprint}", "vouch", {"method": "in_person"})


def by_a_key_of_tomorrow(world: World) -> Act:
    town = nagasaki(world)
    officer = town.hire("approver")
    tomorrow = Person(officer.id, KeySigner.of(ec.generate_private_key(ec.SECP256R1())), officer.ledger, officer.assignment)
    digest = town.ledger.submit(presented(tomorrow, world.now, start=DAY)).digest
    content = {"officer": officer.id}
    town.ledger.submit(town.administrator.act(f"key/{tomorrow.fingerprint}", "admit", content, answers=digest))
    return tomorrow.act(f"key/{town.vouched().fingerprint}", "vouch", {"method": "in_person"})


def by_an_expired_key(world: World) -> Act:
    """Registered for a few seconds, used when they are over."""
    town = nagasaki(world)
    officer = town.hire("approver")
    brief = Person(officer.id, KeySigner.of(ec.generate_private_key(ec.SECP256R1())), officer.ledger, officer.assignment)
    act = presented(brief, world.now, lifetime=3)
    digest = town.ledger.submit(act).digest
    town.ledger.submit(town.administrator.act(f"key/{brief.fingerprint}", "admit", {"officer": officer.id}, answers=digest))
    subject = town.vouched()
    world.reach(town.ledger.registry.key(brief.fingerprint).valid_until)
    return brief.act(f"key/{subject.fingerprint}", "vouch", {"method": "in_person"})


def accepted_again(world: World) -> Act:
    second = Person("municipality/422011", world.consortium.administrator("422011", 2), nagasaki(world).ledger)
    return second.act(f"charter/{world.consortium.charter.digest}", "accept", {})


NAME = {"name": {"ja": "課", "en": "Section"}, "contracting": True}
KEIYAKU = "department/422011/keiyaku"
VOUCH: dict[str, object] = {"method": "in_person"}
REFUSED: dict[str, tuple[Callable[[World], Act], str]] = {
    "accepted by the second administrator, too": (accepted_again, "charter.already_accepted"),
    "another charter accepted": (by_administrator(f"charter/{'1' * 64}", "accept", {}), "charter.other"),
    "an officer accepts": (lambda w: nagasaki(w).drafter.act(f"charter/{w.consortium.charter.digest}", "accept", {}), "role.administrator"),
    "a department registered twice": (by_administrator(KEIYAKU, "register", NAME), "department.exists"),
    "Toda registers in Nagasaki": (by_administrator("department/422011/x", "register", NAME, of="Toda"), "role.other_municipality"),
    "an officer registers a department": (by_officer("department/422011/x", "register", NAME), "role.administrator"),
    "unknown fields": (by_administrator("department/422011/y", "register", {**NAME, "phone": "1"}), "json.field"),
    "a department closed that is unknown": (
        by_administrator("department/422011/z", "close", {"at": "2026-01-01T00:00:00Z"}),
        "department.unknown",
    ),
    "an assignment in Toda's department": (assigned(department="department/112241/keiyaku"), "role.other_municipality"),
    "an assignment in an unknown department": (assigned(department="department/422011/none"), "department.unknown"),
    "an assignment that ends before it begins": (assigned(valid_until="2026-01-01T00:00:00Z"), "assignment.empty_window"),
    "an unknown role": (assigned(role="mayor"), "json.field"),
    "an officer relieved of nothing": (
        by_administrator("officer/422011/9103", "relieve", {"assignment": "a", "at": "2026-01-01T00:00:00Z"}),
        "assignment.unknown",
    ),
    "an officer's key as the contractor's": (officers_key_as_contractors, "key.belongs_to"),
    "an administrator's key as an officer's": (administrators_key_as_officers, "key.belongs_to"),
    "a key for a department": (present("department/422011/keiyaku"), "key.subject"),
    "a key for an officer of nobody's": (present("officer/271004/1"), "charter.not_a_member"),
    "a key for six years": (present("officer/422011/9104", lifetime=6 * YEAR), "key.window"),
    "a key that is over": (present("officer/422011/9105", start=-2 * DAY, lifetime=DAY), "key.window"),
    "a corporate number with a wrong check digit": (present(f"counterparty/{CORPORATE_NUMBER[:-1]}1"), "id.corporate_number"),
    "a certificate of another key": (with_card(f"counterparty/{OTHER_COMPANY}", key_of_card=False), "certificate.other_key"),
    "a certificate of another company": (with_card(f"counterparty/{CORPORATE_NUMBER}"), "certificate.other_subject"),
    "a certificate of another authority": (with_card(f"counterparty/{OTHER_COMPANY}", authority="other"), "certificate.no_anchor"),
    "longer than the certificate": (with_card(f"counterparty/{OTHER_COMPANY}", lifetime=4 * YEAR), "certificate.window"),
    "an officer who is not registered": (
        on_key("admit", {"officer": "officer/422011/9103"}, subject="officer/422011/9103"),
        "officer.unknown",
    ),
    "another officer's key": (on_key("admit", {"officer": "officer/422011/9103"}), "key.belongs_to"),
    "an officer admits": (on_key("admit", {"officer": "officer/422011/9103"}, by="drafter"), "role.administrator"),
    "a key admitted twice": (admitted_twice, "key.already_admitted"),
    "an officer's key vouched for": (on_key("vouch", VOUCH, by="drafter"), "key.not_a_counterpartys"),
    "an administrator vouches": (on_key("vouch", VOUCH, subject="counterparty/422011/9106"), "role.missing"),
    "a word for Toda's own counterparty": (
        on_key("vouch", VOUCH, by="drafter", subject="counterparty/112241/9108"),
        "role.other_municipality",
    ),
    "a word for a key that has an anchor": (on_contractors_key("vouch", VOUCH), "key.already_anchored"),
    "a word given twice": (vouched_twice, "key.already_vouched"),
    "a word by an unknown method": (on_key("vouch", {"method": "dream"}, by="drafter", subject="counterparty/422011/9107"), "json.field"),
    "an officer revokes the contractor's key": (on_contractors_key("revoke", {"reason": "ceased"}), "role.administrator"),
    "an act on an unknown key": (by_administrator(f"key/{'a' * 64}", "revoke", {"reason": "ceased"}), "key.unknown"),
    "by a revoked key": (by_a_revoked_key, "key.revoked"),
    "by an expired key": (by_an_expired_key, "key.expired"),
    "by a key of tomorrow": (by_a_key_of_tomorrow, "key.not_yet_valid"),
}


@pytest.mark.parametrize(("make", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_refused(world: World, make: Callable[[World], Act], code: str) -> None:
    act = make(world)
    world.consortium.settle()
    history = nagasaki(world).ledger.registry.history
    before = history(act.statement.asset)
    with pytest.raises(Refused) as caught:
        world.town("Toda").ledger.submit(act)
    assert caught.value.code == code
    assert history(act.statement.asset) == before


def test_the_card_of_the_charters_authority_is_taken(world: World) -> None:
    key = nagasaki(world).ledger.registry.key(world.contractor.fingerprint)
    assert key.assurance(2) == "anchored"
    assert Path(world.contractor.id).name == CORPORATE_NUMBER
    assert contractors_card().certificate


DUPLICATE = b'{"signature":"AA==","signature":"AA==","statement":{}}'
BYTES: dict[str, tuple[bytes, str]] = {
    "no JSON": (b"draft", "json.syntax"),
    "not UTF-8": (b'{"a":"\xff"}', "json.not_utf8"),
    "duplicate fields": (DUPLICATE, "json.duplicate_key"),
    "a fraction": (b'{"amount":1.5}', "json.number"),
    "too large an integer": (b'{"amount":9007199254740992}', "json.integer_too_large"),
    "a lone surrogate": (b'{"a":"\\ud800"}', "text.lone_surrogate"),
    "a control character": (b'{"a":"\\u0007"}', "text.control_character"),
    "a list": (b"[]", "json.field"),
    "too much": (b'"' + b"x" * (1 << 20) + b'"', "json.too_large"),
    "too deep": (b"[" * 40 + b"]" * 40, "json.too_deep"),
}


@pytest.mark.parametrize(("data", "code"), BYTES.values(), ids=BYTES.keys())
def test_bytes_that_are_no_act(world: World, data: bytes, code: str) -> None:
    with pytest.raises(Refused) as caught:
        nagasaki(world).ledger._desk.recorder.run(Call("contracts", "record", (data,), settled=lambda _: False))
    assert caught.value.code == code
