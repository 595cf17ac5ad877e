"""Real Fabric with the chaincode that calls the stub: three peers, two channels, two chaincodes, a private collection."""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import psutil

from genpon.gateway import Gateway
from genpon_chaincode.shim import ChaincodeServer, TlsConfiguration
from genpon_core.fabric.headers import NONCE_SIZE
from genpon_core.fabric.protos import common, configtx
from genpon_network.channel.genesis import genesis_block
from genpon_network.errors import NetworkError, UnreachableError
from genpon_network.lifecycle import agreement, joins
from genpon_network.lifecycle.agreement import in_parallel
from genpon_network.lifecycle.definitions import Definition, install
from genpon_network.lifecycle.packages import ccaas_package
from genpon_network.lifecycle.peers import PeerAdministration
from genpon_network.lifecycle.waiting import until_reachable
from genpon_network.nodes.administration import Administration
from genpon_network.nodes.builder import write_connection
from genpon_network.nodes.directory import DataDirectory
from genpon_network.topology import PeerNode
from genpon_network.x509_issuing import Enrolment
from tests.support.native import TinyNetwork, tiny_network
from tests.support.stub_ledger import CHANNEL, COLLECTIONS, ORGANISATIONS, OTHER, OTHER_CHANNEL, SCRIPT
from tests.support.stub_script import StubScript

PROGRAM = Path(__file__).with_name("stub_script.py")
PATIENCE = 60.0
THREE_CITIES = """
name: {ja: 三市, en: Three cities}
channel: genpon
consensus: raft
batch: {timeout: 50ms}
endorsing_threshold: 2
municipalities:
""" + "".join(
    f"""
  - name: {name.lower()}
    title: {{ja: {title}, en: {name}}}
    msp_id: {name}MSP
    code: "{code}"
    domain: {name.lower()}.example
    orderer: {str(name == "Nagasaki").lower()}
"""
    for name, title, code in (("Nagasaki", "長崎市", "422011"), ("Kawaguchi", "川口市", "112038"), ("Toda", "戸田市", "112241"))
)


class StubFabric:
    """The network, set up for the tests of the stub."""

    def __init__(self, network: TinyNetwork, stack: contextlib.ExitStack) -> None:
        self.network = network
        self._stack = stack
        self._gateways: dict[str, Gateway] = {}

    def gateway(self, msp_id: str) -> Gateway:
        name = next(peer.municipality.name for peer in self._nodes if peer.municipality.msp_id == msp_id)
        if msp_id not in self._gateways:
            self._gateways[msp_id] = self._stack.enter_context(self.network.gateway(name))
        return self._gateways[msp_id]

    def restart_service(self, msp_id: str) -> None:
        name = next(node.name for node in self.network.layout().chaincodes if node.municipality.msp_id == msp_id)
        # The service is a child of the process that the network has started, which starts it again.
        (child,) = psutil.Process(self.network.pids()[name]).children()
        child.kill()
        psutil.wait_procs([child])

    def set_up(self) -> None:
        self.network.up()
        other = ccaas_package(f"{OTHER}_1")
        self._serve_other(other.label, other.package_id)
        self._join_other_channel()
        script = ccaas_package(self.network.label).package_id
        in_parallel(lambda peer: install(peer, other), self._peers)
        for channel in (CHANNEL, OTHER_CHANNEL):
            self._agree(channel, Definition(SCRIPT, "1", 1, ORGANISATIONS, 2, collections=COLLECTIONS), script)
            self._agree(channel, Definition(OTHER, "1", 1, ORGANISATIONS, 2), other.package_id)
        for channel in (CHANNEL, OTHER_CHANNEL):
            for name in (SCRIPT, OTHER):
                in_parallel(lambda peer, channel=channel, name=name: self._ready(peer, channel, name), self._peers)

    @property
    def _data(self) -> DataDirectory:
        return self.network.data

    @cached_property
    def _nodes(self) -> Sequence[PeerNode]:
        return self.network.layout().peers

    @cached_property
    def _peers(self) -> list[PeerAdministration]:
        administration = Administration(self._data)
        return [self._stack.enter_context(administration.peer(node)) for node in self._nodes]

    def _serve_other(self, label: str, package_id: str) -> None:
        for node in self._nodes:
            tls = self._data.node(f"chaincode.{node.municipality.name}") / "tls"
            own = TlsConfiguration(*((tls / name).read_bytes() for name in ("key.pem", "certificate.pem", "ca.pem")))
            server = ChaincodeServer(StubScript(), package_id=package_id, tls=own, peer_msp_id=node.municipality.msp_id)
            port = int(server.start().rpartition(":")[2])
            self._stack.callback(server.stop)
            client = Enrolment.read(self._data.node(node.name) / "tls")
            service = replace(self.network.layout().chaincode_of(node.municipality), port=port)
            write_connection(self._data.node(node.name) / "connections", label, service, client, (tls / "ca.pem").read_bytes())

    def _join_other_channel(self) -> None:
        block = _same_channel_called(OTHER_CHANNEL, self._data.genesis.read_bytes())
        administration = Administration(self._data)
        for orderer in self.network.layout().orderers:
            administration.participation(orderer).join(OTHER_CHANNEL, block)
        in_parallel(lambda peer: self._patiently(lambda: joins.join_peer(peer, OTHER_CHANNEL, block)), self._peers)

    def _agree(self, channel: str, definition: Definition, package_id: str) -> None:
        administration = Administration(self._data)
        with contextlib.ExitStack() as stack:
            orderers = [stack.enter_context(administration.orderer(orderer)) for orderer in self.network.layout().orderers]
            in_parallel(lambda peer: agreement.approve(peer, orderers, channel, definition, package_id), self._peers)
            agreement.commit(self._peers, orderers, channel, definition)

    def _ready(self, peer: PeerAdministration, channel: str, name: str) -> None:
        def probe() -> None:
            try:
                peer.endorse_through_gateway(channel, name, [b"ping"], timeout=3)
            except NetworkError as error:
                raise UnreachableError(str(error)) from None

        self._patiently(probe)

    def _patiently(self, attempt: Any) -> None:
        until_reachable(attempt, patience=PATIENCE, alive=lambda: None)


def _same_channel_called(name: str, genesis: bytes) -> bytes:
    first = common.Payload.FromString(common.Envelope.FromString(common.Block.FromString(genesis).data.data[0]).payload)
    header = common.ChannelHeader.FromString(first.header.channel_header)
    group = configtx.ConfigEnvelope.FromString(first.data).config.channel_group
    return bytes(genesis_block(name, group, timestamp=header.timestamp, nonce=bytes(NONCE_SIZE)).SerializeToString())


@contextlib.contextmanager
def stub_fabric(root: Path) -> Iterator[StubFabric]:
    """Starts it; everything ends with the block."""
    with tiny_network(root, text=THREE_CITIES.encode(), label=f"{SCRIPT}_1", program=PROGRAM) as network, contextlib.ExitStack() as stack:
        fabric = StubFabric(network, stack)
        fabric.set_up()
        yield fabric
