"""The organisations of an embedded ledger: their authorities, peers and members, kept in files so that a restart finds them again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from genpon_core.fabric.identities import SerializedIdentity
from genpon_core.profiles import ConnectionProfile, EndorsingSet, GatewayEndpoint, ProfileIdentity
from genpon_network.pki import Enrolment, OrganisationAuthority, Role

TLS_HOSTNAME = "localhost"
ORGANISATIONS = "organisations"
"""The folder in a ledger's directory that has a folder for each."""
MEMBERS: tuple[tuple[str, Role], ...] = (("client", "client"), ("admin", "admin"))
"""The members that every organisation begins with: name and role."""


@dataclass(frozen=True, slots=True)
class OrganisationSpec:
    """An organisation to be: a short name for its files, its MSP id and its domain."""

    name: str
    msp_id: str
    domain: str


DEFAULT_ORGANISATIONS = (
    OrganisationSpec("nagasaki", "NagasakiMSP", "nagasaki.example"),
    OrganisationSpec("kawaguchi", "KawaguchiMSP", "kawaguchi.example"),
    OrganisationSpec("toda", "TodaMSP", "toda.example"),
    OrganisationSpec("omura", "OmuraMSP", "omura.example"),
)


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation with its keys.

    Attributes:
        spec: its names.
        directory: where its files are.
        authority: its two CAs.
        peer: its peer's certificate and signing key.
        tls: its gateway's TLS certificate and key.
        members: its first members, by name.
    """

    spec: OrganisationSpec
    directory: Path
    authority: OrganisationAuthority
    peer: Enrolment
    tls: Enrolment
    members: dict[str, Enrolment]

    @classmethod
    def open(cls, spec: OrganisationSpec, directory: Path, now: datetime) -> "Organisation":
        """Reads an organisation from its directory, or makes it there.

        Args:
            spec: its names.
            directory: its own directory.
            now: the time that new certificates are valid from.
        """
        if not (directory / "organisation.json").exists():
            _create(spec, directory, now)
        members = {name: Enrolment.read(directory / "members" / name) for name, _ in MEMBERS}
        authority = OrganisationAuthority.read(directory, now=now)
        return cls(spec, directory, authority, Enrolment.read(directory / "peer"), Enrolment.read(directory / "tls"), members)

    @property
    def serialized_peer(self) -> bytes:
        """The peer's `msp.SerializedIdentity`."""
        return SerializedIdentity(self.spec.msp_id, self.peer.certificate_pem).to_bytes()

    def identities(self, base: Path) -> tuple[ProfileIdentity, ...]:
        """The members' files, relative to the folder that a profile stands in."""
        folders = [(name, (self.directory / "members" / name).relative_to(base)) for name in self.members]
        return tuple(ProfileIdentity(name, str(folder / "certificate.pem"), str(folder / "key.pem")) for name, folder in folders)


def kept_organisations(folder: Path) -> Iterator[OrganisationSpec]:
    """The organisations whose keys are in the folders of a ledger's directory."""
    for directory in sorted(path.parent for path in folder.glob("*/organisation.json")):
        authority = OrganisationAuthority.read(directory)
        yield OrganisationSpec(directory.name, authority.msp_id, authority.domain)


def connection_profile(
    own: Organisation, endpoints: Sequence[tuple[Organisation, str]], base: Path, *, channel: str, chaincode: str, endorsing: EndorsingSet
) -> ConnectionProfile:
    """The connection profile of one organisation.

    Args:
        own: the organisation whose members it is for.
        endpoints: all organisations, each with host and port of its gateway.
        base: the folder that the profile stands in.
        channel: the channel's name.
        chaincode: the chaincode's name.
        endorsing: whom to ask for endorsements.
    """
    ordered = sorted(endpoints, key=lambda item: item[0].spec.msp_id != own.spec.msp_id)
    gateways = [
        GatewayEndpoint(organisation.spec.msp_id, endpoint, organisation.authority.tls_ca_pem.decode(), TLS_HOSTNAME)
        for organisation, endpoint in ordered
    ]
    return ConnectionProfile(channel, chaincode, own.spec.msp_id, tuple(gateways), endorsing, own.identities(base))


def _create(spec: OrganisationSpec, directory: Path, now: datetime) -> None:
    authority = OrganisationAuthority.create(msp_id=spec.msp_id, domain=spec.domain, now=now)
    authority.issue("peer0", "peer").write(directory / "peer")
    authority.issue_tls("peer0", [TLS_HOSTNAME, "127.0.0.1"]).write(directory / "tls")
    for name, role in MEMBERS:
        authority.issue(f"{name}-0001", role).write(directory / "members" / name)
    authority.write(directory)
