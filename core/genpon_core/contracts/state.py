"""A contract's state: the fold of its acts."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from genpon_core.contracts.contents import Complete, Draft, ManifestRef, Send, Sign
from genpon_core.contracts.table import REQUEST_OPEN, ROWS, State
from genpon_core.models import read
from genpon_core.records import Chain, Record


@dataclass(frozen=True, slots=True)
class ContractState:
    """A contract as its acts make it.

    Attributes:
        id: the contract's id.
        revision: of its documents, from 1.
        recorded: the state that the last act left; `at` says whether it has expired since.
        manifest: the bundle of the revision.
        parties: ids of the parties, the contracting department first.
        terms_mode: `open` or `sealed`.
        drafter: the officer who drafted the revision.
        acts: digest of the latest act of each name in the revision, and of the act that the revision's draft answered.
        latest: names in `acts` in the order in which they were made.
        sign_by: until when the request may be signed, seconds since 1970 UTC; 0 before it is sent.
        signatures: digest of each party's signature.
        terms: the open terms, once concluded.
        concluded_at: the ledger's time of the concluding act.
        completion: what the inspector found, as it was last corrected.
        inspector: id of the officer who found it.
    """

    id: str
    revision: int
    recorded: State
    manifest: ManifestRef
    parties: tuple[str, ...]
    terms_mode: str
    drafter: str
    acts: Mapping[str, str]
    sign_by: int = 0
    signatures: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[str, Any] | None = None
    concluded_at: int | None = None
    completion: Complete | None = None
    inspector: str | None = None

    def at(self, moment: int) -> State:
        """The state at a moment: an open request whose time is over has expired."""
        if self.recorded in REQUEST_OPEN and moment > self.sign_by:
            return State.EXPIRED
        return self.recorded

    @property
    def owner(self) -> str:
        """Id of the municipality's department that contracts, which signs last."""
        return self.parties[0]

    @property
    def request(self) -> str | None:
        """Digest of the act that sent the revision for signing."""
        return self.acts.get("send")

    @property
    def missing(self) -> tuple[str, ...]:
        """The parties that have not signed."""
        return tuple(party for party in self.parties if party not in self.signatures)

    def answered_by(self, act: str) -> str | None:
        """Digest of the act that the next act of a name must answer, None where it answers nothing."""
        answered = None
        for name, digest in self.acts.items():
            if name in ROWS[act].answers:
                answered = digest
        return answered


@lru_cache(maxsize=1024)
def fold(chain: Chain) -> ContractState | None:
    """The contract's state, None before its first draft."""
    state: ContractState | None = None
    for record in chain:
        state = _drafted(record) if record.act.statement.act == "draft" else _next(state, record)
    return state


def _drafted(record: Record) -> ContractState:
    statement = record.act.statement
    content = read(Draft, statement.content)
    return ContractState(
        id=statement.asset,
        revision=statement.revision,
        recorded=State.DRAFT,
        manifest=content.manifest,
        parties=tuple(content.parties),
        terms_mode=content.terms,
        drafter=statement.signer,
        acts={"draft": record.act.digest},
    )


def _next(state: ContractState | None, record: Record) -> ContractState:
    assert state is not None  # noqa: S101 - a chain begins with a draft, which the rules see to
    statement = record.act.statement
    acts = {name: digest for name, digest in state.acts.items() if name != statement.act}
    state = replace(state, acts={**acts, statement.act: record.act.digest}, recorded=ROWS[statement.act].after)
    if statement.act == "send":
        return replace(state, sign_by=read(Send, statement.content).sign_by)
    if statement.act == "sign":
        return _signed(state, record)
    if statement.act in {"complete", "correct"}:
        return replace(state, completion=read(Complete, statement.content), inspector=statement.signer)
    return state


def _signed(state: ContractState, record: Record) -> ContractState:
    content = read(Sign, record.act.statement.content)
    signatures = {**state.signatures, content.party: record.act.digest}
    state = replace(state, signatures=signatures)
    if state.missing:
        return state
    terms = content.terms.value if content.terms is not None else None
    return replace(state, recorded=State.CONCLUDED, terms=terms, concluded_at=record.recorded_at)
