"""Options that choose a consortium's description."""

from pathlib import Path
from typing import Annotated

import typer

from genpon_network.errors import UsageError
from genpon_network.topology.describing import Description
from genpon_network.topology.loading import DEFAULT, EXAMPLES, example

ConsortiumFile = Annotated[Path | None, typer.Option("--consortium", help="The consortium file; a shipped one without it.")]
Example = Annotated[str | None, typer.Option("--example", help="A shipped consortium: four-cities (the default) or prefecture.")]
BasePort = Annotated[
    int | None,
    typer.Option("--base-port", min=1024, max=65000, help="Where ports are allotted from, instead of the file's base_port."),
]


def chosen_description(path: Path | None, shipped: str | None, base_port: int | None) -> Description | None:
    """What the options ask for; None if they ask for nothing.

    Raises:
        UsageError: if they cannot be meant, or a file cannot be read.
    """
    if path is not None and shipped is not None:
        raise UsageError("give --consortium or --example, not both")
    if path is not None:
        try:
            return Description(path.read_bytes(), str(path), base_port, path.parent)
        except OSError as error:
            raise UsageError("{path} cannot be read ({reason}); name a consortium file", path=path, reason=error) from None
    if shipped is not None and f"{shipped}.yaml" not in EXAMPLES:
        names = [name.removesuffix(".yaml") for name in EXAMPLES]
        raise UsageError("there is no example {name!r}; it is one of {names}", name=shipped, names=names)
    if shipped is None and base_port is None:
        return None
    name = f"{shipped}.yaml" if shipped else DEFAULT
    return Description(example(name), name, base_port)
