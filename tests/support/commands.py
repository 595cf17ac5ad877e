"""Running the `genpon` command in this process."""

import contextlib
import io
from dataclasses import dataclass
from unittest.mock import patch

from genpon import words
from genpon.cli import main


@dataclass(frozen=True)
class Run:
    """What a command did."""

    code: int
    output: str
    errors: str


def run(*arguments: str) -> Run:
    """Runs a command without a terminal."""
    output, errors = io.StringIO(), io.StringIO()
    code: object = 0
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors), patch("sys.stdin", io.StringIO()):
        try:
            main(arguments)
        except SystemExit as left:
            code = left.code
        finally:
            words.use(None)
    return Run(code if isinstance(code, int) else int(code is not None), output.getvalue(), errors.getvalue())
