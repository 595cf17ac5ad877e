"""Fabric's common connection profiles, as the SDKs of Node, Go, Java and Python read them (JSON or YAML)."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypedDict, TypeVar

from genpon.gateway.options import Tls
from genpon.gateway.signers import Signer
from genpon.profiles.credentials import Credentials, make_credentials
from genpon.profiles.errors import FabricProfileError, UnusableError
from genpon.profiles.nodes import Endpoint, Organization
from genpon.profiles.reading import Users, read_profile
from genpon_core.fabric.identities import SerializedIdentity

T = TypeVar("T")


class ConnectionOptions(TypedDict):
    """The options of `connect`, of either client, that a profile knows."""

    target: list[str]
    tls: list[Tls] | None
    identity: SerializedIdentity
    signer: Signer | None


@dataclass(frozen=True)
class FabricProfile:
    """A connection profile.

    Paths in it are taken from the working directory, as the SDKs do, or else from the profile's own folder. Of the options for gRPC, only
    the name to expect in a peer's TLS certificate is used.

    Attributes:
        name: the network's.
        client_organization: the name of the organisation whose client it is for; empty where the profile does not say.
        organizations: by name.
        peers: by name.
        orderers: by name; clients of Fabric 2.4 and newer need none.
        channels: the names of each channel's peers.
        data: all that stands in the profile.
    """

    name: str
    client_organization: str
    organizations: Mapping[str, Organization]
    peers: Mapping[str, Endpoint]
    orderers: Mapping[str, Endpoint]
    channels: Mapping[str, tuple[str, ...]]
    data: Mapping[str, Any] = field(repr=False)
    _users: Users = field(repr=False)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> "FabricProfile":
        """Reads a profile and the TLS certificates that it names.

        Raises:
            FabricProfileError: in one line, with file, line or field.
        """
        return cls(**read_profile(Path(path)))

    def organization(self, name: str = "") -> Organization:
        """An organisation, by default the client's.

        Raises:
            FabricProfileError: if the profile has none of that name, or does not say whose client it is for.
        """
        return _named(self.organizations, name or self.client_organization, "organisation")

    def peer(self, name: str) -> Endpoint:
        """A peer.

        Raises:
            FabricProfileError: if the profile has none of that name.
        """
        return _named(self.peers, name, "peer")

    def user(self, name: str, *, organization: str = "") -> Credentials:
        """A member whose certificate and key the profile names.

        Args:
            name: the user's; `Admin` is also the one of `signedCert` and `adminPrivateKey`.
            organization: the organisation's name in the profile, by default the client's.

        Raises:
            FabricProfileError: if the profile has none of that name, or its certificate or key cannot be used.
        """
        owner = self.organization(organization)
        certificate, key = _named({user: self._users[owner.name, user] for user in owner.users}, name, f"user of {owner.name}")
        pems = certificate.read(), key.read()
        try:
            return make_credentials(name, owner.msp_id, *pems)
        except UnusableError as error:
            raise certificate.document.wrong(certificate.location[:-1], str(error)) from None

    def connection(self, user: Credentials, *, organization: str = "", peers: Sequence[str] = ()) -> ConnectionOptions:
        """The options of `genpon.gateway.connect`, or of `genpon.gateway.aio.connect`.

        Args:
            user: who connects, from a wallet or from `user`.
            organization: whose peers are used, by default those of the client's organisation.
            peers: the names of the peers to use instead, in order.

        Raises:
            FabricProfileError: if there is no such organisation or peer, or only some of the peers use TLS.
        """
        names = tuple(peers) or self.organization(organization).peers
        endpoints = [self.peer(name) for name in names]
        secured = [endpoint.tls for endpoint in endpoints if endpoint.tls is not None]
        if not endpoints:
            raise FabricProfileError("the organisation has no peer in the connection profile", next_step="Name peers of another one.")
        if secured and len(secured) < len(endpoints):
            raise FabricProfileError(f"only some of the peers {', '.join(names)} use TLS", next_step="Name peers of one kind.")
        return {
            "target": [endpoint.address for endpoint in endpoints],
            "tls": secured or None,
            "identity": user.identity,
            "signer": user.signer,
        }


def _named(items: Mapping[str, T], name: str, kind: str) -> T:
    if name in items:
        return items[name]
    known = ", ".join(items) or "none"
    if not name:
        raise FabricProfileError(
            f"the connection profile does not say whose client it is for; it has {known}", next_step="Name an organisation."
        )
    raise FabricProfileError(f"the connection profile has no {kind} {name!r}; it has {known}", next_step="Name one of those.")
