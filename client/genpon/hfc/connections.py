"""Connections to the gateways of peers, for as many users and event loops as there are."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from genpon.gateway.aio import Gateway, connect
from genpon.gateway.options import Tls
from genpon.hfc.errors import HfcError
from genpon.hfc.nodes import Peer, User
from genpon.profiles import Credentials
from genpon_core.fabric.identities import SerializedIdentity

_Key = tuple[SerializedIdentity, tuple[str, ...]]


class Connections:
    """Opens one connection for each user and choice of peers, and keeps it."""

    def __init__(self) -> None:
        # gRPC's asyncio channels belong to the loop that made them; scripts run one after the other.
        self._open: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[_Key, Gateway]] = WeakKeyDictionary()
        self._client_tls: tuple[bytes, bytes] | None = None

    def use_client_tls(self, key_file: str, certificate_file: str) -> None:
        """Proves the client by a TLS certificate of its own from the next connection on.

        Raises:
            HfcError: if a file cannot be read.
        """
        self._client_tls = _read(certificate_file), _read(key_file)
        self._open = WeakKeyDictionary()

    def gateway(self, requestor: User | Credentials, peers: Sequence[Peer]) -> Gateway:
        """The connection to the first of the peers that is there.

        Raises:
            HfcError: if the requestor is no user, or only some of the peers use TLS.
        """
        if not isinstance(requestor, User | Credentials):
            raise HfcError("the requestor is no user", next_step="Pass what get_user gives, or an identity of a wallet.")
        gateways = self._open.setdefault(asyncio.get_running_loop(), {})
        key = (requestor.identity, tuple(peer.name for peer in peers))
        if key not in gateways:
            tls = self._tls(peers)
            targets = [peer.endpoint for peer in peers]
            gateways[key] = connect(targets, identity=requestor.identity, signer=requestor.signer, tls=tls)
        return gateways[key]

    async def close(self) -> None:
        """Closes the connections of this loop."""
        for gateway in self._open.pop(asyncio.get_running_loop(), {}).values():
            await gateway.close()

    def _tls(self, peers: Sequence[Peer]) -> list[Tls] | None:
        secured = [peer.tls for peer in peers if peer.tls is not None]
        if secured and len(secured) < len(peers):
            raise HfcError("only some of the peers use TLS", next_step="Name peers of one kind.")
        if self._client_tls is None:
            return secured or None
        certificate, key = self._client_tls
        return [replace(tls, certificate_pem=certificate, private_key_pem=key) for tls in secured] or None


def _read(name: Any) -> bytes:
    try:
        return Path(name).read_bytes()
    except (OSError, TypeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no name of a file"
        raise HfcError(f"{name} cannot be read ({reason})", next_step="Give both files, the key's and the certificate's.") from None
