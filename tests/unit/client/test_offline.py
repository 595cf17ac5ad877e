"""Offline is proved, not promised: another process, without a network, without the libraries that would use one."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from genpon.act_files import ActFile
from genpon.bundles import Bundle
from genpon.concluded_files import write_concluded
from genpon.request_files import write_request
from tests.support.book import CONTRACT, CONTRACTOR, PASSPHRASE, Cast, contractors_card

ALONE = """
import json, socket, sys

def refuse(*_, **__):
    raise AssertionError("a network was looked for")

socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
from genpon.cli import main

codes = []
for arguments in json.loads(sys.argv[1]):
    try:
        main([*arguments, "--json"])
        codes.append(0)
    except SystemExit as left:
        codes.append(left.code)
    sys.stdout.write(chr(30))
network = ("grpc", "google.protobuf", "genpon.gateway", "genpon.ledger", "requests", "urllib3")
sys.stderr.write(json.dumps({"codes": codes, "loaded": [name for name in network if name in sys.modules]}))
"""


def _isolation() -> list[str]:
    """A network namespace without a network, where the system lets us make one."""
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-n", "true"], capture_output=True, check=False).returncode:
        return []
    return [unshare, "-n"]


def alone(*commands: list[str]) -> list[dict[str, object]]:
    """What commands print as JSON, one after the other in a process of their own."""
    command = [*_isolation(), sys.executable, "-W", "error", "-c", ALONE, json.dumps(commands)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert json.loads(ran.stderr) == {"codes": [0] * len(commands), "loaded": []}, ran.stderr + ran.stdout
    return [json.loads(answer) for answer in ran.stdout.split(chr(30))[:-1]]


@pytest.fixture
def desk(cast: Cast, tmp_path: Path) -> Path:
    (tmp_path / "charter.json").write_bytes(cast.book.charter.to_bytes())
    (tmp_path / "company.pem").write_bytes(contractors_card().key_pem)
    (tmp_path / "passphrase").write_bytes(PASSPHRASE)
    return tmp_path


def test_a_contractor_without_network_reads_signs_and_verifies(cast: Cast, bundle: Bundle, desk: Path) -> None:
    book, request, concluded = cast.book, desk / "r1.request.zip", desk / "case.concluded.zip"
    cast.sent(bundle)
    write_request(request, charter=book.charter, chains=book.chains, contract=CONTRACT, bundle=bundle)
    charter = ["--charter", book.charter.digest]
    key = ["--signer", str(desk / "company.pem"), "--passphrase-file", str(desk / "passphrase")]
    shown, signed = alone(
        ["request", "show", str(request), *charter],
        ["request", "sign", str(request), *charter, *key, "--yes", "--output", str(desk / "answer.act.json")],
    )
    assert (shown["contract"], signed["signer"]) == (CONTRACT, CONTRACTOR)
    book.submit(ActFile.read(desk / "answer.act.json").act)
    cast.conclude(bundle)
    write_concluded(concluded, charter=book.charter, chains=book.chains, contract=CONTRACT, bundle=bundle)
    (verified,) = alone(["concluded", "verify", str(concluded), *charter])
    assert verified["verified"] is True


def test_keys_are_made_and_requested_without_network(cast: Cast, desk: Path) -> None:
    key, charter, out = str(desk / "new.pem"), cast.book.charter.digest, str(desk / "key.act.json")
    made, requested, shown = alone(
        ["key", "new", key, "--no-passphrase"],
        ["key", "request", "--signer", key, "--party", CONTRACTOR, "--charter", charter, "--output", out],
        ["key", "show", key],
    )
    assert made["fingerprint"] == requested["fingerprint"] == shown["fingerprint"]
