"""Certificates: who issues, what is refused, the status on any day, disposal, recognition, types."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genpon_core import canonical, evidence
from genpon_core.certificates.recognition import recognised
from genpon_core.certificates.state import Status
from genpon_core.certificates.types import fold as fold_type
from genpon_core.errors import Refusal
from genpon_core.moments import format_time
from genpon_core.statements import Act
from tests.support.book import CONTRACT, DEPARTMENT, NAGASAKI, TODA, Cast, Person, hire
from tests.support.certifying import ALLIANCE, DAY, DOCUMENT, NEUTRAL, PERSONS, RECORD, RETENTION, YEAR, Office, document

ACTS = ("suspend", "reinstate", "revoke", "dispose")


def test_a_batch_is_issued_and_everybody_can_repeat_that(office: Office) -> None:
    batch = office.issue()
    assert office.status(f"{batch.asset}/3").status is Status.VALID
    evidence.verify_chains(office.book.charter, evidence.closure(office.book.chains, batch.asset))


@pytest.mark.parametrize("role", ["drafter", "approver", "head", "inspector", "contractor"])
@pytest.mark.parametrize("act", ["issue", *ACTS])
def test_only_an_issuing_officer(office: Office, role: str, act: str) -> None:
    asset, content = office.batch()
    if act != "issue":
        asset, content = office.issue().asset, office.said(act)
    assert office.book.refused(getattr(office.cast, role).act(office.book, asset, act, content)) == "role.missing"


@pytest.mark.parametrize("act", ["issue", *ACTS])
def test_only_of_the_municipality_itself(office: Office, act: str) -> None:
    asset, content = office.batch()
    if act != "issue":
        asset, content = office.issue().asset, office.said(act)
    assert office.book.refused(office.issuers[TODA].act(office.book, asset, act, content)) == "role.other_municipality"


def _always(changes: dict[str, Any]) -> Callable[[Office], dict[str, Any]]:
    return lambda _office: changes


ISSUES: dict[str, tuple[Callable[[Office], dict[str, Any]], str]] = {
    "another revision": (_always({"schema_digest": "ab" * 32}), "type.other_revision"),
    "another subject": (_always({"subject": "person"}), "type.other_revision"),
    "another retention": (_always({"retention": {"rule": "tax_books", "years": 1}}), "type.other_revision"),
    "an unknown type": (_always({"type": "residence"}), "type.unknown"),
    "too many": (_always({"count": 100_001}), "issue.too_many"),
    "from two days ago": (lambda o: {"valid_from": format_time(o.book.now - 2 * DAY)}, "issue.window"),
    "for no time": (lambda o: {"valid_until": format_time(o.book.now)}, "issue.window"),
    "too long": (lambda o: {"valid_until": format_time(o.book.now + 3661 * DAY)}, "issue.too_long"),
    "another's accreditation": (lambda o: {"path": o.path(TODA)}, "accreditation.other_path"),
    "another territory": (_always({"territory": TODA}), "accreditation.not_for"),
    "a source that it has not": (_always({"source": {"contract": CONTRACT, "kind": "award"}}), "issue.source"),
    "a name": (_always({"name": "A"}), "json.field"),
}


@pytest.mark.parametrize("what", ISSUES)
def test_no_issue(office: Office, what: str) -> None:
    changes, code = ISSUES[what]
    asset, content = office.batch(**changes(office))
    with pytest.raises(Refusal) as refusal:
        office.book.submit(_forced(office.issuers[NAGASAKI], office, asset, content))
    assert refusal.value.code == code


def _forced(person: Person, office: Office, asset: str, content: Mapping[str, Any]) -> Act:
    """An act that the client would not prepare."""
    _, good = office.batch()
    statement = person.act(office.book, asset, "issue", good).statement.model_copy(update={"content": dict(content)})
    return Act.of(statement, person.signer.sign(statement.algorithm, statement.to_bytes()))


def test_a_batch_once(office: Office) -> None:
    asset, content = office.batch()
    issuer = office.issuers[NAGASAKI]
    office.book.submit(issuer.act(office.book, asset, "issue", content))
    assert office.book.refused(issuer.act(office.book, asset, "issue", {**content, "count": 9})) == "issue.exists"
    assert office.book.refused(issuer.act(office.book, f"{asset}/1", "issue", content)) == "issue.whole_batches"


def test_a_revoked_issuer_issues_no_more_and_what_it_issued_stays(office: Office) -> None:
    batch = office.issue()
    office.book.now += DAY
    content = {"at": format_time(office.book.now), "reason": "misuse"}
    office.book.submit(office.bodies[ALLIANCE].act(office.book, f"accreditation/alliance/{NAGASAKI}", "revoke", content))
    asset, again = office.batch()
    assert office.book.refused(office.issuers[NAGASAKI].act(office.book, asset, "issue", again)) == "accreditation.not_in_force"
    assert not isinstance(office.accredited(NAGASAKI, office.path(NAGASAKI), at=batch.recorded_at), str)


def test_a_sister_city_issues_by_delegation(office: Office) -> None:
    office.book.submit(office.delegation(NAGASAKI, TODA))
    path = [f"accreditation/{NAGASAKI}/d1", *office.path(NAGASAKI)]
    persons = {"type": "disaster_damage", "schema_digest": canonical.digest(PERSONS), "subject": "person"}
    batch = office.issue(TODA, path=path, territory=NAGASAKI, **persons)
    evidence.verify_chains(office.book.charter, evidence.closure(office.book.chains, batch.asset))


def test_status_on_every_day(office: Office) -> None:
    batch, start = office.issue().asset, office.book.now
    one, other = f"{batch}/3", f"{batch}/4"
    for day, act, asset in ((1, "suspend", one), (2, "reinstate", one), (3, "suspend", batch), (4, "revoke", one), (5, "reinstate", batch)):
        office.book.now = start + day * DAY
        office.change(asset, act)
    expected = {
        one: [Status.VALID, Status.SUSPENDED, Status.VALID, Status.SUSPENDED, Status.REVOKED, Status.REVOKED],
        other: [Status.VALID, Status.VALID, Status.VALID, Status.SUSPENDED, Status.SUSPENDED, Status.VALID],
    }
    for certificate, states in expected.items():
        assert [office.status(certificate, at=start + day * DAY).status for day in range(6)] == states
    assert office.status(one, at=start + 5 * DAY, known=start + 3 * DAY).status is Status.SUSPENDED
    assert office.status(other, at=start + 90 * DAY).status is Status.EXPIRED
    assert office.status(one, at=start + 90 * DAY).status is Status.REVOKED
    assert office.status(other, at=start - 1, known=start).status is Status.NOT_YET_VALID


@given(revoked=st.integers(-5, 20), at=st.integers(0, 30))
@settings(max_examples=40, deadline=None)
def test_a_revocation_counts_from_its_day_and_never_for_the_past(revoked: int, at: int) -> None:
    office = Office.found()
    batch, start = office.issue().asset, office.book.now
    office.book.now += 5 * DAY
    content = {**office.said("revoke"), "at": format_time(start + revoked * DAY)}
    office.change(f"{batch}/0", "revoke", content)
    status = office.status(f"{batch}/0", at=start + at * DAY).status
    assert status is (Status.REVOKED if at >= max(revoked, 5) else Status.VALID)
    assert office.status(f"{batch}/1", at=start + at * DAY).status is Status.VALID


CHANGES: dict[str, tuple[tuple[str, ...], str, str]] = {
    "reinstated without having been suspended": ((), "reinstate", "issue.status"),
    "suspended twice": (("suspend",), "suspend", "issue.status"),
    "reinstated after revocation": (("revoke",), "reinstate", "issue.final"),
    "revoked twice": (("revoke",), "revoke", "issue.final"),
    "disposed of too early": ((), "dispose", "issue.retention"),
}


@pytest.mark.parametrize("what", CHANGES)
@pytest.mark.parametrize("of", ["", "/3"])
def test_no_change_of_status(office: Office, what: str, of: str) -> None:
    asset = office.issue().asset + of
    before, act, code = CHANGES[what]
    for earlier in before:
        office.change(asset, earlier)
        office.book.now += 1
    assert office.book.refused(office.changing(asset, act)) == code


def test_what_is_not_in_the_batch_has_no_status(office: Office) -> None:
    batch = office.issue().asset
    assert office.book.refused(office.changing(f"{batch}/10", "suspend")) == "issue.index"
    assert office.book.refused(office.changing(f"certificate/{NAGASAKI}/9999/1", "suspend")) == "issue.unknown"


def test_reasons_of_organisations_are_codes_and_of_persons_nothing(office: Office) -> None:
    batch = office.issue().asset
    persons = {"type": "disaster_damage", "schema_digest": canonical.digest(PERSONS), "subject": "person"}
    of_persons = office.issue(**persons).asset
    now = format_time(office.book.now)
    assert office.book.refused(office.changing(batch, "revoke", {"at": now, "reason": None})) == "issue.reason"
    assert (
        office.book.refused(office.changing(batch, "revoke", {"at": now, "reason": {"code": "income", "digest": "ab" * 32}}))
        == "issue.reason_code"
    )
    assert office.book.refused(office.changing(of_persons, "revoke")) == "issue.reason"
    office.change(of_persons, "revoke", {"at": now, "reason": None})


def test_what_supersedes(office: Office) -> None:
    old, new = office.issue().asset, office.issue().asset
    theirs = office.issue(TODA).asset
    for by, code in ((old, "issue.successor"), (theirs, "issue.unknown"), (f"{new}/10", "issue.index"), (CONTRACT, "id.malformed")):
        assert office.book.refused(office.changing(old, "supersede", {"by": by})) == code
    office.change(f"{old}/3", "supersede", {"by": f"{new}/0"})
    standing = office.status(f"{old}/3")
    assert (standing.status, standing.by) == (Status.SUPERSEDED, f"{new}/0")
    assert office.book.refused(office.changing(f"{old}/3", "suspend")) == "issue.final"


def test_disposal_by_the_rule_and_after_its_time(office: Office) -> None:
    batch = office.issue().asset
    office.book.now += 90 * DAY + 7 * YEAR - 1
    # Whoever issued it has long left; the office goes on.
    office.issuers[NAGASAKI] = hire(office.book, office.cast.administrators[NAGASAKI], "0011", "issuer", DEPARTMENT)
    assert office.book.refused(office.changing(batch, "dispose")) == "issue.retention"
    office.book.now += 1
    assert office.book.refused(office.changing(batch, "dispose", {"rule": "other"})) == "issue.rule"
    office.change(f"{batch}/3", "dispose")
    assert office.status(f"{batch}/3").disposed_at == office.book.now
    assert office.status(f"{batch}/4").disposed_at is None
    office.change(batch, "dispose")
    assert office.status(f"{batch}/4").disposed_at == office.book.now
    assert office.book.refused(office.changing(f"{batch}/5", "revoke")) == "issue.disposed"


def test_a_performance_record_needs_a_contract_that_has_come_so_far(office: Office, bundle: Any) -> None:
    cast: Cast = office.cast
    record = {"count": 1, "type": "performance_record", "schema_digest": canonical.digest(RECORD)}
    issuer = office.issuers[NAGASAKI]

    def minted(kind: str, contract: str = CONTRACT, code: str = NAGASAKI) -> Act:
        asset, content = office.batch(code, **record, source={"contract": contract, "kind": kind})
        return office.issuers[code].act(office.book, asset, "issue", content)

    assert office.book.refused(minted("award")) == "contract.unknown"
    assert office.book.refused(minted("award", DEPARTMENT)) == "contract.unknown"
    cast.sent(bundle)
    assert office.book.refused(minted("award")) == "issue.contract_state"
    cast.sign(bundle)
    cast.conclude(bundle)
    office.book.submit(minted("award"))
    assert office.book.refused(minted("completion")) == "issue.contract_state"
    cast.complete(bundle)
    completion = office.book.submit(minted("completion"))
    assert office.book.refused(minted("completion", code=TODA)) == "role.other_municipality"
    asset, content = office.batch(**record)
    assert office.book.refused(issuer.act(office.book, asset, "issue", content)) == "issue.source"
    evidence.verify_chains(office.book.charter, evidence.closure(office.book.chains, completion.asset))


def test_revisions_of_a_type(office: Office) -> None:
    second = document("tax_clearance", "organisation", 2)
    office.book.now += 1
    assert office.book.refused(office.publication("tax_clearance", DOCUMENT, subject="organisation")) == "type.same_revision"
    assert (
        office.book.refused(office.publication("tax_clearance", document("tax_clearance", "person", 2), subject="person"))
        == "type.other_subject"
    )
    assert office.book.refused(office.publication("tax_clearance", second, subject="organisation", by=ALLIANCE)) == "role.root_body"
    earlier = {"valid_from": format_time(office.book.now - DAY)}
    assert office.book.refused(office.publication("tax_clearance", second, subject="organisation", **earlier)) == "type.not_later"
    office.publish("tax_clearance", second, subject="organisation", valid_from=format_time(office.book.now + DAY))
    office.issue()
    office.book.now += DAY
    asset, content = office.batch()
    assert office.book.refused(office.issuers[NAGASAKI].act(office.book, asset, "issue", content)) == "type.other_revision"
    office.issue(schema_digest=canonical.digest(second))
    state = fold_type(office.book.chains["type/tax_clearance"])
    assert [revision.digest for revision in state.revisions] == [canonical.digest(DOCUMENT), canonical.digest(second)]
    retire = {"at": format_time(office.book.now)}
    office.book.submit(office.bodies[NEUTRAL].act(office.book, "type/tax_clearance", "retire", retire))
    asset, content = office.batch(schema_digest=canonical.digest(second))
    assert office.book.refused(office.issuers[NAGASAKI].act(office.book, asset, "issue", content)) == "type.unknown"
    assert RETENTION["rule"] == state.revisions[0].retention.rule


def test_what_a_municipality_recognises(office: Office) -> None:
    asset, administrator, now = f"recognition/{TODA}", office.cast.administrators[TODA], office.book.now
    content = {"type": "tax_clearance", "of": ALLIANCE, "valid_from": format_time(now + DAY)}
    record = office.book.submit(administrator.act(office.book, asset, "recognise", content))
    assert (
        office.book.refused(administrator.act(office.book, asset, "recognise", {**content, "valid_from": format_time(now)}))
        == "recognition.exists"
    )
    assert office.book.refused(administrator.act(office.book, asset, "recognise", {**content, "of": DEPARTMENT})) == "recognition.of"
    others = office.cast.administrators[NAGASAKI]
    assert office.book.refused(others.act(office.book, asset, "recognise", content)) == "role.other_municipality"

    def takes(at: int, kind: str = "tax_clearance", *granted_by: str) -> bool:
        return recognised(office.book.chains[asset], kind, frozenset(granted_by or {ALLIANCE, NEUTRAL}), at)

    assert [takes(now), takes(now + DAY), takes(now + DAY, "residence"), takes(now + DAY, "tax_clearance", NEUTRAL)] == [
        False,
        True,
        False,
        False,
    ]
    office.book.now += 3 * DAY
    end = {"at": format_time(now)}
    assert office.book.refused(administrator.act(office.book, asset, "end", end, answers="ab" * 32)) == "act.wrong_answer"
    office.book.submit(administrator.act(office.book, asset, "end", end, answers=record.act.digest))
    assert [takes(now + 2 * DAY), takes(now + 3 * DAY)] == [True, False]
    office.book.now += 1
    assert office.book.refused(administrator.act(office.book, asset, "end", end, answers=record.act.digest)) == "recognition.ended"
