"""What the client of Fabric CA makes of strange answers, lost ones, and of what it is asked to send."""

import http.server
import json
from base64 import b64decode, b64encode
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from hypothesis import given, settings
from hypothesis import strategies as st

from genpon_core.fabric.signatures import verify_message
from genpon_network.errors import NetworkError, UnreachableError, UsageError
from genpon_network.https import LARGEST, AnswerLostError
from genpon_network.pki import OrganisationAuthority
from genpon_network.pki.enrolling import enrol
from genpon_network.pki.fabric_ca import FabricCa
from genpon_network.pki.fabric_ca.authority import FabricAuthority, KnownAuthority, Registrar
from genpon_network.pki.fabric_ca.tokens import token
from genpon_network.pki.protocol import Registration
from tests.support.tls_server import saying, tls_server

AUTHORITY = OrganisationAuthority.create(msp_id="TodaMSP", domain="toda.example", now=datetime.now(UTC))
CALLER = AUTHORITY.issue("registrar", "client")
SECRET = "a secret that must not be told"


def envelope(result: object = None, *, success: object = True, code: object = 0) -> bytes:
    errors = [] if success is True else [{"code": code, "message": f"body={SECRET}"}]
    return json.dumps({"result": result, "errors": errors, "messages": [], "success": success}).encode()


STRANGE: dict[str, tuple[int, bytes, str]] = {
    "a page": (200, b"<html>Welcome</html>", "status 200 and no answer of Fabric CA"),
    "nothing": (502, b"", "status 502 and no answer of Fabric CA"),
    "another JSON": (200, b'{"ok": true}', "status 200 and no answer of Fabric CA"),
    "a list": (200, b"[]", "no answer of Fabric CA"),
    "no success with a good status": (200, envelope(success=False, code=20), "the caller's certificate is not its own"),
    "success that is a word": (200, envelope(success="true", code=71), "the caller may not do this"),
    "an unknown code": (500, envelope(success=False, code=4242), "status 500, code 4242; look at its log"),
    "a code that is none": (500, envelope(success=False, code={"a": 1}), "status 500, code 0; look at its log"),
    "no result": (200, envelope(), "without the certificate or list"),
    "a result that is no mapping": (200, envelope([1]), "without the certificate or list"),
    "a list that is no base64": (200, envelope({"CRL": "***"}), "without the certificate or list"),
    "a list that is no PEM": (200, envelope({"CRL": b64encode(b"x").decode()}), "without the certificate or list"),
    "a list that broke off": (200, b'{"result":{"CRL":"', "no answer of Fabric CA"),
}


@pytest.mark.parametrize(("status", "content", "message"), STRANGE.values(), ids=STRANGE)
def test_strange_answers_are_told_in_one_line(tmp_path: Path, status: int, content: bytes, message: str) -> None:
    with tls_server(tmp_path, saying(status, content)) as (port, tls_ca), pytest.raises(NetworkError, match=message) as refused:
        FabricCa.at("127.0.0.1", port, tls_ca).revocation_list(CALLER)

    assert str(refused.value).startswith("Fabric CA ")
    assert "\n" not in str(refused.value)
    assert SECRET not in str(refused.value)


LISTS = {
    "an identity without a type": {"identities": [{"id": "x"}]},
    "an identity with a number that is none": {"identities": [{"id": "x", "type": "y", "max_enrollments": "many"}]},
    "attributes that are none": {"identities": [{"id": "x", "type": "y", "attrs": [1]}]},
}


@pytest.mark.parametrize("result", LISTS.values(), ids=LISTS)
def test_strange_entries_are_refused(tmp_path: Path, result: dict[str, Any]) -> None:
    with (
        tls_server(tmp_path, saying(200, envelope(result))) as (port, tls_ca),
        pytest.raises(NetworkError, match="without the identity that was asked for"),
    ):
        FabricCa.at("127.0.0.1", port, tls_ca).identities(CALLER)


def test_a_certificate_that_is_none_is_refused(tmp_path: Path) -> None:
    with (
        tls_server(tmp_path, saying(200, envelope({"certs": [{"PEM": "none"}]}))) as (port, tls_ca),
        pytest.raises(NetworkError, match="without the certificate that was asked for"),
    ):
        FabricCa.at("127.0.0.1", port, tls_ca).certificates(CALLER)


def issued(certificate_pem: bytes) -> bytes:
    return envelope({"Cert": b64encode(certificate_pem).decode()})


@pytest.mark.parametrize(
    ("certificate", "message"),
    [
        (AUTHORITY.issue("app", "client").certificate_pem, "a certificate for another key"),
        (AUTHORITY.issue_tls("app", ["a"]).certificate_pem, "no certificate of its own"),
        (b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "no certificate of its own"),
    ],
)
def test_a_certificate_is_looked_at_before_it_is_taken(tmp_path: Path, certificate: bytes, message: str) -> None:
    with tls_server(tmp_path, saying(201, issued(certificate))) as (port, tls_ca), pytest.raises(NetworkError, match=message):
        enrol(KnownAuthority(FabricCa.at("127.0.0.1", port, tls_ca), AUTHORITY.ca_pem), "app", SECRET, "toda.example")


def test_a_lost_answer_says_what_to_do(tmp_path: Path) -> None:
    def hang_up(handler: http.server.BaseHTTPRequestHandler, _body: bytes) -> None:
        handler.close_connection = True

    with (
        tls_server(tmp_path, hang_up) as (port, tls_ca),
        pytest.raises(AnswerLostError, match="enrol app again, and with a new secret if it is refused") as lost,
    ):
        enrol(KnownAuthority(FabricCa.at("127.0.0.1", port, tls_ca), AUTHORITY.ca_pem), "app", SECRET, "toda.example")

    assert isinstance(lost.value, UnreachableError)
    assert SECRET not in str(lost.value)


def test_an_answer_without_end_is_not_read_to_its_end(tmp_path: Path) -> None:
    def without_end(handler: http.server.BaseHTTPRequestHandler, _body: bytes) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(1 << 40))
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(bytes(1 << 20))
        except OSError:
            handler.close_connection = True

    with (
        tls_server(tmp_path, without_end) as (port, tls_ca),
        pytest.raises(NetworkError, match=f"answers with more than {LARGEST >> 20} MB"),
    ):
        FabricCa.at("127.0.0.1", port, tls_ca).info()


def test_a_server_of_another_name_is_not_believed(tmp_path: Path) -> None:
    with (
        tls_server(tmp_path, saying(200, envelope()), host="elsewhere.example") as (port, tls_ca),
        pytest.raises(NetworkError, match="is not the server that the given authority vouches for: IP address mismatch"),
    ):
        FabricCa.at("127.0.0.1", port, tls_ca).info()


def test_a_redirect_is_not_followed_and_the_environment_has_no_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("https_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with (
        tls_server(tmp_path, saying(302, b"")) as (port, tls_ca),
        pytest.raises(NetworkError, match="status 302 and no answer of Fabric CA"),
    ):
        FabricCa.at("127.0.0.1", port, tls_ca).info()


def test_an_authoritys_certificate_that_is_none() -> None:
    with pytest.raises(NetworkError, match=r"cannot be used for TLS \(.+\); give PEM files"):
        FabricCa.at("127.0.0.1", 1, b"nothing")


@settings(max_examples=30, deadline=None)
@given(body=st.binary(max_size=200), query=st.text("abcdefghijklmnopqrstuvwxyz=&%2", max_size=40))
def test_a_token_proves_exactly_this_request(body: bytes, query: str) -> None:
    path = f"/api/v1/identities?{query}"

    certificate, signature = token(CALLER, "POST", path, body).split(".")

    assert b64decode(certificate) == CALLER.certificate_pem
    signed = ".".join(["POST", b64encode(path.encode()).decode(), b64encode(body).decode(), certificate]).encode()
    key = x509.load_pem_x509_certificate(CALLER.certificate_pem).public_key()
    assert verify_message(key, b64decode(signature), signed)  # type: ignore[arg-type]


@pytest.mark.parametrize("identity", ["", "a:b", "a/b", "-a", "a" * 65, "山田", "a b", "a\n", "../a", "a%"])
def test_ids_that_cannot_be_are_refused_before_anything_is_sent(identity: str) -> None:
    ca = FabricCa.at("127.0.0.1", 1, AUTHORITY.tls_ca_pem)

    for attempt in (
        lambda: Registration(identity, "client"),
        lambda: ca.enrol(identity, "secret", b""),
        lambda: ca.identity(CALLER, identity),
        lambda: ca.modify(CALLER, identity, max_enrolments=1),
        lambda: ca.revoke(CALLER, identity),
    ):
        with pytest.raises(UsageError, match="is no id; write up to 64 letters"):
            attempt()


@pytest.mark.parametrize("name", ["hf.Revoker", "hf.Registrar.Roles", "role", "app.", "app. x", "app.x:ecert", "APP.x"])
def test_attributes_that_cannot_be_are_refused(name: str) -> None:
    with pytest.raises(UsageError, match=r"begin with app\."):
        Registration("app-1", "client", {name: "1"})


def test_a_role_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError, match="role 'mayor' is unknown; it is one of client, peer, admin, orderer"):
        Registration("app-1", "mayor")


def test_no_representation_holds_a_key_or_a_secret(tmp_path: Path) -> None:
    known = KnownAuthority(FabricCa.at("127.0.0.1", 1, AUTHORITY.tls_ca_pem), AUTHORITY.ca_pem)
    authority = FabricAuthority(known.ca, known.certificate_pem, Registrar(known, tmp_path, SECRET, "toda.example"))

    assert SECRET not in repr(authority)
    assert "PRIVATE KEY" not in repr(CALLER)
