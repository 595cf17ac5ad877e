"""The smallest real network for the benchmark's chaincode: one municipality with a peer and an orderer (Raft)."""

import itertools
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psutil

from genpon_core.fabric.policies import out_of, signed_by
from genpon_core.profiles import ConnectionProfile
from genpon_network.lifecycle.definitions import Definition
from genpon_network.native.network import NativeNetwork
from genpon_network.native.opening import make_or_open
from genpon_network.native.ports import free_block
from genpon_network.native.processes import Command, running, start, stop
from genpon_network.nodes.chaincode import NAME, ChaincodeService
from genpon_network.nodes.deploying import Deployment, deploy, service_environment
from genpon_network.nodes.directory import DataDirectory
from genpon_network.nodes.profiles import FILE
from genpon_network.tools import Toolset, require_tools
from genpon_network.topology.describing import Description
from genpon_network.topology.layout import PORTS_PER_MUNICIPALITY

PROBE = (b"nothing",)
CHANNEL = "genpon"
_MUNICIPALITY = "nagasaki"
_DESCRIPTION = f"""
name: {{ja: 測定, en: Benchmark}}
channel: {CHANNEL}
consensus: raft
municipalities:
  - name: {_MUNICIPALITY}
    title: {{ja: 長崎市, en: Nagasaki}}
    msp_id: NagasakiMSP
    code: '422011'
    domain: nagasaki.example
    orderer: true
"""
_ASKING = "gatewayService: 500"
_ASKING_MORE = "gatewayService: 5000"
_NO_CLOCK = (sys.executable, "-c", "import signal; signal.pause()")


@dataclass(frozen=True)
class BenchNetwork:
    """A running network, whose own chaincode is the one on the Go shim.

    Attributes:
        network: what runs.
        ports: free ones.
    """

    network: NativeNetwork
    ports: Iterator[int]

    def member(self) -> dict[str, Any]:
        """What a client needs to connect to the gateway, as JSON."""
        return member(self.network.data.organisation(_MUNICIPALITY) / FILE)

    def deploy(self, name: str, command: Sequence[str]) -> None:
        """Starts a chaincode's service and deploys it; what stands in braces in the command comes from the service's environment."""
        data, consortium = self.network.data, self.network.consortium
        msp_id = consortium.municipalities[0].msp_id
        definition = Definition(name, "1", out_of(1, signed_by(msp_id, "peer")))
        deployment = Deployment(f"{name}_1", definition, {msp_id: next(self.ports)}, PROBE)
        environment = service_environment(data, consortium, deployment, msp_id)
        service = Command(f"{name}.{_MUNICIPALITY}", [part.format(**environment) for part in command], environment)
        start(service, record=data.record(service.name), log=data.log(service.name))
        deploy(data, consortium, deployment)

    def service(self, name: str) -> list[psutil.Process]:
        """The processes of a chaincode's service."""
        process = running(self.network.data.record(f"{'chaincode' if name == NAME else name}.{_MUNICIPALITY}"))
        assert process is not None  # noqa: S101 - it was deployed
        return [process, *process.children(recursive=True)]

    def daemons(self) -> list[psutil.Process]:
        """The processes of the peer, the orderer and the network's own chaincode."""
        found = [running(self.network.data.record(name)) for name in self.network.layout.node_names()]
        return [process for process in found if process is not None]


def member(path: Path) -> dict[str, Any]:
    """What a client needs to connect as a connection profile's member `client`, as JSON for the programs."""
    profile = ConnectionProfile.from_json(path.read_bytes())
    endpoint, client = profile.gateway(), profile.identity("client")
    return {
        "target": endpoint.endpoint,
        "server_name": endpoint.tls_hostname,
        "tls_ca": endpoint.tls_ca_pem,
        "msp_id": profile.msp_id,
        "certificate": (path.parent / client.certificate).read_text(),
        "key": (path.parent / client.private_key).read_text(),
        "channel": CHANNEL,
    }


@contextmanager
def bench_network(directory: Path, go_chaincode: Path) -> Iterator[BenchNetwork]:
    """Starts a network in a directory, and ends it at last."""
    data = DataDirectory(directory.absolute())
    base_port = free_block(2 * PORTS_PER_MUNICIPALITY)
    description = Description(_DESCRIPTION.encode(), "consortium.yaml", base_port)
    try:
        with data.locked():
            consortium, _ = make_or_open(data, description, description)
            service = ChaincodeService("go_1", command=(str(go_chaincode),), probe=PROBE, ticker=_NO_CLOCK)
            network = NativeNetwork(data, consortium, _patient_tools(data.root / "configuration"), service, lambda _line: None)
            network.up()
        yield BenchNetwork(network, itertools.count(base_port + PORTS_PER_MUNICIPALITY))
    finally:
        stop(sorted((data.root / "processes").glob("*.json")))


def _patient_tools(directory: Path) -> Toolset:
    """Daemons whose gateways take more than 500 calls at once, since commits that are waited for count."""
    tools = require_tools(os.environ)
    shutil.copytree(tools.configuration, directory)
    core = directory / "core.yaml"
    text = core.read_text()
    if _ASKING not in text:
        raise ValueError(f"{tools.configuration / core.name} does not limit the gateway service as expected")
    core.chmod(0o644)
    core.write_text(text.replace(_ASKING, _ASKING_MORE))
    return replace(tools, configuration=directory)
