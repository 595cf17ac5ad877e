"""What dishonest issuers, bodies that left, kept-back acts and careless texts cannot do to certificates."""

from collections.abc import Callable
from typing import Any

import pytest

from genpon_core import canonical, evidence, rules
from genpon_core.certificates.accreditations import MAX_PATH
from genpon_core.certificates.recognition import recognised
from genpon_core.certificates.state import Status
from genpon_core.certificates.types import fold as fold_type
from genpon_core.errors import Refusal
from genpon_core.ids import parse_id
from genpon_core.moments import format_time
from genpon_core.statements import Act
from tests.support.assembly import Assembly, Keys, members
from tests.support.book import CONTRACT, DEPARTMENT, NAGASAKI, OMURA, TODA, Person, hire, present
from tests.support.certifying import ALLIANCE, DAY, NEUTRAL, PERSONS, RECORD, YEAR, Office, document


def issue(office: Office, code: str = NAGASAKI, **changes: Any) -> Act:
    asset, content = office.batch(code, **changes)
    return office.issuers[code].act(office.book, asset, "issue", content)


def forced(person: Person, act: Act, **changes: Any) -> Act:
    """An act that the client would not prepare."""
    statement = act.statement.model_copy(update={"content": {**act.statement.content, **changes}})
    return Act.of(statement, person.signer.sign(statement.algorithm, statement.to_bytes()))


def test_what_a_body_granted_ends_when_it_leaves_and_not_before(office: Office) -> None:
    before = office.issue()
    Assembly(office.cast).decide({"topic": "bodies", "add": [], "remove": [ALLIANCE]})
    office.book.now += DAY
    assert office.book.refused(issue(office)) == "accreditation.not_a_party"
    path = office.path(NAGASAKI)
    assert office.accredited(NAGASAKI, path) == "accreditation.not_a_party"
    for moment in (before.recorded_at, office.book.now - 1):
        assert not isinstance(office.accredited(NAGASAKI, path, at=moment), str)
    evidence.verify_chains(office.book.charter, office.book.chains)


def test_what_a_municipality_delegated_ends_when_it_leaves(office: Office) -> None:
    office.accredit(ALLIANCE, "omura", f"municipality/{OMURA}", path=["accreditation/neutral/1"], territories=[OMURA])
    path = [f"accreditation/{OMURA}/d1", "accreditation/alliance/omura", "accreditation/neutral/1"]
    office.book.submit(office.delegation(OMURA, TODA, path=path[1:]))
    assembly = Assembly(office.cast)
    assembly.decide({"topic": "endorsing", "endorsing": {"members": ["NagasakiMSP"], "threshold": 1}})
    assembly.decide(members(remove=(OMURA,)))
    asked = {"of": "disaster_damage", "territory": OMURA}
    assert not isinstance(office.accredited(TODA, path, **asked), str)  # type: ignore[arg-type]
    assert office.accredited(TODA, path, **asked, at=office.book.now + DAY) == "accreditation.not_a_party"  # type: ignore[arg-type]
    assert office.accredited(OMURA, path[1:], of="disaster_damage", at=office.book.now + DAY) == "accreditation.not_a_party"


def test_whatever_can_be_granted_can_be_used(office: Office) -> None:
    path = [f"accreditation/b{number}/1" for number in range(MAX_PATH)]
    grant = office.accreditation(ALLIANCE, "x", f"municipality/{OMURA}", path=path[:-1])
    assert office.book.refused(grant) == "accreditation.unknown"
    assert office.book.refused(forced(office.bodies[ALLIANCE], grant, path=path)) == "json.field"
    assert office.book.refused(issue(office, path=path)) == "accreditation.unknown"


@pytest.mark.parametrize("territory", ["00", "48", "99", "999999", "422012", "*1"])
def test_a_territory_is_one(office: Office, territory: str) -> None:
    grant = office.accreditation(NEUTRAL, "x", ALLIANCE)
    assert office.book.refused(forced(office.bodies[NEUTRAL], grant, territories=[territory])) == "json.field"
    assert office.book.refused(forced(office.issuers[NAGASAKI], issue(office), territory=territory)) == "json.field"


def test_nobody_issues_for_a_time_in_which_it_may_not(office: Office) -> None:
    """Such as a sister city on the last day of the disaster."""
    office.book.submit(office.delegation(NAGASAKI, TODA))
    persons = {
        "type": "disaster_damage",
        "schema_digest": canonical.digest(PERSONS),
        "subject": "person",
        "path": [f"accreditation/{NAGASAKI}/d1", *office.path(NAGASAKI)],
        "territory": NAGASAKI,
    }
    end = office.book.now + 90 * DAY
    window = {"valid_from": format_time(end), "valid_until": format_time(end + YEAR)}
    assert office.book.refused(issue(office, TODA, **persons, **window)) == "accreditation.not_in_force"
    office.book.submit(issue(office, TODA, **persons, **{**window, "valid_from": format_time(end - 1)}))
    content = {"at": format_time(office.book.now + DAY), "reason": "ceased"}
    office.book.submit(office.bodies[ALLIANCE].act(office.book, f"accreditation/alliance/{NAGASAKI}", "revoke", content))
    assert (
        office.book.refused(issue(office, TODA, **persons, **{**window, "valid_from": format_time(end - 1)}))
        == "accreditation.not_in_force"
    )


def test_a_reinstatement_that_was_kept_back_ends_no_later_suspension(office: Office) -> None:
    batch = office.issue().asset
    office.change(batch, "suspend")
    kept, used = (office.changing(batch, "reinstate") for _ in "12")
    office.book.now += 1
    office.book.submit(office.issuers[NAGASAKI].act(office.book, batch, "reinstate", {}, answers=office.suspension(batch)))
    office.change(batch, "suspend")
    for act in (kept, used):
        assert office.book.refused(act) == "act.wrong_answer"
    assert office.status(batch).status is Status.SUSPENDED
    office.change(batch, "reinstate")
    assert office.status(batch).status is Status.VALID


def test_there_is_one_performance_record_for_each_contractor(office: Office, bundle: Any) -> None:
    """The ledger knows only how many there are: more would be for somebody who never was the contractor."""
    office.cast.concluded(bundle)
    record = {"type": "performance_record", "schema_digest": canonical.digest(RECORD), "source": {"contract": CONTRACT, "kind": "award"}}
    assert office.book.refused(issue(office, **record, count=2)) == "issue.contractors"
    office.book.submit(issue(office, **record, count=1))


def _old(office: Office) -> str:
    return next(asset for asset in office.book.chains if asset.startswith("certificate/"))


SUCCESSORS: dict[str, tuple[Callable[[Office], str], str]] = {
    "itself": (_old, "issue.successor"),
    "one of its own batch": (lambda o: f"{_old(o)}/4", "issue.successor"),
    "another type": (
        lambda o: o.issue(type="disaster_damage", schema_digest=canonical.digest(PERSONS), subject="person").asset,
        "issue.successor",
    ),
    "what is revoked": (lambda o: _changed(o, "", "revoke"), "issue.successor"),
    "one that is revoked": (lambda o: _changed(o, "/1", "revoke") + "/1", "issue.successor"),
    "one of a batch that is revoked": (lambda o: _changed(o, "", "revoke") + "/1", "issue.successor"),
    "one beside one that is revoked": (lambda o: _changed(o, "/1", "revoke") + "/2", ""),
    "what is suspended": (lambda o: _changed(o, "", "suspend"), ""),
}


def _changed(office: Office, of: str, act: str) -> str:
    batch = office.issue().asset
    office.change(batch + of, act)
    return batch


@pytest.mark.parametrize("of", ["", "/3"])
@pytest.mark.parametrize("what", SUCCESSORS)
def test_what_takes_a_certificates_place(office: Office, what: str, of: str) -> None:
    make, code = SUCCESSORS[what]
    old = office.issue().asset + of
    act = office.changing(old, "supersede", {"by": make(office)})
    if code:
        assert office.book.refused(act) == code
    else:
        office.book.submit(act)
        evidence.verify_chains(office.book.charter, evidence.closure(office.book.chains, old))


@pytest.mark.parametrize("of", ["", "/3"])
def test_no_certificates_take_each_others_place(office: Office, of: str) -> None:
    one, other = office.issue().asset + of, office.issue().asset + of
    office.change(one, "supersede", {"by": other})
    assert office.book.refused(office.changing(other, "supersede", {"by": one})) == "issue.successor"


def test_what_expired_takes_no_place(office: Office) -> None:
    one = office.issue(valid_until=format_time(office.book.now + DAY)).asset
    other = office.issue().asset
    office.book.now += DAY
    assert office.book.refused(office.changing(other, "supersede", {"by": one})) == "issue.successor"


def test_a_full_chain_keeps_nothing_from_being_revoked(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else an officer who fills it would keep a false certificate valid for ever."""
    batch, later = office.issue().asset, {**office.said("revoke"), "at": format_time(office.book.now + DAY)}
    office.change(batch, "suspend")
    monkeypatch.setattr(rules, "MAX_CHAIN", 2)
    assert office.book.refused(office.changing(batch, "reinstate")) == "act.chain_full"
    assert office.book.refused(office.changing(batch, "revoke", later)) == "act.chain_full"
    office.change(batch, "revoke")
    assert office.status(batch).status is Status.REVOKED
    assert office.book.refused(office.changing(batch, "revoke", later)) == "act.chain_full"
    office.book.now += 1
    assert office.book.refused(office.changing(batch, "revoke")) == "issue.final"


def test_a_full_chain_keeps_no_recognition(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    asset, administrator, now = f"recognition/{TODA}", office.cast.administrators[TODA], format_time(office.book.now)
    content = {"type": "income", "of": ALLIANCE, "valid_from": now}
    first = office.book.submit(administrator.act(office.book, asset, "recognise", content))
    monkeypatch.setattr(rules, "MAX_CHAIN", 1)
    assert office.book.refused(administrator.act(office.book, asset, "recognise", {**content, "type": "*"})) == "act.chain_full"
    office.book.submit(administrator.act(office.book, asset, "end", {"at": now}, answers=first.act.digest))


def test_a_thief_who_fills_the_chain_keeps_nobody_from_objecting(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = Keys(Assembly(office.cast))
    present(keys.book, keys.third)
    record = keys.book.submit(keys.replace(keys.first, keys.second, keys.third))
    monkeypatch.setattr(rules, "MAX_CHAIN", 1)
    keys.book.submit(keys.second.act(keys.book, keys.asset, "object", {}, answers=record.act.digest))
    keys.book.now += 1
    assert keys.refused(keys.replace(keys.first, keys.second, keys.third)) == "act.chain_full"


def test_an_end_of_recognition_may_be_brought_forward_and_never_back(office: Office) -> None:
    asset, administrator, now = f"recognition/{TODA}", office.cast.administrators[TODA], office.book.now
    content = {"type": "*", "of": ALLIANCE, "valid_from": format_time(now)}
    answers = office.book.submit(administrator.act(office.book, asset, "recognise", content)).act.digest

    def end(at: int) -> Act:
        return administrator.act(office.book, asset, "end", {"at": format_time(at)}, answers=answers)

    office.book.submit(end(now + YEAR))
    office.book.now += 1
    assert office.book.refused(end(now + YEAR)) == "recognition.ended"
    assert office.book.refused(end(now + 2 * YEAR)) == "recognition.ended"
    office.book.submit(end(now + DAY))
    assert office.book.refused(end(now + 2 * DAY)) == "recognition.ended"
    takes = [recognised(office.book.chains[asset], "income", frozenset({ALLIANCE}), now + days * DAY) for days in (0, 1, 2)]
    assert takes == [True, False, False]


def _retire(office: Office, at: int) -> Act:
    return office.bodies[NEUTRAL].act(office.book, "type/tax_clearance", "retire", {"at": format_time(at)})


def test_to_publish_again_does_not_unsay_that_a_type_was_retired(office: Office) -> None:
    start = office.book.now
    office.book.submit(_retire(office, start + DAY))
    office.book.now += 3 * DAY
    second = document("tax_clearance", "organisation", 2)
    office.publish("tax_clearance", second, subject="organisation", valid_from=format_time(start + 5 * DAY))
    state = fold_type(office.book.chains["type/tax_clearance"])
    found = [state.current(start + day * DAY) for day in range(7)]
    assert [revision is not None for revision in found] == [True, False, False, False, False, True, True]
    office.book.now += DAY
    assert office.book.refused(issue(office)) == "type.unknown"


DOCUMENTS: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "no document": ({"title": "x"}, {}, "json.field"),
    "another type's": (document("income", "organisation", 2), {}, "type.other_document"),
    "of a person, published as an organisation's": (document("tax_clearance", "person", 2), {}, "type.other_document"),
    "another retention": (document("tax_clearance", "organisation", 2), {"retention": {"rule": "none", "years": 0}}, "type.other_document"),
    "a longer validity": (document("tax_clearance", "organisation", 2), {"longest_days": 3661}, "type.other_document"),
    "the number of the one before": (
        {**document("tax_clearance", "organisation"), "longest_days": 10},
        {"longest_days": 10},
        "type.not_later",
    ),
}


@pytest.mark.parametrize("what", DOCUMENTS)
def test_a_types_document_says_what_is_published(office: Office, what: str) -> None:
    content, changes, code = DOCUMENTS[what]
    assert office.book.refused(office.publication("tax_clearance", content, subject="organisation", **changes)) == code


@pytest.mark.parametrize("local", ["tanaka-taro", "TARO", "2026.taro", "1980-01-01T", "長崎", "-1", "1" * 33])
def test_no_name_stands_in_a_batchs_id(local: str) -> None:
    for text in (f"certificate/{NAGASAKI}/{local}", f"certificate/{NAGASAKI}/{local}/0"):
        with pytest.raises(Refusal, match=r"id\.malformed"):
            parse_id(text)


@pytest.mark.parametrize("kind", ["officer", "counterparty"])
def test_no_number_of_a_person_could_be_a_my_number(kind: str) -> None:
    for number in ("621498320257", "6214-9832-0257"):
        with pytest.raises(Refusal) as refusal:
            parse_id(f"{kind}/{NAGASAKI}/{number}")
        assert (refusal.value.code, refusal.value.parameters) == ("id.individual_number", {})
    for number in ("621498320258", "21498320257", "6214983202570"):
        parse_id(f"{kind}/{NAGASAKI}/{number}")


def test_what_was_before_the_disposal_can_still_be_told(office: Office) -> None:
    batch = office.issue().asset
    before = office.book.now
    office.change(f"{batch}/3", "suspend")
    office.book.now += 90 * DAY + 7 * YEAR
    office.issuers[NAGASAKI] = hire(office.book, office.cast.administrators[NAGASAKI], "0011", "issuer", DEPARTMENT)
    asked = [(f"{batch}/{index}", moment) for index in (3, 4) for moment in (before, before + DAY, office.book.now - 1)]
    answers = [office.status(certificate, at=moment) for certificate, moment in asked]
    office.change(f"{batch}/3", "dispose")
    office.book.now += 1
    office.change(batch, "dispose")
    assert [office.status(certificate, at=moment) for certificate, moment in asked] == answers
    assert office.status(f"{batch}/3").disposed_at == office.book.now - 1
