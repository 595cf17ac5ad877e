"""Connections to a network's nodes by its organisations' administrators."""

from dataclasses import dataclass

from genpon_network.lifecycle.administrators import Administrator
from genpon_network.lifecycle.connections import Connection
from genpon_network.lifecycle.orderers import OrdererAdministration
from genpon_network.lifecycle.peers import PeerAdministration
from genpon_network.nodes.directory import DataDirectory
from genpon_network.topology import Municipality, OrdererNode, PeerNode
from genpon_network.x509_issuing import Enrolment


@dataclass(frozen=True, slots=True)
class Administration:
    """Opens connections with the keys in a data directory.

    Attributes:
        data: the directory.
        timeout: seconds that each answer is waited for.
    """

    data: DataDirectory
    timeout: float = 30.0

    def administrator(self, municipality: Municipality) -> Administrator:
        """An organisation's administrator."""
        return Administrator(municipality.msp_id, Enrolment.read(self.data.organisation(municipality.name) / "admin"))

    def peer(self, peer: PeerNode, *, by: Municipality | None = None) -> PeerAdministration:
        """A connection to a peer, by its own organisation's administrator or by another municipality's."""
        return PeerAdministration(
            peer.name,
            self._address(peer),
            self._tls_ca(peer.municipality),
            self.administrator(by or peer.municipality),
            msp_id=peer.municipality.msp_id,
            timeout=self.timeout,
        )

    def orderer(self, orderer: OrdererNode) -> Connection:
        """A connection to an orderer's broadcast service."""
        return Connection(orderer.name, self._address(orderer), self._tls_ca(orderer.municipality))

    def participation(self, orderer: OrdererNode) -> OrdererAdministration:
        """An orderer's channel participation API."""
        organisation = self.data.organisation(orderer.municipality.name)
        return OrdererAdministration(
            name=orderer.name,
            host=orderer.inside,
            port=orderer.admin_port,
            tls_ca=organisation / "tlsca" / "certificate.pem",
            certificate=organisation / "admin-tls" / "certificate.pem",
            key=organisation / "admin-tls" / "key.pem",
            timeout=self.timeout,
        )

    def _address(self, node: PeerNode | OrdererNode) -> str:
        own = (self.data.organisation(node.municipality.name) / "admin").is_dir()
        return node.inside_address if own else node.address

    def _tls_ca(self, municipality: Municipality) -> bytes:
        return (self.data.organisation(municipality.name) / "tlsca" / "certificate.pem").read_bytes()
