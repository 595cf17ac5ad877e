"""Every command of `genpon-network` shows an example that is a call of itself."""

import shlex
from typing import Any

import pytest
import typer
from typer.main import get_command

from genpon_network.commands import dev, native

_APP = typer.Typer(name="genpon-network")
dev.register(_APP)
native.register(_APP)
_COMMANDS: Any = get_command(_APP).commands  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", _COMMANDS)
def test_the_help_has_an_example_that_can_be_read(name: str) -> None:
    command = _COMMANDS[name]
    program, verb, *arguments = shlex.split(command.epilog.removeprefix("Example: "))
    assert (program, verb) == ("genpon-network", name)
    assert command.make_context(name, arguments).params
