"""Four municipalities on real Fabric: up, up again, killed and up again."""

import os
import stat
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from genpon_network.lifecycle.orderers import broadcast
from genpon_network.lifecycle.packages import ccaas_package
from genpon_network.lifecycle.proposals import envelope, new_proposal
from genpon_network.nodes.administration import Administration
from tests.support.native import TinyNetwork, tiny_network

pytestmark = pytest.mark.fabric
TOWNS = ("nagasaki", "kawaguchi", "toda", "omura")


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TinyNetwork]:
    with tiny_network(tmp_path_factory.mktemp("native")) as network:
        network.up()
        yield network


def test_every_municipality_runs_a_peer_an_orderer_and_a_chaincode_service(network: TinyNetwork) -> None:
    assert sorted(network.pids()) == sorted(f"{kind}.{town}" for kind in ("peer0", "orderer", "chaincode", "clock") for town in TOWNS)


def test_what_one_submits_all_read(network: TinyNetwork) -> None:
    network.put("nagasaki", "bridge", "open")

    network.reads("bridge", "open", *TOWNS)


def test_a_second_up_changes_nothing(network: TinyNetwork) -> None:
    before, heights = network.pids(), {name: node.height for name, node in network.status().items()}

    assert network.up() is False

    assert network.pids() == before
    assert {name: node.height for name, node in network.status().items()} == heights


def test_status_tells_height_role_and_expiry(network: TinyNetwork) -> None:
    nodes = network.status()

    assert {node.state for node in nodes.values()} == {"running"}
    assert len({node.height for node in nodes.values() if node.height is not None}) == 1
    assert sorted(node.role for name, node in nodes.items() if name.startswith("orderer")) == ["follower", "follower", "follower", "leader"]
    assert all(node.memory_mb and node.certificates_until.tzinfo for node in nodes.values())


def test_the_same_ledger_is_back_after_everything_was_killed(network: TinyNetwork) -> None:
    network.put("toda", "road", "closed")
    height = network.status()["peer0.toda"].height
    network.kill()
    assert network.pids() == {}
    assert {node.state for node in network.status().values()} == {"stopped"}

    assert network.up() is True

    network.reads("road", "closed", *TOWNS)
    assert network.status()["peer0.toda"].height == height
    network.put("omura", "road", "open again")


def test_only_what_is_missing_is_started(network: TinyNetwork) -> None:
    before = network.pids()
    network.kill("peer0.omura", "chaincode.toda")

    assert network.up() is True

    after = network.pids()
    assert {name for name in before if before[name] != after[name]} == {"peer0.omura", "chaincode.toda"}
    network.reads("road", "open again", *TOWNS)


def test_what_an_orderer_has_already_may_be_given_to_it_again(network: TinyNetwork) -> None:
    """All of them get a set-up's transactions at once, so some get them from another one first, or in a block."""
    administration = Administration(network.data)
    with ExitStack() as stack:
        peers = [stack.enter_context(administration.peer(node)) for node in network.layout().peers[:3]]
        orderers = [stack.enter_context(administration.orderer(node)) for node in network.layout().orderers]
        proposed = new_proposal(peers[0].administrator, "genpon", "genpon", (b"put", b"lamp", b"lit"))
        transaction = envelope(proposed, [peer.endorse(proposed) for peer in peers], peers[0].administrator)
        broadcast(orderers[0], transaction)
        broadcast(orderers[0], transaction)
        for peer in peers:
            peer.wait_for_commit("genpon", proposed.transaction_id)
        for orderer in orderers:
            broadcast(orderer, transaction)

    network.reads("lamp", "lit", *TOWNS)


def test_another_package_is_agreed_on_as_the_next_sequence(network: TinyNetwork) -> None:
    peers = {name: pid for name, pid in network.pids().items() if not name.startswith("chaincode")}
    network.label = "tiny_2"

    assert network.up() is True

    assert any("tiny" not in step and "sequence 2" in step for step in network.steps)
    assert {name: pid for name, pid in network.pids().items() if not name.startswith("chaincode")} == peers
    network.put("kawaguchi", "road", "wider")


def test_private_keys_are_their_owners_only(network: TinyNetwork) -> None:
    files = [path for path in network.data.root.rglob("*") if path.is_file()]
    secret = [path for path in files if b"PRIVATE KEY" in path.read_bytes()]

    assert len(secret) > 30
    assert {oct(stat.S_IMODE(path.stat().st_mode)) for path in secret if "ledgers" not in path.parts} == {"0o600"}
    assert stat.S_IMODE(network.data.network.stat().st_mode) == 0o700


def test_no_private_key_is_in_the_package(network: TinyNetwork, tmp_path: Path) -> None:
    (tmp_path / "package.tar.gz").write_bytes(ccaas_package(network.label).content)

    with tarfile.open(tmp_path / "package.tar.gz") as package:
        package.extractall(tmp_path, filter="data")
    with tarfile.open(tmp_path / "code.tar.gz") as code:
        code.extractall(tmp_path, filter="data")

    assert "PRIVATE KEY" not in (tmp_path / "connection.json").read_text()


def test_the_chaincode_service_takes_its_own_organisations_peers_only(network: TinyNetwork) -> None:
    service = network.layout().chaincodes[0]
    toda = network.data.organisation("toda")

    assert _handshake(service.address, [], network.data.organisation("nagasaki")) is False
    assert _handshake(service.address, [toda / "admin-tls"], network.data.organisation("nagasaki")) is False
    own = network.data.organisation("nagasaki")
    assert _handshake(service.address, [own / "admin-tls"], own) is True


def _handshake(address: str, keys: list[Path], organisation: Path) -> bool:
    """Whether a gRPC connection comes about, with a client's certificate or none."""
    code = (
        "import sys, grpc\n"
        "from pathlib import Path\n"
        "address, ca, *pair = sys.argv[1:]\n"
        "key, certificate = (Path(path).read_bytes() for path in pair) if pair else (None, None)\n"
        "channel = grpc.secure_channel(address, grpc.ssl_channel_credentials(Path(ca).read_bytes(), key, certificate))\n"
        "stub = channel.stream_stream('/protos.Chaincode/Connect')\n"
        "try:\n"
        "    next(stub(iter([]), timeout=5))\n"
        "except StopIteration:\n"
        "    sys.exit(0)\n"
        "except grpc.RpcError as error:\n"
        "    sys.exit(1 if error.code() is grpc.StatusCode.UNAVAILABLE else 0)\n"
    )
    pair = [str(keys[0] / "key.pem"), str(keys[0] / "certificate.pem")] if keys else []
    command = [sys.executable, "-c", code, address, str(organisation / "tlsca" / "certificate.pem"), *pair]
    outcome = subprocess.run(command, env={**os.environ, "GRPC_VERBOSITY": "NONE"}, check=False, capture_output=True)
    assert outcome.returncode in (0, 1), outcome.stderr
    return outcome.returncode == 0
