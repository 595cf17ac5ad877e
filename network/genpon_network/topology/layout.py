"""The processes of a network, with names, hosts and ports."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from genpon_network.topology.schema import Consortium, Municipality

PORTS_PER_MUNICIPALITY = 20
ANY = "0.0.0.0"  # noqa: S104 - within a container, whose published ports are chosen apart


@dataclass(frozen=True, slots=True)
class Port:
    """A port in use: its host and number, the process and purpose, and the municipality's index in the file."""

    host: str
    number: int
    owner: str
    municipality: int


class Placement(Enum):
    """Where a network's processes run.

    Attributes:
        PROCESSES: as plain processes, which listen on and are reached at their municipality's host.
        CONTAINERS: in containers of one engine, which reach each other by name.
        HOSTS: in containers of each municipality's own engine, reached at the municipality's host.
    """

    PROCESSES = "processes"
    CONTAINERS = "containers"
    HOSTS = "hosts"


@dataclass(frozen=True, slots=True)
class Node:
    """What peers, orderers and chaincode services have in common.

    Attributes:
        municipality: whose it is.
        name: the process's name, such as `peer0.nagasaki`.
        host: where other municipalities' nodes reach it.
        inside: where its own municipality's processes reach it.
        listen: the interface that it listens on.
        port: its own port, the same wherever it is reached.
    """

    municipality: Municipality
    name: str
    host: str
    inside: str
    listen: str
    port: int

    @property
    def address(self) -> str:
        """Host and port for other municipalities' nodes."""
        return f"{self.host}:{self.port}"

    @property
    def inside_address(self) -> str:
        """Host and port for its own municipality's processes."""
        return f"{self.inside}:{self.port}"

    @property
    def published(self) -> str:
        """Host and port for the municipality's clients."""
        return f"{self.municipality.host}:{self.port}"

    @property
    def hosts(self) -> list[str]:
        """The names and addresses for its TLS certificate."""
        return list(dict.fromkeys([self.host, self.inside, self.municipality.host, "localhost"]))


@dataclass(frozen=True, slots=True)
class PeerNode(Node):
    """A peer; `index` is its number in its organisation, from 0."""

    index: int
    operations_port: int


@dataclass(frozen=True, slots=True)
class OrdererNode(Node):
    """An orderer; `consenter` is its number in the channel configuration, from 1."""

    consenter: int
    admin_port: int
    operations_port: int


@dataclass(frozen=True, slots=True)
class ChaincodeNode(Node):
    """An organisation's chaincode service."""


@dataclass(frozen=True, slots=True)
class AuthorityNode(Node):
    """An organisation's Fabric CA server."""

    operations_port: int


@dataclass(frozen=True, slots=True)
class ClockNode:
    """An organisation's ticker of the ledger clock; it listens nowhere.

    Attributes:
        municipality: whose it is.
        turn: its place among all, from 0.
    """

    municipality: Municipality
    turn: int

    @property
    def name(self) -> str:
        """The process's name, such as `clock.nagasaki`."""
        return f"clock.{self.municipality.name}"

    @property
    def address(self) -> str:
        """None, as text."""
        return ""


@dataclass(frozen=True, slots=True)
class Layout:
    """All processes of a network."""

    orderers: tuple[OrdererNode, ...]
    peers: tuple[PeerNode, ...]
    chaincodes: tuple[ChaincodeNode, ...]
    clocks: tuple[ClockNode, ...]
    authorities: tuple[AuthorityNode, ...] = ()

    @classmethod
    def of(cls, consortium: Consortium, placement: Placement = Placement.PROCESSES) -> "Layout":
        """The processes that a description asks for."""
        orderers: list[OrdererNode] = []
        peers: list[PeerNode] = []
        chaincodes: list[ChaincodeNode] = []
        for index, municipality in enumerate(consortium.municipalities):
            base, ports = consortium.base_port + PORTS_PER_MUNICIPALITY * index, municipality.ports
            if municipality.orderer:
                place = _place(f"orderer.{municipality.name}", municipality, placement)
                admin, operations = ports.orderer_admin or base + 1, ports.orderer_operations or base + 2
                orderers.append(OrdererNode(*place, ports.orderer or base, len(orderers) + 1, admin, operations))
            place = _place(f"chaincode.{municipality.name}", municipality, placement)
            chaincodes.append(ChaincodeNode(*place, ports.chaincode or base + 3))
            peers.extend(_peers(municipality, base + 4, placement))
        clocks = tuple(ClockNode(municipality, turn) for turn, municipality in enumerate(consortium.municipalities))
        authorities = tuple(_authorities(consortium, placement)) if consortium.identities == "fabric-ca" else ()
        return cls(tuple(orderers), tuple(peers), tuple(chaincodes), clocks, authorities)

    def node_names(self) -> list[str]:
        """The names of what the ledger runs on, in the order in which it is started."""
        return [node.name for nodes in (self.chaincodes, self.orderers, self.peers) for node in nodes]

    def all_nodes(self) -> "list[PeerNode | OrdererNode | ChaincodeNode | ClockNode | AuthorityNode]":
        """All processes, in the order in which they are shown."""
        return [*self.peers, *self.orderers, *self.chaincodes, *self.clocks, *self.authorities]

    def names(self) -> list[str]:
        """The names of all processes, in the order in which they are started."""
        return [*self.node_names(), *(node.name for nodes in (self.clocks, self.authorities) for node in nodes)]

    def peers_of(self, municipality: Municipality) -> list[PeerNode]:
        """An organisation's peers."""
        return [peer for peer in self.peers if peer.municipality.name == municipality.name]

    def bootstrap_of(self, peer: PeerNode) -> str:
        """The address of another peer of its organisation, by which a peer learns of the rest, or its own."""
        others = [other.inside_address for other in self.peers_of(peer.municipality) if other.index != peer.index]
        return others[0] if others else peer.address

    def chaincode_of(self, municipality: Municipality) -> ChaincodeNode:
        """An organisation's chaincode service."""
        return next(node for node in self.chaincodes if node.municipality.name == municipality.name)

    def authority_of(self, municipality: Municipality) -> AuthorityNode:
        """An organisation's Fabric CA server, where there are such."""
        return next(node for node in self.authorities if node.municipality.name == municipality.name)

    def ports(self) -> Iterator[Port]:
        """Every port that is listened on."""
        order = {name: index for index, name in enumerate(dict.fromkeys(node.municipality.name for node in self.chaincodes))}
        for orderer in self.orderers:
            for number, purpose in ((orderer.port, ""), (orderer.admin_port, " (admin)"), (orderer.operations_port, " (operations)")):
                yield Port(orderer.municipality.host, number, orderer.name + purpose, order[orderer.municipality.name])
        for peer in self.peers:
            for number, purpose in ((peer.port, ""), (peer.operations_port, " (operations)")):
                yield Port(peer.municipality.host, number, peer.name + purpose, order[peer.municipality.name])
        for chaincode in self.chaincodes:
            yield Port(chaincode.municipality.host, chaincode.port, chaincode.name, order[chaincode.municipality.name])
        for authority in self.authorities:
            for number, purpose in ((authority.port, ""), (authority.operations_port, " (operations)")):
                yield Port(authority.municipality.host, number, authority.name + purpose, order[authority.municipality.name])


class _Place(NamedTuple):
    municipality: Municipality
    name: str
    host: str
    inside: str
    listen: str


def _place(name: str, municipality: Municipality, placement: Placement) -> _Place:
    host = name if placement is Placement.CONTAINERS else municipality.host
    if placement is Placement.PROCESSES:
        return _Place(municipality, name, host, host, host)
    return _Place(municipality, name, host, name, ANY)


def _peers(municipality: Municipality, base: int, placement: Placement) -> Iterator[PeerNode]:
    for index in range(municipality.peers):
        place = _place(f"peer{index}.{municipality.name}", municipality, placement)
        port = municipality.ports.peers[index] if municipality.ports.peers else base + 2 * index
        operations = municipality.ports.peer_operations[index] if municipality.ports.peer_operations else base + 2 * index + 1
        yield PeerNode(*place, port, index, operations)


def _authorities(consortium: Consortium, placement: Placement) -> Iterator[AuthorityNode]:
    for index, municipality in enumerate(consortium.municipalities):
        # The last two of the block: the peers before them may be seven.
        end, ports = consortium.base_port + PORTS_PER_MUNICIPALITY * (index + 1), municipality.ports
        place = _place(f"ca.{municipality.name}", municipality, placement)
        yield AuthorityNode(*place, ports.ca or end - 2, ports.ca_operations or end - 1)
