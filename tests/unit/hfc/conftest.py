"""A connection profile of two organisations whose peers answer by script."""

import asyncio
import json
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from genpon.hfc import Client, User
from tests.support.gateway_peer import ScriptedPeer, make_client, pem_of

PEER1, PEER2 = "peer0.org1.example.com", "peer0.org2.example.com"
ORG1, ORG2 = "org1.example.com", "org2.example.com"


@pytest.fixture
def peers() -> Iterator[tuple[ScriptedPeer, ScriptedPeer]]:
    with ScriptedPeer() as one, ScriptedPeer() as two:
        yield one, two


@pytest.fixture
def profile(tmp_path: Path, peers: tuple[ScriptedPeer, ScriptedPeer]) -> Path:
    member = make_client()
    (tmp_path / "cert.pem").write_bytes(member.identity.certificate_pem)
    (tmp_path / "key.pem").write_bytes(pem_of(member.key))
    users = {"Admin": {"cert": "cert.pem", "private_key": "key.pem"}}
    content = {
        "name": "network",
        "client": {"organization": ORG1, "credentialStore": {"path": "hfc-kvs"}},
        "organizations": {
            ORG1: {"mspid": "Org1MSP", "peers": [PEER1], "users": users},
            ORG2: {"mspid": "Org2MSP", "peers": [PEER2]},
        },
        "peers": {PEER1: {"url": f"grpc://{peers[0].target}"}, PEER2: {"url": f"grpc://{peers[1].target}"}},
        "orderers": {"orderer.example.com": {"url": "grpcs://localhost:7050"}},
        "certificateAuthorities": {"ca-org1": {"url": "https://localhost:7054"}},
    }
    (tmp_path / "network.json").write_text(json.dumps(content))
    return tmp_path / "network.json"


@dataclass(frozen=True)
class Old:
    """A program of fabric-sdk-py: a client and its administrator."""

    client: Client
    admin: User

    def run(self, program: Callable[..., Coroutine[Any, Any, Any]], *arguments: Any, **options: Any) -> Any:
        """Calls a coroutine function of the client, and closes its connections."""

        async def main() -> Any:
            try:
                return await program(*arguments, **options)
            finally:
                await self.client.close_grpc_channels()

        return asyncio.run(main())


@pytest.fixture
def old(profile: Path) -> Old:
    client = Client(net_profile=str(profile))
    admin = client.get_user(ORG1, "Admin")
    assert admin is not None
    return Old(client, admin)
