"""What a profile tells of a network: its peers and orderers, and its organisations."""

from dataclasses import dataclass

from genpon.gateway.options import Tls


@dataclass(frozen=True)
class Endpoint:
    """A peer or an orderer.

    Attributes:
        name: in the profile.
        address: host and port.
        tls: how it proves itself; None without TLS.
    """

    name: str
    address: str
    tls: Tls | None


@dataclass(frozen=True)
class Organization:
    """An organisation.

    Attributes:
        name: in the profile.
        msp_id: in the channel.
        peers: the names of its peers.
        users: the names of its members whose certificate and key the profile knows.
    """

    name: str
    msp_id: str
    peers: tuple[str, ...]
    users: tuple[str, ...]
