"""The commands that verify a presentation, with the ledger or without one, and that gather evidence."""

import time
from pathlib import Path
from typing import Annotated

import typer

from genpon.certificates.evidence import SUFFIX, CertificateEvidence
from genpon.certificates.verifying import Asked, verify_offline
from genpon.cli.certificate_app import CertificateArgument, ChallengeOption, app
from genpon.cli.certificate_view import relied_on, show_verdict, verdict_json
from genpon.cli.frame import command
from genpon.cli.ledger_options import Asking, IdentityOption, When
from genpon.cli.options import charter_digest
from genpon.cli.output import Output
from genpon.credentials.challenges import read_challenge
from genpon.credentials.held import Held
from genpon.credentials.paper import read_paper
from genpon.credentials.presentations import read_presentation
from genpon.credentials.trust import Outcome
from genpon.credentials.verdicts import Question, Verdict
from genpon.errors import UsageError, VerificationFailed
from genpon.json_files import read_bytes
from genpon_core.credentials.key_binding import Challenge
from genpon_core.ids import parse_id

_PAPER = b"GENPON1/"
_MAX_FILE = 512 << 10

PolicyOption = Annotated[
    str | None, typer.Option("--policy", help="Code of the municipality whose recognitions decide whom to believe.", metavar="CODE")
]


@command(app, "evidence", example="genpon certificate evidence certificate/422011/2026-17/4711 -o 4711.evidence.json")
def evidence(
    out: Output,
    place: Asking,
    certificate: CertificateArgument,
    *,
    policy: PolicyOption = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Where to write the file.", metavar="FILE")] = None,
) -> None:
    """Gather the acts behind a certificate or a whole batch, for verification without a ledger."""
    with place.ledger() as connected:
        gathered = connected.certificates.evidence(certificate, policy=policy)
    path = output or Path(f"{parse_id(certificate).local.replace('/', '-')}{SUFFIX}")
    gathered.write(path)
    value = {"file": str(path), "certificate": gathered.certificate, "acts": sum(map(len, gathered.chains.values()))}
    out.result(value, lambda console: console.print(str(path)))


@command(app, "verify", example="genpon certificate verify bid.presentation.json --challenge bid.challenge.json --policy 112241")
def verify(
    out: Output,
    when: When,
    file: Annotated[Path, typer.Argument(help="The presentation, or the texts of its QR codes, a line each.")],
    *,
    profile: Annotated[
        Path | None, typer.Option("--profile", envvar="GENPON_PROFILE", help="The connection profile, to ask the ledger.", metavar="FILE")
    ] = None,
    challenge: ChallengeOption = None,
    policy: PolicyOption = None,
    evidence: Annotated[
        Path | None, typer.Option("--evidence", help="Evidence in a file, to verify without a ledger.", metavar="FILE")
    ] = None,
    charter: Annotated[
        str | None,
        typer.Option("--charter", envvar="GENPON_CHARTER", help="With evidence: the charter's digest, or its file.", metavar="DIGEST|FILE"),
    ] = None,
    own: Annotated[bool, typer.Option("--own", help="With evidence: you gathered it yourself, so no act is missing.")] = False,
    identity: IdentityOption = None,
) -> None:
    """Ask the four questions: integrity, status, issuer, holder. Exit code 5 if anything is wrong or nobody can say."""
    presented = _presented(file)
    asked = read_challenge(challenge) if challenge is not None else None
    verdict = _offline(presented, asked, evidence, charter, policy, own=own, **when.question) if evidence is not None else None
    if verdict is None:
        if profile is None:
            raise UsageError("cli.profile_or_evidence")
        with Asking(profile=profile, identity=identity).ledger() as connected:
            verdict = connected.certificates.verify(presented, challenge=asked, policy=policy, **when.question).verdict
    found = verdict
    if challenge is not None and verdict[Question.HOLDER].outcome is Outcome.VALID:
        challenge.unlink(missing_ok=True)
    out.result(verdict_json(found), lambda console: show_verdict(console, found))
    if not relied_on(verdict):
        raise typer.Exit(VerificationFailed.exit_code)


def _offline(
    presented: Held,
    asked: Challenge | None,
    path: Path,
    charter: str | None,
    policy: str | None,
    *,
    own: bool,
    as_of: int | None,
    known_at: int | None,
) -> Verdict:
    if charter is None:
        raise UsageError("cli.charter")
    gathered = CertificateEvidence.read(path, charter=charter_digest(charter))
    return verify_offline(presented, gathered, Asked(int(time.time()), as_of, asked, policy, known_at), own=own)


def _presented(path: Path) -> Held:
    data = read_bytes(path, limit=_MAX_FILE)
    if data.lstrip().startswith(_PAPER):
        return read_paper(data.decode("ascii", "replace").splitlines())
    return read_presentation(path)
