"""The `genpon` command."""

import sys
from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command and leaves the process with its exit code: 0 done, 1 refused, 2 usage, 3 unreachable, 4 unknown, 5 not verified.

    Args:
        arguments: without the program's name; those of the process unless given.
    """
    from genpon.cli.calling import call  # noqa: PLC0415 - importing the package for its name alone stays free

    sys.exit(call(list(sys.argv[1:] if arguments is None else arguments)))
