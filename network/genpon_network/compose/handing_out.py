"""What follows from a municipality's keys and the installed chaincode, and is written anew whenever either may be others."""

from genpon_chaincode.label import package_label
from genpon_network.compose.ownership import give_away
from genpon_network.files import write_public
from genpon_network.lifecycle.packages import ccaas_package
from genpon_network.nodes.builder import write_connection
from genpon_network.nodes.directory import DataDirectory
from genpon_network.nodes.profiles import write_access
from genpon_network.pki.fabric_ca.home import CaHome
from genpon_network.topology import Consortium, Layout, Municipality
from genpon_network.x509_issuing import Enrolment


def hand_out(data: DataDirectory, consortium: Consortium, layout: Layout, municipality: Municipality) -> None:
    """Writes the chaincode package's id, how the peers reach its service, and what clients need; then gives each process its own keys.

    Args:
        data: the municipality's files.
        consortium: the description.
        layout: the network's processes.
        municipality: whose.
    """
    service = layout.chaincode_of(municipality)
    package = ccaas_package(package_label(data.charter.read_bytes()))
    write_public(data.package_id, package.package_id.encode())
    tls_ca = (data.organisation(municipality.name) / "tlsca" / "certificate.pem").read_bytes()
    for peer in layout.peers_of(municipality):
        tls = Enrolment.read(data.node(peer.name) / "tls")
        write_connection(data.node(peer.name) / "connections", package.label, service, tls, tls_ca)
    if layout.authorities:
        # The server's home is its own; that its certificate expires must be seen all the same.
        shown = data.node(layout.authority_of(municipality).name) / "tls"
        shown.mkdir(parents=True, exist_ok=True)
        write_public(shown / "certificate.pem", CaHome(data.authority(municipality.name)).certificates[0].read_bytes())
    write_access(data, consortium, layout, municipality)
    give_away(data, layout, municipality)
