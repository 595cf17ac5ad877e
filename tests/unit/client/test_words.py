"""Every code that anything of ours raises has a sentence in both languages that can be filled in."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from genpon import words
from genpon.errors import Refused
from genpon.words import labels, vocabulary
from genpon.words.sentences import Words
from genpon_core import algorithms
from genpon_core.certificates.contents import REASONS as CERTIFICATE_REASONS
from genpon_core.certificates.state import Status
from genpon_core.contracts.table import REASONS, ROWS, State
from genpon_core.rules import RULES
from tests.support.commands import run

SOURCES = [path for folder in ("core", "chaincode", "client") for path in (Path(__file__).parents[3] / folder).rglob("*.py")]
RAISED = {"Refusal", "Refused", "UsageError", "Unreachable", "OutcomeUnknown", "VerificationFailed", "ChaincodeError"}
CODE = re.compile(r"[a-z]+\.[a-z0-9_]+")
IN_JSON = re.compile(r'"code":"([a-z]+\.[a-z0-9_]+)"')
FILE = re.compile(r".*\.(json|pem|zip|der|py)")
PREFIXES = {code.split(".")[0] for code in words.SENTENCES}


def constants(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def calls() -> Iterator[tuple[str, str, set[str] | None]]:
    """Place, code and parameters of every call that makes an error; None where the parameters are not written out."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in RAISED:
                continue
            arguments = node.args[1:] if node.func.id == "ChaincodeError" else node.args
            for code in filter(CODE.fullmatch, constants(arguments[0]) if arguments else ()):
                yield f"{path.name}:{node.lineno}", code, parameters(arguments[1:])


def parameters(arguments: list[ast.expr]) -> set[str] | None:
    if not arguments:
        return set()
    given = arguments[0]
    if not isinstance(given, ast.Dict) or not all(isinstance(key, ast.Constant) for key in given.keys):
        return None
    return {str(key.value) for key in given.keys if isinstance(key, ast.Constant)}


def mentioned() -> set[str]:
    """Whatever looks like a code of ours anywhere in the sources, outside the words themselves."""
    found: set[str] = set()
    for path in SOURCES:
        if path.parent.name != "words":
            written = list(constants(ast.parse(path.read_text(encoding="utf-8"))))
            found |= set(filter(CODE.fullmatch, written))
            found |= {code for text in written for code in IN_JSON.findall(text)}
    return {code for code in found if code.split(".")[0] in PREFIXES and not FILE.fullmatch(code)}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_code_that_is_raised_has_words() -> None:
    assert {code for _, code, _ in calls()} | mentioned() <= words.SENTENCES.keys()


def test_no_words_are_left_over() -> None:
    """Codes of texts are made from a pattern's group names."""
    assert {code for code in words.SENTENCES if not code.startswith("text.")} <= mentioned()


def test_sentences_ask_only_for_parameters_that_are_given() -> None:
    wrong = [
        f"{place}: {code} {language}"
        for place, code, given in calls()
        for language in words.LANGUAGES
        if given is not None and not fields(words.SENTENCES[code].in_language(language)) <= given
    ]
    assert wrong == []


@pytest.mark.parametrize("code", sorted(words.SENTENCES))
def test_a_sentence_is_one_line_in_its_language(code: str) -> None:
    said = words.SENTENCES[code]
    assert re.search("[\u3040-\u30ff\u4e00-\u9fff]", said.ja)
    assert said.ja.rstrip("}").endswith(("。", "{codes", "{parties", "{known", "{assignments"))
    assert re.fullmatch(r"[ -~“”−]+\.", said.en)


@pytest.mark.parametrize("table", [vocabulary.STATES, vocabulary.ACTS, vocabulary.ROLES, vocabulary.REASONS, labels.LABELS])
def test_vocabulary_has_both_languages(table: dict[str, Words]) -> None:
    assert all(said.ja and said.en for said in table.values())


def test_every_state_act_and_reason_has_a_word() -> None:
    assert vocabulary.STATES.keys() == {state.value for state in State}
    assert vocabulary.ACTS.keys() == {act for rules in RULES.values() for act in rules.content}
    assert vocabulary.ACTS.keys() >= ROWS.keys()
    assert vocabulary.REASONS.keys() == {code for table in (REASONS, CERTIFICATE_REASONS) for codes in table.values() for code in codes}
    assert vocabulary.STATUSES.keys() == {status.value for status in Status}


def test_parameters_that_are_codes_are_said_in_words() -> None:
    parameters = {"act": "sign", "state": "EXPIRED"}
    assert words.sentence("contract.wrong_state", parameters, language="ja").startswith("契約は今「期限切れ」なので「署名」はできません")
    assert "30日以内" in words.sentence("contract.sign_by", {"limit_seconds": 30 * 86400}, language="ja")
    assert "90 seconds" in words.sentence("contract.sign_by", {"limit_seconds": 90}, language="en")


def test_an_unknown_code_and_a_missing_parameter_are_no_faults() -> None:
    assert words.sentence("future.code", {"a": 1}) == "future.code {'a': 1}"
    assert "?" in words.sentence("contract.unknown", {}, language="en")


def test_braces_in_parameters_stay_as_they_are() -> None:
    assert "{0.__class__}" in words.sentence("contract.unknown", {"contract": "{0.__class__}"}, language="en")


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"GENPON_LANG": "ja"}, "ja"),
        ({"GENPON_LANG": "en", "LANG": "ja_JP.UTF-8"}, "en"),
        ({"LC_ALL": "ja_JP.UTF-8", "LANG": "en_US.UTF-8"}, "ja"),
        ({"LANG": "C"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_follows_the_environment(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], expected: str) -> None:
    for name in ("GENPON_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert words.current() == expected
    assert ("ありません" in str(Refused("file.missing", {"file": "x"}))) == (expected == "ja")


def test_an_option_of_the_command_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GENPON_LANG", "ja")
    assert "There is no file" in run("key", "show", "missing.pem", "--lang", "en").errors
    assert "がありません" in run("key", "show", "missing.pem").errors


def test_algorithms_are_named_where_one_is_unknown() -> None:
    with pytest.raises(Exception, match="ES256") as refused:
        algorithms.signature_algorithm("none", now=2**31)
    assert refused.value.args[0] == "algorithm.unknown"
