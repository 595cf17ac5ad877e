"""A call that cannot be understood is one line with exit code 2, in the reader's language, or JSON for programs."""

import json
import re

import pytest

from tests.support.commands import run

CALLS = [
    (("contract", "show"), "CONTRACT"),
    (("contract", "sned", "x"), "sned"),
    (("nothing",), "nothing"),
    (("key", "new", "a.pem", "--kind", "DSA"), "P-384, RSA"),
    (("request", "show", "a.zip"), "GENPON_CHARTER"),
    (("certificate", "issue", "a", "--typ"), "--type"),
    (("contract", "list", "a", "--json=3", "--profile", "p.json"), "--json"),
    (("certificate", "ask", "w", "--count", "many"), "--count"),
    (("key", "show", "a.pem", "--colour", "red"), "--colour"),
    (("key", "request", "--signer", "a.pem", "--charter"), "--charter"),
    (("contract", "show", "a", "b", "--profile", "p.json"), "b"),
]

LIBRARY = re.compile("No such|Missing|Invalid|Option '|Got unexpected|Input should")


@pytest.mark.parametrize(("call", "named"), CALLS, ids=[" ".join(call) for call, _ in CALLS])
@pytest.mark.parametrize(("language", "sign"), [("en", "See genpon"), ("ja", "書き方は genpon")])
def test_one_line(call: tuple[str, ...], named: str, language: str, sign: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GENPON_LANG", language)
    done = run(*call)
    assert (done.code, done.output) == (2, "")
    assert named in done.errors
    assert sign in done.errors
    assert done.errors.count("\n") == 1
    assert not LIBRARY.search(done.errors), "the library's own words"


def test_programs_read_json() -> None:
    done = run("contract", "show", "--json", "--lang", "ja")
    error = json.loads(done.output)["error"]
    assert (done.code, error["code"], error["parameters"]["help"]) == (2, "cli.not_understood", "genpon contract show --help")
    assert "書き方" in error["message"]


@pytest.mark.parametrize("call", [(), ("contract",)])
def test_a_call_for_nothing_shows_help(call: tuple[str, ...]) -> None:
    done = run(*call)
    assert done.code == 2
    assert "Usage: genpon" in done.output + done.errors
