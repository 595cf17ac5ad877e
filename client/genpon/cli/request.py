"""The commands `genpon request`: a signing request is read and answered without a ledger."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from genpon import act_files
from genpon.act_files import ActFile
from genpon.cli.dossier_view import dossier_json, show_dossier
from genpon.cli.frame import command
from genpon.cli.options import (
    AssignmentOption,
    CharterOption,
    ExtractOption,
    OfficerOption,
    PartyOption,
    PassphraseOption,
    SignerOption,
    YesOption,
    charter_digest,
    open_signer,
    read_text,
)
from genpon.cli.output import Output, label
from genpon.request_files import RequestFile
from genpon_core.ids import parse_id

app = typer.Typer(no_args_is_help=True, help="Signing requests: read, sign, return, decline, without a ledger.")

FileArgument = Annotated[Path, typer.Argument(help="The signing-request file.")]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", help="Where to write the signed act.", metavar="FILE")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Code of the reason.", metavar="CODE")]
TextOption = Annotated[
    str | None, typer.Option("--text", help="The reason in words; it travels in the file, never on the ledger.", metavar="TEXT")
]
TextFileOption = Annotated[Path | None, typer.Option("--text-file", help="File with the reason in words (UTF-8).", metavar="FILE")]


@command(app, "show", example="genpon request show 2026-0001-r1.request.zip --charter charter.json --extract to-read")
def show(out: Output, file: FileArgument, *, charter: CharterOption, extract: ExtractOption = None) -> None:
    """Verify a signing request with all its files, and show what would be signed."""
    request = RequestFile.read(file, charter=charter_digest(charter))
    with out.progress(request.total_bytes, text=label("hashing")) as progress:
        written = request.verify_files(extract_to=extract, progress=progress)
    value = dossier_json(request.dossier) | {"extracted": [str(path) for path in written]}
    out.result(value, lambda console: _show(console, request, written))


@command(app, "sign", example="genpon request sign 2026-0001-r1.request.zip --charter charter.json --signer company.pem")
def sign(
    out: Output,
    file: FileArgument,
    *,
    charter: CharterOption,
    signer: SignerOption,
    party: PartyOption = None,
    officer: OfficerOption = None,
    assignment: AssignmentOption = None,
    output: OutputOption = None,
    passphrase_file: PassphraseOption = None,
    yes: YesOption = False,
) -> None:
    """Sign a request: every file is checked again, and the signed act written to a file for the municipality."""
    request = _read_and_show(out, file, charter)
    out.confirm(label("confirm_sign"), yes=yes)
    key = open_signer(signer, passphrase_file)
    with out.progress(request.total_bytes, text=label("hashing")) as progress:
        answer = request.sign(key, party=party, signer_id=officer, assignment=assignment, progress=progress)
    _hand_out(out, request, answer, output)


@command(
    app, "return", example="genpon request return 2026-0001-r1.request.zip --charter charter.json --signer company.pem --reason documents"
)
def return_(
    out: Output,
    file: FileArgument,
    *,
    charter: CharterOption,
    signer: SignerOption,
    reason: ReasonOption,
    text: TextOption = None,
    text_file: TextFileOption = None,
    party: PartyOption = None,
    officer: OfficerOption = None,
    assignment: AssignmentOption = None,
    output: OutputOption = None,
    passphrase_file: PassphraseOption = None,
    yes: YesOption = False,
) -> None:
    """Return a request for a new revision, with a reason (documents, amount, period, parties, other)."""
    request = _read_and_show(out, file, charter)
    out.confirm(label("confirm_return"), yes=yes)
    key, words = open_signer(signer, passphrase_file), _text(text, text_file)
    answer = request.answer("return", key, code=reason, text=words, party=party, signer_id=officer, assignment=assignment)
    _hand_out(out, request, answer, output)


@command(
    app, "decline", example="genpon request decline 2026-0001-r1.request.zip --charter charter.json --signer company.pem --reason capacity"
)
def decline(
    out: Output,
    file: FileArgument,
    *,
    charter: CharterOption,
    signer: SignerOption,
    reason: ReasonOption,
    text: TextOption = None,
    text_file: TextFileOption = None,
    party: PartyOption = None,
    officer: OfficerOption = None,
    assignment: AssignmentOption = None,
    output: OutputOption = None,
    passphrase_file: PassphraseOption = None,
    yes: YesOption = False,
) -> None:
    """Decline a request for good, with a reason (amount, period, capacity, other)."""
    request = _read_and_show(out, file, charter)
    out.confirm(label("confirm_decline"), yes=yes)
    key, words = open_signer(signer, passphrase_file), _text(text, text_file)
    answer = request.answer("decline", key, code=reason, text=words, party=party, signer_id=officer, assignment=assignment)
    _hand_out(out, request, answer, output)


def _read_and_show(out: Output, file: Path, charter: str) -> RequestFile:
    request = RequestFile.read(file, charter=charter_digest(charter))
    if not out.json:
        out.on_errors_stream(lambda console: show_dossier(console, request.dossier))
    return request


def _show(console: Console, request: RequestFile, written: tuple[Path, ...]) -> None:
    show_dossier(console, request.dossier)
    console.print()
    console.print(Text(label("files_proved"), style="bold"))
    for path in written:
        console.print(Text(f"{label('extracted')}: {path}"))


def _text(text: str | None, text_file: Path | None) -> str | None:
    return text if text_file is None else read_text(text_file)


def _hand_out(out: Output, request: RequestFile, answer: ActFile, output: Path | None) -> None:
    statement = answer.act.statement
    dossier = request.dossier
    case = parse_id(dossier.contract).local
    path = output or Path(f"{case}-r{dossier.state.revision}-{statement.act}{act_files.SUFFIX}")
    answer.write(path)
    value: dict[str, Any] = {"file": str(path), "act": statement.act, "digest": answer.act.digest, "signer": statement.signer}
    out.notice(label("act_signed"))
    out.result(value, lambda console: console.print(Text(str(path))))
