"""Every role × every act × every state: what is not in the table is refused."""

import pytest

from genpon.bundles import Bundle
from genpon.errors import Refused
from genpon_core.contracts.state import ContractState
from genpon_core.contracts.table import ROWS, State
from genpon_core.moments import format_date, format_time, law_date
from tests.support.town import DAY, Person, Town, World

S = State
OFFICERS = ("drafter", "colleague")
MAY: dict[tuple[str, str], set[State]] = {
    **{(role, "draft"): {S.RETURNED, S.SENT_BACK} for role in OFFICERS},
    **{(role, "send"): {S.APPROVED} for role in OFFICERS},
    **{(role, "withdraw"): {S.DRAFT, S.APPROVED, S.SENT_BACK, S.SENT, S.SIGNING, S.RETURNED} for role in OFFICERS},
    ("approver", "approve"): {S.DRAFT},
    ("approver", "send_back"): {S.DRAFT, S.APPROVED},
    ("contractor", "sign"): {S.SENT},
    ("contractor", "return"): {S.SENT, S.SIGNING},
    ("contractor", "decline"): {S.SENT, S.SIGNING},
    ("head", "sign"): {S.SIGNING},
    ("inspector", "complete"): {S.CONCLUDED},
    ("inspector", "correct"): {S.COMPLETED},
}
REASON = {"digest": "0" * 64}


@pytest.fixture(scope="module")
def people(world: World) -> dict[str, Person]:
    nagasaki, toda = world.town("Nagasaki"), world.town("Toda")
    return {
        "drafter": nagasaki.drafter,
        "colleague": nagasaki.hire("contract_officer"),
        "approver": nagasaki.approver,
        "head": nagasaki.head,
        "inspector": nagasaki.inspector,
        "other_head": nagasaki.hire("head", department=nagasaki.new_department()),
        "administrator": nagasaki.administrator,
        "contractor": world.contractor,
        "other_contractor": nagasaki.vouched(),
        "toda_drafter": toda.drafter,
        "toda_approver": toda.approver,
        "toda_head": toda.head,
    }


@pytest.mark.parametrize("state", list(State))
def test_only_the_table_lets_through(people: dict[str, Person], nagasaki: Town, bundle: Bundle, state: State) -> None:
    case = nagasaki.case(bundle, people["contractor"]).at(state)
    details, now = case.details, nagasaki.ledger.now()
    let_through = {
        (role, act)
        for role, person in people.items()
        for act in ROWS
        if _is_let_through(person, details, act, contents(person, role, act, bundle, now))
    }
    assert let_through == {pair for pair, states in MAY.items() if state in states}
    assert case.state is state


def contents(person: Person, role: str, act: str, bundle: Bundle, now: int) -> dict[str, object]:
    """What somebody would say in good faith."""
    manifest = bundle.manifest_ref.model_dump()
    party = bundle.terms.parties[0] if role.endswith("head") else person.id
    return {
        "draft": {"manifest": manifest, "parties": bundle.terms.parties, "terms": "open"},
        "approve": {"manifest": manifest},
        "send_back": {"reason": {"code": "other", **REASON}},
        "send": {"manifest": manifest, "sign_by": format_time(now + DAY)},
        "sign": {"party": party, "manifest": manifest, "terms": bundle.open_terms().model_dump() if role == "head" else None},
        "return": {"party": party, "reason": {"code": "other", **REASON}},
        "decline": {"party": party, "reason": {"code": "other", **REASON}},
        "withdraw": {"reason": {"code": "other", **REASON}},
        "complete": finding(now),
        "correct": finding(now),
    }[act]


def finding(now: int) -> dict[str, object]:
    return {"completed_on": format_date(law_date(now)), "amount": 1_000_000, "report": None}


def _is_let_through(person: Person, state: ContractState, act: str, content: dict[str, object]) -> bool:
    try:
        # Another deadline makes it another act than those that are there, which would get their first answer again.
        person.ledger.would_record(person.answer(state, act, content, submit_within=DAY))
    except Refused:
        return False
    return True
