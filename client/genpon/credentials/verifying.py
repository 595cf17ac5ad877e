"""Verification: what was presented, against what the verifier trusts.

```python
verdict = verify(read_presentation(path), trust, now=now, challenge=asked)
verdict[Question.STATUS].outcome
```
"""

from genpon.credentials.claims import check_shown
from genpon.credentials.held import Held
from genpon.credentials.trust import DISPOSED, Answer, IssuerAnswer, Outcome, Reference, Trust
from genpon.credentials.verdicts import Question, Verdict
from genpon.errors import Refused
from genpon_core.certificate_types.types import CertificateType
from genpon_core.credentials.batches import InclusionProof
from genpon_core.credentials.key_binding import CLOCKS_APART, MAX_AGE, Challenge, check_key_binding
from genpon_core.credentials.reading import Credential
from genpon_core.errors import Refusal

_UNREAD = Answer.not_checked("verdict.integrity_first")


def verify(
    presented: Held,
    trust: Trust,
    *,
    now: int,
    as_of: int | None = None,
    challenge: Challenge | None = None,
    max_age: int = MAX_AGE,
    clocks_apart: int = CLOCKS_APART,
) -> Verdict:
    """Asks the four questions of a presentation.

    Nothing of it is believed before the issuer's signature holds: of a credential that was changed, the other answers are NOT_CHECKED.

    Args:
        presented: from anybody.
        trust: keys, types, accreditations and status.
        now: the verifier's clock, seconds since 1970 (UTC).
        as_of: the moment that the status is asked for; now unless given.
        challenge: what the verifier asked the holder to sign; None where it did not ask, as with paper.
        max_age: how old the holder's signature may be, seconds.
        clocks_apart: how far the holder's clock may be ahead, seconds.

    Raises:
        UsageError: `credential.extra_missing`.
        GenponError: what `trust` raises, such as a ledger that does not answer.
    """
    moment = now if as_of is None else as_of
    try:
        credential = presented.parse()
    except Refusal as refusal:
        return _refused(Answer.invalid(refusal.code, **refusal.parameters), moment)
    terms = credential.terms
    kind = trust.certificate_type(terms.type, terms.type_digest)
    issuer = trust.issuer(Reference(terms, credential.key_id))
    integrity, inclusion = _integrity(credential, presented.proof, kind, issuer, trust)
    if integrity.outcome is not Outcome.VALID:
        untouched = issuer.key is None or (integrity.outcome is Outcome.NOT_CHECKED and issuer.answer.outcome is Outcome.INVALID)
        return _refused(integrity, moment, issuer=issuer.answer if untouched else _UNREAD)
    answers = {
        Question.INTEGRITY: integrity,
        Question.STATUS: _status(Reference(terms, credential.key_id, inclusion), trust, moment),
        Question.ISSUER: issuer.answer,
        Question.HOLDER: _holder(credential, challenge, now, max_age, clocks_apart),
    }
    return Verdict(answers, moment, kind, terms, credential.claims)


def _refused(integrity: Answer, moment: int, issuer: Answer = _UNREAD) -> Verdict:
    answers = {Question.INTEGRITY: integrity, Question.STATUS: _UNREAD, Question.ISSUER: issuer, Question.HOLDER: _UNREAD}
    return Verdict(answers, moment)


def _integrity(
    credential: Credential, proof: InclusionProof | None, kind: CertificateType | None, issuer: IssuerAnswer, trust: Trust
) -> tuple[Answer, InclusionProof | None]:
    """The answer, and the proof if it holds."""
    if issuer.key is None:
        return Answer.not_checked("verdict.no_key"), None
    try:
        credential.check_signature(issuer.key)
        if kind is None:
            return Answer.not_checked("verdict.type_unknown"), None
        kind.check_terms(credential.terms)
        kind.check_hiding(credential.content.plain, credential.content.disclosed)
        check_shown(kind, credential.claims)
    except (Refusal, Refused) as refusal:
        return Answer.invalid(refusal.code, **refusal.parameters), None
    return _in_batch(credential, proof, trust)


def _in_batch(credential: Credential, proof: InclusionProof | None, trust: Trust) -> tuple[Answer, InclusionProof | None]:
    root = trust.batch(proof.batch) if proof is not None else None
    if proof is None or root is None:
        return Answer.valid("verdict.signed"), None
    if not proof.holds(credential.sd_jwt.jwt, root):
        return Answer.invalid("verdict.not_in_batch", batch=proof.batch), None
    return Answer.valid("verdict.signed_and_in_batch", batch=proof.batch), proof


def _status(reference: Reference, trust: Trust, moment: int) -> Answer:
    answer = trust.status(reference, as_of=moment)
    if answer.code == DISPOSED:
        # Only what is over is disposed of, and of that nobody can say any more whether it was valid.
        return answer
    try:
        reference.terms.check_time(moment)
    except Refusal as refusal:
        return Answer.invalid(refusal.code, **refusal.parameters)
    return answer


def _holder(credential: Credential, challenge: Challenge | None, now: int, max_age: int, clocks_apart: int) -> Answer:
    if challenge is None:
        return Answer.not_checked("verdict.holder_not_asked")
    try:
        check_key_binding(credential, challenge, now=now, max_age=max_age, clocks_apart=clocks_apart)
    except Refusal as refusal:
        return Answer.invalid(refusal.code, **refusal.parameters)
    return Answer.valid("verdict.holder_signed")
