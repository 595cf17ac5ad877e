"""The commands `genpon agreement`: what binds all municipalities, and how a majority changes it."""

from pathlib import Path
from typing import Annotated

import typer

from genpon.cli.agreement_view import agreement_json, change_json, show_agreement, show_changes
from genpon.cli.change_files import read_change
from genpon.cli.frame import command
from genpon.cli.ledger_options import Acting, Asking, FromOption, When, fingerprint_of, moment, show_receipt
from genpon.cli.output import Output
from genpon.cli.tables import listing

app = typer.Typer(no_args_is_help=True, help="What binds all municipalities: show it, and change it by a majority.")

ChangeArgument = Annotated[str, typer.Argument(help="Id of the change: change/<digest>.", metavar="CHANGE")]
CodeArgument = Annotated[str, typer.Argument(help="The municipality's code.", metavar="CODE")]
KeyOption = Annotated[str, typer.Option("--old", help="The key that goes: its fingerprint, or its file.", metavar="FINGERPRINT|FILE")]
NewKeyOption = Annotated[
    str, typer.Option("--new", help="The key that comes, presented by its holder: fingerprint or file.", metavar="FINGERPRINT|FILE")
]


@command(app, "show", example="genpon agreement show --as-of 2026-04-01")
def show(
    out: Output,
    place: Asking,
    when: When,
    *,
    verify: Annotated[bool, typer.Option("--verify", help="Ask several organisations, compare, and replay every act.")] = False,
) -> None:
    """Show what binds all on a day: members, endorsing set, anchors, bodies, algorithms, parameters."""
    with place.ledger() as connected:
        view = (connected.agreement.verify if verify else connected.agreement.show)(**when.question)
    out.result(agreement_json(view), lambda console: show_agreement(console, view))


@command(app, "changes", example="genpon agreement changes --pending")
def changes(
    out: Output,
    place: Asking,
    *,
    pending: Annotated[bool, typer.Option("--pending", help="Only those that may still be approved or adopted.")] = False,
) -> None:
    """List the changes that were proposed, and where each stands."""
    with place.ledger() as connected:
        views = connected.agreement.pending() if pending else connected.agreement.changes()
    out.result({"changes": [change_json(view) for view in views]}, lambda console: show_changes(console, views))


@command(app, "propose", example="genpon agreement propose new-body.json --from 2026-12-01 --signer administrator-1.pem")
def propose(
    out: Output,
    place: Acting,
    file: Annotated[Path, typer.Argument(help='What is to change (JSON); {"file": "key.pub.pem"} stands for a key or certificate.')],
    *,
    start: Annotated[str, typer.Option("--from", help="From which day on it holds, never from the past.", metavar="DAY|MOMENT")],
) -> None:
    """Propose a change; whoever proposes it approves it."""
    what = read_change(file)
    with place.ledger() as connected:
        receipt = connected.agreement.propose(what, moment(start) or 0)
    show_receipt(out, receipt)


@command(app, "approve", example="genpon agreement approve change/0f3a… --signer administrator-1.pem")
def approve(out: Output, place: Acting, change: ChangeArgument) -> None:
    """Approve a change for a municipality."""
    with place.ledger() as connected:
        show_receipt(out, connected.agreement.approve(change))


@command(app, "adopt", example="genpon agreement adopt change/0f3a… --signer administrator-1.pem")
def adopt(out: Output, place: Acting, change: ChangeArgument) -> None:
    """Record that a majority has approved a change; from its day on it holds."""
    with place.ledger() as connected:
        show_receipt(out, connected.agreement.adopt(change))


@command(app, "administrators", example="genpon agreement administrators 422011")
def administrators(out: Output, place: Asking, when: When, code: CodeArgument) -> None:
    """Show a municipality's administrator keys on a day."""
    with place.ledger() as connected:
        found = connected.agreement.administrators(code, **when.question)
    value = {"municipality": f"municipality/{code}", "keys": [{"fingerprint": name, "kind": key.kind} for name, key in found.items()]}
    out.result(value, lambda console: listing(console, ("fingerprint", "key_kind"), [(name, key.kind) for name, key in found.items()]))


@command(
    app, "replace-key", example="genpon agreement replace-key 422011 --old lost.pub.pem --new new.act.json --signer administrator-1.pem"
)
def replace_key(out: Output, place: Acting, code: CodeArgument, *, old: KeyOption, new: NewKeyOption, start: FromOption = None) -> None:
    """Replace the other administrator's key, after the agreement's delay, in which that one may object."""
    with place.ledger() as connected:
        receipt = connected.agreement.replace_key(f"municipality/{code}", fingerprint_of(old), fingerprint_of(new), moment(start))
    show_receipt(out, receipt)


@command(app, "object", example="genpon agreement object 422011 --signer administrator-2.pem")
def object_(out: Output, place: Acting, code: CodeArgument) -> None:
    """Stop the replacement of one's own administrator key."""
    with place.ledger() as connected:
        show_receipt(out, connected.agreement.object(f"municipality/{code}"))
