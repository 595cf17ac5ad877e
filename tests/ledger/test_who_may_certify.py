"""Every role × every act of what binds all and of certificates: what is not in the table is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from genpon.errors import Refused
from genpon_core.agreement.changes import Bodies
from genpon_core.certificate_types.shipped import shipped
from genpon_core.charters import Body, Name
from genpon_core.moments import format_time
from genpon_core.rules import RULES
from tests.support.book import officers_signer
from tests.support.counter import batch_id, certify, own_type
from tests.support.town import DAY, Person, Town, World, fresh

ADMINISTRATORS = frozenset({"administrator", "second", "toda_administrator", "toda_second"})
ISSUER = frozenset({"issuer"})
OWN = frozenset({"administrator", "second"})
ROOT = frozenset({"neutral"})
MAY: dict[tuple[str, str], frozenset[str]] = {
    ("change", "propose"): ADMINISTRATORS,
    ("change", "approve"): ADMINISTRATORS,
    ("agreement", "adopt"): ADMINISTRATORS,
    ("municipality", "replace"): frozenset({"administrator"}),
    ("municipality", "object"): frozenset({"toda_second"}),
    ("accreditation", "accredit"): ROOT,
    ("accreditation", "delegate"): OWN,
    ("accreditation", "revoke"): frozenset({"alliance"}),
    ("type", "publish"): ROOT,
    ("type", "retire"): ROOT,
    ("certificate", "issue"): ISSUER,
    ("certificate", "suspend"): ISSUER,
    ("certificate", "reinstate"): ISSUER,
    ("certificate", "revoke"): ISSUER,
    ("certificate", "supersede"): ISSUER,
    ("certificate", "dispose"): ISSUER,
    ("recognition", "recognise"): OWN,
    ("recognition", "end"): OWN,
}
"""Nagasaki's and Toda's people try each act on something of Nagasaki's."""

KINDS = {"change", "agreement", "municipality", "accreditation", "type", "certificate", "recognition"}
REASON = {"code": "other", "digest": "0" * 64}


@dataclass(frozen=True)
class Attempt:
    """An act in good faith, whoever makes it."""

    asset: str
    content: Mapping[str, Any]
    answers: str | None = None


@pytest.fixture(scope="module")
def people(accredited: World) -> dict[str, Person]:
    nagasaki, toda = accredited.town("Nagasaki"), accredited.town("Toda")

    def second(town: Town) -> Person:
        signer = accredited.consortium.administrator(town.code, 2)
        return Person(f"municipality/{town.code}", signer, town.ledger.signed_by(signer))

    return {
        "administrator": nagasaki.administrator,
        "second": second(nagasaki),
        "toda_administrator": toda.administrator,
        "toda_second": second(toda),
        "neutral": accredited.body("neutral"),
        "alliance": accredited.body("alliance"),
        "issuer": nagasaki.issuer,
        "toda_issuer": toda.issuer,
        "drafter": nagasaki.drafter,
        "approver": nagasaki.approver,
        "head": nagasaki.head,
        "inspector": nagasaki.inspector,
        "contractor": accredited.contractor,
        "vouched": nagasaki.vouched(),
    }


@pytest.fixture(scope="module")
def attempts(accredited: World) -> dict[tuple[str, str], Attempt]:
    world, nagasaki = accredited, accredited.town("Nagasaki")
    now = format_time(world.now)
    found = {
        **_agreement(world),
        **_administrators(world, nagasaki),
        **_accreditations(world, nagasaki),
        **_certificates(world, nagasaki),
        **_recognitions(nagasaki, now),
    }
    world.consortium.settle()
    return found


def test_the_table_has_every_act() -> None:
    assert MAY.keys() == {(kind, act) for (_, kind), rules in RULES.items() if kind in KINDS for act in rules.content}


@pytest.mark.parametrize("what", MAY, ids=lambda what: f"{what[0]}.{what[1]}")
def test_only_the_table_lets_through(people: dict[str, Person], attempts: dict[tuple[str, str], Attempt], what: tuple[str, str]) -> None:
    attempt = attempts[what]
    let_through = {role for role, person in people.items() if _is_let_through(person, what[1], attempt)}
    assert let_through == MAY[what]


def _is_let_through(person: Person, act: str, attempt: Attempt) -> bool:
    try:
        person.ledger.would_record(person.act(attempt.asset, act, attempt.content, answers=attempt.answers, submit_within=DAY))
    except Refused:
        return False
    return True


Attempts = dict[tuple[str, str], Attempt]


def _agreement(world: World) -> Attempts:
    agreement = world.town("Kawaguchi").ledger.agreement
    begins = max(world.now, agreement.show().coming.valid_from) + DAY

    def change() -> Bodies:
        body = Body(id=f"body/b{fresh()}", name=Name(ja="機関", en="Body"), keys=[officers_signer().public_key.spki], root=False)
        return Bodies(topic="bodies", add=[body], remove=[])

    proposal = agreement.prepare.propose(change(), begins)
    waiting = agreement.propose(change(), begins)
    approved = agreement.propose(change(), begins)
    world.consortium.settle()
    for city in ("Toda", "Omura"):
        world.town(city).ledger.agreement.approve(approved.asset)
    return {
        ("change", "propose"): Attempt(proposal.asset, proposal.content),
        ("change", "approve"): Attempt(waiting.asset, {}, waiting.digest),
        ("agreement", "adopt"): Attempt(
            f"agreement/{world.consortium.charter.digest}", {"change": approved.record.act.statement.content["change"]}
        ),
    }


def _administrators(world: World, town: Town) -> Attempts:
    """The second administrator's key is about to be replaced: Nagasaki's by an act, Toda's in a week."""

    def replacement(town: Town) -> tuple[str, str, str]:
        comes = town.person(f"municipality/{town.code}")
        town.present(comes)
        goes = world.consortium.administrator(town.code, 2).public_key.fingerprint
        return f"municipality/{town.code}", goes, comes.fingerprint

    toda = world.town("Toda")
    pending = toda.ledger.agreement.replace_key(*replacement(toda))
    prepared = town.ledger.agreement.prepare.replace_key(*replacement(town))
    return {
        ("municipality", "object"): Attempt(pending.asset, {}, pending.digest),
        ("municipality", "replace"): Attempt(prepared.asset, prepared.content),
    }


def _accreditations(world: World, town: Town) -> Attempts:
    window = {"valid_from": format_time(world.now), "valid_until": format_time(world.now + 30 * DAY)}
    reach = {"types": ["disaster_damage"], "territories": [town.code]}
    path = [f"accreditation/alliance/{town.code}", "accreditation/neutral/all"]
    own = {**reach, **window, "subject": "municipality/112241"}
    name = f"t{fresh()}"
    published = world.body("neutral").ledger.schemas
    published.publish(own_type(name))
    publication = published.prepare.publish(own_type(f"t{fresh()}"))
    return {
        ("accreditation", "accredit"): Attempt(f"accreditation/neutral/{fresh()}", {**own, "path": [], "may_accredit": False}),
        ("accreditation", "delegate"): Attempt(f"accreditation/{town.code}/{fresh()}", {**own, "path": path, "reason": "disaster"}),
        ("accreditation", "revoke"): Attempt(path[0], {"at": window["valid_until"], "reason": "other"}),
        ("type", "publish"): Attempt(publication.asset, publication.content),
        ("type", "retire"): Attempt(f"type/{name}", {"at": format_time(world.now)}),
    }


def _certificates(world: World, town: Town) -> Attempts:
    name, end = f"t{fresh()}", world.now + 2
    world.body("neutral").ledger.schemas.publish(own_type(name, "tax_clearance", retention={"rule": "none", "years": 0}))
    world.consortium.settle()
    ended, _ = certify(town, name, kind_of_claims="tax_clearance", valid_until=end)
    issued, suspended = (certify(town, "tax_clearance")[0].batch.id for _ in range(2))
    suspension = town.issuer.ledger.certificates.suspend(suspended, "other")
    prepared = town.issuer.ledger.certificates.prepare.issue(
        batch_id(town), shipped("tax_clearance"), ended.batch.root, valid_from=world.now, valid_until=world.now + DAY
    )
    world.reach(end)
    return {
        ("certificate", "issue"): Attempt(prepared.asset, prepared.content),
        ("certificate", "suspend"): Attempt(issued, {"reason": REASON}),
        ("certificate", "reinstate"): Attempt(suspended, {}, suspension.digest),
        ("certificate", "revoke"): Attempt(f"{issued}/0", {"reason": REASON, "at": format_time(world.now)}),
        ("certificate", "supersede"): Attempt(issued, {"by": suspended}),
        ("certificate", "dispose"): Attempt(ended.batch.id, {"rule": "none"}),
    }


def _recognitions(town: Town, now: str) -> Attempts:
    kind = f"t{fresh()}"
    begun = town.ledger.recognitions.recognise(town.code, kind, "body/alliance")
    return {
        ("recognition", "recognise"): Attempt(begun.asset, {"type": f"t{fresh()}", "of": "body/alliance", "valid_from": now}),
        ("recognition", "end"): Attempt(begun.asset, {"at": now}, begun.digest),
    }
