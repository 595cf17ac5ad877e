"""Accreditations 認定 on the ledger: who may issue which certificates where, granted by whom, on any day.

```python
everything = Scope(types=("*",), territories=("*",))
neutral.accreditations.accredit("accreditation/neutral/1", "body/alliance", everything, valid_until=end, may_accredit=True)
own = Scope(types=("tax_clearance",), territories=("422011",))
alliance.accreditations.accredit("accreditation/alliance/1", "municipality/422011", own, valid_until=end)
ledger.accreditations.was_accredited("municipality/422011", "tax_clearance", "422011", as_of=day).granted_by
```
"""

from collections.abc import Sequence
from dataclasses import dataclass

from genpon.accreditation_paths import Answer, answer, paths_of
from genpon.accreditation_statements import AccreditationStatements, Reason, RevocationReason, accreditation_chains
from genpon.desk import Desk
from genpon.errors import Refused, refusals_as
from genpon.histories import Entry, history
from genpon.results import Receipt
from genpon.verification import Evidence, Witnesses
from genpon_core import records
from genpon_core.agreement.state import in_force
from genpon_core.certificates.accreditations import Accreditation, Issue, fold, path_at
from genpon_core.certificates.scopes import Scope
from genpon_core.errors import Refusal
from genpon_core.ids import parse_id


@dataclass(frozen=True, slots=True)
class AccreditationView:
    """An accreditation at a moment.

    Attributes:
        accreditation: as its acts make it.
        path: it and those that it rests on; empty if they do not all hold.
        reason: why they do not: the code of a refusal; None if they do.
        as_of: the moment that the answer is for, seconds since 1970 UTC.
    """

    accreditation: Accreditation
    path: tuple[Accreditation, ...]
    reason: str | None
    as_of: int

    @property
    def holds(self) -> bool:
        """Whether it holds, with all that it rests on."""
        return self.reason is None


@dataclass(frozen=True, slots=True)
class Verified:
    """An answer, and who agreed on what it rests on."""

    answer: Answer
    evidence: Evidence


class Accreditations:
    """A ledger's accreditations; errors as for `Contracts`.

    Attributes:
        prepare: the statements of the acts.
    """

    def __init__(self, desk: Desk, witnesses: Witnesses) -> None:
        self._desk = desk
        self._witnesses = witnesses
        self.prepare = AccreditationStatements(desk)

    def accredit(
        self,
        accreditation: str,
        subject: str,
        scope: Scope,
        *,
        valid_until: int,
        valid_from: int | None = None,
        may_accredit: bool = False,
    ) -> Receipt:
        """Accredits a municipality or another body; see `AccreditationStatements.accredit`."""
        statement = self.prepare.accredit(
            accreditation, subject, scope, valid_from=valid_from, valid_until=valid_until, may_accredit=may_accredit
        )
        return self._desk.sign_and_submit(statement)

    def delegate(
        self,
        accreditation: str,
        municipality: str,
        types: Sequence[str],
        *,
        valid_until: int,
        valid_from: int | None = None,
        reason: Reason = "disaster",
    ) -> Receipt:
        """Lets another municipality issue in this one's place for a time; see `AccreditationStatements.delegate`."""
        statement = self.prepare.delegate(accreditation, municipality, types, valid_from=valid_from, valid_until=valid_until, reason=reason)
        return self._desk.sign_and_submit(statement)

    def revoke(self, accreditation: str, reason: RevocationReason, at: int | None = None) -> Receipt:
        """Ends an accreditation, and with it all that rest on it; see `AccreditationStatements.revoke`."""
        return self._desk.sign_and_submit(self.prepare.revoke(accreditation, reason, at))

    def show(self, accreditation: str, *, as_of: int | None = None, known_at: int | None = None) -> AccreditationView:
        """An accreditation as one organisation has it.

        Args:
            accreditation: its id.
            as_of: at which moment, seconds since 1970 UTC; now unless given.
            known_at: what was known until then; everything unless given.

        Raises:
            Refused: `accreditation.unknown`.
        """
        agreement_id = f"agreement/{self._desk.charter.digest}"
        chains = accreditation_chains(self._desk, [agreement_id, accreditation])
        known = {asset: records.known_at(chain, known_at) for asset, chain in chains.items()}
        state = fold(known[accreditation]) if accreditation.startswith("accreditation/") else None
        if state is None:
            raise Refused("accreditation.unknown", {"accreditation": accreditation})
        moment = self._desk.now() if as_of is None else as_of
        agreement = in_force(self._desk.charter, known[agreement_id], moment)
        try:
            path = path_at(known, agreement, (state.id, *state.path), state.subject, moment)
        except Refusal as refusal:
            return AccreditationView(state, (), refusal.code, moment)
        return AccreditationView(state, path, None, moment)

    def list(self, subject: str | None = None) -> tuple[str, ...]:
        """Ids of the accreditations of a municipality or body, or of all.

        Raises:
            Refused: `id.…`.
        """
        with refusals_as():
            prefix = "accreditation" if subject is None else f"accreditation~{parse_id(subject)}"
        return tuple(self._desk.ids("certificates", prefix))

    def was_accredited(
        self, issuer: str, certificate_type: str, territory: str | None = None, *, as_of: int | None = None, known_at: int | None = None
    ) -> Answer:
        """Whether an issuer was accredited for a type in a territory on a day, and by whom; see `verify`, of which this is the answer."""
        return self.verify(issuer, certificate_type, territory, as_of=as_of, known_at=known_at).answer

    def verify(
        self, issuer: str, certificate_type: str, territory: str | None = None, *, as_of: int | None = None, known_at: int | None = None
    ) -> Verified:
        """Whether an issuer was accredited, from as many organisations as must endorse an act, compared, and every act replayed.

        Args:
            issuer: `municipality/<code>`.
            certificate_type: a type's name.
            territory: a municipality's code; the issuer's own unless given.
            as_of: at which moment, seconds since 1970 UTC; now unless given.
            known_at: what was known until then; everything unless given.

        Raises:
            Refused: `id.…`.
            Unreachable: if nobody answers at all.
            VerificationFailed: `verify.too_few_agree`.
        """
        with refusals_as():
            issue = Issue(issuer, certificate_type, territory or parse_id(issuer).code)
        found = self._witnesses.ids(self._desk, "certificates", f"accreditation~{issuer}")
        own = [asset for asset in found if asset.startswith("accreditation/")]
        above = paths_of(self._witnesses.gather(self._desk, *own).chains) if own else set()
        evidence = self._witnesses.gather(self._desk, f"agreement/{self._desk.charter.digest}", *{*own, *above})
        moment = self._desk.now() if as_of is None else as_of
        return Verified(answer(self._desk.charter, evidence.chains, issue, moment, known_at), evidence)

    def history(self, accreditation: str) -> tuple[Entry, ...]:
        """The acts of an accreditation, in order; none for one that does not exist."""
        return history(self._desk.charter, self._desk.closure(accreditation), accreditation)
