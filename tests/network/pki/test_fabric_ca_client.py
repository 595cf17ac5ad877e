"""The client of Fabric CA against the real server."""

import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
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
from genpon_network.pki.protocol import AlreadyRegisteredError, Registration, UnknownIdentityError
from genpon_network.pki.requests import new_key, signing_request
from genpon_network.x509_issuing import BACKDATED
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


def test_a_member_is_registered_and_enrols(ca: RealCa) -> None:
    secret = ca.members.register(Registration("app-1", "client", {"app.desk": "契約検査課"}))

    member = enrol(ca.known, "app-1", secret, DOMAIN)

    certificate = member.certificate
    certificate.verify_directly_issued_by(ca.organisation.ca.certificate)
    assert certificate.public_key() == member.private_key.public_key()
    assert units(member) == ["client"]
    assert not certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert not certificate.extensions.get_extension_for_class(x509.KeyUsage).value.key_cert_sign
    assert '"app.desk":"契約検査課"'.encode() in certificate.extensions.get_extension_for_oid(ATTRIBUTES).value.value  # type: ignore[attr-defined]
    assert abs(certificate.not_valid_before_utc + BACKDATED - datetime.now(UTC)) < timedelta(minutes=2)


def test_a_server_gets_its_names_in_a_certificate_of_the_tls_authority(ca: RealCa) -> None:
    server = issue(ca.tls, Registration("peer0.toda", "tls"), DOMAIN, hosts=["peer0.toda.example", "127.0.0.1"])

    server.certificate.verify_directly_issued_by(ca.organisation.tls_ca.certificate)
    names = server.certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["peer0.toda.example"]
    assert [str(address) for address in names.get_values_for_type(x509.IPAddress)] == ["127.0.0.1"]
    usages = server.certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert sorted(usage._name for usage in usages) == ["clientAuth", "serverAuth"]


def test_a_secret_is_good_once(ca: RealCa) -> None:
    secret = ca.members.register(Registration("once", "client"))
    enrol(ca.known, "once", secret, DOMAIN)

    with pytest.raises(NetworkError, match="does not enrol once: the secret is wrong or used up"):
        enrol(ca.known, "once", secret, DOMAIN)
    assert enrol(ca.known, "once", ca.members.new_secret("once"), DOMAIN)


def test_a_certificate_is_renewed_for_the_same_key(ca: RealCa) -> None:
    first = issue(ca.tls, Registration("renewed", "tls"), DOMAIN, hosts=["renewed.example", "10.0.0.1"])

    second = reenrol(ca.tls, first)

    assert second.private_key_pem == first.private_key_pem
    assert second.certificate.serial_number != first.certificate.serial_number
    assert second.certificate.subject == first.certificate.subject
    kind = x509.SubjectAlternativeName
    assert second.certificate.extensions.get_extension_for_class(kind) == first.certificate.extensions.get_extension_for_class(kind)


def test_issuing_again_after_a_lost_answer(ca: RealCa) -> None:
    ca.client.register(ca.registrar, Registration("lost", "peer"), "a secret that nobody knows any more")

    assert units(issue(ca.members, Registration("lost", "peer"), DOMAIN)) == ["peer"]
    assert units(issue(ca.members, Registration("lost", "peer"), DOMAIN)) == ["peer"]
    with pytest.raises(NetworkError, match="lost is registered as peer, not as admin"):
        issue(ca.members, Registration("lost", "admin"), DOMAIN)


def test_an_identity_and_its_attributes_are_changed(ca: RealCa) -> None:
    member = issue(ca.members, Registration("changed", "client", {"app.a": "1", "app.b": "2"}), DOMAIN)

    ca.client.modify(ca.registrar, "changed", attributes={"app.a": "", "app.c": "3"})

    known = ca.client.identity(ca.registrar, "changed")
    assert {name: value for name, value in known.attributes.items() if name.startswith("app.")} == {"app.b": "2", "app.c": "3"}
    again = reenrol(ca.known, member).certificate.extensions.get_extension_for_oid(ATTRIBUTES).value.value  # type: ignore[attr-defined]
    assert b'"app.c":"3"' in again
    assert b"app.a" not in again


def test_what_is_revoked_is_on_the_list_and_cannot_enrol_again(ca: RealCa) -> None:
    first = issue(ca.members, Registration("revoked", "client"), DOMAIN)
    second = reenrol(ca.known, first)
    ca.members.revoke_certificate(first.certificate.serial_number, "superseded")
    ca.members.revoke_certificate(first.certificate.serial_number, "superseded")
    refused = "does not enrol the caller again: the caller's certificate is not its own, expired or revoked"
    with pytest.raises(NetworkError, match=refused):
        reenrol(ca.known, first)
    third = reenrol(ca.known, second)

    ca.members.revoke("revoked", "keycompromise")
    ca.members.revoke("revoked", "keycompromise")

    listed = x509.load_pem_x509_crl(ca.members.revocation_list())
    assert listed.is_signature_valid(ca.organisation.ca.certificate.public_key())  # type: ignore[arg-type]
    assert all(listed.get_revoked_certificate_by_serial_number(each.certificate.serial_number) for each in (first, second, third))
    for each in (first, second, third):
        with pytest.raises(NetworkError, match=refused):
            reenrol(ca.known, each)
    with pytest.raises(NetworkError, match="unknown or revoked"):
        enrol(ca.known, "revoked", ca.members.new_secret("revoked"), DOMAIN)
    (member,) = [member for member in ca.members.members() if member.id == "revoked"]
    assert [certificate.revoked for certificate in member.certificates] == [True, True, True]


def test_members_are_listed_with_their_certificates(ca: RealCa) -> None:
    enrolment = issue(ca.members, Registration("listed", "orderer", {"app.x": "y"}), DOMAIN)

    members = ca.members.members()

    (member,) = [member for member in members if member.id == "listed"]
    assert (member.role, member.attributes) == ("orderer", {"app.x": "y"})
    (certificate,) = member.certificates
    assert (certificate.serial, certificate.revoked) == (enrolment.certificate.serial_number, False)
    assert certificate.not_after == enrolment.certificate.not_valid_after_utc
    assert [each.id for each in members] == sorted(each.id for each in members)


def enrolled(ca: RealCa, identity: str) -> Enrolment:
    return issue(ca.members, Registration(identity, "client"), DOMAIN)


REFUSALS: dict[str, tuple[Callable[[RealCa], object], type[Exception], str]] = {
    "an id that is taken": (
        lambda ca: [ca.members.register(Registration("twice", "client")) for _ in "12"],
        AlreadyRegisteredError,
        "is taken",
    ),
    "a role that is none of this authority's": (
        lambda ca: ca.members.register(Registration("x1", "tls")),
        NetworkError,
        "does not register x1 as tls: the caller may not do this",
    ),
    "a member's role at the TLS authority": (
        lambda ca: ca.tls.register(Registration("x2", "admin")),
        NetworkError,
        "the caller may not do this",
    ),
    "an attribute that gives rights": (
        lambda ca: ca.client.modify(ca.registrar, enrolled_id(ca, "x3"), attributes={"hf.Revoker": "true"}),
        NetworkError,
        "does not change x3: the caller may not do this",
    ),
    "nobody's secret": (lambda ca: ca.members.new_secret("nobody"), UnknownIdentityError, "no identity of that id; register it first"),
    "nobody revoked": (lambda ca: ca.members.revoke("nobody", "unspecified"), UnknownIdentityError, "does not revoke nobody"),
    "nobody enrolled": (lambda ca: enrol(ca.known, "nobody", "secret", DOMAIN), NetworkError, "the identity unknown or revoked"),
    "no certificate of its own revoked": (
        lambda ca: ca.members.revoke_certificate(77, "unspecified"),
        NetworkError,
        "has issued no certificate",
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
    "another common name": (
        lambda ca: ca.client.enrol("x9", fresh(ca, "x9"), signing_request(new_key(), "x10", DOMAIN)),
        NetworkError,
        "common name is not the identity's id",
    ),
    "no request": (lambda ca: ca.client.enrol("x11", fresh(ca, "x11"), b"nonsense"), NetworkError, "does not take the signing request"),
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


def test_an_expired_certificate_is_no_proof(ca: RealCa) -> None:
    enrolled(ca, "expired")
    long_ago = datetime.now(UTC) - timedelta(minutes=5)
    expired = ca.organisation.issue("expired", "client", now=long_ago, validity=timedelta(minutes=1))

    with pytest.raises(NetworkError, match=r"expired or revoked .*; enrol again with a new secret"):
        reenrol(ca.known, expired)


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
