"""The commands that need no ledger, as a contractor uses them."""

import json
from importlib import import_module
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat

from genpon.act_files import ActFile, reason_text
from genpon.bundles import Bundle
from genpon.cli.app import GROUPS
from genpon.concluded_files import write_concluded
from genpon.key_files import new_key
from genpon.request_files import write_request
from genpon_core.contracts.table import State
from genpon_core.registry import keys
from tests.support.book import CONTRACT, CONTRACTOR, CORPORATE_NUMBER, PASSPHRASE, Cast, contractors_card
from tests.support.commands import Run, run


@pytest.fixture
def desk(cast: Cast, tmp_path: Path) -> Path:
    """A contractor's folder: the charter, its key, the key's passphrase and certificate."""
    folder = tmp_path / "desk"
    folder.mkdir()
    card = contractors_card()
    (folder / "charter.json").write_bytes(cast.book.charter.to_bytes())
    (folder / "company.pem").write_bytes(card.key_pem)
    (folder / "company.der").write_bytes(card.certificate)
    (folder / "passphrase").write_bytes(PASSPHRASE + b"\n")
    return folder


@pytest.fixture
def request_file(cast: Cast, bundle: Bundle, desk: Path) -> Path:
    cast.sent(bundle)
    path = desk / "2026-0001-r1.request.zip"
    write_request(path, charter=cast.book.charter, chains=cast.book.chains, contract=CONTRACT, bundle=bundle)
    return path


@pytest.fixture
def concluded_file(cast: Cast, bundle: Bundle, desk: Path) -> Path:
    cast.concluded(bundle)
    path = desk / "2026-0001.concluded.zip"
    write_concluded(path, charter=cast.book.charter, chains=cast.book.chains, contract=CONTRACT, bundle=bundle)
    return path


def signing(desk: Path, *more: str) -> list[str]:
    charter, key, passphrase = desk / "charter.json", desk / "company.pem", desk / "passphrase"
    return ["--charter", str(charter), "--signer", str(key), "--passphrase-file", str(passphrase), *more]


@pytest.mark.parametrize("verb", ["new", "show"])
def test_a_public_half_is_written_for_others(tmp_path: Path, verb: str) -> None:
    key, public = tmp_path / "neutral.pem", tmp_path / "neutral.pub.pem"
    options = ("--no-passphrase",) if verb == "new" else ()
    if verb == "show":
        new_key(key)
    made = run("key", verb, str(key), *options, "--public", str(public), "--json")
    assert made.code == 0, made.errors
    shown = run("key", "show", str(public), "--json")
    assert json.loads(shown.output)["fingerprint"] == json.loads(made.output)["fingerprint"]
    assert "PRIVATE" not in public.read_text()
    again = run("key", "show", str(key), "--public", str(public), "--json")
    assert (again.code, json.loads(again.output)["error"]["code"]) == (1, "file.exists")


def test_a_request_is_shown_with_what_would_be_signed(request_file: Path, desk: Path) -> None:
    shown = run(
        "request", "show", str(request_file), "--charter", str(desk / "charter.json"), "--extract", str(desk / "read"), "--lang", "ja"
    )
    assert shown.code == 0, shown.errors
    for text in ("庁舎改修工事", "1,100,000", "契約書.pdf", "送付済み", CONTRACTOR):
        assert text in shown.output
    assert sorted(path.name for path in (desk / "read").iterdir()) == ["01-契約書.pdf", "02-仕様書.pdf", "03-内訳.csv"]


def test_a_signature_made_here_is_taken_by_the_ledger(cast: Cast, request_file: Path, desk: Path) -> None:
    answer = desk / "answer.act.json"
    signed = run("request", "sign", str(request_file), *signing(desk, "--yes", "--output", str(answer), "--json"))
    assert (signed.code, signed.errors) == (0, "")
    assert json.loads(signed.output)["file"] == str(answer)
    cast.book.submit(ActFile.read(answer).act)
    assert cast.book.contract().recorded is State.SIGNING


def test_a_return_takes_its_reason_from_a_file(cast: Cast, request_file: Path, desk: Path) -> None:
    reason, answer = desk / "reason.txt", desk / "answer.act.json"
    reason.write_text("数量が\r\n違います\n", encoding="utf-8")
    more = ("--yes", "--reason", "documents", "--text-file", str(reason), "--output", str(answer))
    returned = run("request", "return", str(request_file), *signing(desk, *more))
    assert returned.code == 0, returned.errors
    read = ActFile.read(answer)
    assert reason_text(read.act, read.notes) == "数量が\n違います"
    cast.book.submit(read.act)
    assert cast.book.contract().recorded is State.RETURNED


def test_nothing_is_signed_without_a_yes(request_file: Path, desk: Path) -> None:
    asked = run("request", "sign", str(request_file), *signing(desk))
    assert asked.code == 2
    assert not list(desk.glob("*.act.json"))


def test_a_concluded_file_is_verified_and_says_by_which_articles(concluded_file: Path, desk: Path) -> None:
    verified = run("concluded", "verify", str(concluded_file), "--charter", str(desk / "charter.json"), "--lang", "ja")
    assert verified.code == 0, verified.errors
    for text in (
        "原本であることを確認しました",
        "電子署名法2条1項",
        "地方自治法234条5項",
        "建設業法施行規則13条の4第2項",
        "見本建設株式会社",
    ):
        assert text in verified.output


def test_programs_read_json(cast: Cast, concluded_file: Path) -> None:
    verified = run("concluded", "verify", str(concluded_file), "--charter", cast.book.charter.digest, "--json")
    value = json.loads(verified.output)
    assert (value["verified"], value["contract"], len(value["signatures"])) == (True, CONTRACT, 2)
    assert [signature["assurance"] for signature in value["signatures"]] == [keys.ADMITTED, keys.ANCHORED]


def test_a_changed_original_is_exit_code_5(cast: Cast, concluded_file: Path) -> None:
    data = bytearray(concluded_file.read_bytes())
    data[data.index(b"%PDF-1.7 contract")] ^= 1
    concluded_file.write_bytes(data)
    failed = run("concluded", "verify", str(concluded_file), "--charter", cast.book.charter.digest)
    assert (failed.code, failed.output) == (5, "")
    assert_one_line(failed)


def test_a_key_request_registers_the_key(cast: Cast, desk: Path) -> None:
    out = desk / "key.act.json"
    made = run("key", "request", *signing(desk, "--party", CONTRACTOR, "--certificate", str(desk / "company.der"), "--output", str(out)))
    assert made.code == 0, made.errors
    del cast.book.chains[f"key/{cast.contractor.signer.public_key.fingerprint}"]
    record = cast.book.submit(ActFile.read(out).act)
    state = keys.fold((record,))
    assert state is not None
    assert (state.subject, state.basis) == (f"counterparty/{CORPORATE_NUMBER}", keys.ANCHORED)


@pytest.mark.parametrize("kind", ["P-256", "P-384", "RSA"])
def test_a_new_key_is_shown_the_same(tmp_path: Path, kind: str) -> None:
    path, passphrase = tmp_path / "new.pem", tmp_path / "passphrase"
    passphrase.write_text("長い合言葉\n", encoding="utf-8")
    made = run("key", "new", str(path), "--kind", kind, "--passphrase-file", str(passphrase), "--json")
    shown = run("key", "show", str(path), "--passphrase-file", str(passphrase), "--json")
    assert json.loads(made.output) == json.loads(shown.output)
    assert path.stat().st_mode & 0o077 == 0


def test_a_key_is_never_written_over(tmp_path: Path) -> None:
    new_key(tmp_path / "key.pem")
    before = (tmp_path / "key.pem").read_bytes()
    again = run("key", "new", str(tmp_path / "key.pem"), "--no-passphrase")
    assert again.code == 1
    assert (tmp_path / "key.pem").read_bytes() == before


def _rsa_1024(path: Path) -> None:
    key = rsa.generate_private_key(65537, 1024)  # noqa: S505 - what must be refused
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def _encrypted(path: Path) -> None:
    key = rsa.generate_private_key(65537, 2048)
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"another")))


BAD_KEYS = {
    "RSA-1024": (_rsa_1024, False, "key.rsa_size"),
    "no key": (lambda path: path.write_bytes(b"hello"), False, "key.unreadable"),
    "empty": (lambda path: path.write_bytes(b""), False, "key.unreadable"),
    "a directory": (lambda path: path.mkdir(), False, "file.directory"),
    "missing": (lambda _: None, False, "file.missing"),
    "a link loop": (lambda path: path.symlink_to(path), False, "file.link_loop"),
    "no passphrase": (_encrypted, False, "key.passphrase_missing"),
    "wrong passphrase": (_encrypted, True, "key.passphrase_wrong"),
}


@pytest.mark.parametrize("case", BAD_KEYS)
def test_keys_that_nobody_can_use(tmp_path: Path, case: str) -> None:
    make, with_passphrase, code = BAD_KEYS[case]
    path, passphrase = tmp_path / "key.pem", tmp_path / "passphrase"
    make(path)
    passphrase.write_text("wrong", encoding="utf-8")
    more = ["--passphrase-file", str(passphrase)] if with_passphrase else []
    refused = run("key", "show", str(path), *more, "--json")
    assert (refused.code, json.loads(refused.output)["error"]["code"]) == (1, code)
    assert_one_line(run("key", "show", str(path), *more, "--lang", "ja"))


USAGE = {
    "unknown group": ["keys"],
    "unknown command": ["key", "sing"],
    "unknown option": ["key", "show", "x", "--jason"],
    "missing argument": ["key", "show"],
    "unknown language": ["key", "show", "x", "--lang", "fr"],
    "no passphrase asked for": ["key", "new", "x.pem"],
}


@pytest.mark.parametrize("case", USAGE)
def test_wrong_calls_are_exit_code_2(case: str) -> None:
    assert run(*USAGE[case]).code == 2


@pytest.mark.parametrize("group", GROUPS)
def test_every_command_has_help_with_an_example(group: str) -> None:
    for registered in import_module(GROUPS[group]).app.registered_commands:
        assert f"Example: genpon {group} {registered.name}" in run(group, registered.name, "--help").output


def assert_one_line(ran: Run) -> None:
    assert ran.errors.startswith("genpon: ")
    assert ran.errors.count("\n") == 1
