"""Common connection profiles of every SDK, and everything that can be wrong with one."""

import base64
import contextlib
import copy
import importlib
import json
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import ruamel.yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from genpon.gateway import GatewayError, Tls
from genpon.profiles import FabricProfile, FabricProfileError, Organization
from tests.support.gateway_peer import Client, make_client, pem_of

SECRET = "what nobody may read"
YAML = """\
name: test-network-org1
version: 1.0
client:
  organization: Org1
organizations:
  Org1:
    mspid: Org1MSP
    peers:
    - peer0.org1.example.com
peers:
  peer0.org1.example.com:
    url: grpcs://localhost:7051
    tlsCACerts:
      pem: |
          -----BEGIN CERTIFICATE-----
          MIIB
          -----END CERTIFICATE-----
    grpcOptions:
      ssl-target-name-override: peer0.org1.example.com
      hostnameOverride: peer0.org1.example.com
certificateAuthorities:
  ca.org1.example.com:
    url: https://localhost:7054
    httpOptions:
      verify: false
"""


@pytest.fixture(scope="module")
def client() -> Client:
    return make_client()


@pytest.fixture
def folder(tmp_path: Path, client: Client) -> Path:
    """A folder with certificate and key."""
    (tmp_path / "cert.pem").write_bytes(client.identity.certificate_pem)
    (tmp_path / "key.pem").write_bytes(pem_of(client.key))
    return tmp_path


def python_profile() -> dict[str, Any]:
    """As fabric-sdk-py has it: users with paths, ports without a scheme, an organisation of the client that is not among the others."""
    return {
        "name": "sample-network",
        "version": "0.1",
        "client": {"organization": "Org1", "credentialStore": {"path": "hfc-kvs", "cryptoStore": {"path": "hfc-cvs"}}},
        "organizations": {
            "org1.example.com": {
                "mspid": "Org1MSP",
                "peers": ["peer0.org1.example.com", "peer1.org1.example.com"],
                "users": {"Admin": {"cert": "cert.pem", "private_key": {"path": "key.pem"}}},
            }
        },
        "orderers": {"orderer.example.com": {"url": "localhost:7050", "tlsCACerts": {"path": "cert.pem"}}},
        "peers": {
            "peer0.org1.example.com": {
                "url": "localhost:7051",
                "eventUrl": "localhost:7053",
                "grpcOptions": {"grpc.ssl_target_name_override": "peer0.org1.example.com", "grpc.http2.keepalive_time": 15},
                "tlsCACerts": {"path": "cert.pem"},
            },
            "peer1.org1.example.com": {"url": "grpcs://localhost:8051", "grpcOptions": {}},
        },
    }


def load(folder: Path, profile: Any, name: str = "network.json") -> FabricProfile:
    (folder / name).write_text(profile if isinstance(profile, str) else json.dumps(profile), encoding="utf-8")
    return FabricProfile.load(folder / name)


def test_a_profile_of_fabric_sdk_py(folder: Path, client: Client) -> None:
    profile = load(folder, python_profile())
    assert (profile.name, profile.client_organization, profile.channels) == ("sample-network", "", {})
    peers = ("peer0.org1.example.com", "peer1.org1.example.com")
    assert profile.organizations == {"org1.example.com": Organization("org1.example.com", "Org1MSP", peers, ("Admin",))}
    tls = Tls(client.identity.certificate_pem, server_name="peer0.org1.example.com")
    assert (profile.peer(peers[0]).address, profile.peer(peers[0]).tls) == ("localhost:7051", tls)
    assert profile.peer(peers[1]).tls == Tls(), "the system's CAs, where the profile names none"
    assert profile.orderers["orderer.example.com"].address == "localhost:7050"
    user = profile.user("Admin", organization="org1.example.com")
    assert user.identity == client.identity
    options = profile.connection(user, organization="org1.example.com")
    assert (options["target"], options["tls"]) == (["localhost:7051", "localhost:8051"], [tls, Tls()])
    assert profile.connection(user, peers=[peers[1]])["target"] == ["localhost:8051"]


def test_a_profile_of_fabrics_test_network(folder: Path) -> None:
    profile = load(folder, YAML, "connection-org1.yaml")
    assert profile.organization().msp_id == "Org1MSP"
    peer = profile.peer("peer0.org1.example.com")
    assert peer.tls == Tls(b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", server_name="peer0.org1.example.com")
    assert profile.data["certificateAuthorities"]["ca.org1.example.com"]["httpOptions"] == {"verify": False}


def test_yaml_and_json_say_the_same(folder: Path) -> None:
    yaml = load(folder, YAML, "c.yml")
    same = load(folder, ruamel.yaml.YAML(typ="safe", pure=True).load(YAML), "c.json")
    assert (yaml.organizations, yaml.peers, yaml.data) == (same.organizations, same.peers, same.data)


def test_the_administrator_of_the_node_sdk(folder: Path, client: Client) -> None:
    changed = python_profile()
    owner = changed["organizations"]["org1.example.com"]
    del owner["users"]
    owner |= {"signedCert": {"path": "cert.pem"}, "adminPrivateKey": {"pem": pem_of(client.key).decode()}}
    changed["client"]["organization"] = "Org1MSP"
    assert load(folder, changed).user("Admin").identity == client.identity


@pytest.mark.parametrize(
    "form", [lambda pem: pem.decode(), lambda pem: base64.b64encode(pem).decode(), lambda pem: base64.encodebytes(pem).decode()]
)
def test_a_key_in_the_profile(folder: Path, client: Client, form: Callable[[bytes], str]) -> None:
    changed = python_profile()
    changed["organizations"]["org1.example.com"]["users"]["Admin"]["private_key"] = {"pem": form(pem_of(client.key))}
    profile = load(folder, changed)
    signer = profile.user("Admin", organization="org1.example.com").signer
    assert signer is not None
    key = base64.b64encode(pem_of(client.key)).decode()[40:80]
    assert key not in repr(profile)
    assert pem_of(client.key).decode().splitlines()[1] not in repr(profile)
    assert key not in repr(profile._users)


def test_several_certificates(folder: Path, client: Client) -> None:
    pem = client.identity.certificate_pem
    changed = python_profile()
    changed["peers"]["peer0.org1.example.com"]["tlsCACerts"] = {"pem": [pem.decode(), pem.decode()]}
    tls = load(folder, changed).peer("peer0.org1.example.com").tls
    assert tls is not None
    assert tls.root_certificates_pem == pem + b"\n" + pem


def test_mutual_tls(folder: Path, client: Client) -> None:
    changed = python_profile()
    changed["peers"]["peer1.org1.example.com"] |= {"clientKey": {"path": "key.pem"}, "clientCert": {"path": "cert.pem"}}
    tls = load(folder, changed).peer("peer1.org1.example.com").tls
    assert tls == Tls(certificate_pem=client.identity.certificate_pem, private_key_pem=pem_of(client.key))


@pytest.mark.parametrize(
    ("url", "secured", "expected"),
    [
        ("grpc://localhost:7051", True, None),
        ("grpcs://localhost:7051", False, Tls()),
        ("localhost:7051", False, None),
        ("grpcs://[::1]:7051", False, Tls()),
    ],
)
def test_who_uses_tls(folder: Path, url: str, secured: bool, expected: Tls | None) -> None:
    changed = python_profile()
    peer = changed["peers"]["peer0.org1.example.com"] = {"url": url}
    if secured:
        peer["tlsCACerts"] = {"path": "cert.pem"}
    endpoint = load(folder, changed).peer("peer0.org1.example.com")
    assert (endpoint.address, endpoint.tls) == (url.rpartition("//")[2], expected)


def test_paths_are_taken_from_the_working_directory_first(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = make_client()
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "cert.pem").write_bytes(other.identity.certificate_pem)
    (elsewhere / "key.pem").write_bytes(pem_of(other.key))
    monkeypatch.chdir(elsewhere)
    assert load(folder, python_profile()).user("Admin", organization="org1.example.com").identity == other.identity


def test_channels_name_their_peers(folder: Path) -> None:
    changed = python_profile()
    names = list(changed["peers"])
    changed["channels"] = {"a": {"peers": {names[0]: {"endorsingPeer": True}}}, "b": {"peers": names[1:]}, "c": {}, "d": None}
    assert load(folder, changed).channels == {"a": (names[0],), "b": (names[1],), "c": tuple(names), "d": tuple(names)}


def without(*path: str) -> Callable[[dict[str, Any]], None]:
    return lambda profile: _at(profile, path[:-1]).__delitem__(path[-1])


def put(value: Any, *path: str) -> Callable[[dict[str, Any]], None]:
    return lambda profile: _at(profile, path[:-1]).__setitem__(path[-1], value)


def _at(profile: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        profile = profile[name]
    return profile


ORG, PEER = ("organizations", "org1.example.com"), ("peers", "peer0.org1.example.com")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (without("peers"), "peers: is missing"),
        (without("organizations"), "organizations: is missing"),
        (put([], "peers"), "peers: input should be a valid dictionary"),
        (without(*ORG, "mspid"), "organizations.org1.example.com.mspid: is missing"),
        (put(None, *ORG, "mspid"), "organizations.org1.example.com.mspid: input should be a valid string"),
        (put(["peer9"], *ORG, "peers"), "organizations.org1.example.com.peers: names the peer 'peer9', which is not among peers"),
        (put({"c": {"peers": ["peer9"]}}, "channels"), "channels.c.peers: names the peer 'peer9', which is not among peers"),
        (without(*PEER, "url"), "peers.peer0.org1.example.com.url: is missing"),
        (put(7051, *PEER, "url"), "peers.peer0.org1.example.com.url: input should be a valid string"),
        (put("localhost", *PEER, "url"), "peers.peer0.org1.example.com.url: is no address; write grpcs://host:port"),
        (put("https://localhost:7051", *PEER, "url"), "peers.peer0.org1.example.com.url: is no address; write grpcs://host:port"),
        (put("grpcs://user:pw@localhost:7051", *PEER, "url"), "peers.peer0.org1.example.com.url: is no address; write grpcs://host:port"),
        (put("grpcs://localhost:99999", *PEER, "url"), "peers.peer0.org1.example.com.url: is no address; write grpcs://host:port"),
        (
            put({"path": "none.pem"}, *PEER, "tlsCACerts"),
            "peers.peer0.org1.example.com.tlsCACerts: none.pem cannot be read (No such file or directory)",
        ),
        (put({"path": "a\0b"}, *PEER, "tlsCACerts"), "cannot be read (no name of a file)"),
        (put({}, *PEER, "tlsCACerts"), "peers.peer0.org1.example.com.tlsCACerts: has neither path nor pem"),
        (put({"pem": SECRET}, *PEER, "tlsCACerts"), "peers.peer0.org1.example.com.tlsCACerts.pem: is neither PEM nor base64 of it"),
        (put({"path": "key.pem"}, *PEER, "clientKey"), "peers.peer0.org1.example.com: has one of clientKey and clientCert"),
    ],
)
def test_a_profile_that_cannot_be_used(folder: Path, change: Callable[[dict[str, Any]], None], problem: str) -> None:
    changed = python_profile()
    change(changed)
    refused(lambda: load(folder, changed), problem)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (without("cert"), "users.Admin.cert: is missing"),
        (put({"pem": SECRET}, "private_key"), "users.Admin.private_key.pem: is neither PEM nor base64 of it"),
        (put({"pem": f"-----BEGIN {SECRET}"}, "private_key"), "users.Admin: the private key cannot be read"),
        (put("none.pem", "private_key"), "users.Admin.private_key: none.pem cannot be read"),
        (put("key.pem", "cert"), "users.Admin: the certificate is no X.509 certificate in PEM"),
        (put({"pem": pem_of(make_client().key).decode()}, "private_key"), "users.Admin: the private key is not the certificate's"),
    ],
)
def test_a_user_that_cannot_be_used(folder: Path, change: Callable[[dict[str, Any]], None], problem: str) -> None:
    changed = python_profile()
    change(changed["organizations"]["org1.example.com"]["users"]["Admin"])
    refused(
        lambda: load(folder, changed).user("Admin", organization="org1.example.com"),
        f"network.json: organizations.org1.example.com.{problem}",
    )


def refused(attempt: Callable[[], object], problem: str) -> None:
    with pytest.raises(FabricProfileError) as error:
        attempt()
    assert isinstance(error.value, GatewayError)
    assert problem in str(error.value)
    assert "\n" not in str(error.value)
    assert SECRET not in "".join(traceback.format_exception(error.value)) + repr(error.value)


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("n.json", '{\n "name": "x",\n oops', "n.json:3: is no JSON"),
        ("n.json", '{"peers": {}, "peers": {}}', "n.json: has the field 'peers' twice"),
        ("n.json", "[1]", "n.json: is no mapping of fields"),
        ("n.json", "[" * 100_000, "n.json: is nested too deeply"),
        ("n.yaml", "name: x\npeers: [\n", "n.yaml:3: is no YAML"),
        ("n.yaml", "peers: {}\npeers: {}\n", 'n.yaml:2: is no YAML (found duplicate key "peers"'),
        ("n.yaml", "- 1", "n.yaml: is no mapping of fields"),
        ("n.yaml", YAML.replace("mspid: Org1MSP", "mspid: [1]"), "n.yaml:7: organizations.Org1.mspid: input should be a valid string"),
        ("n.yaml", YAML.replace("grpcs://localhost:7051", "localhost"), "n.yaml:12: peers.peer0.org1.example.com.url: is no address"),
        ("n.yaml", YAML.replace("    mspid: Org1MSP\n", ""), "n.yaml:6: organizations.Org1.mspid: is missing"),
        ("n.yaml", YAML.replace("- peer0", "- peer9"), "n.yaml:8: organizations.Org1.peers: names the peer 'peer9.org1.example.com'"),
        ("n.yaml", "!!python/object/apply:os.system ['true']", "n.yaml: is no mapping of fields"),
        ("n.yaml", "{" * 1000, "n.yaml: is no YAML"),
    ],
)
def test_a_file_that_is_no_profile(folder: Path, name: str, text: str, problem: str) -> None:
    refused(lambda: load(folder, text, name), problem)


def test_files_that_cannot_be_read(folder: Path) -> None:
    refused(lambda: FabricProfile.load(folder / "none.json"), "none.json: cannot be read (No such file or directory)")
    refused(lambda: FabricProfile.load(folder), "cannot be read (Is a directory)")
    (folder / "latin.json").write_bytes(b"\xff\xfe")
    refused(lambda: FabricProfile.load(folder / "latin.json"), "latin.json: is not UTF-8")
    (folder / "large.json").write_bytes(b" " * (5 << 20))
    refused(lambda: FabricProfile.load(folder / "large.json"), "large.json: is larger than")


@pytest.mark.parametrize(
    ("ask", "problem"),
    [
        (lambda profile: profile.peer("x"), "has no peer 'x'; it has peer0.org1.example.com, peer1.org1.example.com. Name one of those."),
        (lambda profile: profile.organization(), "does not say whose client it is for; it has org1.example.com. Name an organisation."),
        (lambda profile: profile.organization("x"), "has no organisation 'x'; it has org1.example.com. Name one of those."),
        (lambda profile: profile.user("x", organization="org1.example.com"), "has no user of org1.example.com 'x'; it has Admin."),
    ],
)
def test_a_name_that_is_not_there(folder: Path, ask: Callable[[FabricProfile], object], problem: str) -> None:
    profile = load(folder, python_profile())
    refused(lambda: ask(profile), problem)


def test_peers_of_two_kinds(folder: Path) -> None:
    changed = python_profile()
    changed["peers"]["peer1.org1.example.com"]["url"] = "grpc://localhost:8051"
    profile = load(folder, changed)
    user = profile.user("Admin", organization="org1.example.com")
    refused(lambda: profile.connection(user, organization="org1.example.com"), "use TLS. Name peers of one kind.")
    assert profile.connection(user, peers=["peer1.org1.example.com"])["tls"] is None


def test_an_organisation_without_peers(folder: Path) -> None:
    changed = python_profile()
    changed["organizations"]["org1.example.com"]["peers"] = []
    profile = load(folder, changed)
    user = profile.user("Admin", organization="org1.example.com")
    refused(lambda: profile.connection(user, organization="org1.example.com"), "the organisation has no peer")


def test_yaml_without_its_library(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ruamel.yaml", None)
    refused(
        lambda: load(folder, YAML, "n.yaml"), "n.yaml: reading YAML needs ruamel.yaml. Run pip install 'genpon[yaml]', or save it as JSON."
    )


def test_the_library_for_yaml_is_loaded_when_it_is_needed() -> None:
    kept = {name: sys.modules.pop(name) for name in list(sys.modules) if name.startswith(("ruamel", "genpon.profiles"))}
    try:
        importlib.import_module("genpon.profiles")
        assert not any(name.startswith("ruamel") for name in sys.modules)
    finally:
        sys.modules.update(kept)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_anything_in_any_field(folder: Path, data: st.DataObject) -> None:
    changed = copy.deepcopy(python_profile())
    place = changed
    name = data.draw(st.sampled_from(sorted(place)))
    while isinstance(place[name], dict) and place[name] and data.draw(st.booleans()):
        place = place[name]
        name = data.draw(st.sampled_from(sorted(place)))
    place[name] = data.draw(ANYTHING)
    with contextlib.suppress(FabricProfileError):
        load(folder, changed).user("Admin", organization="org1.example.com")
