"""Networks whose identities come from Fabric CA servers: up, down, killed, cut off in the middle of being made."""

import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

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

pytestmark = [pytest.mark.fabric, pytest.mark.fabric_ca]
TOWNS = ("nagasaki", "kawaguchi", "toda", "omura")
TEXT = example(DEFAULT) + b"\nidentities: fabric-ca\n"

UP = """
import sys
from pathlib import Path
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


def test_the_registrar_is_no_member_of_the_channel(network: TinyNetwork) -> None:
    registrar = Enrolment.read(network.data.organisation("toda") / "registrars" / "ca")
    options = network.connection("toda") | {
        "identity": Identity("TodaMSP", registrar.certificate_pem),
        "signer": PrivateKeySigner.from_pem(registrar.private_key_pem),
    }

    with connect(**options) as gateway, pytest.raises(GatewayError, match="access denied"):
        gateway.get_network("genpon").get_contract("genpon").evaluate_transaction("get", "bridge")


def test_the_ledger_goes_on_without_an_authority(network: TinyNetwork) -> None:
    network.kill("ca.toda")
    assert network.status()["ca.toda"].state == "stopped"
    network.put("toda", "bridge", "closed")

    before = network.pids()
    assert network.up() is True

    after = network.pids()
    assert {name for name in after if before.get(name) != after[name]} == {"ca.toda"}


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
