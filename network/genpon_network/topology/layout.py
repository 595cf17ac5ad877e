"""The processes of a network, with names, hosts and ports."""

from collections.abc import Iterator
from dataclasses import dataclass

from genpon_network.topology.schema import Consortium, Municipality

PORTS_PER_MUNICIPALITY = 20


@dataclass(frozen=True, slots=True)
class Port:
    """A port in use: its host and number, the process and purpose, and the municipality's index in the file."""

    host: str
    number: int
    owner: str
    municipality: int


@dataclass(frozen=True, slots=True)
class PeerNode:
    """A peer."""

    municipality: Municipality
    index: int
    port: int
    operations_port: int

    @property
    def name(self) -> str:
        """The process's name, such as `peer0.nagasaki`."""
        return f"peer{self.index}.{self.municipality.name}"

    @property
    def address(self) -> str:
        """Host and port."""
        return f"{self.municipality.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class OrdererNode:
    """An orderer; `consenter` is its number in the channel configuration, from 1."""

    municipality: Municipality
    consenter: int
    port: int
    admin_port: int
    operations_port: int

    @property
    def name(self) -> str:
        """The process's name, such as `orderer.nagasaki`."""
        return f"orderer.{self.municipality.name}"

    @property
    def address(self) -> str:
        """Host and port."""
        return f"{self.municipality.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class ChaincodeNode:
    """An organisation's chaincode service."""

    municipality: Municipality
    port: int

    @property
    def name(self) -> str:
        """The process's name, such as `chaincode.nagasaki`."""
        return f"chaincode.{self.municipality.name}"

    @property
    def address(self) -> str:
        """Host and port."""
        return f"{self.municipality.host}:{self.port}"


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

    @classmethod
    def of(cls, consortium: Consortium) -> "Layout":
        """The processes that a description asks for."""
        orderers: list[OrdererNode] = []
        peers: list[PeerNode] = []
        chaincodes: list[ChaincodeNode] = []
        for index, municipality in enumerate(consortium.municipalities):
            base, ports = consortium.base_port + PORTS_PER_MUNICIPALITY * index, municipality.ports
            if municipality.orderer:
                orderers.append(
                    OrdererNode(
                        municipality,
                        len(orderers) + 1,
                        ports.orderer or base,
                        ports.orderer_admin or base + 1,
                        ports.orderer_operations or base + 2,
                    )
                )
            chaincodes.append(ChaincodeNode(municipality, ports.chaincode or base + 3))
            peers.extend(_peers(municipality, base + 4))
        clocks = tuple(ClockNode(municipality, turn) for turn, municipality in enumerate(consortium.municipalities))
        return cls(tuple(orderers), tuple(peers), tuple(chaincodes), clocks)

    def node_names(self) -> list[str]:
        """The names of what the ledger runs on, in the order in which it is started."""
        return [node.name for nodes in (self.chaincodes, self.orderers, self.peers) for node in nodes]

    def names(self) -> list[str]:
        """The names of all processes, in the order in which they are started."""
        return [*self.node_names(), *(clock.name for clock in self.clocks)]

    def peers_of(self, municipality: Municipality) -> list[PeerNode]:
        """An organisation's peers."""
        return [peer for peer in self.peers if peer.municipality.name == municipality.name]

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


def _peers(municipality: Municipality, base: int) -> Iterator[PeerNode]:
    for index in range(municipality.peers):
        port = municipality.ports.peers[index] if municipality.ports.peers else base + 2 * index
        operations = municipality.ports.peer_operations[index] if municipality.ports.peer_operations else base + 2 * index + 1
        yield PeerNode(municipality, index, port, operations)
