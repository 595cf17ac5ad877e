"""The client of Fabric CA against the real server."""

import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from genpon_core.fabric.signatures import curve_order, sign_message
from genpon_network.errors import NetworkError, UnreachableError, UsageError
from genpon_network.https import HttpsServer, tls_context
from genpon_network.pki import Enrolment, OrganisationAuthority
from genpon_network.pki.enrolling import enrol, issue, reenrol
from genpon_network.pki.fabric_ca import FabricCa, tokens
from genpon_network.pki.fabric_ca.authority import KnownAuthority
from genpon_network.pki.protocol import Registration
from genpon_network.pki.requests import new_key, signing_request
from tests.support.fabric_ca import HOST, RealCa, real_ca

pytestmark = pytest.mark.fabric_ca
DOMAIN = "toda.example"
ATTRIBUTES = x509.ObjectIdentifier("1.2.3.4.5.6.7.8.1")


@pytest.fixture(scope="module")
def ca(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealCa]:
    with real_ca(tmp_path_factory.mktemp("toda")) as ca:
        yield ca


def units(enrolment: Enrolment) -> list[str]:
    return [str(unit.value) for unit in enrolment.certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)]


def test_an_authority_tells_who_it_is(ca: RealCa) -> None:
    info = ca.client.info()

    assert (info.name, info.chain_pem) == ("ca", ca.organisation.ca_pem)
    assert info.version.removeprefix("v").startswith("1.5.")
    assert ca.tls.ca.info().chain_pem == ca.organisation.tls_ca_pem


def test_an_identity_and_its_attributes_are_changed(ca: RealCa) -> None:
    member = issue(ca.members, Registration("changed", "client", {"app.a": "1", "app.b": "2"}), DOMAIN)

    ca.client.modify(ca.registrar, "changed", attributes={"app.a": "", "app.c": "3"})

    known = ca.client.identity(ca.registrar, "changed")
    assert {name: value for name, value in known.attributes.items() if name.startswith("app.")} == {"app.b": "2", "app.c": "3"}
    again = reenrol(ca.known, member).certificate.extensions.get_extension_for_oid(ATTRIBUTES).value.value  # type: ignore[attr-defined]
    assert b'"app.c":"3"' in again
    assert b"app.a" not in again


def enrolled(ca: RealCa, identity: str) -> Enrolment:
    return issue(ca.members, Registration(identity, "client"), DOMAIN)


REFUSALS: dict[str, tuple[Callable[[RealCa], object], type[Exception], str]] = {
    "an attribute that gives rights": (
        lambda ca: ca.client.modify(ca.registrar, enrolled_id(ca, "x3"), attributes={"hf.Revoker": "true"}),
        NetworkError,
        "does not change x3: the caller may not do this",
    ),
    "a client that registers": (
        lambda ca: ca.client.register(enrolled(ca, "x4"), Registration("x5", "client"), "secret"),
        NetworkError,
        "the caller may not do this",
    ),
    "a client that revokes another": (lambda ca: ca.client.revoke(enrolled(ca, "x6"), "twice"), NetworkError, "the caller may not do this"),
    "a client that signs the list": (lambda ca: ca.client.revocation_list(enrolled(ca, "x7")), NetworkError, "the caller may not do this"),
    "one authority's member at the other": (
        lambda ca: ca.tls.ca.register(ca.registrar, Registration("x8", "tls"), "secret"),
        NetworkError,
        "the caller's certificate is not its own",
    ),
    "an organisation that is too long": (
        lambda ca: ca.client.enrol("x12", fresh(ca, "x12"), signing_request(new_key(), "x12", "o" * 65)),
        NetworkError,
        "room for 64 bytes",
    ),
    "an authority that is not there": (
        lambda ca: FabricCa.at(HOST, ca.port, ca.home.tls_certificate_pem, authority="other").info(),
        NetworkError,
        "no authority of that name",
    ),
    "a secret that is too long": (
        lambda ca: ca.client.register(ca.registrar, Registration("x13", "client"), "s" * 73),
        UsageError,
        "1 to 72 bytes",
    ),
    "an empty secret": (lambda ca: ca.client.register(ca.registrar, Registration("x14", "client"), ""), UsageError, "1 to 72 bytes"),
}


def enrolled_id(ca: RealCa, identity: str) -> str:
    enrolled(ca, identity)
    return identity


def fresh(ca: RealCa, identity: str) -> str:
    return ca.members.register(Registration(identity, "client"))


@pytest.mark.parametrize(("act", "kind", "message"), REFUSALS.values(), ids=REFUSALS)
def test_what_is_refused_is_told_in_one_line(ca: RealCa, act: Callable[[RealCa], object], kind: type[Exception], message: str) -> None:
    with pytest.raises(kind, match=message) as refused:
        act(ca)

    assert "\n" not in str(refused.value)


def test_ten_wrong_secrets_lock_and_a_new_one_unlocks(ca: RealCa) -> None:
    right = fresh(ca, "locked")
    for _ in range(10):
        with pytest.raises(NetworkError, match="the secret is wrong"):
            enrol(ca.known, "locked", "wrong", DOMAIN)

    with pytest.raises(NetworkError, match="locked after too many wrong secrets; a registrar unlocks it"):
        enrol(ca.known, "locked", right, DOMAIN)
    assert enrol(ca.known, "locked", ca.members.new_secret("locked"), DOMAIN)


def test_an_identity_of_the_configuration_gets_no_attributes_of_its_own_choice(ca: RealCa) -> None:
    claimed = b'{"attrs":{"app.chosen":"by myself"}}'.hex()
    body = {
        "certificate_request": signing_request(new_key(), "registrar", DOMAIN).decode(),
        "extensions": [{"id": ATTRIBUTES.dotted_string, "critical": False, "value": claimed}],
    }

    with pytest.raises(NetworkError, match="does not answer"):
        ca.client._exchange.enrol("enrol registrar", "registrar", ca.home.registrar_secret("ca"), body)

    assert ca.client.info().name == "ca"
    assert b"by myself" not in b"".join(certificate.public_bytes(Encoding.DER) for certificate in ca.client.certificates(ca.registrar))


def with_high_s(key: ec.EllipticCurvePrivateKey, message: bytes) -> bytes:
    r, s = decode_dss_signature(sign_message(key, message))
    return encode_dss_signature(r, curve_order(key.curve) - s)


def test_every_signature_has_the_form_that_the_server_takes(ca: RealCa, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(8):
        assert ca.client.identities(ca.registrar) is not None
    monkeypatch.setattr(tokens, "sign_message", with_high_s)

    with pytest.raises(NetworkError, match="the caller's certificate is not its own"):
        ca.client.identities(ca.registrar)


def test_another_server_than_the_pinned_authoritys_is_not_believed(ca: RealCa) -> None:
    stranger = OrganisationAuthority.create(msp_id="XMSP", domain="x.example", now=datetime.now(UTC))

    with pytest.raises(NetworkError, match="is not the server that the given authority vouches for"):
        FabricCa.at(HOST, ca.port, stranger.tls_ca_pem).info()


def test_a_server_that_is_down_is_unreachable_and_back_with_everything(ca: RealCa) -> None:
    member = enrolled(ca, "before")
    secret = fresh(ca, "waiting")
    ca.kill()
    with pytest.raises(UnreachableError, match=rf"Fabric CA does not answer on {HOST}:{ca.port} \(Connection refused\)"):
        reenrol(ca.known, member)

    ca.start()

    assert reenrol(ca.known, member)
    assert enrol(ca.known, "waiting", secret, DOMAIN)


def test_a_second_municipalitys_authority_refuses_the_firsts_member(ca: RealCa, tmp_path: Path) -> None:
    member = enrolled(ca, "foreign")

    with real_ca(tmp_path, "omura.example") as omura:
        with pytest.raises(NetworkError, match="the caller's certificate is not its own"):
            reenrol(KnownAuthority(omura.client, omura.members.certificate_pem), member)
        with pytest.raises(NetworkError, match="the caller's certificate is not its own"):
            omura.client.register(ca.registrar, Registration("x", "client"), "secret")


def test_health_and_metrics_are_for_those_with_a_certificate_of_the_tls_authority(ca: RealCa) -> None:
    tls_ca = ca.home.tls_certificate_pem
    with_certificate = HttpsServer("operations", HOST, ca.port + 1, tls_context(tls_ca, ca.home.server_keys))
    without = replace(with_certificate, context=tls_context(tls_ca))

    assert with_certificate.request("GET", "/healthz").status == 200
    assert b"api_request_count" in with_certificate.request("GET", "/metrics").content
    for path in ("/healthz", "/metrics"):
        with pytest.raises(UnreachableError):
            without.request("GET", path)


def test_keys_databases_and_secrets_are_their_owners_only(ca: RealCa) -> None:
    ca.registrar  # noqa: B018 - it is got when first asked for
    files = [path for path in ca.home.directory.parent.rglob("*") if path.is_file() and path != ca.log]
    public = {path.name for path in files if stat.S_IMODE(path.stat().st_mode) != 0o600}

    assert public == {"ca-cert.pem", "tls-cert.pem", "certificate.pem"}
    assert stat.S_IMODE(ca.home.directory.stat().st_mode) == 0o700


def test_no_secret_is_in_the_servers_log(ca: RealCa) -> None:
    secret = fresh(ca, "silent")
    enrol(ca.known, "silent", secret, DOMAIN)
    with pytest.raises(NetworkError) as refused:
        enrol(ca.known, "silent", secret, DOMAIN)

    log = ca.log.read_text()
    assert "enroll" in log
    assert not [each for each in (secret, ca.home.registrar_secret("ca"), ca.home.registrar_secret("tlsca")) if each in log]
    assert secret not in f"{refused.value!r}{refused.value}"
