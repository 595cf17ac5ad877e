"""The fixture chaincode on real Fabric, beside the one that the network was made with."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from genpon_chaincode.shim import TlsConfiguration
from genpon_network.errors import NetworkError, UnreachableError
from genpon_network.lifecycle import agreement
from genpon_network.lifecycle.agreement import in_parallel
from genpon_network.lifecycle.definitions import Definition, install
from genpon_network.lifecycle.packages import ChaincodePackage, ccaas_package
from genpon_network.lifecycle.peers import PeerAdministration
from genpon_network.lifecycle.waiting import until_reachable
from genpon_network.native.ledger import NativeLedger
from genpon_network.nodes.administration import Administration
from genpon_network.nodes.builder import write_connection
from genpon_network.topology import PeerNode
from genpon_network.x509_issuing import Enrolment
from tests.support.fabric_consortium import FabricConsortium
from tests.support.fixture_service import FixtureService
from tests.support.scenario_ledger import CHAINCODE, CHANNEL, ENDORSING, THRESHOLD

PATIENCE = 60.0


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
        _wait_until_ready(self.consortium.ledger)

    def settle(self) -> None:
        self.consortium.settle()


@contextmanager
def fabric_scenarios(consortium: FabricConsortium) -> Iterator[FabricScenarios]:
    """Deploys the fixture chaincode on a running network."""
    ledger = consortium.ledger
    package = ccaas_package(f"{CHAINCODE}_1")
    with ExitStack() as stack:
        services = {}
        for peer in ledger.network.layout.peers:
            service = services[peer.municipality.msp_id] = _serve(ledger, peer, package)
            stack.callback(service.stop)
        _agree(ledger, package)
        _wait_until_ready(ledger)
        yield FabricScenarios(consortium, services)


def _serve(ledger: NativeLedger, peer: PeerNode, package: ChaincodePackage) -> FixtureService:
    tls = ledger.data.node(f"chaincode.{peer.municipality.name}") / "tls"
    own = TlsConfiguration(*((tls / name).read_bytes() for name in ("key.pem", "certificate.pem", "ca.pem")))
    service = FixtureService(peer.municipality.msp_id, package.package_id, tls=own)
    place = replace(ledger.network.layout.chaincode_of(peer.municipality), port=int(service.address.rpartition(":")[2]))
    client = Enrolment.read(ledger.data.node(peer.name) / "tls")
    write_connection(ledger.data.node(peer.name) / "connections", package.label, place, client, (tls / "ca.pem").read_bytes())
    return service


def _agree(ledger: NativeLedger, package: ChaincodePackage) -> None:
    administration = Administration(ledger.data)
    layout = ledger.network.layout
    definition = Definition(CHAINCODE, "1", 1, ENDORSING, THRESHOLD)
    with ExitStack() as stack:
        peers = [stack.enter_context(administration.peer(peer)) for peer in layout.peers]
        orderers = [stack.enter_context(administration.orderer(orderer)) for orderer in layout.orderers]
        in_parallel(lambda peer: install(peer, package), peers)
        in_parallel(lambda peer: agreement.approve(peer, orderers, CHANNEL, definition, package.package_id), peers)
        agreement.commit(peers, orderers, CHANNEL, definition)


def _wait_until_ready(ledger: NativeLedger) -> None:
    """Until every organisation's gateway finds endorsers: gossip takes its time."""
    administration = Administration(ledger.data)

    def probe(peer: PeerAdministration) -> None:
        try:
            peer.endorse_through_gateway(CHANNEL, CHAINCODE, [b"ping"], timeout=3)
        except NetworkError as error:
            raise UnreachableError(str(error)) from None

    with ExitStack() as stack:
        peers = [stack.enter_context(administration.peer(peer)) for peer in ledger.network.layout.peers]
        in_parallel(lambda peer: until_reachable(lambda: probe(peer), patience=PATIENCE, alive=lambda: None), peers)
