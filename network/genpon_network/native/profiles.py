"""Connection profiles: one per organisation, beside its members' keys."""

from genpon_core.profiles import ConnectionProfile, EndorsingSet, GatewayEndpoint, ProfileIdentity
from genpon_network.files import write_public
from genpon_network.native.chaincode import NAME
from genpon_network.native.directory import DataDirectory
from genpon_network.topology import Consortium, Layout, Municipality, PeerNode

FILE = "profile.json"
_MEMBERS = ("client", "admin")


def write_profiles(data: DataDirectory, consortium: Consortium) -> None:
    """Writes every organisation's `profile.json`."""
    for municipality in consortium.municipalities:
        text = profile(data, consortium, municipality).to_json()
        write_public(data.organisation(municipality.name) / FILE, text.encode())


def profile(data: DataDirectory, consortium: Consortium, municipality: Municipality) -> ConnectionProfile:
    """How a municipality's members reach the ledger: its own peers first, then one of every other organisation."""
    layout = Layout.of(consortium)
    others = [layout.peers_of(other)[0] for other in consortium.municipalities if other.name != municipality.name]
    return ConnectionProfile(
        channel=consortium.channel,
        chaincode=NAME,
        msp_id=municipality.msp_id,
        gateways=tuple(_gateway(data, peer) for peer in [*layout.peers_of(municipality), *others]),
        endorsing=EndorsingSet(tuple(member.msp_id for member in consortium.endorsing), consortium.threshold),
        identities=tuple(ProfileIdentity(name, f"{name}/certificate.pem", f"{name}/key.pem") for name in _MEMBERS),
        charter="../../charter.json",
    )


def _gateway(data: DataDirectory, peer: PeerNode) -> GatewayEndpoint:
    tls_ca = (data.organisation(peer.municipality.name) / "tlsca" / "certificate.pem").read_text()
    return GatewayEndpoint(peer.municipality.msp_id, peer.address, tls_ca, peer.municipality.host)
