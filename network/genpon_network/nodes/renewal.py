"""Newer certificates for what a municipality's nodes and commands work with, from its authorities.

They are kept aside first, so that a renewal that was cut off is taken up with the same ones: an orderer's stand in the channel's
configuration before the orderer itself has them.
"""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from genpon_network.errors import NetworkError, UnreachableError
from genpon_network.files import write_private, write_public
from genpon_network.nodes.authorities import open_authorities
from genpon_network.nodes.directory import DataDirectory
from genpon_network.nodes.municipalities import ADMINISTRATOR
from genpon_network.pki.enrolling import issue, reenrol
from genpon_network.pki.fabric_ca.home import CaHome
from genpon_network.pki.protocol import TLS, Authorities, Authority, Registration
from genpon_network.topology import AuthorityNode, ChaincodeNode, ClockNode, Layout, Municipality, OrdererNode, PeerNode
from genpon_network.x509_issuing import Enrolment

Node = PeerNode | OrdererNode | ChaincodeNode | AuthorityNode | ClockNode
MEMBER, SERVER = "member", "tls"
"""What a certificate makes its owner: a member of the organisation, or a server that TLS clients believe."""
_CERTIFICATE, _KEY = "certificate.pem", "key.pem"


@dataclass(frozen=True, slots=True)
class KeyFiles:
    """Where a certificate and its key are."""

    certificate: Path
    key: Path

    def read(self) -> Enrolment:
        """What is there."""
        return Enrolment(self.certificate.read_bytes(), self.key.read_bytes())

    def write(self, keys: Enrolment) -> None:
        """Replaces what is there; the key only where it is another one."""
        if self.key.read_bytes() != keys.private_key_pem:
            write_private(self.key, keys.private_key_pem)
        write_public(self.certificate, keys.certificate_pem)


@dataclass(frozen=True, slots=True)
class Renewable:
    """One certificate that something works with.

    Attributes:
        name: `MEMBER` or `SERVER`.
        files: where it is.
        authority: whose it is.
        registration: its owner there.
        hosts: what a TLS certificate names.
    """

    name: str
    files: KeyFiles
    authority: Authority
    registration: Registration
    hosts: Sequence[str] = ()

    def renewed(self, domain: str, *, new_key: bool) -> Enrolment:
        """A newer one: for the same key, by that key, or by the registrar where the certificate has expired; or for a new key."""
        current = self.files.read()
        if not new_key:
            try:
                return reenrol(self.authority, current)
            except UnreachableError:
                raise
            except NetworkError:
                # Expired, or never enrolled by itself: the registrar vouches for it.
                pass
        key = None if new_key else current.private_key
        return issue(self.authority, self.registration, domain, hosts=self.hosts, key=key)


@dataclass(frozen=True, slots=True)
class Renewal:
    """The certificates of one owner.

    Attributes:
        owner: a process's name, or a municipality's for its administrator's.
        aside: where newer ones are kept until they are in place.
        domain: the organisation's domain.
        certificates: all of them.
    """

    owner: str
    aside: Path
    domain: str
    certificates: tuple[Renewable, ...]

    def prepare(self, *, new_key: bool) -> None:
        """Gets newer certificates and keeps them aside, unless a renewal that was cut off has left some.

        Raises:
            NetworkError: if the authority refuses.
            UnreachableError: if it does not answer.
        """
        if self.aside.is_dir():
            return
        shutil.rmtree(self._draft, ignore_errors=True)
        for each in self.certificates:
            each.renewed(self.domain, new_key=new_key).write(self._draft / each.name)
        self._draft.replace(self.aside)

    def prepared(self, name: str) -> Enrolment:
        """A newer certificate that is kept aside."""
        return Enrolment.read(self.aside / name)

    def put_in_place(self) -> dict[str, int]:
        """Replaces the older certificates, and returns their serial numbers; the process has to be started again."""
        old = {each.name: each.files.read().certificate.serial_number for each in self.certificates}
        for each in self.certificates:
            each.files.write(self.prepared(each.name))
        # At once: half of them would be taken for a renewal that was cut off.
        self.aside.replace(self._draft)
        shutil.rmtree(self._draft)
        return old

    @property
    def _draft(self) -> Path:
        return self.aside.with_name(f"{self.aside.name}.draft")


def renewal_of(data: DataDirectory, layout: Layout, node: Node) -> Renewal:
    """What a process works with.

    Args:
        data: the network's files.
        layout: its processes.
        node: the process.
    """
    municipality = node.municipality
    authorities = open_authorities(data, layout, municipality)
    certificates = tuple(_of_node(data, node, authorities))
    return Renewal(node.name, data.organisation(municipality.name) / "renewed" / node.name, municipality.domain, certificates)


def renewal_of_administrator(data: DataDirectory, layout: Layout, municipality: Municipality) -> Renewal:
    """What the commands work with that administer a municipality's nodes."""
    authorities, directory = open_authorities(data, layout, municipality), data.organisation(municipality.name)
    certificates = (
        Renewable(MEMBER, _in(directory / "admin"), authorities.members, Registration(ADMINISTRATOR, "admin")),
        Renewable(SERVER, _in(directory / "admin-tls"), authorities.tls, Registration(ADMINISTRATOR, TLS), [municipality.host]),
    )
    return Renewal(municipality.name, directory / "renewed" / "administrator", municipality.domain, certificates)


def _of_node(data: DataDirectory, node: Node, authorities: Authorities) -> Iterator[Renewable]:
    directory = data.node(node.name)
    if isinstance(node, ClockNode):
        files = _in(data.organisation(node.municipality.name) / "client")
        yield Renewable(MEMBER, files, authorities.members, Registration("client", "client"))
        return
    if isinstance(node, PeerNode | OrdererNode):
        files = KeyFiles(directory / "msp" / "signcerts" / _CERTIFICATE, directory / "msp" / "keystore" / _KEY)
        role = "peer" if isinstance(node, PeerNode) else "orderer"
        yield Renewable(MEMBER, files, authorities.members, Registration(node.name, role))
    files = _in(directory / "tls")
    if isinstance(node, AuthorityNode):
        files = KeyFiles(*CaHome(data.authority(node.municipality.name)).server_keys)
    yield Renewable(SERVER, files, authorities.tls, Registration(node.name, TLS), node.hosts)


def _in(directory: Path) -> KeyFiles:
    return KeyFiles(directory / _CERTIFICATE, directory / _KEY)
