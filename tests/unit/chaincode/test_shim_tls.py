"""TLS: whole or not at all, from the environment or given, and only for those who may come in."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import grpc
import pytest

from genpon_chaincode.shim import ChaincodeServer, TlsConfiguration
from genpon_network.pki import OrganisationAuthority
from genpon_network.x509_issuing import Enrolment
from tests.support.doing_chaincode import Doing
from tests.support.scripted_peer import ScriptedPeer

NAMES = [
    ("CHAINCODE_TLS_KEY", "CHAINCODE_TLS_CERT", "CHAINCODE_CLIENT_CA_CERT"),
    ("CORE_CHAINCODE_TLS_KEY_FILE", "CORE_CHAINCODE_TLS_CERT_FILE", "CORE_CHAINCODE_TLS_CLIENT_CACERT_FILE"),
    ("CORE_TLS_CLIENT_KEY_FILE", "CORE_TLS_CLIENT_CERT_FILE", "CORE_PEER_TLS_ROOTCERT_FILE"),
]
ENCODED = ("CORE_CHAINCODE_TLS_KEY_PATH", "CORE_CHAINCODE_TLS_CERT_PATH", "CORE_CHAINCODE_TLS_CLIENT_CACERT_PATH")


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    for name in ("key", "certificate", "ca"):
        (tmp_path / name).write_bytes(name.encode())
        (tmp_path / f"{name}64").write_bytes(base64.encodebytes(name.encode()))
    return {path.name: str(path) for path in tmp_path.iterdir()}


@pytest.mark.parametrize("names", NAMES)
def test_names_of_files(files: dict[str, str], names: tuple[str, ...]) -> None:
    environment = dict(zip(names, (files["key"], files["certificate"], files["ca"]), strict=True))
    assert TlsConfiguration.from_environment(environment) == TlsConfiguration(b"key", b"certificate", b"ca")
    del environment[names[2]]
    assert TlsConfiguration.from_environment(environment) == TlsConfiguration(b"key", b"certificate")


def test_names_of_files_in_base64(files: dict[str, str]) -> None:
    environment = dict(zip(ENCODED, (files["key64"], files["certificate64"], files["ca64"]), strict=True))
    assert TlsConfiguration.from_environment(environment) == TlsConfiguration(b"key", b"certificate", b"ca")
    with pytest.raises(ValueError, match="base64"):
        TlsConfiguration.from_environment(environment | {ENCODED[0]: files["key"]})


@pytest.mark.parametrize("name", [name for names in [*NAMES, ENCODED] for name in names])
def test_a_part_is_an_error_never_plain_text(files: dict[str, str], name: str) -> None:
    with pytest.raises(ValueError, match="both"):
        TlsConfiguration.from_environment({name: files["key64"]})


def test_none_and_disabled() -> None:
    assert TlsConfiguration.from_environment({}) is None
    assert TlsConfiguration.from_environment({"CHAINCODE_TLS_DISABLED": "true", "CHAINCODE_TLS_KEY": "x"}) is None
    assert TlsConfiguration.from_environment({"CHAINCODE_TLS_DISABLED": "false"}) is None


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(OSError, match="nowhere"):
        TlsConfiguration.from_environment({"CHAINCODE_TLS_KEY": "nowhere", "CHAINCODE_TLS_CERT": "nowhere"})


@dataclass(frozen=True)
class Town:
    authority: OrganisationAuthority
    service: Enrolment
    peer: Enrolment

    @property
    def ca(self) -> bytes:
        return self.authority.tls_ca_pem

    @classmethod
    def make(cls, name: str) -> "Town":
        authority = OrganisationAuthority.create(msp_id=f"{name}MSP", domain=f"{name}.example", now=datetime.now(UTC))
        service, peer = (authority.issue_tls(who, ["localhost"]) for who in ("chaincode", "peer"))
        return cls(authority, service, peer)


@pytest.fixture(scope="module")
def town() -> Town:
    return Town.make("a")


@pytest.fixture(scope="module")
def other() -> Town:
    return Town.make("b")


@pytest.fixture(params=[False, True], ids=["tls", "mutual"])
def server(request: pytest.FixtureRequest, town: Town) -> Iterator[ChaincodeServer]:
    tls = TlsConfiguration(town.service.private_key_pem, town.service.certificate_pem, town.ca if request.param else None)
    server = ChaincodeServer(Doing(), package_id="doing:1", tls=tls)
    server.start()
    yield server
    server.stop(0)


def _credentials(ca: bytes, own: Enrolment | None = None) -> grpc.ChannelCredentials:
    if own is None:
        return grpc.ssl_channel_credentials(ca)
    return grpc.ssl_channel_credentials(ca, own.private_key_pem, own.certificate_pem)


def test_its_peers_come_in(server: ChaincodeServer, town: Town) -> None:
    with ScriptedPeer(server.address, credentials=_credentials(town.ca, town.peer), server_name="localhost") as peer:
        assert peer.invoke("echo", "hello").payload == b"hello"


@pytest.mark.parametrize("server", [True], indirect=True)
@pytest.mark.parametrize("who", ["nobody", "another organisation's peer", "plain text"])
def test_others_do_not(server: ChaincodeServer, town: Town, other: Town, who: str) -> None:
    credentials = {"nobody": _credentials(town.ca), "plain text": None}.get(who, _credentials(town.ca, other.peer))
    with pytest.raises(grpc.RpcError) as refused, ScriptedPeer(server.address, credentials=credentials, server_name="localhost"):
        pass
    assert refused.value.code() == grpc.StatusCode.UNAVAILABLE


def test_material_that_does_not_fit_is_named(town: Town, other: Town) -> None:
    key, certificate = town.service.private_key_pem, town.service.certificate_pem
    for tls, words in (
        (TlsConfiguration(other.service.private_key_pem, certificate), "not a pair"),
        (TlsConfiguration(b"key", certificate), "no PEM private key"),
        (TlsConfiguration(key, b"certificate"), "certificate is no PEM"),
        (TlsConfiguration(key, certificate, b"ca"), "CA"),
    ):
        with pytest.raises(ValueError, match=words):
            ChaincodeServer(Doing(), package_id="doing:1", tls=tls)
