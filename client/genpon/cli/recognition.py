"""The commands `genpon recognition`: whose certificates a municipality takes."""

from typing import Annotated

import typer

from genpon.cli.frame import command
from genpon.cli.ledger_options import Acting, Asking, AtOption, FromOption, When, moment, show_receipt, shown, written
from genpon.cli.output import Output
from genpon.cli.tables import listing
from genpon_core.moments import format_time

app = typer.Typer(no_args_is_help=True, help="Recognitions: whose certificates a municipality takes.")

CodeArgument = Annotated[str, typer.Argument(help="The municipality's code.", metavar="CODE")]
TypeArgument = Annotated[str, typer.Argument(help="A certificate type's name; * for all.", metavar="TYPE")]
OfArgument = Annotated[
    str, typer.Argument(help="body/<name>, for all that its accreditations reach, or municipality/<code>.", metavar="BODY|MUNICIPALITY")
]


@command(app, "recognise", example="genpon recognition recognise 112241 tax_clearance body/alliance --signer administrator-1.pem")
def recognise(
    out: Output, place: Acting, code: CodeArgument, certificate_type: TypeArgument, of: OfArgument, *, start: FromOption = None
) -> None:
    """Record that a municipality takes certificates of a type from a body's accreditations, or from a municipality."""
    with place.ledger() as connected:
        show_receipt(out, connected.recognitions.recognise(code, certificate_type, of, moment(start)))


@command(app, "end", example="genpon recognition end 112241 tax_clearance body/alliance --signer administrator-1.pem")
def end(out: Output, place: Acting, code: CodeArgument, certificate_type: TypeArgument, of: OfArgument, *, at: AtOption = None) -> None:
    """End a recognition."""
    with place.ledger() as connected:
        show_receipt(out, connected.recognitions.end(code, certificate_type, of, moment(at)))


@command(app, "show", example="genpon recognition show 112241 --as-of 2026-04-01")
def show(out: Output, place: Asking, when: When, code: CodeArgument) -> None:
    """Show what a municipality recognises, on a day or ever."""
    with place.ledger() as connected:
        found = connected.recognitions.show(code, **when.question)
    value = [
        {
            "type": item.certificate_type,
            "of": item.of,
            "valid_from": format_time(item.valid_from),
            "valid_until": written(item.valid_until),
            "act": item.act,
        }
        for item in found
    ]
    rows = [(item.certificate_type, item.of, shown(item.valid_from), shown(item.valid_until)) for item in found]
    out.result(
        {"municipality": f"municipality/{code}", "recognitions": value},
        lambda console: listing(console, ("type", "issued_by", "valid_from", "valid_until"), rows),
    )
