"""What a client knows from its connection profile: users, peers, channels."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from genpon.hfc.channel import Channel
from genpon.hfc.connections import Connections
from genpon.hfc.errors import HfcError
from genpon.hfc.nodes import CertificateAuthority, Orderer, Organization, Peer, User, peers_of
from genpon.profiles import FabricProfile

Peers = Iterable[str | Peer]


class ProfileClient:
    """The part of `Client` that asks nobody.

    Args:
        net_profile: the path of a common connection profile, JSON or YAML.
    """

    def __init__(self, net_profile: str | None = None) -> None:
        self._profile: FabricProfile | None = None
        self._peers: dict[str, Peer] = {}
        self._channels: dict[str, Channel] = {}
        self._connections = Connections()
        if net_profile:
            self.init_with_net_profile(net_profile)

    def init_with_net_profile(self, profile_path: str = "network.json") -> None:
        """Reads a connection profile.

        Raises:
            FabricProfileError: in one line, with file, line or field.
        """
        self._profile = FabricProfile.load(profile_path)
        self._peers = peers_of(self._profile)

    async def close_grpc_channels(self) -> None:
        """Closes all connections."""
        await self._connections.close()

    def set_tls_client_cert_and_key(self, client_key_file: str, client_cert_file: str) -> bool:
        """Proves the client by a TLS certificate of its own (mutual TLS).

        Raises:
            HfcError: if a file cannot be read.
        """
        self._connections.use_client_tls(client_key_file, client_cert_file)
        return True

    @property
    def network_info(self) -> dict[str, Any]:
        """All that stands in the profile."""
        return dict(self._profile.data) if self._profile else {}

    def get_net_info(self, *key_path: str) -> Any:
        """What stands in the profile at a path; None where nothing does."""
        found: Any = self.network_info
        for key in key_path:
            if not isinstance(found, Mapping) or key not in found:
                return None
            found = found[key]
        return found

    def export_net_profile(self, export_file: str = "network_exported.json") -> None:
        """Writes the profile to a file, as JSON."""
        Path(export_file).write_text(json.dumps(self.network_info, indent=4), encoding="utf-8")

    @property
    def organizations(self) -> dict[str, Organization]:
        """The organisations, by name."""
        if self._profile is None:
            return {}
        return {name: Organization(name, one.msp_id, self._profile) for name, one in self._profile.organizations.items()}

    @property
    def peers(self) -> dict[str, Peer]:
        """The peers, by name."""
        return dict(self._peers)

    @property
    def orderers(self) -> dict[str, Orderer]:
        """The orderers, by name."""
        known = self._profile.orderers if self._profile else {}
        return {name: Orderer(name, one.address) for name, one in known.items()}

    @property
    def CAs(self) -> dict[str, CertificateAuthority]:
        """The certificate authorities, by name."""
        known = self.get_net_info("certificateAuthorities") or {}
        return {name: CertificateAuthority(name, str(one.get("url", ""))) for name, one in known.items()}

    def get_user(self, org_name: str, name: str) -> User | None:
        """A user of an organisation in the profile; None if there is none.

        Raises:
            FabricProfileError: if the user's certificate or key cannot be used.
        """
        owner = self.organizations.get(org_name)
        return owner.get_user(name) if owner else None

    def get_peer(self, name: str) -> Peer | None:
        """A peer; None if there is none of that name."""
        return self._peers.get(name)

    def get_orderer(self, name: str) -> Orderer | None:
        """An orderer; None if there is none of that name."""
        return self.orderers.get(name)

    def new_channel(self, name: str) -> Channel:
        """A channel, by its name; the network is not asked."""
        return self._channels.setdefault(name, Channel(name, self._connections))

    def get_channel(self, name: str) -> Channel | None:
        """A channel that `new_channel` made; None if it made none of that name."""
        return self._channels.get(name)

    def get_target_peers(self, peers: Peers) -> list[Peer]:
        """The peers of these names.

        Raises:
            HfcError: if there is none, one is unknown, or it is no list.
        """
        if isinstance(peers, str | Peer):
            raise HfcError("peers is a list of peers, or of their names", next_step="Pass peers=['peer0.org1.example.com'].")
        named = list(peers)
        found = [peer if isinstance(peer, Peer) else self._peers.get(peer) for peer in named]
        for name, peer in zip(named, found, strict=True):
            if peer is None:
                known = ", ".join(self._peers) or "none"
                raise HfcError(f"there is no peer {name!r} in the connection profile; it has {known}", next_step="Name one of those.")
        if not found:
            raise HfcError("no peer is named", next_step="Pass peers=['peer0.org1.example.com'].")
        return [peer for peer in found if peer is not None]
