"""A call of the command line: what it answers, and a call that makes no sense as one line like every other error."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import typer
from typer.main import get_command

from genpon import words
from genpon.cli.app import build
from genpon.cli.helping import in_japanese, shows_help
from genpon.cli.output import Output
from genpon.cli.understanding import described
from genpon.errors import UsageError

# What the command line library raises for a call that it does not understand; it names the class only through this subclass.
_NOT_UNDERSTOOD: Any = typer.BadParameter.__mro__[1]


def call(arguments: Sequence[str]) -> int:
    """Runs a command line.

    Args:
        arguments: without the program's name.

    Returns:
        the exit code.
    """
    try:
        left = _run(arguments)
    except _NOT_UNDERSTOOD as problem:
        return _not_understood(problem, arguments)
    except typer.Abort:
        return 1
    return left if isinstance(left, int) else 0


def _run(arguments: Sequence[str]) -> Any:
    command: Any = get_command(build(arguments))
    if shows_help(arguments) and (_language(arguments) or words.current()) == "ja":
        from genpon.words.help import HELP  # noqa: PLC0415 - many texts, and few ask for them

        in_japanese(command, HELP)
    return command(list(arguments), prog_name="genpon", standalone_mode=False)


def _not_understood(problem: Any, arguments: Sequence[str]) -> int:
    if type(problem).__name__ == "NoArgsIsHelpError":
        problem.show()
        return UsageError.exit_code
    words.use(_language(arguments))
    error = UsageError("cli.not_understood", described(problem, "genpon"))
    Output(json="--json" in arguments).error(error)
    return error.exit_code


def _language(arguments: Sequence[str]) -> Any:
    """The language asked for, as far as it can be seen in a call that could not be read."""
    return words.parse_language(next((value for option, value in pairwise(arguments) if option == "--lang"), None))
