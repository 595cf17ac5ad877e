"""Scripted peers, and clients of them."""

import socket
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519

from genpon.gateway import Gateway, Identity, connect
from tests.support.gateway_peer import Client, ScriptedPeer, make_client, self_signed


@pytest.fixture(scope="session")
def client() -> Client:
    return make_client()


@pytest.fixture(scope="session")
def ed25519_client() -> tuple[Identity, ed25519.Ed25519PrivateKey]:
    key = ed25519.Ed25519PrivateKey.generate()
    return Identity("Org1MSP", self_signed(key, None)), key


@pytest.fixture
def peer() -> Iterator[ScriptedPeer]:
    with ScriptedPeer() as running:
        yield running


@pytest.fixture
def two_peers() -> Iterator[tuple[ScriptedPeer, ScriptedPeer]]:
    with ScriptedPeer() as one, ScriptedPeer() as two:
        yield one, two


@pytest.fixture
def unused_target() -> Iterator[str]:
    """An address where nobody listens, kept from others."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"127.0.0.1:{taken.getsockname()[1]}"


@pytest.fixture
def gateway(peer: ScriptedPeer, client: Client) -> Iterator[Gateway]:
    with connect(peer.target, identity=client.identity, signer=client.signer, tls=None) as connected:
        yield connected
