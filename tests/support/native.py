"""A real network of four municipalities for tests, with a chaincode that only keeps values."""

import contextlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from genpon.gateway import Gateway, Identity, PrivateKeySigner, Tls, connect
from genpon_core.profiles import ConnectionProfile
from genpon_network.native.exchanging import native_renewing
from genpon_network.native.network import NativeNetwork
from genpon_network.native.opening import make_or_open, open_network
from genpon_network.native.ports import free_block
from genpon_network.native.processes import running, stop
from genpon_network.native.status import NodeStatus, network_status
from genpon_network.nodes.chaincode import ChaincodeService
from genpon_network.nodes.directory import DataDirectory
from genpon_network.nodes.profiles import FILE
from genpon_network.nodes.renewal import Renewal, renewal_of
from genpon_network.tools import Toolset, require_tools
from genpon_network.topology import Consortium, Layout
from genpon_network.topology.describing import Description
from genpon_network.topology.layout import PORTS_PER_MUNICIPALITY
from genpon_network.topology.loading import DEFAULT, example
from tests.support.waiting import until

TINY = Path(__file__).with_name("tiny_chaincode.py")
LABEL = "tiny_1"
NO_CLOCK = (sys.executable, "-c", "import signal; signal.pause()")
"""What stands for the ticker: the chaincode has no clock."""


@dataclass
class TinyNetwork:
    """A network in a directory of its own, on ports of its own.

    Attributes:
        data: its files.
        text: its description.
        label: the chaincode package's label.
        program: the chaincode service.
        steps: what `up` has told.
        tools: the daemons, if not those of the release that Genpon runs on.
    """

    data: DataDirectory
    text: bytes = field(default_factory=lambda: example(DEFAULT))
    label: str = LABEL
    program: Path = TINY
    steps: list[str] = field(default_factory=list)
    base_port: int | None = None
    tools: Toolset | None = None

    def up(self) -> bool:
        """Makes and starts it; whether anything was done."""
        with self.data.locked():
            if self.base_port is None:
                self.base_port = free_block(12 * PORTS_PER_MUNICIPALITY)
            description = Description(self.text, "consortium.yaml", self.base_port)
            consortium, made = make_or_open(self.data, description, description, report=self.steps.append)
            changed = self._native(consortium).up()
        return made or changed

    def renew(self, *names: str, new_key: bool = False) -> None:
        """Gets processes newer certificates, or the administrators of municipalities."""
        with self.data.locked():
            native_renewing(self._native(open_network(self.data)), self.steps.append).renew(names, new_key=new_key)

    def renewal(self, name: str) -> Renewal:
        """What a process works with."""
        layout = self.layout()
        return renewal_of(self.data, layout, next(node for node in layout.all_nodes() if node.name == name))

    def _native(self, consortium: Consortium) -> NativeNetwork:
        service = ChaincodeService(self.label, command=(sys.executable, str(self.program)), probe=(b"ping",), ticker=NO_CLOCK)
        return NativeNetwork(self.data, consortium, self.tools or require_tools(os.environ), service, self.steps.append)

    def down(self) -> list[int]:
        """Ends its processes."""
        return stop(self.records())

    def records(self) -> list[Path]:
        return [self.data.record(name) for name in self.layout().names()] if self.data.exists else []

    def pids(self) -> dict[str, int]:
        """The pid of every process that runs."""
        processes = {path.stem: running(path) for path in self.records()}
        return {name: process.pid for name, process in processes.items() if process is not None}

    def kill(self, *names: str) -> None:
        """Kill -9 of the named processes, or of all."""
        victims = [psutil.Process(pid) for name, pid in self.pids().items() if not names or name in names]
        for victim in victims:
            victim.kill()
        psutil.wait_procs(victims)

    def layout(self) -> Layout:
        return Layout.of(open_network(self.data))

    def status(self) -> dict[str, NodeStatus]:
        return {node.name: node for node in network_status(self.data, open_network(self.data))}

    def connection(self, municipality: str) -> dict[str, Any]:
        """The options of `connect`, sync or asyncio, for a client of a municipality at its gateway, by its connection profile."""
        folder = self.data.organisation(municipality)
        profile = ConnectionProfile.from_json((folder / FILE).read_bytes())
        endpoint, member = profile.gateway(), profile.identity("client")
        return {
            "target": endpoint.endpoint,
            "identity": Identity(profile.msp_id, (folder / member.certificate).read_bytes()),
            "signer": PrivateKeySigner.from_pem((folder / member.private_key).read_bytes()),
            "tls": Tls(endpoint.tls_ca_pem.encode(), server_name=endpoint.tls_hostname),
        }

    @contextlib.contextmanager
    def gateway(self, municipality: str) -> Iterator[Gateway]:
        """A client's connection to a municipality's gateway."""
        with connect(**self.connection(municipality)) as gateway:
            yield gateway

    def put(self, municipality: str, key: str, value: str, *, patience: float | None = None) -> None:
        """Puts a value; `patience` is the seconds that its commit is waited for."""
        with self.gateway(municipality) as gateway:
            gateway.get_network("genpon").get_contract("genpon").submit_transaction("put", key, value, commit_timeout=patience)

    def get(self, municipality: str, key: str) -> str:
        with self.gateway(municipality) as gateway:
            return gateway.get_network("genpon").get_contract("genpon").evaluate_transaction("get", key).decode()

    def reads(self, key: str, value: str, *municipalities: str) -> None:
        """Waits until peers read a value: a block reaches one after another."""
        until(lambda: {self.get(municipality, key) for municipality in municipalities} == {value})


@contextlib.contextmanager
def tiny_network(root: Path, **options: object) -> Iterator[TinyNetwork]:
    """A network that is not started yet; its processes end with the block."""
    network = TinyNetwork(DataDirectory(root), **options)  # type: ignore[arg-type]
    try:
        yield network
    finally:
        network.down()
