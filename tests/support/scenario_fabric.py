"""The fixture chaincode on real Fabric, beside the one that the network was made with."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from genpon_chaincode.shim import TlsConfiguration
from genpon_core.fabric.policies import out_of, signed_by
from genpon_network.lifecycle.definitions import Definition
from genpon_network.lifecycle.packages import ccaas_package
from genpon_network.native.ledger import NativeLedger
from genpon_network.nodes.deploying import Deployment, deploy
from genpon_network.topology import PeerNode
from tests.support.fabric_consortium import FabricConsortium
from tests.support.fixture_service import FixtureService
from tests.support.scenario_ledger import CHAINCODE, COLLECTIONS, ENDORSING, THRESHOLD

LABEL = f"{CHAINCODE}_1"


@dataclass(frozen=True)
class FabricScenarios:
    """A real network; the services run in this process."""

    consortium: FabricConsortium
    services: Mapping[str, FixtureService]

    def profile(self, msp_id: str) -> Path:
        return self.consortium.profile(msp_id)

    def stop(self, msp_id: str) -> None:
        self.consortium.stop(msp_id)

    def start(self, msp_id: str) -> None:
        self.consortium.start(msp_id)
        _deploy(self.consortium.ledger, self.services)

    def settle(self) -> None:
        self.consortium.settle()


@contextmanager
def fabric_scenarios(consortium: FabricConsortium) -> Iterator[FabricScenarios]:
    """Deploys the fixture chaincode on a running network."""
    ledger = consortium.ledger
    with ExitStack() as stack:
        services = {}
        for peer in ledger.network.layout.peers:
            service = services[peer.municipality.msp_id] = _serve(ledger, peer)
            stack.callback(service.stop)
        _deploy(ledger, services)
        yield FabricScenarios(consortium, services)


def _serve(ledger: NativeLedger, peer: PeerNode) -> FixtureService:
    tls = ledger.data.node(f"chaincode.{peer.municipality.name}") / "tls"
    own = TlsConfiguration(*((tls / name).read_bytes() for name in ("key.pem", "certificate.pem", "ca.pem")))
    return FixtureService(peer.municipality.msp_id, ccaas_package(LABEL).package_id, tls=own)


def _deploy(ledger: NativeLedger, services: Mapping[str, FixtureService]) -> None:
    policy = out_of(THRESHOLD, *(signed_by(msp_id, "peer") for msp_id in ENDORSING))
    ports = {msp_id: int(service.address.rpartition(":")[2]) for msp_id, service in services.items()}
    deploy(ledger.data, ledger.consortium, Deployment(LABEL, Definition(CHAINCODE, "1", policy, COLLECTIONS), ports, probe=(b"ping",)))
