"""Options of the commands that need a ledger, and what they become."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from genpon.act_files import ActFile
from genpon.act_signers import ActSigner
from genpon.cli.dossier_view import local_time
from genpon.cli.options import open_signer
from genpon.cli.output import Output, label
from genpon.cli.tables import facts
from genpon.errors import UsageError, refusals_as
from genpon.ledger import Ledger
from genpon.notes import Note
from genpon.results import Receipt
from genpon.words import term
from genpon_core.moments import JST, format_time, parse_date

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

_DAYS = re.compile(r"\+[0-9]{1,4}")


@contextmanager
def ledger(profile: Path, identity: str | None, signer: Path | None = None, passphrase_file: Path | None = None) -> Iterator[Ledger]:
    """The ledger of a profile, with the signer of a key's file."""
    key: ActSigner | None = open_signer(signer, passphrase_file) if signer is not None else None
    with Ledger.connect(profile, identity=identity, signer=key) as connected:
        yield connected


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

    Raises:
        UsageError: `date.form`.
    """
    if text is None:
        return None
    if _DAYS.fullmatch(text):
        day = datetime.now(JST).date() + timedelta(days=int(text))
    else:
        with refusals_as(UsageError):
            day = parse_date(text)
    begins = datetime.combine(day, datetime.min.time(), JST)
    return int((begins + timedelta(days=1)).timestamp()) - 1 if end_of_day else int(begins.timestamp())


def read_notes(files: list[Path] | None) -> tuple[Note, ...]:
    """The reasons' texts in act files."""
    return tuple(note for file in files or () for note in ActFile.read(file).notes)
