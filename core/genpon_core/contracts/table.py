"""The contract's transition table: every act, who makes it, in which states, and what it answers.

DRAFT → APPROVED → SENT → SIGNING → CONCLUDED → COMPLETED, with the ways back and the side exits. EXPIRED is computed, never recorded.
"""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a contract stands."""

    DRAFT = "DRAFT"
    APPROVED = "APPROVED"
    SENT_BACK = "SENT_BACK"
    SENT = "SENT"
    SIGNING = "SIGNING"
    RETURNED = "RETURNED"
    CONCLUDED = "CONCLUDED"
    COMPLETED = "COMPLETED"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"
    EXPIRED = "EXPIRED"


class By(StrEnum):
    """Who makes an act."""

    CONTRACT_OFFICER = "contract_officer"
    APPROVER = "approver"
    PARTY = "party"
    COUNTERPARTY = "counterparty"
    INSPECTOR = "inspector"


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of act.

    Attributes:
        act: its name.
        by: who makes it.
        before: the states in which it may be made.
        after: the state that follows; the last signature makes `CONCLUDED` of it.
        answers: the acts of the revision that it may answer: the latest of these that was made. Empty: it answers nothing.
    """

    act: str
    by: By
    before: frozenset[State]
    after: State
    answers: tuple[str, ...] = ()


_OPEN = frozenset({State.SENT, State.SIGNING})
REQUEST_OPEN = _OPEN
"""The states in which a signing request waits for its signers."""

BEGINNINGS = frozenset({State.RETURNED, State.SENT_BACK})
"""The states from which the next revision is drafted."""

ROWS = {
    row.act: row
    for row in (
        Row("draft", By.CONTRACT_OFFICER, BEGINNINGS, State.DRAFT, ("return", "send_back")),
        Row("approve", By.APPROVER, frozenset({State.DRAFT}), State.APPROVED, ("draft",)),
        Row("send_back", By.APPROVER, frozenset({State.DRAFT, State.APPROVED}), State.SENT_BACK, ("draft",)),
        Row("send", By.CONTRACT_OFFICER, frozenset({State.APPROVED}), State.SENT, ("approve",)),
        Row("sign", By.PARTY, _OPEN, State.SIGNING, ("send",)),
        Row("return", By.COUNTERPARTY, _OPEN, State.RETURNED, ("send",)),
        Row("decline", By.COUNTERPARTY, _OPEN, State.DECLINED, ("send",)),
        Row(
            "withdraw",
            By.CONTRACT_OFFICER,
            _OPEN | BEGINNINGS | {State.DRAFT, State.APPROVED},
            State.WITHDRAWN,
            ("draft", "approve", "send_back", "send", "return"),
        ),
        Row("complete", By.INSPECTOR, frozenset({State.CONCLUDED}), State.COMPLETED, ("sign",)),
        Row("correct", By.INSPECTOR, frozenset({State.COMPLETED}), State.COMPLETED, ("complete", "correct")),
    )
}

REASONS = {
    "send_back": ("documents", "terms", "parties", "procedure", "other"),
    "return": ("documents", "amount", "period", "parties", "other"),
    "decline": ("amount", "period", "capacity", "other"),
    "withdraw": ("mistake", "plan_changed", "counterparty_disqualified", "other"),
}
"""The reason codes of each act that must give one; the reason's text is never on the ledger."""
