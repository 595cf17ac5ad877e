"""The identities of a municipality in a network: who enrols where, what the network's own processes work with, and how one is revoked."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from genpon_core.fabric.identities import load_certificate
from genpon_network.errors import NetworkError
from genpon_network.nodes.authorities import open_authorities
from genpon_network.nodes.directory import DataDirectory
from genpon_network.nodes.revocations import Published, Revocations
from genpon_network.pki.protocol import Authorities, Authority, Member, Reason, UnknownIdentityError
from genpon_network.topology import Consortium, Layout, Municipality
from genpon_network.words import Message, Report


@dataclass(frozen=True, slots=True)
class Revoked:
    """What a revocation has done.

    Attributes:
        serials: the certificates that are revoked, all of the identity's or the one that was named.
        published: how the list has come to the channel.
    """

    serials: tuple[int, ...]
    published: Published


@dataclass(frozen=True, slots=True)
class Identities:
    """A municipality's identities.

    Attributes:
        data: the network's files.
        consortium: the description.
        layout: the network's processes.
        municipality: whose.
    """

    data: DataDirectory
    consortium: Consortium
    layout: Layout
    municipality: Municipality

    @property
    def authorities(self) -> Authorities:
        """Its authorities."""
        return open_authorities(self.data, self.layout, self.municipality)

    def in_use(self) -> dict[int, str]:
        """The serial numbers of the certificates that the network itself works with, and under which name each is renewed."""
        return {load_certificate(path.read_bytes()).serial_number: owner for owner, path in self._own_certificates() if path.is_file()}

    def revoke(self, identity: str, serial: str | None, reason: Reason, report: Report) -> Revoked:
        """Revokes a member at the authority, and then on the channel. What was cut off in between is completed by the same again.

        Args:
            identity: whose certificates.
            serial: one of them, by its number in hex or the beginning of it; without it all, and the identity is refused for good.
            reason: why.
            report: told one line per step.

        Raises:
            UnknownIdentityError: if there is no such member.
            NetworkError: if the network itself works with it, or something refuses.
            UnreachableError: if the authority does not answer, or the network does not; then it is revoked at the authority alone.
        """
        authority = self.authorities.members
        member = _member(authority, identity)
        chosen = self._chosen(member, serial)
        if serial is None:
            authority.revoke(identity, reason)
        else:
            authority.revoke_certificate(chosen[0], reason)
        report(
            Message(
                "revoked {count} certificates of {identity} at the authority of {municipality}",
                count=len(chosen),
                identity=identity,
                municipality=self.municipality.name,
            )
        )
        revocations = Revocations(self.data, self.consortium, self.layout, self.municipality, report)
        return Revoked(chosen, revocations.publish(authority.revocation_list()))

    def _chosen(self, member: Member, serial: str | None) -> tuple[int, ...]:
        begin = (serial or "").lower().lstrip("0")
        serials = tuple(issued.serial for issued in member.certificates if f"{issued.serial:x}".startswith(begin))
        if serial is not None and len(serials) != 1:
            if serials:
                raise NetworkError(
                    "{id} has {count} certificates that begin with {serial}; genpon-network identity list shows those that it has",
                    id=member.id,
                    count=len(serials),
                    serial=serial,
                )
            raise NetworkError(
                "{id} has no certificate {serial}; genpon-network identity list shows those that it has", id=member.id, serial=serial
            )
        used = self.in_use()
        for each in serials:
            if each in used:
                raise NetworkError(
                    "the network itself works with certificate {serial:x} of {id}, and would be shut out; "
                    "genpon-network renew {owner} --new-key gives it another one, then revoke this one with --serial",
                    serial=each,
                    id=member.id,
                    owner=used[each],
                )
        return serials

    def _own_certificates(self) -> Iterator[tuple[str, Path]]:
        organisation = self.data.organisation(self.municipality.name)
        for member, owner in (("admin", self.municipality.name), ("client", f"clock.{self.municipality.name}")):
            yield owner, organisation / member / "certificate.pem"
        for node in (*self.layout.peers, *self.layout.orderers):
            if node.municipality.name == self.municipality.name:
                yield node.name, self.data.node(node.name) / "msp" / "signcerts" / "certificate.pem"


def _member(authority: Authority, identity: str) -> Member:
    found = [member for member in authority.members() if member.id == identity]
    if not found:
        raise UnknownIdentityError(
            "there is no member {identity}; genpon-network identity list shows those that there are", identity=identity
        )
    return found[0]
