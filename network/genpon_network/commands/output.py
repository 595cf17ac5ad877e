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
            sys.stderr.write(f"{error}\n")
            raise typer.Exit(error.exit_code) from None
        except OSError as error:
            # A file of the network that somebody moved, or made another user's; a pipe that is closed names none.
            if error.filename is None:
                raise
            sys.stderr.write(f"{error.filename} cannot be used ({error.strerror}); it must be there, and this user's\n")
            raise typer.Exit(NetworkError.exit_code) from None

    return run


class Progress:
    """Tells each step with the seconds since the start; a context manager."""

    def __init__(self, *, quiet: bool) -> None:
        self._console = Console(stderr=True, highlight=False, soft_wrap=True, quiet=quiet)
        self._start = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None:
            self._console.print(f"[green]done[/green] in {self.seconds:.1f} s")

    @property
    def seconds(self) -> float:
        """The seconds since the start, to the tenth."""
        return round(time.monotonic() - self._start, 1)

    def step(self, line: str) -> None:
        """Tells a step."""
        self._console.print(f"[dim]{self.seconds:5.1f} s[/dim]  {line}")


def print_json(value: object) -> None:
    """Prints a value as JSON on the output stream."""
    sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def status_table(nodes: Sequence[NodeStatus]) -> Table:
    """The processes as a table that fits 80 columns."""
    table = Table("process", "role", "address", "pid", "MB", "height", "expires", box=None, padding=(0, 1, 0, 0))
    for node in nodes:
        role = f"[green]{node.role}[/green]" if node.state == "running" else f"[red]{node.state}[/red]"
        numbers = ("" if value is None else str(value) for value in (node.pid, node.memory_mb, node.height))
        table.add_row(node.name, role, node.address, *numbers, _date(node.certificates_until))
    return table


def identities_table(members: Sequence[Member]) -> Table:
    """The identities as a table, a line for each certificate."""
    table = Table("id", "role", "attributes", "certificate", "expires", "state", box=None, padding=(0, 1, 0, 0))
    for member in members:
        attributes = " ".join(f"{name}={value}" for name, value in member.attributes.items())
        lines = [
            (f"{issued.serial:x}"[:_SERIAL_DIGITS], _date(issued.not_after), certificate_state(issued)) for issued in member.certificates
        ]
        for index, line in enumerate(lines or [("", "", "not enrolled")]):
            table.add_row(*((member.id, member.role, escape(attributes)) if index == 0 else ("", "", "")), *line)
    return table


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
