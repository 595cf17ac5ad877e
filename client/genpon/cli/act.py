"""The commands `genpon act`: acts that were signed elsewhere, or that still wait for the ledger's answer."""

from pathlib import Path
from typing import Annotated

import typer

from genpon.act_files import ActFile
from genpon.cli.frame import command
from genpon.cli.ledger_options import Asking, keep_note, receipt_json, show_receipt
from genpon.cli.output import Output, label
from genpon.cli.tables import listing
from genpon.words import term

app = typer.Typer(no_args_is_help=True, help="Signed acts: bring them onto the ledger.")


@command(app, "submit", example="genpon act submit 2026-0001-r1-sign.act.json --profile nagasaki.profile.json")
def submit(
    out: Output, place: Asking, file: Annotated[Path, typer.Argument(help="The act file; whoever signed it, anybody may submit it.")]
) -> None:
    """Submit a signed act; the same act again gets the same answer."""
    signed = ActFile.read(file)
    with place.ledger() as connected:
        show_receipt(out, connected.submit(signed.act, notes=signed.notes))


@command(app, "resume", example="genpon act resume --profile nagasaki.profile.json")
def resume(out: Output, place: Asking) -> None:
    """Submit what is still in the outbox, after a crash or a loss of connection."""
    with place.ledger() as connected:
        receipts = connected.resume()
    rows = [(term("act", receipt.record.act.statement.act), receipt.asset, receipt.digest) for receipt in receipts]
    files = [{"file": str(keep_note(receipt))} if receipt.notes else {} for receipt in receipts]
    value = {"acts": [receipt_json(receipt) | file for receipt, file in zip(receipts, files, strict=True)]}
    if not receipts:
        out.notice(label("outbox_empty"))
    out.result(value, lambda console: listing(console, ("act", "contract", "digest"), rows, title="recorded") if rows else None)
    for kept in filter(None, files):
        out.notice(f"{label('note_kept')} {kept['file']}")
