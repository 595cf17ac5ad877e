"""Every command of `genpon-network` shows an example that is a call of itself."""

import shlex
from typing import Any

import pytest
from typer.main import get_command

from genpon_network.cli import build


def commands(group: Any, prefix: tuple[str, ...] = ()) -> dict[str, Any]:
    """All commands by their full names, those of groups included."""
    found: dict[str, Any] = {}
    for name, command in group.commands.items():
        path = (*prefix, name)
        found |= commands(command, path) if hasattr(command, "commands") else {" ".join(path): command}
    return found


_COMMANDS = commands(get_command(build()))


def test_groups_are_looked_into() -> None:
    assert {"up", "identity revoke"} <= set(_COMMANDS)


@pytest.mark.parametrize("name", _COMMANDS)
def test_the_help_has_an_example_that_can_be_read(name: str) -> None:
    command, words = _COMMANDS[name], name.split()
    program, *rest = shlex.split(command.epilog.removeprefix("Example: "))
    assert (program, rest[: len(words)]) == ("genpon-network", words)
    assert command.make_context(name, rest[len(words) :]).params


@pytest.mark.parametrize("name", [name for name in _COMMANDS if name.startswith("identity ")])
def test_commands_on_identities_can_answer_in_json_and_explain_their_options(name: str) -> None:
    parameters = _COMMANDS[name].params
    assert "--json" in {option for parameter in parameters for option in parameter.opts}
    assert all(parameter.help for parameter in parameters)
