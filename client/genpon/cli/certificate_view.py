"""Certificates, and the verdict on a presentation, as people and programs read them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from genpon import words
from genpon.certificates.book import CertificateView
from genpon.cli.ledger_options import shown, written
from genpon.cli.tables import facts, listing
from genpon.credentials.trust import Answer, Outcome
from genpon.credentials.verdicts import Question, Verdict
from genpon.words import label, sentence, term
from genpon_core.certificate_types.types import CertificateType
from genpon_core.moments import format_time

_STYLES = {Outcome.VALID: "bold green", Outcome.INVALID: "bold red", Outcome.NOT_CHECKED: "bold yellow"}


def status_json(view: CertificateView) -> dict[str, Any]:
    """A certificate's or batch's status for programs."""
    issue, standing = view.batch.issue, view.standing
    return {
        "certificate": view.id,
        "status": standing.status.value,
        "since": format_time(standing.since),
        "reason": standing.reason.code if standing.reason is not None else None,
        "by": standing.by,
        "disposed_at": written(standing.disposed_at),
        "as_of": format_time(view.as_of),
        "batch": view.batch.id,
        "type": issue.type,
        "count": issue.count,
        "issuer": view.batch.issuer,
        "issued_at": format_time(view.batch.issued_at),
        "valid_from": format_time(issue.valid_from),
        "valid_until": format_time(issue.valid_until),
        "territory": issue.territory,
        "root": issue.root,
        "source": issue.source.model_dump() if issue.source is not None else None,
    }


def show_status(console: Console, view: CertificateView) -> None:
    """Prints what a certificate or batch is worth."""
    issue, standing = view.batch.issue, view.standing
    facts(
        console,
        {
            "certificate": view.id,
            "status": term("status", standing.status.value),
            "since": shown(standing.since),
            "reason": term("reason", standing.reason.code) if standing.reason is not None else None,
            "superseded_by": standing.by,
            "disposed_at": shown(standing.disposed_at),
            "as_of": shown(view.as_of),
            "type": issue.type,
            "count": issue.count,
            "signer": view.batch.issuer,
            "issued_at": shown(view.batch.issued_at),
            "valid_from": shown(issue.valid_from),
            "valid_until": shown(issue.valid_until),
            "contract": issue.source.contract if issue.source is not None else None,
        },
    )


def show_batches(console: Console, views: Sequence[CertificateView]) -> None:
    """Prints batches, a line each."""
    rows = [
        (view.id, view.batch.issue.type, view.batch.issue.count, term("status", view.standing.status.value), shown(view.batch.issued_at))
        for view in views
    ]
    listing(console, ("certificate", "type", "count", "status", "issued_at"), rows)


def verdict_json(verdict: Verdict) -> dict[str, Any]:
    """A verdict for programs; times as text, and whether it may be relied on."""
    return {**verdict.to_json(), "as_of": format_time(verdict.as_of), "relied_on": relied_on(verdict)}


def relied_on(verdict: Verdict) -> bool:
    """Whether nothing is wrong and nothing but the holder is unasked: a piece of paper shows nobody's signature but the issuer's."""
    holder = verdict[Question.HOLDER]
    others = (answer.outcome is Outcome.VALID for question, answer in verdict.answers.items() if question is not Question.HOLDER)
    return all(others) and (holder.outcome is Outcome.VALID or holder.code == "verdict.holder_not_asked")


def show_verdict(console: Console, verdict: Verdict) -> None:
    """Prints the four answers, and what was shown."""
    for question, answer in verdict.answers.items():
        console.print(Text.assemble((f"{label(question.value)}: ", "bold"), (_outcome(answer), _STYLES[answer.outcome])))
        console.print(Text(f"  {sentence(answer.code, answer.parameters)}"))
    if verdict.kind is None or verdict.terms is None:
        return
    console.print()
    console.print(Text(verdict.kind.names[words.current()], style="bold"))
    listing(console, ("claim", "value"), claims_in_words(verdict.kind, verdict.claims))


def _outcome(answer: Answer) -> str:
    return label(answer.outcome.value.lower())


def claims_in_words(kind: CertificateType, claims: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The claims that were shown, in the order and with the names of their type."""
    language = words.current()
    for claim in kind.claims:
        if len(claim.path) == 1 and claim.path[0] in claims:
            names = {value: said[language] for value, said in claim.values.items()}
            yield claim.labels[language], _said(claims[str(claim.path[0])], names)


def _said(value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, list):
        return ", ".join(_said(item, names) for item in value)
    if isinstance(value, dict):
        return " ".join(_said(item, names) for item in value.values())
    if isinstance(value, bool):
        return label("yes" if value else "no")
    return f"{value:,}" if isinstance(value, int) else names.get(str(value), str(value))
