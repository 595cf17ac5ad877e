"""What the ledger says to a verifier: the issuer's key and accreditation at the time of issue, the type, the root, the status.

It answers from chains whose every decision has been repeated, for the batch that a presentation's proof names. Whether the presented
credential really stands there, the proof shows; what the issuer wrote into it must be what the issue on the ledger says.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from genpon.certificates.issuing import issuer_code
from genpon.credentials.trust import DISPOSED, Answer, IssuerAnswer, Reference
from genpon_core import canonical, records
from genpon_core.agreement.state import in_force
from genpon_core.certificate_types.types import CertificateType
from genpon_core.certificates import recognition, types
from genpon_core.certificates.accreditations import Accreditation, Issue, accredited_at
from genpon_core.certificates.state import Batch, Standing, Status, fold, fold_events, standing
from genpon_core.charters import Charter
from genpon_core.credentials.batches import BatchRoot
from genpon_core.credentials.terms import Terms
from genpon_core.errors import Refusal
from genpon_core.ids import parse_id
from genpon_core.moments import format_date, law_date
from genpon_core.records import Chain
from genpon_core.registry import keys


@dataclass(frozen=True)
class LedgerTrust:
    """The ledger's answers about one batch.

    Attributes:
        charter: the founding agreement, which the verifier has from elsewhere.
        chains: verified: the batch, the certificate, and all that they rest on; where a policy is named, its recognitions.
        certificate: id of the batch that the proof names; empty where there is no proof.
        now: the verifier's clock, at which a policy is asked, seconds since 1970 UTC.
        complete: whether the chains hold all acts; those that came with a presentation may lack a revocation.
        known_at: what was known until then; None for everything.
        policy: local government code of the municipality whose recognitions decide; None where nobody's do.
    """

    charter: Charter
    chains: Mapping[str, Chain]
    certificate: str
    now: int
    complete: bool = True
    known_at: int | None = None
    policy: str | None = None

    @property
    def state(self) -> Batch | None:
        """The batch, None if it was never issued."""
        return fold(self._known(self.certificate)) if self.certificate else None

    def certificate_type(self, vct: str, digest: str) -> CertificateType | None:
        """The revision of the batch's own type, if that is the one asked for."""
        state = self.state
        revision = types.fold(self.chains.get(f"type/{state.issue.type}", ())).revision(digest) if state is not None else None
        if revision is None:
            return None
        try:
            kind = CertificateType.read(canonical.encode(revision.document))
        except Refusal:
            return None
        return kind if (kind.vct, kind.digest) == (vct, digest) else None

    def issuer(self, reference: Reference) -> IssuerAnswer:
        """The key that signed the issue on the ledger, and by whose accreditation it was made."""
        state = self.state
        if state is None:
            code = "verdict.not_issued" if self.certificate else "verdict.no_proof"
            return IssuerAnswer(Answer.invalid(code, batch=self.certificate) if self.certificate else Answer.not_checked(code))
        key = keys.fold(self.chains.get(f"key/{state.key}", ()))
        if key is None or reference.key_id != state.key:
            return IssuerAnswer(Answer.invalid("verdict.other_key", batch=state.id))
        return IssuerAnswer(self._accreditation(state, reference.terms), key.key)

    def batch(self, batch: str) -> BatchRoot | None:
        """The root and size that the ledger has."""
        state = self.state
        return BatchRoot(bytes.fromhex(state.issue.root), state.issue.count) if state is not None and batch == state.id else None

    def status(self, reference: Reference, *, as_of: int) -> Answer:
        """What the acts about the batch, and about this certificate alone, make of it at a moment."""
        state, proof = self.state, reference.inclusion
        if state is None or proof is None:
            return Answer.not_checked("verdict.no_proof")
        single = fold_events(self._known(f"{state.id}/{proof.index}"))
        found = standing(state, single, as_of)
        if found.disposed_at is not None:
            day = format_date(law_date(found.disposed_at))
            return Answer.not_checked(DISPOSED, rule=single.rule or state.events.rule or "?", date=day)
        if found.status is Status.VALID and not self.complete:
            return Answer.not_checked("verdict.acts_may_be_missing")
        return _status(found)

    def granted_by(self, state: Batch) -> tuple[Accreditation, ...]:
        """The accreditations by which a batch was issued.

        Raises:
            Refusal: `accreditation.…` if they did not hold.
        """
        agreement = in_force(self.charter, self.chains.get(f"agreement/{self.charter.digest}", ()), state.issued_at)
        wanted = Issue(f"municipality/{parse_id(state.id).code}", state.issue.type, state.issue.territory)
        return accredited_at(self.chains, agreement, state.issue.path, wanted, state.issued_at)

    def _accreditation(self, state: Batch, terms: Terms) -> Answer:
        code = parse_id(state.id).code
        if issuer_code(terms.issuer) != code:
            return Answer.invalid("verdict.other_issuer", municipality=f"municipality/{code}")
        begins = terms.issued_at if terms.valid_from is None else terms.valid_from
        said = (terms.type_digest, begins, terms.expires_at)
        if said != (state.issue.schema_digest, state.issue.valid_from, state.issue.valid_until):
            return Answer.invalid("verdict.other_terms", batch=state.id)
        try:
            path = self.granted_by(state)
        except Refusal as refusal:
            return Answer.invalid(refusal.code, **refusal.parameters)
        if self.policy is not None and not self._recognised(state, path):
            return Answer.invalid("verdict.not_recognised", type=state.issue.type, municipality=f"municipality/{self.policy}")
        grantors = " ".join(item.grantor for item in path)
        return Answer.valid("verdict.accredited", issuer=f"municipality/{code}", by=grantors)

    def _recognised(self, state: Batch, path: tuple[Accreditation, ...]) -> bool:
        granted_by = frozenset({f"municipality/{parse_id(state.id).code}", *(item.grantor for item in path)})
        return recognition.recognised(self._known(f"recognition/{self.policy}"), state.issue.type, granted_by, self.now)

    def _known(self, asset: str) -> Chain:
        return records.known_at(self.chains.get(asset, ()), self.known_at)


def _status(found: Standing) -> Answer:
    day = format_date(law_date(found.since))
    if found.status is Status.VALID:
        return Answer.valid("verdict.in_force")
    if found.status is Status.NOT_YET_VALID:
        return Answer.invalid("credential.not_yet_valid")
    if found.status is Status.EXPIRED:
        return Answer.invalid("credential.expired")
    if found.status is Status.SUPERSEDED:
        return Answer.invalid("verdict.superseded", date=day, by=found.by or "?")
    return Answer.invalid("verdict.suspended_on" if found.status is Status.SUSPENDED else "verdict.revoked_on", date=day)
