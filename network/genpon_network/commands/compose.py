"""`genpon-network compose`: the compose file of a network in containers."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from genpon_network.commands.descriptions import BasePort, ConsortiumFile, Example, chosen_description
from genpon_network.commands.output import guarded, tell
from genpon_network.compose.document import ComposeFile
from genpon_network.errors import NetworkError, UsageError
from genpon_network.files import write_public
from genpon_network.topology.describing import Description
from genpon_network.topology.loading import DEFAULT, example
from genpon_network.words import Message

OnlyOne = Annotated[
    str | None, typer.Option("--municipality", help="The one municipality that runs on this host; all of them on one host without it.")
]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="The file to write, such as docker-compose.yaml; printed without it.")]

Check = Annotated[
    bool, typer.Option("--check", help="Instead of making it, say whether this machine can run it: engine, memory, ports, images.")
]


def register(app: typer.Typer) -> None:
    """Adds the command to the application."""
    app.command(epilog="Example: genpon-network compose --consortium consortium.yaml -o docker-compose.yaml")(guarded(compose))


def compose(
    *,
    consortium: ConsortiumFile = None,
    shipped: Example = None,
    base_port: BasePort = None,
    municipality: OnlyOne = None,
    output: Output = None,
    check: Check = False,
) -> None:
    """Makes the compose file of a network in containers, of all municipalities or of one."""
    description = chosen_description(consortium, shipped, base_port) or Description(example(DEFAULT), DEFAULT)
    file = ComposeFile.of(description, municipality)
    if check:
        _check(file)
    elif output is None:
        sys.stdout.write(file.text)
    else:
        _write(file, output)


def _check(file: ComposeFile) -> None:
    problems = file.problems(os.environ)
    if problems:
        raise NetworkError("{problems}", problems=Message.of_lines(problems))
    tell(Message("this machine's container engine can run it"), errors=True)


def _write(file: ComposeFile, output: Path) -> None:
    try:
        write_public(output, file.text.encode())
    except OSError as error:
        raise UsageError("{file} cannot be written ({reason}); name another file with --output", file=output, reason=error) from None
    tell(Message("wrote {file}", file=output), errors=True)
