"""A small real network for the benchmark's chaincode: Raft, one orderer, a peer for each municipality."""

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
from genpon_network.topology import Layout
from genpon_network.topology.describing import Description
from genpon_network.topology.layout import PORTS_PER_MUNICIPALITY

PROBE = (b"nothing",)
CHANNEL = "genpon"
_MUNICIPALITIES = (("nagasaki", "長崎市", "422011"), ("kawaguchi", "川口市", "112038"), ("toda", "戸田市", "112241"))
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

    @property
    def first(self) -> str:
        """The municipality whose gateway is asked."""
        return self.network.consortium.municipalities[0].name

    def member(self) -> dict[str, Any]:
        """What a client of the first municipality needs to connect to its gateway, as JSON."""
        folder = self.network.data.organisation(self.first)
        profile = ConnectionProfile.from_json((folder / FILE).read_bytes())
        endpoint, client = profile.gateway(), profile.identity("client")
        return {
            "target": endpoint.endpoint,
            "server_name": endpoint.tls_hostname,
            "tls_ca": endpoint.tls_ca_pem,
            "msp_id": profile.msp_id,
            "certificate": (folder / client.certificate).read_text(),
            "key": (folder / client.private_key).read_text(),
            "channel": CHANNEL,
        }

    def deploy(self, name: str, command: Sequence[str]) -> None:
        """Starts a chaincode's services and deploys it; what stands in braces in the command comes from the services' environment."""
        data, consortium = self.network.data, self.network.consortium
        members = [municipality.msp_id for municipality in consortium.municipalities]
        policy = out_of(consortium.threshold, *(signed_by(member, "peer") for member in members))
        ports = dict(zip(members, self.ports, strict=False))
        deployment = Deployment(f"{name}_1", Definition(name, "1", policy), ports, PROBE)
        for municipality in consortium.municipalities:
            environment = service_environment(data, consortium, deployment, municipality.msp_id)
            service = Command(f"{name}.{municipality.name}", [part.format(**environment) for part in command], environment)
            start(service, record=data.record(service.name), log=data.log(service.name))
        deploy(data, consortium, deployment)

    def service(self, name: str) -> list[psutil.Process]:
        """The processes of a chaincode's service in the first municipality."""
        process = running(self.network.data.record(f"{'chaincode' if name == NAME else name}.{self.first}"))
        assert process is not None  # noqa: S101 - it was deployed
        return [process, *process.children(recursive=True)]


@contextmanager
def bench_network(directory: Path, go_chaincode: Path, *, municipalities: int) -> Iterator[BenchNetwork]:
    """Starts a network in a directory, and ends it at last."""
    data = DataDirectory(directory.absolute())
    base_port = free_block((municipalities + 1) * PORTS_PER_MUNICIPALITY)
    description = Description(_description(_MUNICIPALITIES[:municipalities]), "consortium.yaml", base_port)
    try:
        with data.locked():
            consortium, _ = make_or_open(data, description, description)
            service = ChaincodeService("go_1", command=(str(go_chaincode),), probe=PROBE, ticker=_NO_CLOCK)
            network = NativeNetwork(data, consortium, _patient_tools(data.root / "configuration"), service, lambda _line: None)
            network.up()
        yield BenchNetwork(network, itertools.count(base_port + municipalities * PORTS_PER_MUNICIPALITY))
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


def _description(municipalities: Sequence[tuple[str, str, str]]) -> bytes:
    head = f"name: {{ja: 測定, en: Benchmark}}\nchannel: {CHANNEL}\nconsensus: raft\nmunicipalities:\n"
    return (head + "".join(_municipality(number, *one) for number, one in enumerate(municipalities))).encode()


def _municipality(number: int, name: str, title: str, code: str) -> str:
    facts = f"title: {{ja: {title}, en: {name}}}, msp_id: {name.capitalize()}MSP, code: '{code}', domain: {name}.example"
    return f"  - {{name: {name}, {facts}, orderer: {str(number == 0).lower()}}}\n"
