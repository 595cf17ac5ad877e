"""The commands `genpon schema`: certificate types and their revisions."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from genpon import words
from genpon.cli.frame import command
from genpon.cli.ledger_options import Acting, Asking, AtOption, FromOption, When, moment, receipt_json, show_receipt, shown, written
from genpon.cli.output import Output, label
from genpon.cli.tables import facts, listing
from genpon.errors import Refused, refusals_as
from genpon.json_files import read_bytes, write_file
from genpon.schemas import RevisionView, TypeView
from genpon_core.certificate_types.shipped import NAMES
from genpon_core.certificate_types.types import DAY, MAX_DOCUMENT, CertificateType
from genpon_core.credentials.paths import Path as ClaimPath
from genpon_core.moments import format_time

app = typer.Typer(no_args_is_help=True, help="Certificate types: what certificates say, in revisions.")

NameArgument = Annotated[str, typer.Argument(help="A type's name.", metavar="TYPE")]


@command(app, "publish-shipped", example="genpon schema publish-shipped --signer neutral.pem")
def publish_shipped(
    out: Output,
    place: Acting,
    names: Annotated[list[str] | None, typer.Argument(help="Which types; all that come with Genpon without it.", metavar="TYPE…")] = None,
    *,
    start: FromOption = None,
) -> None:
    """Publish the types that come with Genpon, those that the ledger does not have yet; a root body's."""
    with place.ledger() as connected:
        receipts = connected.schemas.publish_shipped(names or NAMES, moment(start))
    value = {"acts": [receipt_json(receipt) for receipt in receipts]}
    rows = [(receipt.asset, receipt.digest) for receipt in receipts]
    out.result(value, lambda console: listing(console, ("type", "digest"), rows, title="recorded"))


@command(app, "publish", example="genpon schema publish parking_permit-1.json --from 2026-12-01 --signer neutral.pem")
def publish(
    out: Output, place: Acting, file: Annotated[Path, typer.Argument(help="The type's document (JSON).")], *, start: FromOption = None
) -> None:
    """Publish a revision of a type; a root body's."""
    with refusals_as():
        kind = CertificateType.read(read_bytes(file, limit=MAX_DOCUMENT))
    with place.ledger() as connected:
        show_receipt(out, connected.schemas.publish(kind, moment(start)), revision_digest=kind.digest)


@command(app, "retire", example="genpon schema retire parking_permit --signer neutral.pem")
def retire(out: Output, place: Acting, name: NameArgument, *, at: AtOption = None) -> None:
    """Retire a type: nothing of it is issued any more; what was issued is verified as before."""
    with place.ledger() as connected:
        show_receipt(out, connected.schemas.retire(name, moment(at)))


@command(app, "list", example="genpon schema list")
def list_(out: Output, place: Asking) -> None:
    """List the types."""
    with place.ledger() as connected:
        views = [connected.schemas.show(name) for name in connected.schemas.list()]
    rows = [(view.name, _title(view.current or view.revisions[-1]), len(view.revisions), shown(view.retired_at)) for view in views]
    out.result(
        {"types": [_json(view) for view in views]}, lambda console: listing(console, ("type", "name", "revisions", "retired_at"), rows)
    )


@command(app, "show", example="genpon schema show tax_clearance --document tax_clearance.json")
def show(
    out: Output,
    place: Asking,
    when: When,
    name: NameArgument,
    *,
    document: Annotated[
        Path | None, typer.Option("--document", help="Where to write the document of the revision in force.", metavar="FILE")
    ] = None,
) -> None:
    """Show a type on a day: its revisions, and the claims of the one in force."""
    with place.ledger() as connected:
        view = connected.schemas.show(name, **when.question)
    if document is not None:
        if view.current is None:
            raise Refused("type.unknown", {"type": f"type/{name}"})
        write_file(document, view.current.certificate_type.to_bytes())
    out.result(_json(view), lambda console: _show(console, view))


def _title(view: RevisionView) -> str:
    return view.certificate_type.names[words.current()]


def _json(view: TypeView) -> dict[str, Any]:
    return {
        "type": view.name,
        "as_of": format_time(view.as_of),
        "current": view.current.revision.digest if view.current is not None else None,
        "retired_at": written(view.retired_at),
        "revisions": [
            {
                "digest": one.revision.digest,
                "revision": one.certificate_type.revision,
                "vct": one.certificate_type.vct,
                "names": dict(one.certificate_type.names),
                "subject": one.revision.subject,
                "retention": one.revision.retention.model_dump(),
                "longest_days": one.revision.longest_days,
                "valid_from": format_time(one.revision.valid_from),
            }
            for one in view.revisions
        ],
    }


def _show(console: Console, view: TypeView) -> None:
    facts(console, {"type": view.name, "as_of": shown(view.as_of), "retired_at": shown(view.retired_at)})
    rows = [(one.certificate_type.revision, one.revision.digest, shown(one.revision.valid_from)) for one in view.revisions]
    listing(console, ("revision", "digest", "valid_from"), rows, title="revisions")
    if view.current is None:
        return
    kind, language = view.current.certificate_type, words.current()
    facts(
        console,
        {
            "name": kind.names[language],
            "about": words.term("subject", kind.subject),
            "validity_days": kind.longest_validity // DAY,
            "retention": f"{kind.retention_rule} ({kind.retention_years})",
        },
    )
    claims = [(_path(claim.path), claim.labels[language], _yes(claim.selectable), _yes(claim.mandatory)) for claim in kind.claims]
    listing(console, ("claim", "name", "can_be_hidden", "mandatory"), claims, title="claims")


def _path(path: ClaimPath) -> str:
    return ".".join("*" if step is None else str(step) for step in path)


def _yes(value: object) -> str:
    return label("yes" if value else "no")
