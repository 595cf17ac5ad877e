"""The statements of certificates' acts: issued as a root, suspended, reinstated, revoked, superseded, disposed of."""

from collections.abc import Mapping, Sequence
from typing import Any

from genpon import signatories
from genpon.accreditation_paths import answer
from genpon.accreditation_statements import accreditation_chains
from genpon.errors import Refused, refusals_as
from genpon.stating import Stating, content
from genpon_core.certificate_types.types import CertificateType
from genpon_core.certificates.accreditations import Issue as Wanted
from genpon_core.certificates.contents import Dispose, Issue, Reinstate, Revoke, Source, Supersede, Suspend
from genpon_core.certificates.state import Batch, Status, fold, fold_events
from genpon_core.certificates.types import Retention
from genpon_core.credentials.batches import BatchRoot
from genpon_core.ids import batch_of, parse_id
from genpon_core.keys import PublicKey
from genpon_core.registry.officers import ISSUER
from genpon_core.statements import Statement

Reason = Mapping[str, str]


class CertificateStatements(Stating):
    """Prepares the acts of certificates; all are an issuing officer's.

    A certificate's id is its batch's, `certificate/<code>/<batch>`, for all of it, or that and its index for one of them. `reason` is as
    `genpon.notes.reason` makes it for certificates of organisations; those of persons take none, since it would be public.
    """

    def issue(
        self,
        certificate: str,
        kind: CertificateType,
        root: BatchRoot,
        *,
        valid_from: int,
        valid_until: int,
        territory: str | None = None,
        path: Sequence[str] | None = None,
        source: Source | None = None,
        key: PublicKey | None = None,
        assignment: str | None = None,
    ) -> Statement:
        """The issue of a batch, of which the ledger learns nothing but this.

        Args:
            certificate: the batch's id.
            kind: the type, in the revision that the ledger has.
            root: of the signed credentials.
            valid_from: they hold from then, seconds since 1970 UTC.
            valid_until: they hold until before then.
            territory: the municipality for whose territory they are; the issuer's own unless given.
            path: the accreditations by which the issuer may; found by itself unless given.
            source: the contract, for performance records.
            key: the officer's, the one that signed the credentials.
            assignment: the officer's.

        Raises:
            Refused: `accreditation.…` if the issuer has none that reaches as far.
        """
        with refusals_as():
            code = parse_id(certificate).code
        reach = territory or code
        issued = content(
            Issue,
            type=kind.name,
            schema_digest=kind.digest,
            subject=kind.subject,
            retention=Retention(rule=kind.retention_rule, years=kind.retention_years),
            root=root.digest.hex(),
            count=root.size,
            valid_from=valid_from,
            valid_until=valid_until,
            path=list(path or self._path(Wanted(f"municipality/{code}", kind.name, reach))),
            territory=reach,
            source=source,
        )
        return self._made(certificate, "issue", issued, key, assignment)

    def suspend(
        self, certificate: str, reason: Reason | None = None, *, key: PublicKey | None = None, assignment: str | None = None
    ) -> Statement:
        """A suspension, until it is reinstated."""
        return self._made(certificate, "suspend", content(Suspend, reason=reason), key, assignment)

    def reinstate(self, certificate: str, *, key: PublicKey | None = None, assignment: str | None = None) -> Statement:
        """The end of a suspension, which it answers.

        Raises:
            Refused: `issue.status` if it is not suspended.
        """
        chain = self._desk.chain(certificate)
        latest = fold_events(chain).at(self._desk.now())
        if latest is None or latest.status is not Status.SUSPENDED:
            raise Refused("issue.status", {"act": "reinstate"})
        return self._made(certificate, "reinstate", Reinstate(), key, assignment, answers=latest.act)

    def revoke(
        self,
        certificate: str,
        reason: Reason | None = None,
        at: int | None = None,
        *,
        key: PublicKey | None = None,
        assignment: str | None = None,
    ) -> Statement:
        """A revocation from a moment on (seconds since 1970 UTC), now unless given; it is final."""
        return self._made(certificate, "revoke", content(Revoke, at=self._now(at), reason=reason), key, assignment)

    def supersede(self, certificate: str, by: str, *, key: PublicKey | None = None, assignment: str | None = None) -> Statement:
        """The replacement by another certificate or batch of the same issuer; it is final."""
        return self._made(certificate, "supersede", content(Supersede, by=by), key, assignment)

    def dispose(self, certificate: str, *, key: PublicKey | None = None, assignment: str | None = None) -> Statement:
        """The destruction of the salts by the type's retention rule.

        Raises:
            Refused: `issue.unknown`.
        """
        rule = self.batch(certificate).issue.retention.rule
        return self._made(certificate, "dispose", content(Dispose, rule=rule), key, assignment)

    def batch(self, certificate: str) -> Batch:
        """A certificate's batch as the ledger has it.

        Raises:
            Refused: `issue.unknown` or `id.…`.
        """
        with refusals_as():
            batch, _ = batch_of(certificate)
        state = fold(self._desk.chain(batch))
        if state is None:
            raise Refused("issue.unknown", {"certificate": batch})
        return state

    def signatory(self, key: PublicKey | None = None, assignment: str | None = None) -> signatories.Signatory:
        """The issuing officer."""
        return signatories.find(self._desk, self._desk.key(key), roles=(ISSUER,), assignment=assignment)

    def _made(
        self, certificate: str, act: str, said: Any, key: PublicKey | None, assignment: str | None, *, answers: str | None = None
    ) -> Statement:
        return self._state(certificate, act, said, key=key, roles=(ISSUER,), assignment=assignment, answers=answers)

    def _path(self, wanted: Wanted) -> Sequence[str]:
        """The accreditations by which the issuer may issue now; the ledger says what is wrong with none."""
        desk = self._desk
        ids = desk.ids("certificates", f"accreditation~{wanted.issuer}")
        chains = accreditation_chains(desk, [f"agreement/{desk.charter.digest}", *ids])
        found = answer(desk.charter, chains, wanted, desk.now(), None)
        if not found.accredited:
            raise Refused("accreditation.none", {"holder": wanted.issuer})
        return [item.id for item in found.path]
