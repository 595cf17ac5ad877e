"""Options of the commands that need a ledger, and what they become."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from genpon.act_files import SUFFIX, ActFile
from genpon.act_signers import ActSigner
from genpon.cli.dossier_view import local_time
from genpon.cli.frame import Options
from genpon.cli.options import PassphraseOption, open_signer
from genpon.cli.output import Output, label
from genpon.cli.tables import facts
from genpon.errors import UsageError, refusals_as
from genpon.key_files import public_key_of
from genpon.ledger import Ledger
from genpon.notes import Note
from genpon.results import Receipt
from genpon.words import term
from genpon_core.ids import parse_id
from genpon_core.moments import JST, format_time, parse_date, parse_time

ProfileOption = Annotated[
    Path, typer.Option("--profile", envvar="GENPON_PROFILE", help="The municipality's connection profile.", metavar="FILE")
]
IdentityOption = Annotated[
    str | None, typer.Option("--identity", envvar="GENPON_IDENTITY", help="Which of the profile's identities connects.", metavar="NAME")
]
OfficerSignerOption = Annotated[
    Path, typer.Option("--signer", envvar="GENPON_SIGNER", help="Private key that signs the act (PEM).", metavar="FILE")
]
NoteOption = Annotated[
    list[Path] | None, typer.Option("--note", help="Act file that holds a reason's text, to be handed on.", metavar="FILE")
]

AsOfOption = Annotated[
    str | None, typer.Option("--as-of", help="On that day (its end in Japan), or at that moment; now unless given.", metavar="DAY|MOMENT")
]
KnownAtOption = Annotated[
    str | None, typer.Option("--known-at", help="As it was known on that day; everything that is known unless given.", metavar="DAY|MOMENT")
]
FromOption = Annotated[str | None, typer.Option("--from", help="From that day on; from now unless given.", metavar="DAY|MOMENT")]
AtOption = Annotated[str | None, typer.Option("--at", help="From that day on; from now unless given.", metavar="DAY|MOMENT")]
NewFileOption = Annotated[Path, typer.Option("--output", "-o", help="Where to write the file.", metavar="FILE")]

_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_DAYS = re.compile(r"\+[0-9]{1,4}")


@dataclass(frozen=True, kw_only=True)
class Asking(Options):
    """A place at the ledger, for who asks."""

    profile: ProfileOption
    identity: IdentityOption = None

    def ledger(self, *, registers: Path | None = None) -> Ledger:
        """The ledger, a context manager; with the folder of an issuer's registers.

        Raises:
            GenponError: for a profile or a key that cannot be used, and as `Ledger.connect`.
        """
        return Ledger.connect(self.profile, identity=self.identity, signer=self.act_signer(), registers=registers)

    def act_signer(self) -> ActSigner | None:
        """Who signs what is asked to be recorded; nobody, for who only asks."""
        return None


@dataclass(frozen=True, kw_only=True)
class Acting(Asking):
    """A place at the ledger, for who signs acts."""

    signer: OfficerSignerOption
    passphrase_file: PassphraseOption = None

    def act_signer(self) -> ActSigner:
        """The signer of the key's file."""
        return open_signer(self.signer, self.passphrase_file)


@dataclass(frozen=True, kw_only=True)
class When(Options):
    """On which day something is asked for, as known on which day."""

    as_of: AsOfOption = None
    known_at: KnownAtOption = None

    @property
    def question(self) -> dict[str, int | None]:
        """The moments, by the names that the ledger's questions have for them.

        Raises:
            UsageError: as `moment`.
        """
        return {"as_of": moment(self.as_of, end_of_day=True), "known_at": moment(self.known_at, end_of_day=True)}


def receipt_json(receipt: Receipt) -> dict[str, Any]:
    """A receipt for programs."""
    record, statement = receipt.record, receipt.record.act.statement
    return {
        "asset": receipt.asset,
        "act": statement.act,
        "revision": statement.revision,
        "signer": statement.signer,
        "digest": receipt.digest,
        "sequence": record.sequence,
        "recorded_at": format_time(record.recorded_at),
        "transaction": record.transaction,
        "repeated": receipt.repeated,
    }


def show_receipt(out: Output, receipt: Receipt, **more: Any) -> None:
    """Prints what was recorded, and by it the other things that a command has made."""
    out.notice(label("recorded_before" if receipt.repeated else "recorded"))
    out.result(receipt_json(receipt) | more, lambda console: _show(console, receipt))


def show_with_note(out: Output, receipt: Receipt, output: Path | None) -> None:
    """Prints what was recorded, and keeps the text that goes with it in an act file, since the ledger does not."""
    if not receipt.notes:
        show_receipt(out, receipt)
        return
    path = keep_note(receipt, output)
    show_receipt(out, receipt, file=str(path))
    out.notice(f"{label('note_kept')} {path}")


def keep_note(receipt: Receipt, output: Path | None = None) -> Path:
    """Writes an act file with the text that goes with what was recorded, named after the act unless a file is given."""
    statement = receipt.record.act.statement
    parsed = parse_id(receipt.asset)
    revision = f"-r{statement.revision}" if parsed.kind == "contract" else ""
    path = output or Path(f"{parsed.local.replace('/', '-')}{revision}-{statement.act}{SUFFIX}")
    ActFile(receipt.record.act, receipt.notes).write(path)
    return path


def _show(console: Console, receipt: Receipt) -> None:
    statement = receipt.record.act.statement
    rows = {
        "act": f"{term('act', statement.act)} {receipt.asset}",
        "signer": statement.signer,
        "ledger_time": local_time(receipt.record.recorded_at),
        "digest": receipt.digest,
        "transaction": receipt.record.transaction,
    }
    facts(console, rows)


def moment(text: str | None, *, end_of_day: bool = False) -> int | None:
    """A day of the command line, a date or `+30` (days from today), as a moment: its beginning in Japan, or its last second.

    A moment to the second, such as `2026-11-23T04:05:06Z`, is itself.

    Raises:
        UsageError: `date.form` or `time.form`.
    """
    if text is None:
        return None
    if "T" in text:
        with refusals_as(UsageError):
            return parse_time(text)
    if _DAYS.fullmatch(text):
        day = datetime.now(JST).date() + timedelta(days=int(text))
    else:
        with refusals_as(UsageError):
            day = parse_date(text)
    begins = datetime.combine(day, datetime.min.time(), JST)
    return int((begins + timedelta(days=1)).timestamp()) - 1 if end_of_day else int(begins.timestamp())


def ending(text: str | None) -> int | None:
    """The moment before which something holds that holds to the end of a day of the command line, or to a moment.

    Raises:
        UsageError: as `moment`.
    """
    ends = moment(text, end_of_day=True)
    return ends if ends is None or "T" in str(text) else ends + 1


def written(moment_: int | None) -> str | None:
    """A moment for programs."""
    return None if moment_ is None else format_time(moment_)


def shown(moment_: int | None) -> str | None:
    """A moment for people."""
    return None if moment_ is None else local_time(moment_)


def fingerprint_of(text: str) -> str:
    """A key's fingerprint, given as itself, as the key's request (an act file), or as the file of the key or of its certificate.

    Raises:
        Refused: `file.…`, `json.…` or `key.…`.
    """
    if _FINGERPRINT.fullmatch(text):
        return text
    path = Path(text)
    return parse_id(ActFile.read(path).act.statement.asset).local if path.suffix == ".json" else public_key_of(path).fingerprint


def read_notes(files: list[Path] | None) -> tuple[Note, ...]:
    """The reasons' texts in act files."""
    return tuple(note for file in files or () for note in ActFile.read(file).notes)
