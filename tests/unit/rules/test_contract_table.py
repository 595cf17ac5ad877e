"""Every role × every act × every state: what the transition table lets through is recorded, everything else is refused."""

from typing import Any

import pytest

from genpon.bundles import Bundle
from genpon.notes import reason
from genpon_core.contracts.table import REASONS, ROWS, By, State
from genpon_core.errors import Refusal
from genpon_core.moments import format_date, format_time, law_date
from tests.support.book import CONTRACT, CONTRACTOR, DEPARTMENT, Cast, Person

_ROLES = ("drafter", "approver", "head", "contractor", "inspector", "administrator")
_MAKES = {
    By.CONTRACT_OFFICER: {"drafter"},
    By.APPROVER: {"approver"},
    By.PARTY: {"head", "contractor"},
    By.COUNTERPARTY: {"contractor"},
    By.INSPECTOR: {"inspector"},
}


def _person(cast: Cast, role: str) -> Person:
    return cast.administrators["422011"] if role == "administrator" else getattr(cast, role)


def _content(act: str, role: str, cast: Cast, bundle: Bundle) -> dict[str, Any]:
    manifest = bundle.manifest_ref.model_dump()
    party = DEPARTMENT if role == "head" else CONTRACTOR
    if act in REASONS:
        stated, _ = reason(REASONS[act][0], "理由")
        return {"reason": stated, **({"party": party} if act in {"return", "decline"} else {})}
    if act in {"complete", "correct"}:
        return {"completed_on": format_date(law_date(cast.book.now)), "amount": 1_090_000, "report": "ab" * 32}
    return {
        "draft": {"manifest": manifest, "parties": [DEPARTMENT, CONTRACTOR], "terms": "open"},
        "approve": {"manifest": manifest},
        "send": {"manifest": manifest, "sign_by": format_time(cast.book.now + 86400)},
        "sign": {"party": party, "manifest": manifest, "terms": bundle.open_terms().model_dump() if role == "head" else None},
    }[act]


def _may(role: str, act: str, state: State, *, signed: frozenset[str]) -> bool:
    row = ROWS[act]
    if state not in row.before or role not in _MAKES[row.by]:
        return False
    if act == "sign":
        return role not in signed and (role == "contractor" or "contractor" in signed)
    return True


@pytest.mark.parametrize("state", list(State))
def test_every_role_and_act_in_a_state(state: State, staged: Any, bundle: Bundle) -> None:
    cast = staged(state)
    cast.book.now += 1
    before = cast.book.contract()
    chains = dict(cast.book.chains)
    signed = frozenset(role for role, party in (("contractor", CONTRACTOR), ("head", DEPARTMENT)) if party in before.signatures)
    for role in _ROLES:
        for act in ROWS:
            cast.book.chains = dict(chains)
            person = _person(cast, role)
            statement = {"revision": before.revision + (act == "draft"), "answers": before.answered_by(act)}
            made = person.act(cast.book, CONTRACT, act, _content(act, role, cast, bundle), **statement)
            if _may(role, act, state, signed=signed):
                cast.book.submit(made)
                after = cast.book.contract().recorded
                assert after is ROWS[act].after or (act == "sign" and role == "head" and after is State.CONCLUDED), (role, act)
            else:
                with pytest.raises(Refusal):
                    cast.book.submit(made)
                assert cast.book.chains == chains, (role, act)
