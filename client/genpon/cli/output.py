"""What a command prints: tables for people, JSON for programs, one line for an error, progress where somebody waits at a terminal."""

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer

from genpon import words
from genpon.errors import GenponError, UsageError
from genpon.hashing import Progress

if TYPE_CHECKING:
    from rich.console import Console

PATIENCE = 1.0
"""Seconds after which a progress bar appears."""


@dataclass(frozen=True, slots=True)
class Output:
    """Where a command's results go.

    Attributes:
        json: whether programs read them.
    """

    json: bool = False

    def result(self, value: Mapping[str, Any], show: Callable[["Console"], None]) -> None:
        """Prints a result.

        Args:
            value: the result as JSON.
            show: prints it for people.
        """
        if self.json:
            _write(json.dumps(value, ensure_ascii=False, indent=2))
        else:
            show(console())

    def error(self, error: GenponError) -> None:
        """Prints an error: one line for people, on the error stream; JSON for programs, where they read."""
        if self.json:
            value = {"code": error.code, "parameters": error.parameters, "message": str(error)}
            _write(json.dumps({"error": value}, ensure_ascii=False))
        else:
            typer.echo(f"genpon: {error}", err=True)

    def on_errors_stream(self, show: Callable[["Console"], None]) -> None:
        """Prints something for people beside the result."""
        show(console(stderr=True))

    def notice(self, text: str) -> None:
        """Prints a line for people only, on the error stream."""
        if not self.json:
            typer.echo(text, err=True)

    def confirm(self, question: str, *, yes: bool) -> None:
        """Asks a person before something is signed.

        Args:
            question: such as `Sign what is shown above?`.
            yes: whether the answer was given on the command line.

        Raises:
            UsageError: `cli.not_confirmed` if nobody is there to ask.
            typer.Exit: 1 if the answer is no.
        """
        if yes:
            return
        if self.json or not sys.stdin.isatty():
            raise UsageError("cli.not_confirmed")
        if not typer.confirm(question, err=True):
            raise typer.Exit(1)

    @contextmanager
    def progress(self, total: int, *, text: str) -> Iterator[Progress | None]:
        """Shows how far something has come, at a terminal, once it takes longer than a moment.

        Args:
            total: bytes to read.
            text: what is being done.

        Yields:
            what to tell how many bytes more have been read; None where nobody looks.
        """
        if self.json or not sys.stderr.isatty():
            yield None
            return
        bar = _Bar(total, text)
        try:
            yield bar.advance
        finally:
            bar.close()


class _Bar:
    """A progress bar that appears only after a moment."""

    def __init__(self, total: int, text: str) -> None:
        self._total, self._text, self._done = total, text, 0
        self._from = time.monotonic() + PATIENCE
        self._shown: Any = None
        self._task: Any = None

    def advance(self, count: int) -> None:
        self._done += count
        if self._shown is None and time.monotonic() >= self._from:
            self._show()
        if self._shown is not None:
            self._shown.update(self._task, completed=self._done)

    def close(self) -> None:
        if self._shown is not None:
            self._shown.stop()

    def _show(self) -> None:
        from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415 - rarely needed

        columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
        self._shown = Progress(*columns, console=console(stderr=True), transient=True)
        self._task = self._shown.add_task(self._text, total=self._total)
        self._shown.start()


def console(*, stderr: bool = False) -> "Console":
    """A console that colours only at a terminal and never breaks lines of a pipe."""
    from rich.console import Console  # noqa: PLC0415 - programs that read JSON never wait for it

    made = Console(stderr=stderr, highlight=False, soft_wrap=False, emoji=False, markup=False)
    return made if made.is_terminal else Console(stderr=stderr, highlight=False, width=1000, emoji=False, markup=False)


def _write(text: str) -> None:
    """File names of this machine may be no text at all; they must not break the answer."""
    sys.stdout.write(text.encode("utf-8", "backslashreplace").decode() + "\n")


def label(key: str) -> str:
    """A heading in the language in force."""
    return words.label(key)
