"""The commands that change certificates, or show where they stand."""

from pathlib import Path
from typing import Annotated

import typer

from genpon.certificates.issuing import issuer_id
from genpon.cli.certificate_app import BatchArgument, CertificateArgument, RegistersOption, app
from genpon.cli.certificate_view import show_batches, show_status, status_json
from genpon.cli.dossier_view import entry_json, show_history
from genpon.cli.frame import command
from genpon.cli.ledger_options import Acting, Asking, AtOption, NoteOption, When, moment, read_notes, show_receipt, show_with_note
from genpon.cli.output import Output, label
from genpon.cli.tables import listing
from genpon.json_files import write_file

ReasonOption = Annotated[
    str | None, typer.Option("--reason", help="Code of the reason, for organisations' certificates only.", metavar="CODE")
]
TextOption = Annotated[str | None, typer.Option("--text", help="The reason in words; never on the ledger.", metavar="TEXT")]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", help="Where to keep the reason's text.", metavar="FILE")]


@command(app, "status", example="genpon certificate status certificate/422011/2026-17/4711 --as-of 2026-12-01")
def status(out: Output, place: Asking, when: When, certificate: CertificateArgument) -> None:
    """Show what a certificate, or a batch, was worth on a day, as known on a day."""
    with place.ledger() as connected:
        view = connected.certificates.show(certificate, **when.question)
    out.result(status_json(view), lambda console: show_status(console, view))


@command(app, "list", example="genpon certificate list 422011")
def list_(
    out: Output,
    place: Asking,
    of: Annotated[str, typer.Argument(help="A municipality's code, or a certificate type's name.", metavar="CODE|TYPE")],
) -> None:
    """List the batches of a municipality, or of a type."""
    with place.ledger() as connected:
        views = [connected.certificates.show(batch) for batch in connected.certificates.list(of)]
    out.result({"batches": [status_json(view) for view in views]}, lambda console: show_batches(console, views))


@command(app, "find", example="genpon certificate find certificate/422011/2026-17 A-0042")
def find(
    out: Output,
    place: Asking,
    batch: BatchArgument,
    reference: Annotated[str, typer.Argument(help="Your own reference, as it was issued under.", metavar="REFERENCE")],
    *,
    registers: RegistersOption = None,
) -> None:
    """Find certificates of a batch by your own reference, in the register that is kept here."""
    with place.ledger(registers=registers) as connected:
        found = connected.certificates.find(batch, reference)
    out.result({"certificates": list(found)}, lambda console: listing(console, ("certificate",), [(one,) for one in found]))


@command(app, "history", example="genpon certificate history certificate/422011/2026-17/4711")
def history(out: Output, place: Asking, certificate: CertificateArgument, *, note: NoteOption = None) -> None:
    """Show the acts of a batch, or of one certificate alone."""
    notes = read_notes(note)
    with place.ledger() as connected:
        entries = connected.certificates.history(certificate)
    value = {"certificate": certificate, "history": [entry_json(entry, notes) for entry in entries]}
    out.result(value, lambda console: show_history(console, entries, notes))


@command(app, "suspend", example="genpon certificate suspend certificate/422011/2026-17/4711 --reason under_review")
def suspend(
    out: Output,
    place: Acting,
    certificate: CertificateArgument,
    *,
    reason: ReasonOption = None,
    text: TextOption = None,
    output: OutputOption = None,
) -> None:
    """Suspend a certificate or a whole batch (under_review, requested, other)."""
    with place.ledger() as connected:
        show_with_note(out, connected.certificates.suspend(certificate, reason, text), output)


@command(app, "reinstate", example="genpon certificate reinstate certificate/422011/2026-17/4711")
def reinstate(out: Output, place: Acting, certificate: CertificateArgument) -> None:
    """End a suspension."""
    with place.ledger() as connected:
        show_receipt(out, connected.certificates.reinstate(certificate))


@command(app, "revoke", example="genpon certificate revoke certificate/422011/2026-17/4711 --reason mistake")
def revoke(
    out: Output,
    place: Acting,
    certificate: CertificateArgument,
    *,
    reason: ReasonOption = None,
    text: TextOption = None,
    at: AtOption = None,
    output: OutputOption = None,
) -> None:
    """Revoke a certificate or a whole batch, for good (mistake, requirements_not_met, misuse, subject_ceased, other)."""
    with place.ledger() as connected:
        show_with_note(out, connected.certificates.revoke(certificate, reason, text, at=moment(at)), output)


@command(app, "supersede", example="genpon certificate supersede certificate/422011/2026-17/4711 --by certificate/422011/2026-20/0")
def supersede(
    out: Output,
    place: Acting,
    certificate: CertificateArgument,
    *,
    by: Annotated[str, typer.Option("--by", help="The certificate or batch that stands in its place.", metavar="CERTIFICATE")],
) -> None:
    """Put another certificate or batch in the place of one, for good."""
    with place.ledger() as connected:
        show_receipt(out, connected.certificates.supersede(certificate, by))


@command(app, "dispose", example="genpon certificate dispose certificate/422011/2019-03 --yes")
def dispose(
    out: Output,
    place: Acting,
    certificate: CertificateArgument,
    *,
    registers: RegistersOption = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Destroy without asking.")] = False,
) -> None:
    """Destroy what ties a certificate or batch to its subjects, by its type's retention rule, and record that it was done."""
    out.confirm(label("confirm_dispose"), yes=yes)
    with place.ledger(registers=registers) as connected:
        show_receipt(out, connected.certificates.dispose(certificate))


@command(
    app, "status-list", example="genpon certificate status-list 422011 483920112 --issuer https://nagasaki.example/422011 -o 483920112.jwt"
)
def status_list(
    out: Output,
    place: Acting,
    code: Annotated[str, typer.Argument(help="The municipality's code.", metavar="CODE")],
    number: Annotated[int | None, typer.Argument(help="The list's number; without it the numbers are listed.", metavar="NUMBER")] = None,
    *,
    issuer: Annotated[str | None, typer.Option("--issuer", help="The issuer's address in the certificates.", metavar="URL")] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Where to write the token.", metavar="FILE")] = None,
    hours: Annotated[int, typer.Option("--hours", min=1, help="How long a copy may be kept.", metavar="N")] = 24,
    registers: RegistersOption = None,
) -> None:
    """Export a status list for wallets, an IETF Token Status List signed by an issuing officer."""
    with place.ledger(registers=registers) as connected:
        certificates = connected.certificates
        if number is None:
            lists = {one: certificates.registers.batches(code, one) for one in certificates.registers.lists(code)}
            rows = [(one, ", ".join(batches)) for one, batches in lists.items()]
            value = {"lists": [{"list": one, "batches": list(batches)} for one, batches in lists.items()]}
            out.result(value, lambda console: listing(console, ("list", "batches"), rows))
            return
        token = certificates.status_list(code, number, issuer=issuer or issuer_id(code), ttl=hours * 3600)
    path = output or Path(f"{number}.status-list.jwt")
    write_file(path, token.encode())
    out.result({"file": str(path), "list": number}, lambda console: console.print(str(path)))
