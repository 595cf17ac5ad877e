"""Accreditation: from the neutral body down it only narrows, ends with its parent and not before, and is known as of any day."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genpon_core import evidence
from genpon_core.certificates.scopes import Scope
from genpon_core.moments import format_time
from genpon_core.statements import Act
from tests.support.book import KAWAGUCHI, NAGASAKI, OMURA, TODA
from tests.support.certifying import ALLIANCE, DAY, NEUTRAL, YEAR, Office


def test_by_whom_a_municipality_is_accredited(office: Office) -> None:
    found = office.accredited(NAGASAKI, office.path(NAGASAKI))
    assert [item.grantor for item in found] == [ALLIANCE, NEUTRAL]
    evidence.verify_chains(office.book.charter, office.book.chains)


def test_what_it_is_not_accredited_for(office: Office) -> None:
    path = office.path(NAGASAKI)
    assert office.accredited(NAGASAKI, path, territory=TODA) == "accreditation.not_for"
    assert office.accredited(TODA, path) == "accreditation.other_path"
    assert office.accredited(NAGASAKI, path[:1]) == "accreditation.other_path"
    assert office.accredited(NAGASAKI, path[1:]) == "accreditation.other_path"
    assert office.accredited(NAGASAKI, []) == "accreditation.no_root"
    assert office.accredited(NAGASAKI, ["accreditation/alliance/none", *path[1:]]) == "accreditation.unknown"
    assert office.accredited(NAGASAKI, [f"type/{'tax_clearance'}"]) == "accreditation.unknown"
    assert office.accredited(NAGASAKI, path, at=office.book.now - 1) == "accreditation.not_in_force"
    assert office.accredited(NAGASAKI, path, at=office.book.now + 10 * YEAR) == "accreditation.not_in_force"


def _grant(**changes: Any) -> Callable[[Office], Act]:
    def make(office: Office) -> Act:
        usual = {"path": ["accreditation/neutral/2"], "types": ["tax_clearance"], "territories": [NAGASAKI]}
        return office.accreditation(ALLIANCE, "x", f"municipality/{NAGASAKI}", **{**usual, **changes})

    return make


NARROW = {"may_accredit": True, "types": ["tax_clearance", "residence"], "territories": ["42", TODA]}
GRANTS: dict[str, tuple[Callable[[Office], Act], str]] = {
    "within": (_grant(), ""),
    "a type more": (_grant(types=["tax_clearance", "income"]), "accreditation.wider"),
    "all types": (_grant(types=["*"]), "accreditation.wider"),
    "a territory more": (_grant(territories=[NAGASAKI, KAWAGUCHI]), "accreditation.wider"),
    "another prefecture": (_grant(territories=["11"]), "accreditation.wider"),
    "everywhere": (_grant(territories=["*"]), "accreditation.wider"),
    "its own prefecture": (_grant(territories=["42"]), ""),
    "longer": (lambda o: _grant(valid_until=format_time(o.book.now + 6 * YEAR))(o), "accreditation.window"),
    "before it began": (lambda o: _grant(valid_from=format_time(o.book.now - 1))(o), "accreditation.window"),
    "for no time": (lambda o: _grant(valid_until=format_time(o.book.now))(o), "accreditation.empty_window"),
    "for itself": (lambda o: o.accreditation(ALLIANCE, "x", ALLIANCE, path=["accreditation/neutral/2"]), "accreditation.subject"),
    "without a path": (_grant(path=[]), "accreditation.no_root"),
    "on somebody else's": (_grant(path=[f"accreditation/alliance/{NAGASAKI}", "accreditation/neutral/1"]), "accreditation.other_path"),
    "for a stranger": (
        lambda o: o.accreditation(ALLIANCE, "x", "municipality/271004", path=["accreditation/neutral/2"]),
        "charter.not_a_member",
    ),
    "for an unknown body": (lambda o: o.accreditation(ALLIANCE, "x", "body/none", path=["accreditation/neutral/2"]), "charter.no_body"),
    "for an officer": (
        lambda o: o.accreditation(ALLIANCE, "x", f"officer/{TODA}/1", path=["accreditation/neutral/2"]),
        "accreditation.subject",
    ),
}


@pytest.mark.parametrize("what", GRANTS)
def test_grants_only_narrow(office: Office, what: str) -> None:
    office.accredit(NEUTRAL, "2", ALLIANCE, **NARROW, valid_until=format_time(office.book.now + 5 * YEAR))
    make, code = GRANTS[what]
    changes: dict[str, Any] = {} if what in {"longer", "for no time"} else {"valid_until": format_time(office.book.now + YEAR)}
    act = make(office) if not changes or what.startswith("for ") else _with(office, make, changes)
    if code:
        assert office.book.refused(act) == code
    else:
        office.book.submit(act)


def _with(office: Office, make: Callable[[Office], Act], changes: dict[str, Any]) -> Act:
    content = {**make(office).statement.content, **changes}
    return office.bodies[ALLIANCE].act(office.book, "accreditation/alliance/x", "accredit", content)


def test_who_may_not_accredit_others(office: Office) -> None:
    office.accredit(NEUTRAL, "3", ALLIANCE, may_accredit=False)
    act = office.accreditation(ALLIANCE, "x", f"municipality/{OMURA}", path=["accreditation/neutral/3"])
    assert office.book.refused(act) == "accreditation.may_not_accredit"
    assert office.book.refused(office.accreditation(NEUTRAL, "1", ALLIANCE)) == "accreditation.exists"
    taken = office.bodies[ALLIANCE].act(
        office.book, "accreditation/neutral/9", "accredit", office.accreditation(NEUTRAL, "9", ALLIANCE).statement.content
    )
    assert office.book.refused(taken) == "accreditation.not_the_grantor"
    content = office.grant(subject=f"municipality/{TODA}", may_accredit=False)
    administrator = office.cast.administrators[NAGASAKI]
    assert office.book.refused(administrator.act(office.book, f"accreditation/{NAGASAKI}/1", "accredit", content)) == "role.body"


def test_a_sister_city_issues_for_a_time(office: Office) -> None:
    office.book.submit(office.delegation(NAGASAKI, TODA))
    path = [f"accreditation/{NAGASAKI}/d1", *office.path(NAGASAKI)]
    assert len(office.accredited(TODA, path, of="disaster_damage", territory=NAGASAKI)) == 3
    assert office.accredited(TODA, path, of="tax_clearance", territory=NAGASAKI) == "accreditation.not_for"
    assert office.accredited(TODA, path, of="disaster_damage") == "accreditation.not_for"
    later = office.book.now + 90 * DAY
    assert office.accredited(TODA, path, of="disaster_damage", territory=NAGASAKI, at=later) == "accreditation.not_in_force"


DELEGATIONS: dict[str, tuple[dict[str, Any], str]] = {
    "for years": ({"valid_until": "+2"}, "accreditation.too_long"),
    "beyond its own territory": ({"territories": [NAGASAKI, OMURA]}, "accreditation.wider"),
    "to a body": ({"subject": ALLIANCE}, "accreditation.subject"),
    "to itself": ({"subject": f"municipality/{NAGASAKI}"}, "accreditation.subject"),
    "without being accredited": ({"path": []}, "accreditation.no_root"),
}


@pytest.mark.parametrize("what", DELEGATIONS)
def test_no_delegation(office: Office, what: str) -> None:
    changes, code = DELEGATIONS[what]
    if changes.get("valid_until"):
        changes = {"valid_until": format_time(office.book.now + 2 * YEAR)}
    assert office.book.refused(office.delegation(NAGASAKI, TODA, **changes)) == code


def test_a_delegation_goes_no_further(office: Office) -> None:
    office.book.submit(office.delegation(NAGASAKI, TODA))
    path = [f"accreditation/{NAGASAKI}/d1", *office.path(NAGASAKI)]
    act = office.delegation(TODA, OMURA, path=path, territories=[NAGASAKI])
    assert office.book.refused(act) == "accreditation.may_not_accredit"


def test_only_the_grantor_revokes_and_never_for_the_past(office: Office) -> None:
    asset = f"accreditation/alliance/{NAGASAKI}"
    content = {"at": format_time(office.book.now - YEAR), "reason": "misuse"}
    assert office.book.refused(office.bodies[NEUTRAL].act(office.book, asset, "revoke", content)) == "accreditation.not_the_grantor"
    office.book.now += DAY
    office.book.submit(office.bodies[ALLIANCE].act(office.book, asset, "revoke", content))
    path = office.path(NAGASAKI)
    assert office.accredited(NAGASAKI, path) == "accreditation.not_in_force"
    assert not isinstance(office.accredited(NAGASAKI, path, at=office.book.now - 1), str)
    assert not isinstance(office.accredited(NAGASAKI, path, known=office.book.now - 1), str)
    assert (
        office.book.refused(office.bodies[ALLIANCE].act(office.book, asset, "revoke", {**content, "reason": "other"}))
        == "accreditation.not_in_force"
    )


@given(at=st.integers(0, 40), revoked=st.integers(1, 30), known=st.integers(-1, 40))
@settings(max_examples=60, deadline=None)
def test_to_revoke_a_parent_ends_the_children_from_that_day_and_never_before(at: int, revoked: int, known: int) -> None:
    office = Office.found()
    start = office.book.now
    content = {"at": format_time(start + revoked * DAY), "reason": "ceased"}
    office.book.now += 10 * DAY
    office.book.submit(office.bodies[NEUTRAL].act(office.book, "accreditation/neutral/1", "revoke", content))
    found = office.accredited(NAGASAKI, office.path(NAGASAKI), at=start + at * DAY, known=start + known * DAY)
    ends = max(revoked, 10)
    if known < 0:
        assert found == "accreditation.unknown"
    elif known >= 10 and at >= ends:
        assert found == "accreditation.not_in_force"
    else:
        assert not isinstance(found, str)


_TYPES = st.lists(st.sampled_from(["tax_clearance", "income", "residence", "*"]), min_size=1, max_size=2).map(tuple)
_TERRITORIES = st.lists(st.sampled_from([NAGASAKI, OMURA, TODA, "42", "11", "*"]), min_size=1, max_size=3).map(tuple)
_SCOPES = st.builds(Scope, _TYPES, _TERRITORIES)


@given(outer=_SCOPES, inner=_SCOPES, kind=st.sampled_from(["tax_clearance", "income"]), code=st.sampled_from([NAGASAKI, OMURA, TODA]))
def test_a_scope_within_another_includes_nothing_more(outer: Scope, inner: Scope, kind: str, code: str) -> None:
    if outer.covers(inner) and inner.includes(kind, code):
        assert outer.includes(kind, code)
