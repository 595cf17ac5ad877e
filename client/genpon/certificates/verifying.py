"""The four questions about a presentation, asked with the ledger or with evidence in a file.

Of a performance record it is also asked whether its contract's acts say the same.
"""

from dataclasses import dataclass, replace

from genpon.certificates.evidence import CertificateEvidence
from genpon.certificates.performance import disagreement
from genpon.certificates.trust import LedgerTrust
from genpon.credentials.held import Held
from genpon.credentials.trust import Answer, Outcome
from genpon.credentials.verdicts import Question, Verdict
from genpon.credentials.verifying import verify
from genpon.desk import Desk
from genpon.errors import Refused
from genpon.verification import Evidence, Witnesses
from genpon_core.certificates.state import fold
from genpon_core.credentials.key_binding import Challenge
from genpon_core.errors import Refusal
from genpon_core.ids import batch_of, parse_id

_MOST_SINGLES = 2000
"""So many status acts of a batch are read, all of them, so that no peer learns whose status was asked."""


@dataclass(frozen=True, slots=True)
class Verification:
    """A presentation that was verified with the ledger.

    Attributes:
        verdict: the four answers.
        evidence: what they rest on, and who agreed; None where the presentation names no batch to ask for.
    """

    verdict: Verdict
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a verifier asks.

    Attributes:
        now: its clock, seconds since 1970 UTC.
        as_of: the moment that the status is asked for; now where None.
        challenge: what it gave the holder to sign; None where it gave nothing, as with paper.
        policy: local government code of the municipality whose recognitions decide; None where nobody's do.
        known_at: what was known until then; None for everything.
    """

    now: int
    as_of: int | None = None
    challenge: Challenge | None = None
    policy: str | None = None
    known_at: int | None = None


def verify_with_ledger(desk: Desk, witnesses: Witnesses, presented: Held, asked: Asked) -> Verification:
    """Verifies a presentation: as many organisations as must endorse an act are asked, compared, and every act is replayed.

    The issuer is asked last, and not at all where the others suffice: it need not learn where its certificates are shown.

    Raises:
        Unreachable: if nobody answers at all.
        VerificationFailed: `verify.too_few_agree`.
        UsageError: `credential.extra_missing`.
    """
    batch, index = _named(presented)
    issuers = [member.msp_id for member in desk.charter.members if member.code == parse_id(batch).code] if batch else []
    asking = witnesses.sparing(issuers[0]) if issuers else witnesses
    evidence = _gather(desk, asking, batch, index, asked.policy) if batch else None
    chains = evidence.chains if evidence is not None else {}
    trust = LedgerTrust(desk.charter, chains, batch, asked.now, known_at=asked.known_at, policy=asked.policy)
    return Verification(_verdict(presented, trust, asked), evidence)


def verify_offline(presented: Held, evidence: CertificateEvidence, asked: Asked, *, own: bool = False) -> Verdict:
    """Verifies a presentation with evidence and without a ledger.

    Args:
        presented: from anybody.
        evidence: read with the charter's digest that the verifier knows.
        asked: what the verifier asks; a policy needs the municipality's recognitions in the evidence.
        own: whether the verifier gathered the evidence itself. Of anybody else's, acts may be missing: then a certificate is never
            VALID in its status, though it may be INVALID.

    Raises:
        UsageError: `credential.extra_missing`.
    """
    batch, _ = _named(presented)
    moment = asked.now if asked.as_of is None else asked.as_of
    trust = LedgerTrust(
        evidence.charter,
        evidence.chains,
        batch if batch == evidence.certificate else "",
        asked.now,
        complete=own and moment <= evidence.gathered_at,
        known_at=asked.known_at,
        policy=asked.policy,
    )
    return _verdict(presented, trust, asked)


def gather_certificate(desk: Desk, witnesses: Witnesses, certificate: str, *others: str) -> Evidence:
    """The verified acts of a certificate: its batch, all single certificates of it with acts of their own, or the one that is named."""
    batch, index = batch_of(certificate)
    singles = witnesses.ids(desk, "certificates", f"status~{batch}") if index is None else (certificate,)
    return witnesses.gather(desk, batch, *others, *(one for one in singles if one.startswith(f"{batch}/")))


def _gather(desk: Desk, witnesses: Witnesses, batch: str, index: int, policy: str | None) -> Evidence:
    """All that has a status of its own in the batch is asked for, not the one certificate: which one it was stays with the verifier."""
    others = [f"recognition/{policy}"] if policy is not None else []
    singles = [one for one in witnesses.ids(desk, "certificates", f"status~{batch}") if one.startswith(f"{batch}/")]
    wanted = f"{batch}/{index}"
    if len(singles) > _MOST_SINGLES:
        singles = [wanted] if wanted in singles else []
    return witnesses.gather(desk, batch, *others, *singles)


def _verdict(presented: Held, trust: LedgerTrust, asked: Asked) -> Verdict:
    verdict = verify(presented, trust, now=asked.now, as_of=asked.as_of, challenge=asked.challenge)
    state = fold(trust.chains.get(trust.certificate, ())) if trust.certificate else None
    if state is None or state.issue.source is None or verdict[Question.INTEGRITY].outcome is not Outcome.VALID:
        return verdict
    source = state.issue.source
    rested_on = trust.chains[trust.certificate][0].rests_on.get(source.contract, 0)
    differing = disagreement(verdict.claims, source, trust.chains.get(source.contract, ())[:rested_on])
    if differing is not None:
        answer = Answer.invalid("verdict.other_than_contract", claim=differing, contract=source.contract)
    else:
        answer = Answer.valid("verdict.as_contract", contract=source.contract)
    return replace(verdict, answers={**verdict.answers, Question.INTEGRITY: answer})


def _named(presented: Held) -> tuple[str, int]:
    """The batch and index that a presentation names, from anybody; none where it names no batch of certificates."""
    if presented.proof is None:
        return "", 0
    try:
        batch, index = batch_of(presented.proof.batch)
    except (Refusal, Refused):
        return "", 0
    return (batch, presented.proof.index) if index is None else ("", 0)
