"""A contract in every state, on a ledger in memory."""

from collections.abc import Callable

import pytest

from genpon.bundles import Bundle
from genpon.file_roles import BundleFile
from genpon.notes import reason
from genpon_core.contracts.table import State
from genpon_core.contracts.terms import read_terms
from tests.support.book import CONTRACT, CONTRACTOR, DEPARTMENT, TODA, Cast, Person, hire
from tests.support.certifying import Office

Staged = Callable[[State], Cast]


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    path = tmp_path_factory.mktemp("bundle") / "契約書.pdf"
    path.write_bytes(b"%PDF-1.7 contract")
    fields = {"title": "庁舎改修工事", "category": "works", "parties": [DEPARTMENT, CONTRACTOR], "amount": 1_100_000}
    return Bundle.build(read_terms(fields, max_amount=10**13), [BundleFile.of(path)])


@pytest.fixture
def cast() -> Cast:
    return Cast.found()


@pytest.fixture
def office() -> Office:
    return Office.found()


@pytest.fixture
def staged(bundle: Bundle, cast: Cast) -> Staged:
    """Brings the contract into a state by the shortest way."""

    def stage(state: State) -> Cast:
        for step in _WAYS[state]:
            _STEPS[step](cast, bundle)
        return cast

    return stage


def _reasoned(person: str, act: str, code: str) -> Callable[[Cast, Bundle], None]:
    def step(cast: Cast, bundle: Bundle) -> None:
        del bundle
        give_reason(cast, getattr(cast, person), act, code)

    return step


def give_reason(cast: Cast, person: Person, act: str, code: str) -> None:
    state = cast.book.contract()
    stated, _ = reason(code, "理由")
    party = {"party": CONTRACTOR} if act in {"return", "decline"} else {}
    signed = person.act(cast.book, CONTRACT, act, {**party, "reason": stated}, revision=state.revision, answers=state.answered_by(act))
    cast.book.submit(signed)


def _expire(cast: Cast, bundle: Bundle) -> None:
    del bundle
    cast.book.now = cast.book.contract().sign_by + 1


_STEPS: dict[str, Callable[[Cast, Bundle], object]] = {
    "draft": Cast.draft,
    "approve": Cast.approve,
    "send": Cast.send,
    "sign": Cast.sign,
    "conclude": Cast.conclude,
    "complete": Cast.complete,
    "send_back": _reasoned("approver", "send_back", "documents"),
    "return": _reasoned("contractor", "return", "documents"),
    "decline": _reasoned("contractor", "decline", "capacity"),
    "withdraw": _reasoned("drafter", "withdraw", "mistake"),
    "expire": _expire,
}
_SENT = ("draft", "approve", "send")
_WAYS: dict[State, tuple[str, ...]] = {
    State.DRAFT: ("draft",),
    State.APPROVED: ("draft", "approve"),
    State.SENT_BACK: ("draft", "send_back"),
    State.SENT: _SENT,
    State.SIGNING: (*_SENT, "sign"),
    State.RETURNED: (*_SENT, "return"),
    State.CONCLUDED: (*_SENT, "sign", "conclude"),
    State.COMPLETED: (*_SENT, "sign", "conclude", "complete"),
    State.DECLINED: (*_SENT, "decline"),
    State.WITHDRAWN: (*_SENT, "withdraw"),
    State.EXPIRED: (*_SENT, "expire"),
}


@pytest.fixture
def toda_officer(cast: Cast) -> Person:
    """A head in Toda, whose roles count for nothing in Nagasaki."""
    administrator = cast.administrators[TODA]
    department = f"department/{TODA}/keiyaku"
    name = {"ja": "契約課", "en": "Contracts"}
    cast.book.submit(administrator.act(cast.book, department, "register", {"name": name, "contracting": True}))
    return hire(cast.book, administrator, "0009", "head", department)
