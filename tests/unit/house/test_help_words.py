"""What `--help` says has its Japanese, of both programs, and is shown whole."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from typer.main import get_command

from genpon.cli import app, calling
from genpon.words.help import HELP, TABLES
from genpon_network import cli
from genpon_network.words.help import HELP as NETWORK_HELP

PROGRAMS: dict[str, tuple[Any, Mapping[str, str], Callable[[list[str]], int]]] = {
    "genpon": (get_command(app.build([])), HELP, calling.call),
    "genpon-network": (get_command(cli.build()), NETWORK_HELP, cli.call),
}


def below(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, command
    for name, each in getattr(command, "commands", {}).items():
        yield from below(each, (*path, name))


COMMANDS = [(program, path, command) for program, (root, _, _) in PROGRAMS.items() for path, command in below(root)]


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_text_has_its_japanese_and_none_is_left_over(program: str) -> None:
    root, texts, _ = PROGRAMS[program]
    commands = [command for _, command in below(root)]
    said = {command.help for command in commands} | {parameter.help for command in commands for parameter in command.params}
    assert said == texts.keys()


def test_no_text_stands_in_two_tables() -> None:
    assert len(HELP) == sum(len(table.HELP) for table in TABLES)


@pytest.mark.parametrize(("english", "japanese"), [*HELP.items(), *NETWORK_HELP.items()])
def test_the_japanese_is_a_line_of_japanese(english: str, japanese: str) -> None:
    assert re.search("[\u3040-\u30ff\u4e00-\u9fff]", japanese)
    assert japanese.endswith("。")
    assert "\n" not in japanese
    assert set(re.findall(r"--[a-z-]+|/<|GENPON_\w+|\.\w{3,4}\b", english)) <= set(
        re.findall(r"--[a-z-]+|/<|GENPON_\w+|\.\w{3,4}", japanese)
    )


@pytest.mark.parametrize(("program", "path", "command"), COMMANDS, ids=[" ".join([program, *path]) for program, path, _ in COMMANDS])
def test_help_is_shown_whole_in_japanese(
    *, program: str, path: tuple[str, ...], command: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever the width: words without blanks between them are folded, and nothing is left out."""
    monkeypatch.setenv("GENPON_LANG", "ja")
    monkeypatch.setenv("COLUMNS", "80")
    _, texts, call = PROGRAMS[program]
    assert call([*path, "--help"]) == 0
    shown = "".join(capsys.readouterr().out.split())
    parts = [command.help, *(each.help for each in getattr(command, "commands", {}).values())]
    assert [part for part in parts if "".join(texts[part].split()) not in shown] == []
    assert all(option in shown for parameter in command.params for option in parameter.opts if option.startswith("-"))
    assert "この説明を表示して終わります。" in shown
    assert "Example" not in shown
