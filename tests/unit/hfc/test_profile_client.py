"""What a client knows from its profile."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from genpon.gateway import Tls
from genpon.hfc import Client, HfcError, Orderer, Peer
from genpon.profiles import FabricProfileError
from tests.support.gateway_peer import ScriptedPeer, make_client, pem_of
from tests.unit.hfc.conftest import ORG1, ORG2, PEER1, PEER2, Old


def test_the_network(old: Old, peers: tuple[ScriptedPeer, ScriptedPeer]) -> None:
    assert {name: one.mspid for name, one in old.client.organizations.items()} == {ORG1: "Org1MSP", ORG2: "Org2MSP"}
    assert old.client.peers == {
        PEER1: Peer(PEER1, peers[0].target, "Org1MSP", None),
        PEER2: Peer(PEER2, peers[1].target, "Org2MSP", None),
    }
    assert old.client.get_peer(PEER1) == old.client.peers[PEER1]
    assert old.client.orderers == {"orderer.example.com": Orderer("orderer.example.com", "localhost:7050")}
    assert old.client.get_orderer("orderer.example.com") == old.client.orderers["orderer.example.com"]
    assert {name: one.url for name, one in old.client.CAs.items()} == {"ca-org1": "https://localhost:7054"}


def test_users(old: Old) -> None:
    assert (old.admin.name, old.admin.org, old.admin.msp_id) == ("Admin", ORG1, "Org1MSP")
    assert old.client.organizations[ORG1].get_user("Admin") == old.client.get_user(ORG1, "Admin")


@pytest.mark.parametrize(
    "found",
    [
        lambda client: client.get_user("nobody", "Admin"),
        lambda client: client.get_user(ORG1, "nobody"),
        lambda client: client.get_peer("nobody"),
        lambda client: client.get_orderer("nobody"),
        lambda client: client.get_net_info("organizations", "nobody", "mspid"),
        lambda client: client.get_net_info("name", "deeper"),
    ],
)
def test_what_is_not_there_is_none(old: Old, found: Any) -> None:
    assert found(old.client) is None


def test_a_client_without_a_profile() -> None:
    client = Client()
    assert (client.organizations, client.peers, client.orderers, client.CAs, client.network_info) == ({}, {}, {}, {}, {})
    assert client.get_user(ORG1, "Admin") is None


def test_net_info_and_its_export(old: Old, profile: Path, tmp_path: Path) -> None:
    assert old.client.get_net_info("client", "credentialStore", "path") == "hfc-kvs"
    assert old.client.get_net_info("organizations", ORG1, "peers") == [PEER1]
    old.client.export_net_profile(str(tmp_path / "exported.json"))
    assert json.loads((tmp_path / "exported.json").read_text()) == json.loads(profile.read_text()) == old.client.network_info


def test_a_profile_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(FabricProfileError, match=r"none\.json: cannot be read"):
        Client(net_profile=str(tmp_path / "none.json"))


def test_target_peers(old: Old) -> None:
    peer = old.client.peers[PEER2]
    assert old.client.get_target_peers([PEER1, peer]) == [old.client.peers[PEER1], peer]
    assert old.client.get_target_peers(old.client.peers) == list(old.client.peers.values())
    with pytest.raises(HfcError, match="there is no peer 'x' in the connection profile; it has peer0"):
        old.client.get_target_peers(["x"])
    assert old.client.get_target_peers(name for name in [PEER1]) == [old.client.peers[PEER1]]
    for alone in (PEER1, peer):
        with pytest.raises(HfcError, match="peers is a list of peers, or of their names"):
            old.client.get_target_peers(alone)  # type: ignore[arg-type]
    with pytest.raises(HfcError, match="no peer is named"):
        old.client.get_target_peers([])


def test_keys_are_in_no_repr(old: Old, profile: Path) -> None:
    key = (profile.parent / "key.pem").read_text().splitlines()[1]
    shown = repr([old.admin, old.client.organizations, old.client.peers, vars(old.client)])
    assert key not in shown


def test_a_tls_certificate_of_the_clients_own(profile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = json.loads(profile.read_text())
    content["peers"][PEER1]["url"] = "grpcs://localhost:7051"
    profile.write_text(json.dumps(content))
    client = Client(net_profile=str(profile))
    given: list[Any] = []
    monkeypatch.setattr("genpon.hfc.connections.connect", lambda _targets, **options: given.append(options["tls"]))
    member = make_client()
    (tmp_path / "tls.crt").write_bytes(member.identity.certificate_pem)
    (tmp_path / "tls.key").write_bytes(pem_of(member.key))

    async def main() -> None:
        peers = client.get_target_peers([PEER1])
        client._connections.gateway(client.get_user(ORG1, "Admin"), peers)  # type: ignore[arg-type]
        assert client.set_tls_client_cert_and_key(str(tmp_path / "tls.key"), str(tmp_path / "tls.crt"))
        client._connections.gateway(client.get_user(ORG1, "Admin"), peers)  # type: ignore[arg-type]

    asyncio.run(main())
    assert given == [[Tls()], [Tls(certificate_pem=member.identity.certificate_pem, private_key_pem=pem_of(member.key))]]


@pytest.mark.parametrize("files", [("none", "none"), (None, None)])
def test_a_tls_certificate_that_is_not_there(old: Old, files: Any) -> None:
    with pytest.raises(HfcError, match="cannot be read"):
        old.client.set_tls_client_cert_and_key(*files)
