"""What a verifier must know from elsewhere, as one small protocol; the ledger answers it, and so can a list of known keys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from genpon_core.certificate_types.shipped import all_shipped
from genpon_core.certificate_types.types import CertificateType
from genpon_core.credentials.batches import BatchRoot, InclusionProof
from genpon_core.credentials.status_lists import Status, StatusListToken
from genpon_core.credentials.terms import Terms
from genpon_core.errors import Parameter, Refusal
from genpon_core.keys import PublicKey

DISPOSED = "verdict.disposed"
"""Why a status is NOT_CHECKED where the salts were destroyed by the type's retention rule."""


class Outcome(StrEnum):
    """An answer to one question."""

    VALID = "VALID"
    INVALID = "INVALID"
    NOT_CHECKED = "NOT_CHECKED"


@dataclass(frozen=True, slots=True)
class Answer:
    """An outcome and why.

    Attributes:
        outcome: whether it holds.
        code: the reason; `genpon.words` has its sentence.
        parameters: what the sentence needs; nothing about the subject.
    """

    outcome: Outcome
    code: str
    parameters: Mapping[str, Parameter] = field(default_factory=dict)

    @classmethod
    def valid(cls, code: str, **parameters: Parameter) -> "Answer":
        """It holds."""
        return cls(Outcome.VALID, code, parameters)

    @classmethod
    def invalid(cls, code: str, **parameters: Parameter) -> "Answer":
        """It does not hold."""
        return cls(Outcome.INVALID, code, parameters)

    @classmethod
    def not_checked(cls, code: str, **parameters: Parameter) -> "Answer":
        """Nobody can say, or nobody asked."""
        return cls(Outcome.NOT_CHECKED, code, parameters)


@dataclass(frozen=True, slots=True)
class Reference:
    """A credential as others may be asked about it: nothing in it is about its subject.

    Attributes:
        terms: who issued it, of which type, when.
        key_id: which key the issuer says it signed with.
        inclusion: its place in its batch, proved; None where it has none or the batch is not known.
    """

    terms: Terms
    key_id: str
    inclusion: InclusionProof | None = None


@dataclass(frozen=True, slots=True)
class IssuerAnswer:
    """Who issued a credential.

    Attributes:
        answer: whether the issuer was accredited for the type when it issued.
        key: the issuer's key of that time; None where it is not known, and then no signature can be checked.
    """

    answer: Answer
    key: PublicKey | None = None


class Trust(Protocol):
    """What a verifier trusts. An error of its own, such as a ledger that does not answer, goes through to the verifier's caller."""

    def certificate_type(self, vct: str, digest: str) -> CertificateType | None:
        """The type with that identifier and digest, None if it is not known."""

    def issuer(self, reference: Reference) -> IssuerAnswer:
        """The issuer's key at the time of issue, and whether it was accredited for the type then."""

    def batch(self, batch: str) -> BatchRoot | None:
        """A batch's root and size, None if it is not known."""

    def status(self, reference: Reference, *, as_of: int) -> Answer:
        """Whether the credential was neither revoked nor suspended at a moment, seconds since 1970 (UTC).

        Destroyed salts are no reason for INVALID: nobody can say any more, so the answer is NOT_CHECKED with `DISPOSED`.
        """


@dataclass(frozen=True)
class KnownIssuers:
    """Trust in keys, types, batches and status lists that the verifier has from elsewhere, without a ledger.

    Attributes:
        keys: the key of each issuer's identifier and key id.
        types: the types; those that come with Genpon unless given.
        batches: root and size by the batch's id.
        lists: status lists, of which those count that the credential's own key signed.
    """

    keys: Mapping[tuple[str, str], PublicKey]
    types: Sequence[CertificateType] = field(default_factory=all_shipped)
    batches: Mapping[str, BatchRoot] = field(default_factory=dict)
    lists: Sequence[StatusListToken] = ()

    def certificate_type(self, vct: str, digest: str) -> CertificateType | None:
        """The type with that identifier and digest, None if it is not known."""
        return next((kind for kind in self.types if (kind.vct, kind.digest) == (vct, digest)), None)

    def issuer(self, reference: Reference) -> IssuerAnswer:
        """The key that was given for the issuer; about accreditation nobody was asked."""
        key = self.keys.get((reference.terms.issuer, reference.key_id))
        code = "verdict.issuer_unknown" if key is None else "verdict.accreditation_not_asked"
        return IssuerAnswer(Answer.not_checked(code), key)

    def batch(self, batch: str) -> BatchRoot | None:
        """The batch that was given."""
        return self.batches.get(batch)

    def status(self, reference: Reference, *, as_of: int) -> Answer:
        """What the given status list says; it speaks of the moment at which it was made, not of days past."""
        place, key = reference.terms.status, self.keys.get((reference.terms.issuer, reference.key_id))
        if place is None:
            return Answer.not_checked("verdict.no_status")
        token = next((token for token in self.lists if token.uri == place.uri), None)
        if token is None or key is None or as_of < token.issued_at:
            return Answer.not_checked("verdict.status_unknown")
        try:
            token.check_signature(key)
            status = token.status_of(place, now=as_of)
        except Refusal as refusal:
            return Answer.not_checked(refusal.code, **refusal.parameters)
        if status == Status.VALID:
            return Answer.valid("verdict.in_force")
        return Answer.invalid("verdict.suspended" if status == Status.SUSPENDED else "verdict.revoked")
