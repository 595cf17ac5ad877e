"""Every kind of signer × every act of the registry: who may, and with which code everybody else is refused."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from genpon_core.errors import Refusal
from genpon_core.moments import format_time
from genpon_core.statements import Act
from tests.support.book import CONTRACTOR, DEPARTMENT, NAGASAKI, TODA, Cast, Person, hire, officers_signer, present, present_content

NAME = {"ja": "契約課", "en": "Contracts"}
TODAS_DEPARTMENT = f"department/{TODA}/keiyaku"
NEW_OFFICER = f"officer/{NAGASAKI}/0009"
SIGNERS = ("administrator", "todas", "drafter", "approver", "head", "todas_head", "contractor", "vouched", "presented", "stranger")


@dataclass
class Scene:
    """A cast with everybody who may try, and keys that wait for something to be done to them."""

    cast: Cast
    people: dict[str, Person]
    waiting: dict[str, tuple[str, str]]

    def act(self, who: str, name: str, asset: str, content: Any = None, answers: str | None = None) -> Act:
        return self.people[who].act(self.cast.book, asset, name, content or {}, answers=answers)


def _presented(cast: Cast, subject: str) -> tuple[Person, tuple[str, str]]:
    person = Person(subject, officers_signer())
    record = present(cast.book, person)
    return person, (record.asset, record.act.digest)


@pytest.fixture(scope="module")
def scene() -> Scene:
    cast = Cast.found()
    book, administrator, todas = cast.book, cast.administrators[NAGASAKI], cast.administrators[TODA]
    book.submit(todas.act(book, TODAS_DEPARTMENT, "register", {"name": NAME, "contracting": True}))
    people = {"administrator": administrator, "todas": todas, "todas_head": hire(book, todas, "0001", "head", TODAS_DEPARTMENT)}
    people |= {name: getattr(cast, name) for name in ("drafter", "approver", "head", "contractor")}
    window = {"valid_from": format_time(book.now), "valid_until": None}
    assigned = {"assignment": "a", "role": "approver", "department": DEPARTMENT, **window}
    book.submit(administrator.act(book, NEW_OFFICER, "assign", assigned))
    people["vouched"], vouched = _presented(cast, f"counterparty/{NAGASAKI}/0001")
    for officer in (cast.drafter, cast.approver):
        book.submit(officer.act(book, vouched[0], "vouch", {"method": "in_person"}, answers=vouched[1]))
    people["presented"], presented = _presented(cast, CONTRACTOR)
    people["stranger"] = Person(f"counterparty/{NAGASAKI}/0002", officers_signer())
    waiting = {"own": _presented(cast, f"counterparty/{NAGASAKI}/0003")[1], "company": presented, "vouched": vouched}
    waiting["officer"] = _presented(cast, NEW_OFFICER)[1]
    return Scene(cast, people, waiting)


def _accept(scene: Scene, who: str) -> Act:
    scene.cast.book.chains[f"charter/{scene.cast.book.charter.digest}"] = ()
    return scene.act(who, "accept", f"charter/{scene.cast.book.charter.digest}")


def _assign(scene: Scene, who: str) -> Act:
    content = {"assignment": "b", "role": "head", "department": DEPARTMENT, "valid_until": None}
    return scene.act(who, "assign", NEW_OFFICER, {**content, "valid_from": format_time(scene.cast.book.now)})


def _present(scene: Scene, who: str) -> Act:
    person = scene.people[who]
    content = present_content(person.signer, scene.cast.book.now + 1)
    return person.act(scene.cast.book, f"key/{person.signer.public_key.fingerprint}", "present", content, assignment=None)


def _on_key(name: str, key: str, content: dict[str, str]) -> Callable[[Scene, str], Act]:
    def make(scene: Scene, who: str) -> Act:
        asset, digest = scene.waiting[key]
        return scene.act(who, name, asset, content, None if name == "revoke" else digest)

    return make


def _revoke(whose: str) -> Callable[[Scene, str], Act]:
    def make(scene: Scene, who: str) -> Act:
        return scene.act(who, "revoke", f"key/{scene.people[whose].signer.public_key.fingerprint}", {"reason": "compromised"})

    return make


MADE: dict[str, Callable[[Scene, str], Act]] = {
    "accept": _accept,
    "register": lambda s, who: s.act(who, "register", f"department/{NAGASAKI}/new", {"name": NAME, "contracting": False}),
    "close": lambda s, who: s.act(who, "close", DEPARTMENT, {"at": format_time(s.cast.book.now)}),
    "assign": _assign,
    "relieve": lambda s, who: s.act(who, "relieve", NEW_OFFICER, {"assignment": "a", "at": format_time(s.cast.book.now)}),
    "present": _present,
    "admit": _on_key("admit", "officer", {"officer": NEW_OFFICER}),
    "vouch for its own": _on_key("vouch", "own", {"method": "in_person"}),
    "vouch for a company": _on_key("vouch", "company", {"method": "known_contact"}),
    "vouch for an officer": _on_key("vouch", "officer", {"method": "in_person"}),
    "revoke an officer's": _revoke("drafter"),
    "revoke an anchored": _revoke("contractor"),
    "revoke a vouched": _revoke("vouched"),
}
NOBODY = {"presented": "key.not_confirmed", "stranger": "key.unknown"}


def _only(*may: str, others: str, **special: str) -> dict[str, str]:
    return {who: "" if who in may else others for who in SIGNERS} | NOBODY | special


ADMINISTRATORS = _only("administrator", others="role.administrator", todas="role.other_municipality")
NOT_THEIRS = "key.belongs_to"
EXPECTED: dict[str, dict[str, str]] = {
    "accept": _only("administrator", "todas", others="role.administrator"),
    "register": ADMINISTRATORS,
    "close": ADMINISTRATORS,
    "assign": ADMINISTRATORS,
    "relieve": ADMINISTRATORS,
    "present": _only(others=NOT_THEIRS, presented=NOT_THEIRS, stranger=""),
    "admit": ADMINISTRATORS,
    "vouch for its own": _only("drafter", "approver", "head", others="role.missing", todas_head="role.other_municipality"),
    "vouch for a company": _only("drafter", "approver", "head", "todas_head", others="role.missing"),
    "vouch for an officer": _only(
        others="role.missing", **dict.fromkeys(("drafter", "approver", "head", "todas_head"), "key.not_a_counterpartys")
    ),
    "revoke an officer's": _only("administrator", "drafter", others="role.administrator", contractor=NOT_THEIRS, vouched=NOT_THEIRS),
    "revoke an anchored": _only("contractor", others="role.administrator", vouched=NOT_THEIRS),
    "revoke a vouched": _only("administrator", "vouched", others="role.administrator", contractor=NOT_THEIRS),
}


@pytest.mark.parametrize("who", SIGNERS)
@pytest.mark.parametrize("what", EXPECTED)
def test_who_may(scene: Scene, what: str, who: str) -> None:
    book = scene.cast.book
    chains = dict(book.chains)
    try:
        act = MADE[what](scene, who)
        before = dict(book.chains)
        code = EXPECTED[what][who]
        if not code:
            assert book.submit(act).act == act
            return
        with pytest.raises(Refusal) as refused:
            book.submit(act)
        assert refused.value.code == code
        assert book.chains == before
    finally:
        book.chains = chains
