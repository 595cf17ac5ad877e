"""The root of the command: its groups, each loaded only when it is called."""

from collections.abc import Sequence
from importlib import import_module, metadata

import typer

GROUPS = {
    "key": "genpon.cli.key",
    "request": "genpon.cli.request",
    "concluded": "genpon.cli.concluded",
    "contract": "genpon.cli.contract",
    "registry": "genpon.cli.registry",
    "act": "genpon.cli.act",
    "agreement": "genpon.cli.agreement",
    "accreditation": "genpon.cli.accreditation",
    "schema": "genpon.cli.schema",
    "recognition": "genpon.cli.recognition",
    "certificate": "genpon.cli.certificate",
}
"""Each group's module, which holds a `typer.Typer` named `app`. Groups that need no ledger come first and load no gRPC."""


def build(arguments: Sequence[str]) -> typer.Typer:
    """The command with the group that the arguments call, or with all groups.

    Args:
        arguments: of the command line.
    """
    app = typer.Typer(name="genpon", no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)
    app.callback()(_root)
    called = arguments[0] if arguments else ""
    for name in [called] if called in GROUPS else GROUPS:
        app.add_typer(import_module(GROUPS[name]).app, name=name)
    return app


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"genpon {metadata.version('genpon')}")
        raise typer.Exit


def _root(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Show the version and exit."),
) -> None:
    """Genpon 原本: originals of municipal contracts, on a ledger that municipalities run together."""
    del version
