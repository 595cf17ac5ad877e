"""The command `genpon-network`."""

import sys
from collections.abc import Sequence
from typing import Any

import typer
from typer.main import get_command

from genpon.cli.helping import in_japanese, shows_help
from genpon.cli.understanding import described
from genpon.words import current, sentence
from genpon_network.commands import compose, dev, identity, native, renew
from genpon_network.errors import UsageError
from genpon_network.words import Message, said
from genpon_network.words.help import HELP

# What the command line library raises for a call that it does not understand; it names the class only through this subclass.
_NOT_UNDERSTOOD: Any = typer.BadParameter.__mro__[1]


def main() -> None:
    """Runs the command and leaves the process with its exit code."""
    sys.exit(call(sys.argv[1:]))


def call(arguments: Sequence[str]) -> int:
    """Runs a command line; returns its exit code.

    Args:
        arguments: without the program's name.
    """
    try:
        left = _run(arguments)
    except _NOT_UNDERSTOOD as problem:
        return _not_understood(problem)
    except typer.Abort:
        sys.stderr.write(f"{said(Message('aborted'))}\n")
        return 1
    return left if isinstance(left, int) else 0


def _run(arguments: Sequence[str]) -> Any:
    command: Any = get_command(build())
    if current() == "ja" and shows_help(arguments):
        in_japanese(command, HELP)
    return command(list(arguments), prog_name="genpon-network", standalone_mode=False)


def _not_understood(problem: Any) -> int:
    if type(problem).__name__ == "NoArgsIsHelpError":
        problem.show()
    else:
        sys.stderr.write(f"{sentence('cli.not_understood', described(problem, 'genpon-network'))}\n")
    return UsageError.exit_code


def build() -> typer.Typer:
    """The command with all its groups."""
    app = typer.Typer(name="genpon-network", no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)
    app.callback()(_root)
    dev.register(app)
    native.register(app)
    compose.register(app)
    identity.register(app)
    renew.register(app)
    return app


def _root() -> None:
    """Genpon 原本: runs the ledgers of municipalities, embedded for development or real Hyperledger Fabric."""
