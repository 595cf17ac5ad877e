"""Connections to the gateways that a profile names, each opened when it is first needed."""

import threading
from collections.abc import Callable
from pathlib import Path

from genpon.errors import Refused
from genpon.gateway import Contract, Gateway, GatewayError, Identity, Network, PrivateKeySigner, Tls, connect
from genpon.gateway.turns import Turns
from genpon.json_files import read_bytes
from genpon_core.profiles import ConnectionProfile, GatewayEndpoint, ProfileError

_MAX_PEM = 64 * 1024
Open = Callable[[GatewayEndpoint], Gateway]


class Connections:
    """One client's connections, by organisation.

    Attributes:
        profile: what they are made from.
        turns: whose gateway to use.
    """

    def __init__(self, profile: ConnectionProfile, open_gateway: Open) -> None:
        self.profile = profile
        self.turns = Turns([gateway.msp_id for gateway in profile.gateways])
        self._open = open_gateway
        self._gateways: dict[str, Gateway] = {}
        self._lock = threading.Lock()

    @property
    def msp_ids(self) -> tuple[str, ...]:
        """The organisations whose gateways are known, one's own first."""
        return tuple(gateway.msp_id for gateway in self.profile.gateways)

    def network(self, msp_id: str) -> Network:
        """The ledger's channel through an organisation's gateway."""
        with self._lock:
            gateway = self._gateways.get(msp_id)
            if gateway is None:
                gateway = self._gateways[msp_id] = self._open(self.profile.gateway(msp_id))
        return gateway.get_network(self.profile.channel)

    def contract(self, msp_id: str, name: str) -> Contract:
        """One of the ledger's named contracts through an organisation's gateway."""
        return self.network(msp_id).get_contract(self.profile.chaincode, name)

    def close(self) -> None:
        """Closes every connection that was opened."""
        with self._lock:
            opened, self._gateways = list(self._gateways.values()), {}
        for gateway in opened:
            gateway.close()


def opener(profile: ConnectionProfile, folder: Path, identity: str | None) -> Open:
    """What opens gateways for one of a profile's identities.

    Args:
        profile: the connection profile.
        folder: where its paths begin.
        identity: the identity's name; the profile's first unless given.

    Raises:
        Refused: `profile.identity` for a name that the profile does not have, `file.…`, or `identity.unusable`.
    """
    chosen, signer = _credentials(profile, folder, identity)

    def open_gateway(endpoint: GatewayEndpoint) -> Gateway:
        tls = Tls(endpoint.tls_ca_pem.encode(), server_name=endpoint.tls_hostname)
        return connect(endpoint.endpoint, identity=chosen, signer=signer, tls=tls)

    return open_gateway


def _credentials(profile: ConnectionProfile, folder: Path, name: str | None) -> tuple[Identity, PrivateKeySigner]:
    try:
        wanted = profile.identity(name) if name is not None else profile.identities[0]
    except (ProfileError, IndexError):
        raise Refused("profile.identity", {"identity": name or "?"}) from None
    certificate = read_bytes(folder / wanted.certificate, limit=_MAX_PEM)
    key = read_bytes(folder / wanted.private_key, limit=_MAX_PEM)
    try:
        return Identity(profile.msp_id, certificate), PrivateKeySigner.from_pem(key)
    except (GatewayError, ValueError):
        raise Refused("identity.unusable", {"identity": wanted.name}) from None
