"""`--help` in Japanese. Commands are written in English; tables have the Japanese of each text, and are read only where help is shown.

The command line library lays its help out by blanks, and would cut Japanese, which has none; so it is laid out here.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import RenderableType

_SHOW_HELP = "この説明を表示して終わります。"
_NOTES = {
    "[required]": "[必須]",
    "; required]": "; 必須]",
    "[default: ": "[既定：",
    "; default: ": "; 既定：",
    "(dynamic)": "環境による",
    "[env var: ": "[環境変数：",
}


def shows_help(arguments: Sequence[str]) -> bool:
    """Whether a command line asks for help, or calls no command and gets it unasked."""
    return "--help" in arguments or len(arguments) < 2


def in_japanese(command: Any, texts: Mapping[str, str]) -> None:
    """Makes a command, and all below it, say its help in Japanese.

    Args:
        command: the command line library's, just made.
        texts: the Japanese of each text; what is missing stays English.
    """
    command.help = texts.get(command.help, command.help)
    command.epilog = (command.epilog or "").replace("Example: ", "例：", 1)
    for parameter in command.params:
        parameter.help = texts.get(parameter.help, parameter.help)
    command.format_help = partial(_write, command)
    for below in getattr(command, "commands", {}).values():
        in_japanese(below, texts)


def _write(command: Any, context: Any, formatter: Any) -> None:
    from rich.console import Console  # noqa: PLC0415 - only where help is shown

    console = Console(highlight=False, markup=False)
    formatter.write_usage(context.command_path, " ".join(command.collect_usage_pieces(context)), prefix="使い方：")
    with console.capture() as written:
        for part in _parts(command, context):
            console.print()
            console.print(part)
    formatter.write(written.get())


def _parts(command: Any, context: Any) -> "Iterator[RenderableType]":
    yield command.help
    options = [parameter.get_help_record(context) for parameter in command.params]
    below = getattr(command, "commands", {})
    commands = [(name, each.help) for name, each in below.items()]
    for title, rows in (("引数とオプション", [*filter(None, options), ("--help", _SHOW_HELP)]), ("コマンド", commands)):
        if rows:
            yield _table(title, rows)
    if command.epilog:
        yield command.epilog


def _table(title: str, rows: Sequence[tuple[str, str]]) -> "RenderableType":
    from rich.table import Table  # noqa: PLC0415 - only where help is shown

    table = Table(title=title, title_justify="left", title_style="bold", box=None, show_header=False, padding=(0, 2))
    table.add_column(overflow="fold", max_width=30)
    table.add_column(overflow="fold")
    for name, text in rows:
        table.add_row(name, _noted(text))
    return table


def _noted(text: str) -> str:
    """A text whose notes, which the library adds in brackets, are in Japanese too."""
    for english, japanese in _NOTES.items():
        text = text.replace(english, japanese)
    return text
