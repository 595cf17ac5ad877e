"""Users, organisations, peers, orderers and certificate authorities, as a client of fabric-sdk-py knows them."""

from dataclasses import dataclass, field

from genpon.gateway.options import Tls
from genpon.gateway.signers import Signer
from genpon.profiles import Credentials, FabricProfile
from genpon_core.fabric.identities import SerializedIdentity


@dataclass(frozen=True)
class User:
    """A member of an organisation, who makes requests.

    Attributes:
        name: in the profile.
        org: the organisation's name in the profile.
        credentials: certificate and key.
    """

    name: str
    org: str
    credentials: Credentials

    @property
    def msp_id(self) -> str:
        """The organisation's name in the channel."""
        return self.credentials.identity.msp_id

    @property
    def identity(self) -> SerializedIdentity:
        """Who the user is for the network."""
        return self.credentials.identity

    @property
    def signer(self) -> Signer | None:
        """What signs for the user."""
        return self.credentials.signer


@dataclass(frozen=True)
class Organization:
    """An organisation of the profile."""

    name: str
    mspid: str
    _profile: FabricProfile = field(repr=False, compare=False)

    def get_user(self, name: str) -> User | None:
        """A user of the profile, or None.

        Raises:
            FabricProfileError: if the user's certificate or key cannot be used.
        """
        if name not in self._profile.organizations[self.name].users:
            return None
        return User(name, self.name, self._profile.user(name, organization=self.name))


@dataclass(frozen=True)
class Peer:
    """A peer of the profile; its gateway is what a client talks to.

    Attributes:
        name: in the profile.
        endpoint: host and port.
        msp_id: its organisation's; empty where the profile does not say.
        tls: how it proves itself.
    """

    name: str
    endpoint: str
    msp_id: str
    tls: Tls | None = field(repr=False)


@dataclass(frozen=True)
class Orderer:
    """An orderer of the profile; the gateway talks to it, not the client."""

    name: str
    endpoint: str


@dataclass(frozen=True)
class CertificateAuthority:
    """A certificate authority of the profile."""

    name: str
    url: str


def peers_of(profile: FabricProfile) -> dict[str, Peer]:
    """The profile's peers by name, each with its organisation's MSP id."""
    owners = {peer: organization.msp_id for organization in profile.organizations.values() for peer in organization.peers}
    return {name: Peer(name, peer.address, owners.get(name, ""), peer.tls) for name, peer in profile.peers.items()}
