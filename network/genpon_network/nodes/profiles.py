"""Connection profiles: how a municipality's members reach the ledger, its own peers first, then one of every other organisation."""

from collections.abc import Sequence
from pathlib import Path

from genpon_core.profiles import ConnectionProfile, EndorsingSet, GatewayEndpoint, ProfileIdentity
from genpon_network.files import write_public
from genpon_network.nodes.chaincode import NAME
from genpon_network.nodes.directory import DataDirectory
from genpon_network.topology import Consortium, Layout, Municipality, PeerNode
from genpon_network.x509_issuing import Enrolment

FILE = "profile.json"


def write_profile(data: DataDirectory, consortium: Consortium, layout: Layout, municipality: Municipality) -> None:
    """Writes an organisation's `profile.json`, for processes that run beside its peers."""
    own = [_gateway(data, peer, peer.inside) for peer in layout.peers_of(municipality)]
    others = [_gateway(data, peer, peer.host) for peer in _others(consortium, layout, municipality)]
    made = _profile(consortium, municipality, (*own, *others), [_in_folder("client"), _in_folder("admin")], "../../charter.json")
    write_public(data.organisation(municipality.name) / FILE, made.to_json().encode())


def write_access(data: DataDirectory, consortium: Consortium, layout: Layout, municipality: Municipality) -> None:
    """Writes what a municipality's clients need into a directory that is complete in itself: profile, charter, a client's keys."""
    data.access.mkdir(exist_ok=True)
    Enrolment.read(data.organisation(municipality.name) / "client").write(data.access / "client")
    _write_complete(data.access, data, _published(data, consortium, layout, municipality, _in_folder("client")))


def write_member_profile(directory: Path, data: DataDirectory, consortium: Consortium, layout: Layout, municipality: Municipality) -> None:
    """Writes a profile and the charter beside a member's own `certificate.pem` and `key.pem`: the directory is all that it needs."""
    member = ProfileIdentity("member", "certificate.pem", "key.pem")
    _write_complete(directory, data, _published(data, consortium, layout, municipality, member))


def _write_complete(directory: Path, data: DataDirectory, profile: ConnectionProfile) -> None:
    write_public(directory / "charter.json", data.charter.read_bytes())
    write_public(directory / FILE, profile.to_json().encode())


def _published(
    data: DataDirectory, consortium: Consortium, layout: Layout, municipality: Municipality, member: ProfileIdentity
) -> ConnectionProfile:
    peers = [*layout.peers_of(municipality), *_others(consortium, layout, municipality)]
    gateways = tuple(_gateway(data, peer, peer.municipality.host) for peer in peers)
    return _profile(consortium, municipality, gateways, [member], "charter.json")


def _in_folder(name: str) -> ProfileIdentity:
    return ProfileIdentity(name, f"{name}/certificate.pem", f"{name}/key.pem")


def _profile(
    consortium: Consortium,
    municipality: Municipality,
    gateways: tuple[GatewayEndpoint, ...],
    members: Sequence[ProfileIdentity],
    charter: str,
) -> ConnectionProfile:
    return ConnectionProfile(
        channel=consortium.channel,
        chaincode=NAME,
        msp_id=municipality.msp_id,
        gateways=gateways,
        endorsing=EndorsingSet(tuple(member.msp_id for member in consortium.endorsing), consortium.threshold),
        identities=tuple(members),
        charter=charter,
    )


def _others(consortium: Consortium, layout: Layout, municipality: Municipality) -> list[PeerNode]:
    return [layout.peers_of(other)[0] for other in consortium.municipalities if other.name != municipality.name]


def _gateway(data: DataDirectory, peer: PeerNode, host: str) -> GatewayEndpoint:
    tls_ca = (data.organisation(peer.municipality.name) / "tlsca" / "certificate.pem").read_text()
    return GatewayEndpoint(peer.municipality.msp_id, f"{host}:{peer.port}", tls_ca, host)
