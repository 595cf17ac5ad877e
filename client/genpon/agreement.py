"""What binds all municipalities on the ledger 共同事項: members, endorsing set, anchors, algorithms, accrediting bodies, parameters.

```python
receipt = ledger.agreement.propose(NewParameters(topic="parameters", parameters=parameters), valid_from)
toda.agreement.approve(receipt.asset)
toda.agreement.adopt(receipt.asset)          # once a majority approves
ledger.agreement.show(as_of=valid_from).agreement.parameters
```
"""

from dataclasses import dataclass
from enum import StrEnum

from genpon.agreement_statements import AgreementStatements, agreement_id
from genpon.desk import Desk
from genpon.errors import refusals_as
from genpon.histories import Entry, history
from genpon.results import Receipt
from genpon.verification import Evidence, Witnesses
from genpon_core import records
from genpon_core.agreement import approvals
from genpon_core.agreement.administrators import keys_at
from genpon_core.agreement.approvals import ChangeState
from genpon_core.agreement.changes import Change
from genpon_core.agreement.state import Adopt, Agreement, adopted, in_force
from genpon_core.keys import PublicKey
from genpon_core.models import Strict, read
from genpon_core.records import Chain


class Standing(StrEnum):
    """Where a change stands."""

    PROPOSED = "PROPOSED"
    APPROVED = "APPROVED"
    ADOPTED = "ADOPTED"
    OVERTAKEN = "OVERTAKEN"
    LAPSED = "LAPSED"


@dataclass(frozen=True, slots=True)
class AgreementView:
    """What binds all at a moment.

    Attributes:
        agreement: the charter with the changes that hold.
        as_of: the moment that the answer is for, seconds since 1970 UTC.
        coming: the agreement with all changes that have been adopted, whether or not they hold yet.
        evidence: who agreed on it, if it was verified.
    """

    agreement: Agreement
    as_of: int
    coming: Agreement
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A change of the agreement.

    Attributes:
        change: what is to change.
        standing: where it stands: `OVERTAKEN` if another change was adopted in its place, `LAPSED` if its day has come without a majority.
        approved: codes of the municipalities that approve it.
        needed: how many must.
    """

    change: Change
    standing: Standing
    approved: tuple[str, ...]
    needed: int

    @property
    def id(self) -> str:
        """Id of the asset that collects the approvals."""
        return self.change.asset


class LedgerAgreement:
    """A ledger's agreement; errors as for `Contracts`.

    Attributes:
        prepare: the statements of the acts.
    """

    def __init__(self, desk: Desk, witnesses: Witnesses) -> None:
        self._desk = desk
        self._witnesses = witnesses
        self.prepare = AgreementStatements(desk)

    def propose(self, what: Strict, valid_from: int) -> Receipt:
        """Proposes a change; see `AgreementStatements.propose`. The receipt's asset is the change's id."""
        return self._desk.sign_and_submit(self.prepare.propose(what, valid_from))

    def approve(self, change: str) -> Receipt:
        """Approves a change for the administrator's municipality."""
        return self._desk.sign_and_submit(self.prepare.approve(change))

    def adopt(self, change: str) -> Receipt:
        """Records that a majority has approved a change; from its moment on it holds."""
        return self._desk.sign_and_submit(self.prepare.adopt(change))

    def replace_key(self, municipality: str, old: str, new: str, valid_from: int | None = None) -> Receipt:
        """Replaces the other administrator's key after the agreement's delay; see `AgreementStatements.replace_key`."""
        return self._desk.sign_and_submit(self.prepare.replace_key(municipality, old, new, valid_from))

    def object(self, municipality: str) -> Receipt:
        """Stops the replacement of one's own administrator key."""
        return self._desk.sign_and_submit(self.prepare.object(municipality))

    def show(self, *, as_of: int | None = None, known_at: int | None = None) -> AgreementView:
        """What binds all, as one organisation has it.

        Args:
            as_of: at which moment, seconds since 1970 UTC; now unless given.
            known_at: what was known until then; everything unless given.
        """
        return self._view(self._desk.chain(agreement_id(self._desk)), as_of, known_at)

    def verify(self, *, as_of: int | None = None, known_at: int | None = None) -> AgreementView:
        """The same from as many organisations as must endorse an act, compared, and every act replayed.

        Raises:
            Unreachable: if nobody answers at all.
            VerificationFailed: `verify.too_few_agree`.
        """
        evidence = self._witnesses.gather(self._desk, agreement_id(self._desk))
        return self._view(evidence.chains.get(agreement_id(self._desk), ()), as_of, known_at, evidence)

    def administrators(self, code: str, *, as_of: int | None = None, known_at: int | None = None) -> dict[str, PublicKey]:
        """A municipality's administrator keys by fingerprint; arguments as for `show`.

        Raises:
            Refused: `charter.not_a_member`.
        """
        municipality = f"municipality/{code}"
        chains = self._desk.chains([agreement_id(self._desk), municipality])
        view = self._view(chains[agreement_id(self._desk)], as_of, known_at)
        with refusals_as():
            return keys_at(view.agreement, code, records.known_at(chains[municipality], known_at), view.as_of)

    def change(self, change: str) -> ChangeView:
        """A change.

        Raises:
            Refused: `change.unknown`.
        """
        return self._viewed(self.prepare.change(change), self._desk.chain(agreement_id(self._desk)), self._desk.now())

    def changes(self) -> tuple[ChangeView, ...]:
        """All changes that were ever proposed, the latest to hold first."""
        found = self._desk.chains([agreement_id(self._desk), *self._desk.ids("registry", "change")])
        adoptions, now = found.pop(agreement_id(self._desk)), self._desk.now()
        states = [state for chain in found.values() if (state := approvals.fold(chain)) is not None]
        return tuple(sorted((self._viewed(state, adoptions, now) for state in states), key=lambda view: -view.change.valid_from))

    def pending(self) -> tuple[ChangeView, ...]:
        """The changes that may still be approved or adopted."""
        return tuple(view for view in self.changes() if view.standing in {Standing.PROPOSED, Standing.APPROVED})

    def history(self, asset: str | None = None) -> tuple[Entry, ...]:
        """The acts of a change or of a municipality's administrators, in order; the adoptions unless an id is given."""
        wanted = asset or agreement_id(self._desk)
        return history(self._desk.charter, self._desk.closure(wanted), wanted)

    def _viewed(self, state: ChangeState, adoptions: Chain, now: int) -> ChangeView:
        charter, change = self._desk.charter, state.change
        latest, holding = adopted(charter, adoptions), in_force(charter, adoptions, now)
        enough = state.approved_in(holding) >= holding.majority
        if any(change.digest == read(Adopt, record.act.statement.content).change.digest for record in adoptions):
            standing = Standing.ADOPTED
        elif change.replaces != latest.version:
            standing = Standing.OVERTAKEN
        elif change.valid_from <= now:
            standing = Standing.LAPSED
        else:
            standing = Standing.APPROVED if enough else Standing.PROPOSED
        return ChangeView(change, standing, tuple(sorted(state.approved)), holding.majority)

    def _view(self, chain: Chain, as_of: int | None, known_at: int | None, evidence: Evidence | None = None) -> AgreementView:
        moment = self._desk.now() if as_of is None else as_of
        charter, cut = self._desk.charter, records.known_at(chain, known_at)
        return AgreementView(in_force(charter, cut, moment), moment, adopted(charter, cut), evidence)
