"""Real Fabric with the chaincode that calls the stub: three peers, two channels, two chaincodes, a private collection."""

import contextlib
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import psutil

from genpon.gateway import Gateway, connect
from genpon_chaincode.shim import ChaincodeServer, TlsConfiguration
from genpon_core.fabric.headers import NONCE_SIZE
from genpon_core.fabric.policies import out_of, signed_by
from genpon_core.fabric.protos import common, configtx
from genpon_network.channel.genesis import genesis_block
from genpon_network.lifecycle import joins
from genpon_network.lifecycle.agreement import in_parallel
from genpon_network.lifecycle.definitions import Definition
from genpon_network.lifecycle.packages import ccaas_package
from genpon_network.lifecycle.peers import PeerAdministration
from genpon_network.lifecycle.waiting import until_reachable
from genpon_network.native.opening import open_network
from genpon_network.nodes.administration import Administration
from genpon_network.nodes.deploying import Deployment, deploy
from genpon_network.nodes.directory import DataDirectory
from genpon_network.topology import Consortium, PeerNode
from tests.support.native import TinyNetwork, tiny_network
from tests.support.older_fabric import older_release
from tests.support.stub_ledger import CHANNEL, COLLECTIONS, ORGANISATIONS, OTHER, OTHER_CHANNEL, SCRIPT
from tests.support.stub_script import StubScript

PROGRAM = Path(__file__).with_name("stub_script.py")
OTHER_LABEL = f"{OTHER}_1"
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
        self._gateways: dict[tuple[str, str], Gateway] = {}

    def gateway(self, msp_id: str, at: str | None = None) -> Gateway:
        place = at or msp_id
        if (msp_id, place) not in self._gateways:
            names = {node.municipality.msp_id: node.municipality.name for node in self._nodes}
            own, there = (self.network.connection(names[one]) for one in (msp_id, place))
            options = {**own, "target": there["target"], "tls": there["tls"]}
            self._gateways[msp_id, place] = self._stack.enter_context(connect(**options))
        return self._gateways[msp_id, place]

    def restart_service(self, msp_id: str) -> None:
        name = next(node.name for node in self.network.layout().chaincodes if node.municipality.msp_id == msp_id)
        # The service is a child of the process that the network has started, which starts it again.
        (child,) = psutil.Process(self.network.pids()[name]).children()
        child.kill()
        psutil.wait_procs([child])

    def set_up(self) -> None:
        self.network.up()
        self._join_other_channel()
        policy = out_of(2, *(signed_by(msp_id, "peer") for msp_id in ORGANISATIONS))
        own = {node.municipality.msp_id: node.port for node in self.network.layout().chaincodes}
        script = Deployment(self.network.label, Definition(SCRIPT, "1", policy, COLLECTIONS), own, probe=(b"ping",))
        other = Deployment(OTHER_LABEL, Definition(OTHER, "1", policy), self.serve(OTHER_LABEL), probe=(b"ping",))
        for channel in (CHANNEL, OTHER_CHANNEL):
            for deployment in (script, other):
                self.deploy(deployment, channel)

    def deploy(self, deployment: Deployment, channel: str = CHANNEL) -> bool:
        """Deploys a chaincode; whether anything was missing."""
        return deploy(self._data, self.consortium.model_copy(update={"channel": channel}), deployment)

    def serve(self, label: str) -> dict[str, int]:
        """Starts services that answer for a package of that label: the port of each organisation's."""
        ports = {}
        for node in self._nodes:
            tls = self._data.node(f"chaincode.{node.municipality.name}") / "tls"
            own = TlsConfiguration(*((tls / name).read_bytes() for name in ("key.pem", "certificate.pem", "ca.pem")))
            package_id = ccaas_package(label).package_id
            server = ChaincodeServer(StubScript(), package_id=package_id, tls=own, peer_msp_id=node.municipality.msp_id)
            ports[node.municipality.msp_id] = int(server.start().rpartition(":")[2])
            self._stack.callback(server.stop)
        return ports

    @property
    def consortium(self) -> Consortium:
        """The network's description."""
        return open_network(self._data)

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

    def _join_other_channel(self) -> None:
        block = _same_channel_called(OTHER_CHANNEL, self._data.genesis.read_bytes())
        administration = Administration(self._data)
        for orderer in self.network.layout().orderers:
            administration.participation(orderer).join(OTHER_CHANNEL, block)
        in_parallel(lambda peer: self._patiently(lambda: joins.join_peer(peer, OTHER_CHANNEL, block)), self._peers)

    def _patiently(self, attempt: Any) -> None:
        until_reachable(attempt, patience=PATIENCE, alive=lambda: None)


def _same_channel_called(name: str, genesis: bytes) -> bytes:
    first = common.Payload.FromString(common.Envelope.FromString(common.Block.FromString(genesis).data.data[0]).payload)
    header = common.ChannelHeader.FromString(first.header.channel_header)
    group = configtx.ConfigEnvelope.FromString(first.data).config.channel_group
    return bytes(genesis_block(name, group, timestamp=header.timestamp, nonce=bytes(NONCE_SIZE)).SerializeToString())


@contextlib.contextmanager
def stub_fabric(root: Path, *, older: bool = False) -> Iterator[StubFabric]:
    """Starts it, on the oldest release if wanted; everything ends with the block."""
    with contextlib.ExitStack() as stack:
        tools = stack.enter_context(older_release(root / "older")) if older else None
        options = {"text": THREE_CITIES.encode(), "label": f"{SCRIPT}_1", "program": PROGRAM, "tools": tools}
        network = stack.enter_context(tiny_network(root / "network", **options))
        fabric = StubFabric(network, stack)
        fabric.set_up()
        yield fabric
