"""The services of a municipality: the same commands and settings as of plain processes, with what a container needs around them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from genpon_network.compose import inside
from genpon_network.compose.rendering import MERGE
from genpon_network.nodes.chaincode import service_settings
from genpon_network.nodes.profiles import FILE
from genpon_network.nodes.settings import orderer_settings, peer_settings
from genpon_network.topology import AuthorityNode, ChaincodeNode, ClockNode, Layout, Municipality, OrdererNode, PeerNode

Service = dict[str, Any]

FABRIC = "${FABRIC_VERSION:-3.1.1}"
PEER_IMAGE = f"hyperledger/fabric-peer:{FABRIC}"
ORDERER_IMAGE = f"hyperledger/fabric-orderer:{FABRIC}"
AUTHORITY_IMAGE = "hyperledger/fabric-ca:${FABRIC_CA_VERSION:-1.5.15}"
LANGUAGE = {"GENPON_LANG": "${GENPON_LANG:-}"}
"""What an operator reads is said in the language of whoever types the compose command."""
_EVERY = "30s"
"""A health check starts a process, and a dozen containers' checks every second would cost a core."""
_WHILE_STARTING = "30s"


@dataclass(frozen=True, slots=True)
class Services:
    """What runs for one municipality.

    Attributes:
        layout: the network's processes.
        municipality: whose services.
        published: the addresses at which a node's port is published, by the node's name; none for the others.
    """

    layout: Layout
    municipality: Municipality
    published: Mapping[str, list[str]]

    def all(self) -> Iterator[tuple[str, Service]]:
        """Each service under its name, in the order in which they start."""
        for authority in self.layout.authorities:
            if authority.municipality.name == self.municipality.name:
                yield authority.name, self.authority(authority)
        for peer in self.layout.peers_of(self.municipality):
            yield peer.name, self.peer(peer)
        for orderer in self._orderers():
            yield orderer.name, self.orderer(orderer)
        chaincode = self.layout.chaincode_of(self.municipality)
        yield chaincode.name, self.chaincode(chaincode)
        yield f"setup.{self.municipality.name}", self.setup()
        for clock in self.layout.clocks:
            if clock.municipality.name == self.municipality.name:
                yield clock.name, self.clock(clock)
        yield f"admin.{self.municipality.name}", self.admin()

    def authority(self, authority: AuthorityNode) -> Service:
        """A Fabric CA server."""
        homes = self._files.authorities
        return {
            MERGE: "x-hardened",
            "image": AUTHORITY_IMAGE,
            "user": f"{inside.AUTHORITY}:{inside.AUTHORITY}",
            "command": ["fabric-ca-server", "start", "--home", str(self._files.authority(self.municipality.name))],
            "volumes": [f"{authority.name}:{homes}"],
            "ports": self.published[authority.name],
            "networks": ["services", "authorities"],
            "depends_on": _after("authorities"),
            "healthcheck": _listens(authority.port),
            "restart": "unless-stopped",
            "mem_limit": "128m",
        }

    def peer(self, peer: PeerNode) -> Service:
        """A peer."""
        settings = peer_settings(self._files, inside.CONFIGURATION, peer, self.layout.bootstrap_of(peer))
        return self._node(peer, PEER_IMAGE, inside.PEER) | {
            "command": ["peer", "node", "start"],
            "environment": _escaped(settings),
            "networks": ["ledger", "services"],
            "tmpfs": [f"{inside.TEMPORARY}:mode=1777,size=64m"],
            # The peer's own client asks it for its channels, by mutual agreement on keys: more than a port that listens.
            "healthcheck": _healthcheck(f"CORE_PEER_ADDRESS=localhost:{peer.port} peer channel list"),
            "mem_limit": "512m",
        }

    def orderer(self, orderer: OrdererNode) -> Service:
        """An orderer."""
        return self._node(orderer, ORDERER_IMAGE, inside.ORDERER) | {
            "command": ["orderer", "start"],
            "environment": _escaped(orderer_settings(self._files, inside.CONFIGURATION, orderer)),
            "networks": ["ledger"],
            "healthcheck": _listens(orderer.port),
            "mem_limit": "512m",
        }

    def chaincode(self, node: ChaincodeNode) -> Service:
        """A chaincode service."""
        settings = service_settings(self._files, node, "")
        for name in ("CHAINCODE_ID", "CORE_CHAINCODE_ID_NAME"):
            del settings[name]
        settings["CHAINCODE_ID_FILE"] = str(self._files.package_id)
        settings["CHAINCODE_OPERATIONS_ADDRESS"] = f"{node.listen}:{inside.CHAINCODE_OPERATIONS_PORT}"
        return self._ours(inside.CHAINCODE) | {
            "environment": settings,
            # Python's TLS reads keys from files only: for a moment there is a copy in memory.
            "tmpfs": [f"{inside.TEMPORARY}:mode=0700,uid={inside.CHAINCODE},size=8m"],
            "networks": ["services"],
            "depends_on": _after("init"),
            "restart": "unless-stopped",
            "mem_limit": "256m",
        }

    def setup(self) -> Service:
        """The one-shot that brings the municipality's nodes into the channel and returns when the ledger is usable."""
        own = [node.name for node in (*self.layout.peers_of(self.municipality), *self._orderers())]
        chaincode = self.layout.chaincode_of(self.municipality).name
        return self._ours(inside.SETUP) | {
            "command": ["python3", "-m", "genpon_network.compose.setup", self.municipality.name],
            "environment": dict(LANGUAGE),
            "networks": ["ledger"],
            "depends_on": _after("init") | {name: {"condition": "service_started"} for name in (*own, chaincode)},
            "healthcheck": {"disable": True},
            "mem_limit": "256m",
        }

    def clock(self, clock: ClockNode) -> Service:
        """The ticker of the ledger clock; it waits for the set-up, and so does whoever starts it."""
        profile = self._files.organisation(self.municipality.name) / FILE
        return self._ours(inside.CLOCK) | {
            "command": ["python3", "-m", "genpon_network.clock_ticker", str(profile), "--turn", str(clock.turn)],
            "environment": {"GENPON_OUTBOX": inside.TEMPORARY, **LANGUAGE},
            "tmpfs": [f"{inside.TEMPORARY}:mode=0700,uid={inside.CLOCK},size=8m"],
            "networks": ["ledger"],
            "depends_on": _after(f"setup.{self.municipality.name}"),
            "healthcheck": {"disable": True},
            "restart": "unless-stopped",
            "mem_limit": "128m",
        }

    def admin(self) -> Service:
        """What an operator runs commands in: `docker compose run --rm admin.toda identity list toda`."""
        homes = [f"{node.name}:{self._files.authorities}:ro" for node in self.layout.authorities if node.municipality == self.municipality]
        return {
            MERGE: "x-genpon",
            "profiles": ["admin"],
            "entrypoint": ["genpon-network"],
            "command": ["identity", "list", self.municipality.name],
            "user": "0:0",
            # It acts as administrator and as registrar, whose keys belong to two users.
            "cap_add": ["DAC_OVERRIDE"],
            "environment": {"GENPON_DATA": str(self._files.root), **LANGUAGE},
            "volumes": [f"{self.municipality.name}:{self._files.root}", *homes],
            "tmpfs": [f"{inside.TEMPORARY}:mode=0700,size=8m"],
            "networks": ["ledger", "services"],
            "healthcheck": {"disable": True},
            "mem_limit": "256m",
        }

    def _node(self, node: PeerNode | OrdererNode, image: str, user: int) -> Service:
        kind = "peer" if isinstance(node, PeerNode) else "orderer"
        service: Service = {
            MERGE: "x-hardened",
            "image": image,
            "user": f"{user}:{user}",
            "volumes": [self._keys, f"{node.name}:{inside.STORAGE}", f"fabric-{kind}:{inside.CONFIGURATION}:ro"],
            "depends_on": _after("init"),
            "restart": "unless-stopped",
        }
        ports = self.published.get(node.name)
        return service | ({"ports": ports} if ports else {})

    def _ours(self, user: int) -> Service:
        return {MERGE: "x-genpon", "user": f"{user}:{user}", "volumes": [self._keys]}

    @property
    def _files(self) -> Any:
        return inside.files_of(self.municipality.name)

    @property
    def _keys(self) -> str:
        return f"{self.municipality.name}:{self._files.root}:ro"

    def _orderers(self) -> list[OrdererNode]:
        return [orderer for orderer in self.layout.orderers if orderer.municipality.name == self.municipality.name]


def _escaped(settings: Mapping[str, str]) -> dict[str, str]:
    """Settings as they stand in a compose file, where a dollar sign begins a variable."""
    return {name: value.replace("$", "$$") for name, value in settings.items()}


def _after(service: str) -> dict[str, Any]:
    return {service: {"condition": "service_completed_successfully"}}


def _listens(port: int) -> dict[str, Any]:
    # The image has no client that could ask; the kernel says whether the port is listened on (state 0A).
    return _healthcheck(f"grep -qsE ':{port:04X} [0-9A-F]+:0000 0A' /proc/net/tcp /proc/net/tcp6")


def _healthcheck(command: str) -> dict[str, Any]:
    return {"test": ["CMD-SHELL", command], "interval": _EVERY, "timeout": "10s", "retries": 3, "start_period": _WHILE_STARTING}
