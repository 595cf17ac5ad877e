"""How commands speak: progress on the error stream, results on the output stream, one line per error."""

import functools
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Literal, ParamSpec, Self

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from genpon_network.errors import NetworkError
from genpon_network.native.status import NodeStatus
from genpon_network.pki.protocol import Issued, Member
from genpon_network.words import Message, Term, said

_Parameters = ParamSpec("_Parameters")
SOON = timedelta(days=60)
"""From when on an expiring certificate is shown as a warning."""
_SERIAL_DIGITS = 12
"""How many digits of a serial number fit a table; they are random, and tell certificates apart."""


def guarded(command: Callable[_Parameters, None]) -> Callable[_Parameters, None]:
    """Turns our errors into one line on the error stream and their exit code."""

    @functools.wraps(command)
    def run(*arguments: _Parameters.args, **options: _Parameters.kwargs) -> None:
        try:
            command(*arguments, **options)
        except NetworkError as error:
            sys.stderr.write(f"{said(error.message)}\n")
            raise typer.Exit(error.exit_code) from None
        except BrokenPipeError:
            raise
        except OSError as error:
            sys.stderr.write(f"{said(_unusable(error))}\n")
            raise typer.Exit(NetworkError.exit_code) from None

    return run


def _unusable(error: OSError) -> Message:
    # A file of the network that somebody moved, or made another user's. The output, on a full disk for example, has no name.
    if error.filename is None:
        return Message("the output cannot be written ({reason})", reason=error)
    return Message("{file} cannot be used ({reason}); it must be there, and this user's", file=error.filename, reason=error)


class Progress:
    """Tells each step with the seconds since the start; a context manager."""

    def __init__(self, *, quiet: bool) -> None:
        self._console = Console(stderr=True, highlight=False, soft_wrap=True, quiet=quiet)
        self._start = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None:
            done = Message("done in {seconds:.1f} s", seconds=self.seconds)
            self._console.print(f"[green]{said(done)}[/green]")

    @property
    def seconds(self) -> float:
        """The seconds since the start, to the tenth."""
        return round(time.monotonic() - self._start, 1)

    def step(self, line: Message) -> None:
        """Tells a step."""
        self._console.print(f"[dim]{self.seconds:5.1f} s[/dim]  {escape(said(line))}")


def tell(message: Message, *, style: str = "", errors: bool = False) -> None:
    """Prints a message on the output stream, or on the error stream."""
    Console(stderr=errors, highlight=False, markup=False, soft_wrap=True).print(said(message), style=style)


def print_json(value: object) -> None:
    """Prints a value as JSON on the output stream."""
    sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def status_table(nodes: Sequence[NodeStatus]) -> Table:
    """The processes as a table that fits 80 columns."""
    table = _table(
        Message("process"), Message("role"), Message("address"), Message("pid"), Message("MB"), Message("height"), Message("expires")
    )
    for node in nodes:
        running = node.state == "running"
        role = f"[green]{said(Term(node.role))}[/green]" if running else f"[red]{said(Term(node.state))}[/red]"
        numbers = ("" if value is None else str(value) for value in (node.pid, node.memory_mb, node.height))
        table.add_row(node.name, role, node.address, *numbers, _date(node.certificates_until))
    return table


def identities_table(members: Sequence[Member]) -> Table:
    """The identities as a table, a line for each certificate."""
    table = _table(Message("id"), Message("role"), Message("attributes"), Message("certificate"), Message("expires"), Message("state"))
    for member in members:
        attributes = " ".join(f"{name}={value}" for name, value in member.attributes.items())
        lines = [
            (f"{issued.serial:x}"[:_SERIAL_DIGITS], _date(issued.not_after), said(Term(certificate_state(issued))))
            for issued in member.certificates
        ]
        for index, line in enumerate(lines or [("", "", said(Message("not enrolled")))]):
            table.add_row(*((member.id, said(Term(member.role)), escape(attributes)) if index == 0 else ("", "", "")), *line)
    return table


def _table(*headings: Message) -> Table:
    return Table(*map(said, headings), box=None, padding=(0, 1, 0, 0))


def certificate_state(issued: Issued) -> Literal["good", "revoked", "expired"]:
    """What a certificate is worth at its authority."""
    if issued.revoked:
        return "revoked"
    return "good" if issued.not_after > datetime.now(UTC) else "expired"


def soon(until: Mapping[str, datetime]) -> list[str]:
    """Whose time runs out soon."""
    return [name for name, moment in until.items() if moment < datetime.now(UTC) + SOON]


def _date(moment: datetime) -> str:
    text = moment.date().isoformat()
    return f"[yellow]{text}[/yellow]" if soon({text: moment}) else text
