"""`genpon-network` on real Fabric, as operators type it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from genpon_core.profiles import ConnectionProfile
from genpon_network.native.ports import free_block
from tests.support.operator import Operator

pytestmark = pytest.mark.fabric
COMMAND = [str(Path(sys.executable).with_name("genpon-network"))]


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operator]:
    """Its network was started by a process that has ended since; the other commands run in this one."""
    data = tmp_path_factory.mktemp("operator") / "data"
    operator = Operator(data)
    up = [*COMMAND, "up", "--base-port", str(free_block(240)), "--data", str(data), "--json"]
    answer = json.loads(subprocess.run(up, capture_output=True, check=True).stdout)
    assert (answer["ready"], answer["changed"]) == (True, True)
    yield operator
    operator.run("clean", "--yes")
    assert not data.exists()


def test_up_again_changes_nothing(operator: Operator) -> None:
    assert operator.json("up")["changed"] is False


def test_status_as_a_table(operator: Operator) -> None:
    lines = operator.run("status").stdout.splitlines()

    assert lines[0].split() == ["process", "role", "address", "pid", "MB", "height", "expires"]
    assert len(lines) == 17
    assert all(len(line) <= 80 for line in lines)


def test_status_as_json(operator: Operator) -> None:
    nodes = operator.json("status")["nodes"]

    assert {node["state"] for node in nodes} == {"running"}
    assert [node["role"] for node in nodes].count("leader") == 1


def test_every_municipality_has_a_profile(operator: Operator) -> None:
    profiles = operator.json("profile")

    assert list(profiles) == ["nagasaki", "kawaguchi", "toda", "omura"]
    for path in map(Path, profiles.values()):
        profile = ConnectionProfile.from_json(path.read_bytes())
        assert profile.charter is not None
        assert (path.parent / profile.charter).is_file()
        assert (len(profile.gateways), profile.endorsing.threshold) == (4, 3)
    assert operator.run("profile", "toda").stdout.strip() == profiles["toda"]


def test_logs_tell_the_last_lines(operator: Operator) -> None:
    assert len(operator.run("logs", "orderer.toda", "--lines", "3").stdout.splitlines()) == 3
    assert len(operator.json("logs", "peer0.toda", "--lines", "2")["lines"]) == 2


def test_certificates_are_renewed(operator: Operator) -> None:
    before = operator.json("status")

    assert operator.json("renew", "toda", "clock.toda")["renewed"] == ["toda", "clock.toda"]

    after = operator.json("status")
    assert after["administrators"]["toda"] >= before["administrators"]["toda"]
    pids = [{node["name"]: node["pid"] for node in each["nodes"]} for each in (before, after)]
    assert {name for name in pids[0] if pids[0][name] != pids[1][name]} == {"clock.toda"}


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["logs", "peer9.toda"], 2, "there is no process 'peer9.toda'; it is one of "),
        (["profile", "sasebo"], 2, "there is no municipality 'sasebo'; it is one of "),
        (["renew", "peer0.toda", "sasebo"], 2, "there is no process and no municipality 'sasebo'"),
        (["up", "--example", "none"], 2, "there is no example 'none'; it is one of four-cities, prefecture"),
        (["up", "--consortium", "nowhere.yaml"], 2, "nowhere.yaml cannot be read"),
        (["up", "--example", "prefecture"], 1, "holds a network made from another description"),
        (["clean", "--json"], 1, "nothing is deleted; say --yes"),
    ],
)
def test_what_is_refused_in_one_line(operator: Operator, arguments: list[str], code: int, message: str) -> None:
    outcome = operator.run(*arguments, code=code)

    assert message in outcome.stderr
    assert len([line for line in outcome.stderr.splitlines() if " s  " not in line]) == 1
    assert outcome.stdout == ""


def test_stopped_processes_are_unreachable_and_come_back(operator: Operator) -> None:
    ended = operator.json("down")["ended"]
    assert len(ended) == 20  # sixteen, and the children of the four chaincode services

    assert "16 of 16 processes do not answer" in operator.run("status", code=3).stderr
    assert operator.json("up")["changed"] is True
    assert len(operator.run("status").stdout.splitlines()) == 17


DAMAGE = {
    "the charter is none": ("charter.json", b"garbage", "charter.json is damaged; restore it (This is no JSON (at character 0)"),
    "the charter is gone": ("charter.json", None, "charter.json cannot be used (No such file or directory)"),
    "the genesis block is gone": ("genesis.block", None, "lacks its genesis block; restore it, or clean"),
    "a key is none": ("organisations/toda/admin/key.pem", b"garbage", "toda/admin are damaged, or do not belong together; restore them"),
    "a key is gone": ("organisations/toda/admin/key.pem", None, "toda/admin/key.pem cannot be used (No such file or directory)"),
    "a key is another's": (
        "organisations/toda/admin/key.pem",
        "organisations/omura/admin/key.pem",
        "toda/admin are damaged, or do not belong together; restore them",
    ),
    "a process's TLS certificate is gone": ("nodes/peer0.toda/tls/certificate.pem", None, "peer0.toda/tls/certificate.pem cannot be used"),
}


@pytest.mark.parametrize(("name", "content", "message"), DAMAGE.values(), ids=DAMAGE)
def test_damaged_files_are_told_in_one_line_and_restored_ones_do(
    operator: Operator, name: str, content: bytes | str | None, message: str
) -> None:
    assert operator.data is not None
    network = operator.data / "network"
    path = network / name
    whole = path.read_bytes()
    path.unlink()
    if content is not None:
        path.write_bytes((network / content).read_bytes() if isinstance(content, str) else content)
    try:
        outcome = operator.run("up", code=1)
    finally:
        path.write_bytes(whole)
    assert message in outcome.stderr
    assert len([line for line in outcome.stderr.splitlines() if " s  " not in line]) == 1
    assert operator.json("up")["changed"] is False


def test_a_directory_that_is_no_networks_is_not_cleaned(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("x")

    outcome = Operator(tmp_path).run("clean", "--yes", code=1)

    assert "is no network's directory" in outcome.stderr
    assert (tmp_path / "precious").exists()
