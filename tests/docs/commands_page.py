"""Writes `docs/commands.md` from the commands themselves: `python -m tests.docs.commands_page`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from genpon.cli.app import build

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"
_SHARED = ("json_output", "lang")
_HEAD = """# Commands

<!-- Made by `python -m tests.docs.commands_page`; a test compares it with the commands. -->

Every command takes `--json` (the result, or the error, as JSON on the output stream), `--lang ja|en` (also `GENPON_LANG`) and `--help`.
Options marked * must be given. Signed acts that the ledger has not confirmed wait in the outbox:
`GENPON_OUTBOX`, else `genpon/outbox` in the user's state folder.

| exit code | meaning |
|---|---|
| 0 | done |
| 1 | refused: the rules, a file or a key do not let it through; nothing has been done |
| 2 | the call itself is wrong |
| 3 | the ledger does not answer; nothing has been recorded |
| 4 | the outcome is unknown: the act may be recorded; the line says how to ask again |
| 5 | verification failed: what should be an original is none |
"""


def commands() -> Iterator[tuple[str, Any]]:
    """Every command, with its full name."""
    groups: Any = get_command(build([]))
    for name, group in groups.commands.items():
        for verb, command in group.commands.items():
            yield f"genpon {name} {verb}", command


def page() -> str:
    """The page's text."""
    return "\n".join([_HEAD, *(_section(name, command) for name, command in commands())])


def _section(name: str, command: Any) -> str:
    example = command.epilog.removeprefix("Example: ")
    lines = [f"## {name}", "", command.help, "", "```", example, "```", "", "| option | meaning |", "|---|---|"]
    lines += [_row(parameter) for parameter in command.params if parameter.name not in _SHARED]
    return "\n".join(lines) + "\n"


def _row(parameter: Any) -> str:
    shown = parameter.help or ""
    if parameter.envvar:
        shown += f" Or `{parameter.envvar}`."
    if not parameter.required and parameter.default not in (None, False):
        shown += f" `{getattr(parameter.default, 'value', parameter.default)}` unless given."
    needed = " *" if parameter.required else ""
    return f"| {_name(parameter)}{needed} | {shown.replace('|', chr(92) + '|')} |"


def _name(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return f"`{(parameter.metavar or parameter.name.upper()).replace('|', ' or ')}`"
    value = "" if parameter.is_flag else f" {parameter.metavar.replace('|', ' or ')}"
    return f"`{', '.join(parameter.opts)}{value}`"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
