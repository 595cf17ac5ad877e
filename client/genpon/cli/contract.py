"""The commands `genpon contract`: the municipality's side of a contract."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from genpon.bundles import Bundle
from genpon.cli.contract_view import show_bundle, show_contract, show_list, show_verification, verification_json, view_json
from genpon.cli.dossier_view import entry_json, show_history
from genpon.cli.frame import command
from genpon.cli.ledger_options import Acting, Asking, NoteOption, moment, read_notes, show_receipt, show_with_note
from genpon.cli.new_bundles import new_bundle
from genpon.cli.options import AssignmentOption, YesOption, read_text
from genpon.cli.output import Output, label
from genpon.errors import UsageError, refusals_as
from genpon.notes import Note
from genpon_core.ids import parse_id
from genpon_core.moments import parse_date

app = typer.Typer(no_args_is_help=True, help="Contracts on the ledger: draft, approve, send, sign, verify.")

ContractArgument = Annotated[
    str, typer.Argument(help="Id of the contract: contract/<municipality's code>/<case number>.", metavar="CONTRACT")
]
FilesArgument = Annotated[list[str], typer.Argument(help="The files, in order; role=FILE where the name does not say.", metavar="FILE…")]
TermsOption = Annotated[Path, typer.Option("--terms", help="The terms (JSON).", metavar="FILE")]
SaveOption = Annotated[Path, typer.Option("--bundle", help="Where to save the bundle file, beside the files.", metavar="FILE")]
BundleOption = Annotated[Path, typer.Option("--bundle", help="The bundle file of the current revision.", metavar="FILE")]
SealedOption = Annotated[bool, typer.Option("--sealed", help="Keep the terms off the ledger for good.")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Code of the reason.", metavar="CODE")]
TextOption = Annotated[str | None, typer.Option("--text", help="The reason in words; never on the ledger.", metavar="TEXT")]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", help="Where to write the file.", metavar="FILE")]
UntilOption = Annotated[
    str, typer.Option("--until", help="Last day for signing, in Japan: a date, or days from today.", metavar="YYYY-MM-DD|+DAYS")
]


@command(
    app,
    "draft",
    example="genpon contract draft contract/422011/2026-0001 --terms terms.json --bundle r1.bundle.json contract.pdf --signer officer.pem",
)
def draft(
    out: Output,
    place: Acting,
    contract: ContractArgument,
    files: FilesArgument,
    *,
    terms: TermsOption,
    bundle: SaveOption,
    sealed: SealedOption = False,
    assignment: AssignmentOption = None,
) -> None:
    """Draft a contract over a bundle of files."""
    with new_bundle(out, terms, files, bundle) as made, place.ledger() as connected:
        receipt = connected.contracts.draft(contract, made, terms="sealed" if sealed else "open", assignment=assignment)
    show_receipt(out, receipt, bundle=str(bundle))


@command(
    app,
    "revise",
    example="genpon contract revise contract/422011/2026-0001 --terms terms.json --bundle r2.bundle.json contract.pdf --signer officer.pem",
)
def revise(
    out: Output,
    place: Acting,
    contract: ContractArgument,
    files: FilesArgument,
    *,
    terms: TermsOption,
    bundle: SaveOption,
    assignment: AssignmentOption = None,
) -> None:
    """Draft the next revision of a contract that was returned or sent back."""
    with new_bundle(out, terms, files, bundle) as made, place.ledger() as connected:
        receipt = connected.contracts.revise(contract, made, assignment=assignment)
    show_receipt(out, receipt, bundle=str(bundle))


@command(app, "approve", example="genpon contract approve contract/422011/2026-0001 --bundle r1.bundle.json --signer approver.pem")
def approve(
    out: Output,
    place: Acting,
    contract: ContractArgument,
    *,
    bundle: BundleOption,
    assignment: AssignmentOption = None,
    yes: YesOption = False,
) -> None:
    """Approve a draft: what is sent equals what was decided internally 決裁; every file is checked again."""
    loaded = _show_and_ask(out, bundle, "confirm_approve", yes=yes)
    with place.ledger() as connected:
        show_receipt(out, connected.contracts.approve(contract, bundle=loaded, assignment=assignment))


@command(app, "send-back", example="genpon contract send-back contract/422011/2026-0001 --reason terms --signer approver.pem")
def send_back(
    out: Output,
    place: Acting,
    contract: ContractArgument,
    *,
    reason: ReasonOption,
    text: TextOption = None,
    output: OutputOption = None,
    assignment: AssignmentOption = None,
) -> None:
    """Send a draft back, with a reason (documents, terms, parties, procedure, other)."""
    with place.ledger() as connected:
        show_with_note(out, connected.contracts.send_back(contract, reason, text, assignment=assignment), output)


@command(
    app, "send", example="genpon contract send contract/422011/2026-0001 --bundle r1.bundle.json --until 2026-12-25 --signer officer.pem"
)
def send(
    out: Output,
    place: Acting,
    contract: ContractArgument,
    *,
    bundle: BundleOption,
    until: UntilOption,
    note: NoteOption = None,
    output: OutputOption = None,
    assignment: AssignmentOption = None,
) -> None:
    """Send an approved contract for signing, and write the signing-request file 署名依頼 for the counterparty."""
    loaded, notes = Bundle.load(bundle), read_notes(note)
    loaded.hash_again()
    with place.ledger() as connected:
        receipt = connected.contracts.send(contract, moment(until, end_of_day=True) or 0, assignment=assignment)
        path = output or Path(f"{parse_id(contract).local}-r{receipt.record.act.statement.revision}.request.zip")
        with out.progress(loaded.total_bytes, text=label("hashing")) as progress:
            connected.contracts.request(contract, loaded, path, notes=notes, progress=progress)
    show_receipt(out, receipt, request=str(path))
    out.notice(f"{label('request_written')} {path}")


@command(app, "request", example="genpon contract request contract/422011/2026-0001 --bundle r1.bundle.json -o again.request.zip")
def request(
    out: Output, place: Asking, contract: ContractArgument, *, bundle: BundleOption, note: NoteOption = None, output: OutputOption = None
) -> None:
    """Write the signing-request file of a contract that has been sent, once more."""
    loaded, notes = Bundle.load(bundle), read_notes(note)
    path = output or Path(f"{parse_id(contract).local}.request.zip")
    with place.ledger() as connected, out.progress(loaded.total_bytes, text=label("hashing")) as progress:
        connected.contracts.request(contract, loaded, path, notes=notes, progress=progress)
    out.result({"file": str(path)}, lambda console: console.print(f"{label('request_written')} {path}"))


@command(app, "withdraw", example="genpon contract withdraw contract/422011/2026-0001 --reason mistake --signer officer.pem")
def withdraw(
    out: Output,
    place: Acting,
    contract: ContractArgument,
    *,
    reason: ReasonOption,
    text: TextOption = None,
    output: OutputOption = None,
    assignment: AssignmentOption = None,
) -> None:
    """Withdraw a contract that is not concluded (mistake, plan_changed, counterparty_disqualified, other)."""
    with place.ledger() as connected:
        show_with_note(out, connected.contracts.withdraw(contract, reason, text, assignment=assignment), output)


@command(app, "sign", example="genpon contract sign contract/422011/2026-0001 --bundle r1.bundle.json --signer head.pem")
def sign(
    out: Output,
    place: Acting,
    contract: ContractArgument,
    *,
    bundle: BundleOption,
    assignment: AssignmentOption = None,
    yes: YesOption = False,
) -> None:
    """Sign a contract; the municipality's head signs last, which concludes it. Every file is checked again first."""
    loaded = _show_and_ask(out, bundle, "confirm_sign", yes=yes)
    with place.ledger() as connected:
        show_receipt(out, connected.contracts.sign(contract, loaded, assignment=assignment))


@command(app, "show", example="genpon contract show contract/422011/2026-0001")
def show(out: Output, place: Asking, contract: ContractArgument) -> None:
    """Show where a contract stands."""
    with place.ledger() as connected:
        view = connected.contracts.show(contract)
    out.result(view_json(view), lambda console: show_contract(console, view))


@command(app, "list", example="genpon contract list 422011")
def list_(
    out: Output, place: Asking, of: Annotated[str, typer.Argument(help="A municipality's code, or a party's id.", metavar="CODE|PARTY")]
) -> None:
    """List the contracts of a municipality or of a party."""
    with place.ledger() as connected:
        views = [connected.contracts.show(contract) for contract in connected.contracts.list(of)]
    out.result({"contracts": [view_json(view) for view in views]}, lambda console: show_list(console, views))


@command(
    app, "complete", example="genpon contract complete contract/422011/2026-0001 --on 2026-10-30 --amount 1100000 --signer inspector.pem"
)
def complete(
    out: Output,
    place: Acting,
    contract: ContractArgument,
    *,
    on: Annotated[str, typer.Option("--on", help="The day of completion, in Japan.", metavar="YYYY-MM-DD")],
    amount: Annotated[
        int | None,
        typer.Option("--amount", help="The actual amount in yen, tax included; left out where the terms are sealed.", metavar="YEN"),
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option("--report", help="Text file with the inspection report 検査調書; only its salted digest is recorded.", metavar="FILE"),
    ] = None,
    output: OutputOption = None,
    assignment: AssignmentOption = None,
) -> None:
    """Record that a contract was performed, as an inspector found; once more, to correct what was wrong."""
    with refusals_as(UsageError):
        day = parse_date(on)
    notes = (Note.of(read_text(report)),) if report is not None else ()
    with place.ledger() as connected:
        digest = notes[0].digest if notes else None
        receipt = connected.contracts.complete(contract, day, amount=amount, report=digest, assignment=assignment)
    show_with_note(out, replace(receipt, notes=notes), output)


@command(app, "history", example="genpon contract history contract/422011/2026-0001")
def history(out: Output, place: Asking, contract: ContractArgument, *, note: NoteOption = None) -> None:
    """Show a contract's acts, the signer's clock beside the ledger's."""
    notes = read_notes(note)
    with place.ledger() as connected:
        entries = connected.contracts.history(contract)
    value = {"contract": contract, "history": [entry_json(entry, notes) for entry in entries]}
    out.result(value, lambda console: show_history(console, entries, notes))


@command(app, "verify", example="genpon contract verify contract/422011/2026-0001 --bundle r1.bundle.json")
def verify(
    out: Output,
    place: Asking,
    contract: ContractArgument,
    *,
    bundle: Annotated[Path | None, typer.Option("--bundle", help="The bundle file, to verify its files with it.", metavar="FILE")] = None,
) -> None:
    """Verify a contract: ask several organisations, compare their answers, and replay every act."""
    loaded = Bundle.load(bundle) if bundle is not None else None
    with place.ledger() as connected:
        verified = connected.contracts.verify(contract, bundle=loaded)
    out.result(verification_json(verified), lambda console: show_verification(console, verified))


@command(app, "export", example="genpon contract export contract/422011/2026-0001 --bundle r1.bundle.json -o 2026-0001.concluded.zip")
def export(
    out: Output, place: Asking, contract: ContractArgument, *, bundle: BundleOption, note: NoteOption = None, output: OutputOption = None
) -> None:
    """Write the concluded file: the original with all its proofs, verified by anyone without a ledger."""
    loaded, notes = Bundle.load(bundle), read_notes(note)
    path = output or Path(f"{parse_id(contract).local}.concluded.zip")
    with place.ledger() as connected, out.progress(loaded.total_bytes, text=label("hashing")) as progress:
        connected.contracts.export(contract, loaded, path, notes=notes, progress=progress)
    out.result({"file": str(path)}, lambda console: console.print(str(path)))


def _show_and_ask(out: Output, path: Path, question: str, *, yes: bool) -> Bundle:
    loaded = Bundle.load(path)
    if not out.json:
        out.on_errors_stream(lambda console: show_bundle(console, loaded))
    out.confirm(label(question), yes=yes)
    return loaded
