"""The page of commands is what the commands say of themselves, and each says enough."""

from typing import Any

import pytest

from tests.docs.commands_page import PAGE, commands, page
from tests.support.commands import run

COMMANDS = dict(commands())


def test_the_page_is_what_the_commands_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "python -m tests.docs.commands_page writes it anew"


@pytest.mark.parametrize(("name", "command"), COMMANDS.items(), ids=COMMANDS)
def test_every_command_helps(name: str, command: Any) -> None:
    shown = run(*name.split()[1:], "--help")
    assert shown.code == 0
    assert f"Example: {name}" in " ".join(shown.output.split())
    options = {option for parameter in command.params for option in parameter.opts}
    assert {"--json", "--lang"} <= options
    assert all(parameter.help for parameter in command.params)
    assert {word for word in command.epilog.split() if word.startswith("--")} <= options
