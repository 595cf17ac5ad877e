"""Certificates 証明書 on the ledger, as `ledger.certificates`.

```python
issued = ledger.certificates.issue("certificate/422011/2026-17", "tax_clearance", [Order(claims, holder)])
issued.batch.file(0).write(Path("bridge.credential.json"))          # for the holder
ledger.certificates.revoke("certificate/422011/2026-17/0", "mistake")
toda.certificates.verify(presented, challenge=asked).verdict[Question.STATUS]
```
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from genpon.bundles import Bundle
from genpon.certificates.evidence import CertificateEvidence
from genpon.certificates.issuing import Issued, Issuing, Keep
from genpon.certificates.minting import Mint
from genpon.certificates.registers import RegisterFolder
from genpon.certificates.statements import CertificateStatements
from genpon.certificates.statuses import signed_list
from genpon.certificates.verifying import Asked, Verification, gather_certificate, verify_with_ledger
from genpon.credentials.held import Held
from genpon.credentials.issuing import Order
from genpon.desk import Desk
from genpon.errors import Refused, VerificationFailed, refusals_as
from genpon.histories import Entry, history
from genpon.notes import reason as make_reason
from genpon.results import Receipt
from genpon.verification import Witnesses
from genpon_core import records
from genpon_core.certificates.state import Batch, Events, Standing, fold, fold_events, standing
from genpon_core.credentials.key_binding import Challenge
from genpon_core.ids import batch_of, parse_id
from genpon_core.keys import PublicKey
from genpon_core.statements import Statement

_TTL = 86400


@dataclass(frozen=True, slots=True)
class CertificateView:
    """A batch, or one certificate of it, at a moment.

    Attributes:
        id: what was asked for.
        batch: as it was issued, and what happened to all of it.
        standing: what it is worth.
        as_of: the moment that the answer is for, seconds since 1970 UTC.
    """

    id: str
    batch: Batch
    standing: Standing
    as_of: int


class Certificates:
    """A ledger's certificates; errors as for `Contracts`.

    A certificate's id is its batch's for all of it, `certificate/<code>/<batch>`, or that and its index for one of them. Reasons are given
    for certificates of organisations and never for those of persons; a reason's text comes back in the receipt and is on no ledger.

    Attributes:
        prepare: the statements of the acts.
        registers: what the issuer keeps.
    """

    def __init__(self, desk: Desk, witnesses: Witnesses, registers: RegisterFolder) -> None:
        self._desk = desk
        self._witnesses = witnesses
        self.prepare = CertificateStatements(desk)
        self.registers = registers
        self._issuing = Issuing(desk, self.prepare, registers)

    def issue(
        self,
        certificate: str,
        certificate_type: str,
        orders: Sequence[Order],
        *,
        valid_until: int | None = None,
        valid_from: int | None = None,
        issuer: str | None = None,
        territory: str | None = None,
        assignment: str | None = None,
        keep: Keep | None = None,
    ) -> Issued:
        """Issues a certificate for every order, all as one batch: signed, its register kept, its root recorded.

        Args:
            certificate: the batch's id.
            certificate_type: the type's name; its revision in force is used.
            orders: claims and holder's key of each; of a person's every one has a key of its own.
            valid_until: they hold until before then, seconds since 1970 UTC; as long as the type lets them unless given.
            valid_from: they hold from then; from now unless given.
            issuer: the municipality's identifier in credentials, an https address that ends with its code; a URN unless given.
            territory: for which municipality, where another has delegated; the issuer's own unless given.
            assignment: the officer's.
            keep: given the signed credentials before the ledger learns of them, so that they can be handed over whatever happens then.

        Raises:
            Refused: `claims.…`, `credential.key_kind` for a key that is not on P-256, `accreditation.…`, `issue.…`, `type.…`.
            UsageError: `issue.issuer`, `credential.extra_missing`.
        """
        window = (valid_from, valid_until)
        options = {"issuer": issuer, "territory": territory, "assignment": assignment}
        return self._issuing.issue(certificate, certificate_type, orders, window, source=None, keep=keep, **options)

    def mint(
        self,
        certificate: str,
        contract: str,
        event: str = "completion",
        *,
        names: Mapping[str, str] | None = None,
        holders: Mapping[str, PublicKey] | None = None,
        bundle: Bundle | None = None,
        more: Mapping[str, Mapping[str, object]] | None = None,
        issuer: str | None = None,
        keep: Keep | None = None,
    ) -> Issued:
        """Mints the contractors' performance records from a contract's own acts; see `Mint`."""
        mint = Mint(self._desk, self._witnesses, contract, event, names or {}, holders or {}, bundle, more or {})
        orders, source = mint.orders()
        options = {"issuer": issuer, "territory": None, "assignment": None}
        return self._issuing.issue(certificate, "performance_record", orders, (None, None), source=source, keep=keep, **options)

    def suspend(self, certificate: str, code: str | None = None, text: str | None = None) -> Receipt:
        """Suspends a certificate or a whole batch, with a reason for an organisation's."""
        why, notes = make_reason(code, text) if code is not None else (None, ())
        return self._desk.sign_and_submit(self.prepare.suspend(certificate, why), notes=notes)

    def reinstate(self, certificate: str) -> Receipt:
        """Ends a suspension."""
        return self._submit(self.prepare.reinstate(certificate))

    def revoke(self, certificate: str, code: str | None = None, text: str | None = None, *, at: int | None = None) -> Receipt:
        """Revokes a certificate or a whole batch, with a reason for an organisation's; from `at` on, now unless given."""
        why, notes = make_reason(code, text) if code is not None else (None, ())
        return self._desk.sign_and_submit(self.prepare.revoke(certificate, why, at), notes=notes)

    def supersede(self, certificate: str, by: str) -> Receipt:
        """Puts another certificate or batch in the place of one."""
        return self._submit(self.prepare.supersede(certificate, by))

    def dispose(self, certificate: str) -> Receipt:
        """Records the disposal by the type's retention rule, and destroys the salts; a second time it destroys what is left.

        Raises:
            Refused: `issue.retention` if they must still be kept, `register.missing` if they are not kept here.
        """
        with refusals_as():
            batch, index = batch_of(certificate)
        done = [record for record in self._desk.chain(certificate) if record.act.statement.act == "dispose"]
        if not done and not self.registers.holds(batch):
            raise Refused("register.missing", {"batch": batch})
        receipt = Receipt(done[-1], repeated=True) if done else self._submit(self.prepare.dispose(certificate))
        with self.registers.locked():
            if index is None:
                self.registers.destroy(batch)
            elif self.registers.holds(batch):
                self.registers.destroy_entry(batch, index)
        return receipt

    def show(self, certificate: str, *, as_of: int | None = None, known_at: int | None = None) -> CertificateView:
        """A certificate as one organisation has it.

        Args:
            certificate: its id, or its batch's.
            as_of: at which moment, seconds since 1970 UTC; now unless given.
            known_at: what was known until then; everything unless given.

        Raises:
            Refused: `issue.unknown`, `issue.index` or `id.…`.
        """
        with refusals_as():
            batch, index = batch_of(certificate)
        chains = {asset: records.known_at(chain, known_at) for asset, chain in self._desk.chains({batch, certificate}).items()}
        state = fold(chains[batch])
        if state is None:
            raise Refused("issue.unknown", {"certificate": batch})
        if index is not None and index >= state.issue.count:
            raise Refused("issue.index", {"count": state.issue.count})
        moment = self._desk.now() if as_of is None else as_of
        single = Events() if index is None else fold_events(chains[certificate])
        return CertificateView(certificate, state, standing(state, single, moment), moment)

    def list(self, of: str) -> tuple[str, ...]:
        """Ids of batches: of an issuer by its local government code, or of a type by its name."""
        with refusals_as():
            prefix = f"certificate~{parse_id(f'municipality/{of}').code}" if of.isdigit() else f"issued~{parse_id(f'type/{of}').local}"
        return tuple(self._desk.ids("certificates", prefix))

    def find(self, batch: str, reference: str) -> tuple[str, ...]:
        """Ids of the certificates of a batch that were issued under a reference of one's own, by the register that is kept here.

        Raises:
            Refused: `register.missing`.
        """
        register = self.registers.read(batch)
        return tuple(f"{batch}/{register.index(which)}" for which in register.find(reference))

    def history(self, certificate: str) -> tuple[Entry, ...]:
        """The acts of a batch, or of one certificate alone, in order."""
        return history(self._desk.charter, self._desk.closure(certificate), certificate)

    def verify(
        self,
        presented: Held,
        *,
        challenge: Challenge | None = None,
        as_of: int | None = None,
        known_at: int | None = None,
        policy: str | None = None,
    ) -> Verification:
        """Asks the four questions of a presentation; no organisation is believed alone, and every act is replayed.

        Args:
            presented: from anybody.
            challenge: what the holder was asked to sign; None where nobody asked, as with paper.
            as_of: the moment that the status is asked for, seconds since 1970 UTC; now unless given.
            known_at: what was known until then; everything unless given.
            policy: local government code of the municipality whose recognitions decide.

        Raises:
            Unreachable: if nobody answers at all.
            VerificationFailed: `verify.too_few_agree`.
            UsageError: `credential.extra_missing`.
        """
        asked = Asked(self._desk.now(), as_of, challenge, policy, known_at)
        return verify_with_ledger(self._desk, self._witnesses, presented, asked)

    def evidence(self, certificate: str, *, policy: str | None = None) -> CertificateEvidence:
        """The acts behind a certificate or a whole batch, for verification without a ledger.

        Args:
            certificate: its id, or its batch's with all that happened to single ones.
            policy: local government code of a municipality whose recognitions go with it.

        Raises:
            VerificationFailed: `verify.too_few_agree`, or `issue.unknown`.
        """
        with refusals_as():
            batch, _ = batch_of(certificate)
        others = (f"recognition/{policy}",) if policy is not None else ()
        now = self._desk.now()
        gathered = gather_certificate(self._desk, self._witnesses, certificate, *others)
        if not gathered.chains.get(batch):
            raise VerificationFailed("issue.unknown", {"certificate": batch})
        return CertificateEvidence(self._desk.charter, batch, now, gathered.chains)

    def status_list(self, code: str, number: int, *, issuer: str, ttl: int = _TTL) -> str:
        """A status list for wallets, signed by this officer; see `genpon.certificates.statuses.signed_list`."""
        return signed_list(self._desk, self.registers, code, number, issuer=issuer, now=self._desk.now(), ttl=ttl)

    def _submit(self, statement: Statement) -> Receipt:
        return self._desk.sign_and_submit(statement)
