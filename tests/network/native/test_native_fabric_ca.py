"""Networks whose identities come from Fabric CA servers: up, down, killed, cut off in the middle of being made."""

import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509

from genpon.gateway import Identity, PrivateKeySigner, connect
from genpon.gateway.errors import GatewayError
from genpon_network.errors import NetworkError
from genpon_network.files import locked
from genpon_network.native.opening import records
from genpon_network.native.ports import free_block
from genpon_network.native.processes import running
from genpon_network.topology.loading import DEFAULT, example
from genpon_network.x509_issuing import Enrolment
from tests.support.native import TinyNetwork, tiny_network
from tests.support.operator import Operator

pytestmark = [pytest.mark.fabric, pytest.mark.fabric_ca]
TOWNS = ("nagasaki", "kawaguchi", "toda", "omura")
TEXT = example(DEFAULT) + b"\nidentities: fabric-ca\n"

UP = """
import sys
from pathlib import Path
from typing import Any
from tests.support.native import TinyNetwork
from genpon_network.nodes.directory import DataDirectory

class Steps(list):
    def append(self, line):
        print(line, flush=True)

network = TinyNetwork(DataDirectory(Path(sys.argv[1])), text=sys.argv[3].encode(), steps=Steps(), base_port=int(sys.argv[2]))
network.up()
"""


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TinyNetwork]:
    with tiny_network(tmp_path_factory.mktemp("authorities"), text=TEXT) as network:
        network.up()
        yield network


def test_every_municipality_runs_an_authority(network: TinyNetwork) -> None:
    kinds = ("peer0", "orderer", "chaincode", "clock", "ca")

    assert sorted(network.pids()) == sorted(f"{kind}.{town}" for kind in kinds for town in TOWNS)
    nodes = network.status()
    assert {node.state for node in nodes.values()} == {"running"}
    assert all(nodes[f"ca.{town}"].memory_mb and nodes[f"ca.{town}"].role == "ca" for town in TOWNS)


def test_its_identities_serve_the_ledger(network: TinyNetwork) -> None:
    network.put("nagasaki", "bridge", "open")

    network.reads("bridge", "open", *TOWNS)


def test_a_second_up_changes_nothing(network: TinyNetwork) -> None:
    before = network.pids()

    assert network.up() is False

    assert network.pids() == before


def test_no_authoritys_key_is_in_the_networks_directory(network: TinyNetwork) -> None:
    for town in TOWNS:
        assert [path.name for path in (network.data.organisation(town) / "ca").iterdir()] == ["certificate.pem"]
        assert [path.name for path in (network.data.organisation(town) / "tlsca").iterdir()] == ["certificate.pem"]


def test_keys_databases_and_secrets_are_their_owners_only(network: TinyNetwork) -> None:
    files = [path for path in (network.data.root / "authorities").rglob("*") if path.is_file()]
    public = {path.name for path in files if stat.S_IMODE(path.stat().st_mode) != 0o600}

    assert public == {"ca-cert.pem", "tls-cert.pem"}
    assert all(stat.S_IMODE(network.data.authority(town).stat().st_mode) == 0o700 for town in TOWNS)


def as_member(network: TinyNetwork, town: str, enrolment: Enrolment) -> dict[str, Any]:
    """The options of `connect` for somebody's keys."""
    return network.connection(town) | {
        "identity": Identity(f"{town.capitalize()}MSP", enrolment.certificate_pem),
        "signer": PrivateKeySigner.from_pem(enrolment.private_key_pem),
    }


def test_the_registrar_is_no_member_of_the_channel(network: TinyNetwork) -> None:
    registrar = Enrolment.read(network.data.organisation("toda") / "registrars" / "ca")

    with connect(**as_member(network, "toda", registrar)) as gateway, pytest.raises(GatewayError, match="access denied"):
        gateway.get_network("genpon").get_contract("genpon").evaluate_transaction("get", "bridge")


def test_the_ledger_goes_on_without_an_authority(network: TinyNetwork) -> None:
    network.kill("ca.toda")
    assert network.status()["ca.toda"].state == "stopped"
    network.put("toda", "bridge", "closed")

    before = network.pids()
    assert network.up() is True

    after = network.pids()
    assert {name for name in after if before.get(name) != after[name]} == {"ca.toda"}


@pytest.mark.parametrize(
    "arguments", [["register", "toda", "x"], ["list", "toda"], ["revoke", "toda", "client"], ["secret", "toda", "client"]]
)
def test_an_authority_that_is_down_is_unreachable(network: TinyNetwork, arguments: list[str]) -> None:
    network.kill("ca.toda")
    try:
        outcome = Operator(network.data.root).run("identity", *arguments, code=3)
    finally:
        network.up()

    assert outcome.stderr.startswith("Fabric CA does not answer on 127.0.0.1:")
    assert outcome.stderr.count("\n") == 1


@pytest.fixture
def elsewhere(network: TinyNetwork, tmp_path: Path) -> tuple[str, Path]:
    """What somebody has who is on another machine: where Toda's authority answers, and who vouches for it."""
    node = next(node for node in network.layout().authorities if node.name == "ca.toda")
    trust = tmp_path / "toda-tlsca.pem"
    trust.write_bytes((network.data.organisation("toda") / "tlsca" / "certificate.pem").read_bytes())
    return node.address, trust


def test_an_application_on_another_machine_enrols_with_its_secret_alone(
    network: TinyNetwork, elsewhere: tuple[str, Path], tmp_path: Path
) -> None:
    secret = Operator(network.data.root).json("identity", "register", "toda", "app-far")["secret"]
    place, trust = elsewhere
    keys, there = tmp_path / "keys", Operator()

    first = there.json(
        "identity", "enrol-at", place, "app-far", "--trust", str(trust), "--out", str(keys), "--secret-file", "-", given=secret
    )
    second = there.json("identity", "reenrol-at", place, str(keys), "--trust", str(trust))

    assert first["serial"] != second["serial"]
    enrolment = Enrolment.read(keys)
    assert enrolment.certificate.subject.rfc4514_string() == "CN=app-far,OU=client,O=toda.example"
    with connect(**as_member(network, "toda", enrolment)) as gateway:
        gateway.get_network("genpon").get_contract("genpon").submit_transaction("put", "far", "away")


def test_a_server_on_another_machine_gets_a_tls_certificate(network: TinyNetwork, elsewhere: tuple[str, Path], tmp_path: Path) -> None:
    secret = Operator(network.data.root).json("identity", "register", "toda", "proxy", "--role", "tls")["secret"]
    place, trust = elsewhere
    keys, at = str(tmp_path / "keys"), ["--trust", str(trust)]

    Operator().json(
        "identity", "enrol-at", place, "proxy", *at, "--host", "proxy.example", "--out", keys, "--secret-file", "-", given=secret
    )
    Operator().json("identity", "reenrol-at", place, keys, *at)

    Enrolment.read(Path(keys)).certificate.verify_directly_issued_by(x509.load_pem_x509_certificate(trust.read_bytes()))


@pytest.mark.parametrize(
    ("place", "trusted", "code", "message"),
    [
        ("toda", "own", 2, "'toda' is no host and port; write them as ca.toda.example:17108"),
        ("127.0.0.1:99999", "own", 2, "is no host and port"),
        ("127.0.0.1:1", "own", 3, "Fabric CA does not answer on 127.0.0.1:1 (Connection refused)"),
        (None, "nothing", 1, "the given authority's certificate cannot be used for TLS"),
        (None, "omura's", 1, "is not the server that the given authority vouches for"),
        (None, "missing", 2, "name the file of the TLS authority's certificate"),
    ],
)
def test_from_elsewhere_nobody_is_believed_without_proof(
    network: TinyNetwork, elsewhere: tuple[str, Path], tmp_path: Path, *, place: str | None, trusted: str, code: int, message: str
) -> None:
    address, own = elsewhere
    files = {
        "own": own,
        "nothing": tmp_path / "nothing",
        "omura's": network.data.organisation("omura") / "tlsca" / "certificate.pem",
        "missing": tmp_path / "missing",
    }
    files["nothing"].write_text("nothing")
    command = ["identity", "enrol-at", place or address, "app-x", "--trust", str(files[trusted]), "--out", str(tmp_path / "keys")]

    outcome = Operator().run(*command, "--secret-file", "-", code=code, given="secret")

    assert message in outcome.stderr
    assert outcome.stderr.count("\n") == 1
    assert not (tmp_path / "keys").exists()


@pytest.mark.parametrize("name", ["peer0.omura", "orderer.omura", "clock.omura"])
def test_processes_are_enrolled_again_with_their_keys(network: TinyNetwork, name: str) -> None:
    files = [each.files for each in network.renewal(name).certificates]
    before = [each.read() for each in files]

    network.renew(name)

    after = [each.read() for each in files]
    assert [each.private_key_pem for each in after] == [each.private_key_pem for each in before]
    assert all(one.certificate.serial_number != other.certificate.serial_number for one, other in zip(before, after, strict=True))
    assert network.status()[name].state == "running"


def test_an_authoritys_server_gets_a_newer_tls_certificate_and_again(network: TinyNetwork) -> None:
    (certificate,) = network.renewal("ca.omura").certificates
    seen = {certificate.files.read().certificate.serial_number}
    for _ in range(2):
        network.renew("ca.omura")
        seen.add(certificate.files.read().certificate.serial_number)

    assert len(seen) == 3
    assert network.status()["ca.omura"].state == "running"
    assert certificate.files.key.stat().st_mode & 0o777 == 0o600


def test_everything_is_back_after_everything_was_killed(network: TinyNetwork) -> None:
    network.kill()
    assert network.pids() == {}

    assert network.up() is True

    network.reads("bridge", "closed", *TOWNS)
    assert {node.state for node in network.status().values()} == {"running"}


def test_an_authority_that_cannot_start_is_told_and_the_ledger_runs(network: TinyNetwork) -> None:
    network.kill("ca.omura", "peer0.omura")
    key = network.data.authority("omura") / "ca-key.pem"
    good = key.read_bytes()
    key.write_bytes((network.data.authority("toda") / "ca-key.pem").read_bytes())
    try:
        with pytest.raises(NetworkError, match=r"^ca\.omura has ended: Error: .*Validation of certificate and key failed"):
            network.up()
        network.reads("bridge", "closed", "omura")
    finally:
        key.write_bytes(good)
    assert network.up() is True


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[TinyNetwork]:
    with tiny_network(tmp_path / "data", text=TEXT) as network:
        network.base_port = free_block(240)
        yield network


def alive(network: TinyNetwork) -> list[str]:
    return [record.stem for record in records(network.data) if running(record)]


@pytest.mark.parametrize("told", ["starting 4 of 4 certification authorities", "starting 12 of 12 processes"])
def test_a_making_that_was_killed_is_begun_again(fresh: TinyNetwork, told: str) -> None:
    command = [sys.executable, "-c", UP, str(fresh.data.root), str(fresh.base_port), TEXT.decode()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3]) as first:
        assert first.stdout is not None
        assert any(told in line for line in first.stdout)
        first.send_signal(signal.SIGKILL)
    # A child that was about to start may hold the killed command's lock for a moment more.
    with locked(fresh.data.root / "lock"):
        pass

    assert fresh.up() is True

    fresh.put("toda", "key", "value")
    fresh.reads("key", "value", "omura")


def test_a_making_that_fails_leaves_no_process(fresh: TinyNetwork) -> None:
    assert fresh.base_port is not None
    with (
        socket.create_server(("127.0.0.1", fresh.base_port + 59)),
        pytest.raises(NetworkError, match=rf"^ca\.toda \(operations\) cannot listen on 127\.0\.0\.1:{fresh.base_port + 59} "),
    ):
        fresh.up()

    assert alive(fresh) == []
    assert not fresh.data.exists
