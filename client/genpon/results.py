"""What the ledger answers, as frozen values; times are seconds since 1970 UTC, by the ledger's clock unless said otherwise."""

from dataclasses import dataclass
from typing import Any

from genpon.notes import Note
from genpon_core.contracts.state import ContractState
from genpon_core.contracts.table import State
from genpon_core.records import Record


@dataclass(frozen=True, slots=True)
class Receipt:
    """An act that is on the ledger.

    Attributes:
        record: the act with its place in the chain.
        repeated: whether it was there before; then this is the first answer once more.
        notes: texts that the act's maker keeps and hands to the parties; the ledger has only their digests.
    """

    record: Record
    repeated: bool
    notes: tuple[Note, ...] = ()

    @property
    def asset(self) -> str:
        """Id of the asset that the act was added to."""
        return self.record.asset

    @property
    def digest(self) -> str:
        """The act's identity."""
        return self.record.act.digest


@dataclass(frozen=True, slots=True)
class ContractView:
    """A contract as its acts make it.

    Attributes:
        state: where it stands at `as_of`; an open request whose time is over has expired.
        as_of: the moment that the answer is for.
        details: everything else that the fold of the acts gives.
        acts: how many acts it has.
    """

    state: State
    as_of: int
    details: ContractState
    acts: int

    @property
    def id(self) -> str:
        """The contract's id."""
        return self.details.id

    def to_json(self) -> dict[str, Any]:
        """The view as JSON."""
        details = self.details
        return {
            "contract": details.id,
            "state": self.state.value,
            "revision": details.revision,
            "parties": list(details.parties),
            "signed": sorted(details.signatures),
            "missing": list(details.missing),
            "drafter": details.drafter,
            "manifest": details.manifest.model_dump(),
            "terms_mode": details.terms_mode,
            "terms": dict(details.terms) if details.terms is not None else None,
            "sign_by": details.sign_by or None,
            "concluded_at": details.concluded_at,
            "acts": self.acts,
            "as_of": self.as_of,
        }


@dataclass(frozen=True, slots=True)
class Page:
    """Some ids of a list, and where to go on; an empty bookmark is the end."""

    ids: tuple[str, ...]
    bookmark: str
