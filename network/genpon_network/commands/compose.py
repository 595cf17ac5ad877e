"""`genpon-network compose`: the compose file of a network in containers."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from genpon_network.commands.descriptions import BasePort, ConsortiumFile, Example, chosen_description
from genpon_network.commands.output import guarded
from genpon_network.compose.document import compose_file
from genpon_network.errors import UsageError
from genpon_network.files import write_public
from genpon_network.topology.describing import Description
from genpon_network.topology.loading import DEFAULT, example

OnlyOne = Annotated[
    str | None, typer.Option("--municipality", help="The one municipality that runs on this host; all of them on one host without it.")
]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="The file to write, such as docker-compose.yaml; printed without it.")]


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
) -> None:
    """Makes the compose file of a network in containers, of all municipalities or of one."""
    description = chosen_description(consortium, shipped, base_port) or Description(example(DEFAULT), DEFAULT)
    text = compose_file(description, municipality)
    if output is None:
        sys.stdout.write(text)
        return
    try:
        write_public(output, text.encode())
    except OSError as error:
        raise UsageError(f"{output} cannot be written ({error.strerror}); name another file with --output") from None
    Console(stderr=True, highlight=False, soft_wrap=True).print(f"wrote {output}")
