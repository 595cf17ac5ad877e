"""The command `genpon concluded verify`: the original, proved without a ledger and without a network."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from genpon.cli.dossier_view import dossier_json, show_dossier
from genpon.cli.frame import command
from genpon.cli.options import CharterOption, ExtractOption, charter_digest
from genpon.cli.output import Output, label
from genpon.concluded_files import ConcludedProof, open_concluded, prove
from genpon.dossiers import Dossier

app = typer.Typer(no_args_is_help=True, help="Concluded files: verify the original, without a ledger.")

ARTICLES = ("article_signature", "article_settled", "article_construction")


@command(app, "verify", example="genpon concluded verify 2026-0001.concluded.zip --charter charter.json")
def verify(
    out: Output,
    file: Annotated[Path, typer.Argument(help="The concluded file.")],
    *,
    charter: CharterOption,
    extract: ExtractOption = None,
) -> None:
    """Verify every act and every file of a concluded contract, and say what that proves."""
    opened = open_concluded(file, charter=charter_digest(charter))
    with out.progress(opened.total_bytes, text=label("hashing")) as progress:
        proof = prove(opened, extract_to=extract, progress=progress)
    value = dossier_json(opened.dossier) | {"verified": True, "extracted": [str(path) for path in proof.extracted]}
    out.result(value, lambda console: _show(console, opened.dossier, proof))


def _show(console: Console, dossier: Dossier, proof: ConcludedProof) -> None:
    show_dossier(console, dossier)
    console.print()
    console.print(Text(label("original"), style="bold green"))
    for article in ARTICLES:
        console.print(Text(f"  {label(article)}"))
    for path in proof.extracted:
        console.print(Text(f"{label('extracted')}: {path}"))
