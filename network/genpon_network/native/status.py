"""What every process of a network is doing."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import psutil

from genpon_core.fabric.identities import load_certificate
from genpon_network.errors import NetworkError
from genpon_network.lifecycle.agreement import in_parallel
from genpon_network.lifecycle.joins import ledger_height
from genpon_network.native.metrics import is_leader
from genpon_network.native.processes import running
from genpon_network.native.services import check_service
from genpon_network.native.waiting import check_goes_on
from genpon_network.nodes.administration import Administration
from genpon_network.nodes.authorities import check_authority
from genpon_network.nodes.directory import DataDirectory
from genpon_network.pki.fabric_ca.home import CaHome
from genpon_network.topology import AuthorityNode, ChaincodeNode, ClockNode, Consortium, Layout, OrdererNode, PeerNode

TIMEOUT = 5.0
"""Seconds that a process is given to say how it is."""

State = Literal["running", "stopped", "not answering"]
Node = PeerNode | OrdererNode | ChaincodeNode | ClockNode | AuthorityNode


@dataclass(frozen=True, slots=True)
class NodeStatus:
    """One process.

    Attributes:
        name: such as `peer0.nagasaki`.
        state: whether it runs and answers.
        role: `endorsing` or `observing` for a peer, `leader` or `follower` for an orderer, `chaincode` for a service,
            `clock` for a ticker of the ledger clock, `ca` for a certification authority.
        address: host and port; empty for what listens nowhere.
        pid: its process, if it runs.
        memory_mb: its resident memory.
        height: how many blocks it has, where it keeps blocks.
        certificates_until: when the first of its certificates expires.
        problem: why it does not answer.
    """

    name: str
    state: State
    role: str
    address: str
    pid: int | None
    memory_mb: int | None
    height: int | None
    certificates_until: datetime
    problem: str | None

    def to_json(self) -> dict[str, Any]:
        """The facts as JSON values."""
        return asdict(self) | {"certificates_until": self.certificates_until.isoformat()}


def network_status(data: DataDirectory, consortium: Consortium) -> list[NodeStatus]:
    """Every process's status, all asked at once."""
    layout, administration = Layout.of(consortium), Administration(data, timeout=TIMEOUT)
    return in_parallel(lambda node: _status(data, node, _asker(administration, consortium.channel, node)), layout.all_nodes())


def administrators(data: DataDirectory, consortium: Consortium) -> dict[str, datetime]:
    """When the first certificate of each municipality's administrator expires, by municipality."""
    return {
        municipality.name: min(
            _not_after(data.organisation(municipality.name) / name / "certificate.pem") for name in ("admin", "admin-tls")
        )
        for municipality in consortium.municipalities
    }


def _asker(administration: Administration, channel: str, node: Node) -> Callable[[], tuple[str, int | None]]:
    if isinstance(node, PeerNode):
        return lambda: _ask_peer(administration, channel, node)
    if isinstance(node, OrdererNode):
        return lambda: _ask_orderer(administration, channel, node)
    if isinstance(node, AuthorityNode):
        return lambda: _ask_authority(administration, node)
    if isinstance(node, ChaincodeNode):
        return lambda: _ask_service(administration, node)
    return lambda: (_kind(node), None)


def _status(data: DataDirectory, node: Node, ask: Callable[[], tuple[str, int | None]]) -> NodeStatus:
    process, expiry = running(data.record(node.name)), _expiry(data, node)
    usual = node.municipality.role if isinstance(node, PeerNode) else _kind(node)
    if process is None:
        return NodeStatus(node.name, "stopped", usual, node.address, None, None, None, expiry, None)
    memory = _memory(process)
    try:
        check_goes_on(node.name, process)
        role, height = ask()
    except NetworkError as error:
        return NodeStatus(node.name, "not answering", usual, node.address, process.pid, memory, None, expiry, str(error))
    return NodeStatus(node.name, "running", role, node.address, process.pid, memory, height, expiry, None)


def _kind(node: Node) -> str:
    return node.name.partition(".")[0]


def _memory(process: psutil.Process) -> int | None:
    try:
        # A chaincode service is a child of the process that watches it, and shares most of its memory.
        return max(int(each.memory_info().rss) for each in (process, *process.children())) >> 20
    except psutil.Error:
        return None


def _ask_peer(administration: Administration, channel: str, peer: PeerNode) -> tuple[str, int | None]:
    with administration.peer(peer) as connection:
        return peer.municipality.role, ledger_height(connection, channel)


def _ask_orderer(administration: Administration, channel: str, orderer: OrdererNode) -> tuple[str, int | None]:
    facts = administration.participation(orderer).channel(channel)
    keys = administration.data.organisation(orderer.municipality.name)
    tls_ca = keys / "tlsca" / "certificate.pem"
    leads = is_leader(orderer.inside, orderer.operations_port, channel, keys / "admin-tls", tls_ca)
    return "leader" if leads else "follower", facts.get("height")


def _ask_authority(administration: Administration, node: AuthorityNode) -> tuple[str, int | None]:
    check_authority(administration.data, node, timeout=administration.timeout)
    return _kind(node), None


def _ask_service(administration: Administration, node: ChaincodeNode) -> tuple[str, int | None]:
    check_service(administration.data, node, timeout=administration.timeout)
    return _kind(node), None


def _expiry(data: DataDirectory, node: Node) -> datetime:
    keys = data.node(node.name)
    paths = [keys / "tls" / "certificate.pem", keys / "msp" / "signcerts" / "certificate.pem"]
    if isinstance(node, ClockNode):
        paths = [data.organisation(node.municipality.name) / "client" / "certificate.pem"]
    if isinstance(node, AuthorityNode):
        paths = CaHome(data.authority(node.municipality.name)).certificates
    certificates = [path for path in paths if path.is_file()]
    if not certificates:
        raise NetworkError(
            "{process} has no certificate ({file} is gone); put a backup of its files back", process=node.name, file=paths[0]
        )
    return min(_not_after(path) for path in certificates)


def _not_after(path: Path) -> datetime:
    try:
        return load_certificate(path.read_bytes()).not_valid_after_utc
    except ValueError:
        raise NetworkError("{path} is damaged; restore it", path=path) from None
