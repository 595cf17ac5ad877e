"""What a municipality makes for itself, and keeps: its administrators' keys, and the keys of its nodes and members."""

from dataclasses import dataclass
from typing import Literal

from genpon_core.keys import PublicKey
from genpon_network.channel.msp import write_msp
from genpon_network.channel.organisations import Organisation
from genpon_network.files import write_public
from genpon_network.founding import new_administrators, write_administrators
from genpon_network.nodes.directory import DataDirectory
from genpon_network.nodes.memberships import Membership, OrdererCertificates
from genpon_network.pki import OrganisationAuthority
from genpon_network.topology import Consortium, Layout, Municipality, OrdererNode, PeerNode

MEMBERSHIP = "membership.json"


def make_municipality(
    data: DataDirectory, consortium: Consortium, layout: Layout, municipality: Municipality, authority: OrganisationAuthority
) -> Membership:
    """Makes a municipality's keys and certificates; returns their public part, which is also kept as `membership.json`.

    Args:
        data: where; its `network` directory is there.
        consortium: the description.
        layout: its processes, where they run.
        municipality: whose keys are made.
        authority: its certification authorities.
    """
    making = _Making(data, municipality, authority)
    making.members()
    for peer in layout.peers_of(municipality):
        making.node(peer, "peer")
    orderers = [making.node(orderer, "orderer") for orderer in layout.orderers if orderer.municipality.name == municipality.name]
    service = layout.chaincode_of(municipality)
    authority.issue_tls(service.name, service.hosts).write(data.node(service.name) / "tls")
    write_public(data.node(service.name) / "tls" / "ca.pem", authority.tls_ca_pem)
    administrators = new_administrators()
    write_administrators(data.network, municipality.code, administrators)
    membership = Membership(
        consortium=consortium.digest,
        name=municipality.name,
        ca=authority.ca_pem.decode(),
        tls_ca=authority.tls_ca_pem.decode(),
        orderer=orderers[0] if orderers else None,
        administrators=[PublicKey.of_private_key(key).spki for key in administrators],
    )
    write_public(data.organisation(municipality.name) / MEMBERSHIP, membership.to_bytes())
    return membership


@dataclass(frozen=True, slots=True)
class _Making:
    data: DataDirectory
    municipality: Municipality
    authority: OrganisationAuthority

    def members(self) -> None:
        directory = self.data.organisation(self.municipality.name)
        directory.mkdir(parents=True, exist_ok=True)
        self.authority.issue("administrator", "admin").write(directory / "admin")
        self.authority.issue_tls("administrator", [self.municipality.host]).write(directory / "admin-tls")
        self.authority.issue("client", "client").write(directory / "client")

    def node(self, node: PeerNode | OrdererNode, role: Literal["peer", "orderer"]) -> OrdererCertificates:
        enrolment, tls = self.authority.issue(node.name, role), self.authority.issue_tls(node.name, node.hosts)
        organisation = Organisation(self.municipality.msp_id, self.authority.ca_pem, self.authority.tls_ca_pem)
        write_msp(self.data.node(node.name) / "msp", organisation, enrolment)
        tls.write(self.data.node(node.name) / "tls")
        return OrdererCertificates(identity=enrolment.certificate_pem.decode(), tls=tls.certificate_pem.decode())
