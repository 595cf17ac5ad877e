"""Everything that the network commands say has its Japanese, with the same parameters."""

import ast
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import pytest

from genpon_network.native.status import State
from genpon_network.pki.protocol import ROLES, TLS
from genpon_network.tools.toolset import Source
from genpon_network.words.japanese import JAPANESE, TABLES
from genpon_network.words.terms import TERMS

NETWORK = Path(__file__).parents[3] / "network" / "genpon_network"
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(NETWORK.rglob("*.py"))}
ROOTS = {"NetworkError", "WrongValueError"}
PRINTING = ("console.print", "sys.stderr.write", "sys.stdout.write", "typer.confirm", "typer.echo", "typer.prompt")


@dataclass(frozen=True)
class Made:
    """A call that makes a message; the template is None where it does not stand there in full."""

    place: str
    template: str | None
    given: frozenset[str]


def kinds() -> set[str]:
    """The errors that are made of a template: the roots, and what is below them without an `__init__` of its own."""
    bases: dict[str, list[str]] = {}
    for tree in TREES.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and not any(getattr(part, "name", "") == "__init__" for part in node.body):
                bases[node.name] = [ast.unparse(base) for base in node.bases]
    found = set(ROOTS)
    while more := {name for name, above in bases.items() if set(above) & found} - found:
        found |= more
    return found


def made() -> Iterator[Made]:
    makers = kinds() | {"Message"}
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in makers and path.name != "errors.py":
                first = node.args[0] if node.args else None
                template = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None
                given = frozenset(keyword.arg or "**" for keyword in node.keywords)
                yield Made(f"{path.relative_to(NETWORK)}:{node.lineno}", template, given)


MADE = list(made())
TEMPLATES = {each.template for each in MADE if each.template is not None}


def fields(text: str) -> set[tuple[str, str | None, str | None]]:
    """Names with how they are formatted."""
    return {(name, form, conversion) for _, name, form, conversion in string.Formatter().parse(text) if name is not None}


def plain(text: str) -> str:
    return "".join(literal for literal, *_ in string.Formatter().parse(text))


def test_messages_are_made_in_many_places() -> None:
    assert len(TEMPLATES) > 150
    assert {"AnswerLostError", "UnknownIdentityError", "UnreachableError", "UsageError"} <= kinds()


def test_every_message_is_made_of_a_template_that_stands_there() -> None:
    """Text that was put together earlier has no Japanese; what it holds belongs into parameters."""
    assert [each.place for each in MADE if each.template is None] == []


def test_every_template_gets_its_parameters() -> None:
    assert [each.place for each in MADE if each.template is not None and {name for name, *_ in fields(each.template)} != each.given] == []


def test_every_template_with_words_has_its_japanese() -> None:
    assert {template for template in TEMPLATES if re.search("[A-Za-z]", plain(template))} - JAPANESE.keys() == set()


def test_no_japanese_is_left_over() -> None:
    assert JAPANESE.keys() - TEMPLATES == set()
    assert len(JAPANESE) == sum(len(table.JAPANESE) for table in TABLES)


@pytest.mark.parametrize("template", sorted(JAPANESE))
def test_the_japanese_is_one_line_with_the_same_parameters(template: str) -> None:
    said = JAPANESE[template]
    assert fields(said) == fields(template)
    assert "\n" not in said
    assert " " not in template or re.search("[\u3040-\u30ff\u4e00-\u9fff\uff00-\uffef]", said)


def test_codes_in_results_have_words() -> None:
    roles = {"endorsing", "observing", "leader", "follower", "orderer", "chaincode", "clock", "ca", *ROLES, TLS}
    assert TERMS.keys() == {
        *get_args(State),
        *roles,
        "good",
        "revoked",
        "expired",
        *ROLES,
        TLS,
        *(set(get_args(Source)) - {"PATH", "FABRIC_BIN"}),
    }


def test_nothing_is_printed_that_is_no_message() -> None:
    found = [
        f"{path.relative_to(NETWORK)}:{node.lineno}"
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(PRINTING)
        for argument in node.args
        for part in ([argument] if isinstance(argument, ast.Constant) else argument.values if isinstance(argument, ast.JoinedStr) else [])
        if isinstance(part, ast.Constant) and re.search("[A-Za-z]{2}", re.sub(r"\[/?[a-z]+\]", "", str(part.value)))
    ]
    assert found == []
