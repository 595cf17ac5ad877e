"""Connection profiles: one per organisation, beside its members' keys."""

from genpon_core.profiles import ConnectionProfile, EndorsingSet, GatewayEndpoint, ProfileIdentity
from genpon_network.files import write_public
from genpon_network.nodes.chaincode import NAME
from genpon_network.nodes.directory import DataDirectory
from genpon_network.topology import Consortium, Layout, Municipality, PeerNode

FILE = "profile.json"
_MEMBERS = ("client", "admin")


def write_profile(data: DataDirectory, consortium: Consortium, layout: Layout, municipality: Municipality) -> None:
    """Writes an organisation's `profile.json`."""
    text = profile(data, consortium, layout, municipality).to_json()
    write_public(data.organisation(municipality.name) / FILE, text.encode())


def profile(data: DataDirectory, consortium: Consortium, layout: Layout, municipality: Municipality) -> ConnectionProfile:
    """How a municipality's members reach the ledger: its own peers first, then one of every other organisation."""
    others = [layout.peers_of(other)[0] for other in consortium.municipalities if other.name != municipality.name]
    own = [_gateway(data, peer, peer.inside) for peer in layout.peers_of(municipality)]
    return ConnectionProfile(
        channel=consortium.channel,
        chaincode=NAME,
        msp_id=municipality.msp_id,
        gateways=(*own, *(_gateway(data, peer, peer.host) for peer in others)),
        endorsing=EndorsingSet(tuple(member.msp_id for member in consortium.endorsing), consortium.threshold),
        identities=tuple(ProfileIdentity(name, f"{name}/certificate.pem", f"{name}/key.pem") for name in _MEMBERS),
        charter="../../charter.json",
    )


def _gateway(data: DataDirectory, peer: PeerNode, host: str) -> GatewayEndpoint:
    tls_ca = (data.organisation(peer.municipality.name) / "tlsca" / "certificate.pem").read_text()
    return GatewayEndpoint(peer.municipality.msp_id, f"{host}:{peer.port}", tls_ca, host)
