"""What a municipality makes for itself, and keeps: its administrators' keys, and the keys of its nodes and members."""

from collections.abc import Sequence
from dataclasses import dataclass

from genpon_core.keys import PublicKey
from genpon_network.channel.msp import write_msp
from genpon_network.channel.organisations import Organisation
from genpon_network.files import write_public
from genpon_network.founding import new_administrators, write_administrators
from genpon_network.nodes.directory import DataDirectory
from genpon_network.nodes.memberships import Membership, OrdererCertificates
from genpon_network.pki import Enrolment, Role
from genpon_network.pki.enrolling import issue
from genpon_network.pki.protocol import TLS, Authorities, Registration
from genpon_network.topology import Consortium, Layout, Municipality, OrdererNode, PeerNode

MEMBERSHIP = "membership.json"
ADMINISTRATOR = "administrator"
"""The id of the member who administers an organisation's nodes and its part of the channel."""


def make_municipality(
    data: DataDirectory, consortium: Consortium, layout: Layout, municipality: Municipality, authorities: Authorities
) -> Membership:
    """Makes a municipality's keys and certificates; returns their public part, which is also kept as `membership.json`.

    Args:
        data: where; its `network` directory is there.
        consortium: the description.
        layout: its processes, where they run.
        municipality: whose keys are made.
        authorities: its certification authorities.

    Raises:
        NetworkError: if an authority refuses.
        UnreachableError: if it does not answer.
    """
    making = _Making(data, municipality, authorities)
    making.authorities_certificates()
    making.members()
    for peer in layout.peers_of(municipality):
        making.node(peer, "peer")
    orderers = [making.node(orderer, "orderer") for orderer in layout.orderers if orderer.municipality.name == municipality.name]
    service = layout.chaincode_of(municipality)
    making.tls(service.name, service.hosts).write(data.node(service.name) / "tls")
    write_public(data.node(service.name) / "tls" / "ca.pem", authorities.tls.certificate_pem)
    administrators = new_administrators()
    write_administrators(data.network, municipality.code, administrators)
    membership = Membership(
        consortium=consortium.digest,
        name=municipality.name,
        ca=authorities.members.certificate_pem.decode(),
        tls_ca=authorities.tls.certificate_pem.decode(),
        orderer=orderers[0] if orderers else None,
        administrators=[PublicKey.of_private_key(key).spki for key in administrators],
    )
    write_public(data.organisation(municipality.name) / MEMBERSHIP, membership.to_bytes())
    return membership


@dataclass(frozen=True, slots=True)
class _Making:
    data: DataDirectory
    municipality: Municipality
    authorities: Authorities

    def authorities_certificates(self) -> None:
        for name, authority in (("ca", self.authorities.members), ("tlsca", self.authorities.tls)):
            directory = self.data.organisation(self.municipality.name) / name
            directory.mkdir(parents=True, exist_ok=True)
            write_public(directory / "certificate.pem", authority.certificate_pem)

    def members(self) -> None:
        directory = self.data.organisation(self.municipality.name)
        self.member(ADMINISTRATOR, "admin").write(directory / "admin")
        self.tls(ADMINISTRATOR, [self.municipality.host]).write(directory / "admin-tls")
        self.member("client", "client").write(directory / "client")
        # It may see figures of the municipality's nodes, and is no member of the channel.
        self.tls("monitor", [self.municipality.host]).write(directory / "monitor-tls")

    def node(self, node: PeerNode | OrdererNode, role: Role) -> OrdererCertificates:
        enrolment, tls = self.member(node.name, role), self.tls(node.name, node.hosts)
        cas = self.authorities.members.certificate_pem, self.authorities.tls.certificate_pem
        write_msp(self.data.node(node.name) / "msp", Organisation(self.municipality.msp_id, *cas), enrolment)
        tls.write(self.data.node(node.name) / "tls")
        return OrdererCertificates(identity=enrolment.certificate_pem.decode(), tls=tls.certificate_pem.decode())

    def member(self, identity: str, role: Role) -> Enrolment:
        return issue(self.authorities.members, Registration(identity, role), self.authorities.domain)

    def tls(self, identity: str, hosts: Sequence[str]) -> Enrolment:
        return issue(self.authorities.tls, Registration(identity, TLS), self.authorities.domain, hosts=hosts)
