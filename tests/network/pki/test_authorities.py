"""What every authority does, in files or at a Fabric CA server: the same questions, the same answers."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID

from genpon_core.fabric.signatures import is_low_s
from genpon_network.errors import NetworkError
from genpon_network.pki import Enrolment, OrganisationAuthority
from genpon_network.pki.enrolling import enrol, issue, reenrol
from genpon_network.pki.file_authority import file_authorities
from genpon_network.pki.organisation import ATTRIBUTES
from genpon_network.pki.protocol import AlreadyRegisteredError, Authorities, Registration, UnknownIdentityError
from genpon_network.pki.requests import new_key, signing_request
from genpon_network.x509_issuing import BACKDATED
from tests.support.fabric_ca import real_ca

DOMAIN = "toda.example"
REENROL_REFUSED = "does not enrol the caller again: the caller's certificate is not its own, expired or revoked"


class Toda:
    """Toda's authorities, and their keys, for what no authority would do."""

    def __init__(self, authorities: Authorities, organisation: OrganisationAuthority) -> None:
        self.members, self.tls, self.organisation = authorities.members, authorities.tls, organisation

    def enrolled(self, identity: str) -> Enrolment:
        return issue(self.members, Registration(identity, "client"), DOMAIN)

    def secret(self, identity: str) -> str:
        return self.members.register(Registration(identity, "client"))


@pytest.fixture(scope="module", params=["files", pytest.param("fabric_ca", marks=pytest.mark.fabric_ca)])
def toda(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Toda]:
    directory = tmp_path_factory.mktemp(request.param)
    if request.param == "files":
        organisation = OrganisationAuthority.create(msp_id="TodaMSP", domain=DOMAIN, now=datetime.now(UTC))
        yield Toda(file_authorities(organisation, directory), organisation)
        return
    with real_ca(directory) as ca:
        yield Toda(Authorities(DOMAIN, ca.members, ca.tls), ca.organisation)


def units(enrolment: Enrolment) -> list[str]:
    return [str(unit.value) for unit in enrolment.certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)]


def attributes(enrolment: Enrolment) -> dict[str, str]:
    extension = enrolment.certificate.extensions.get_extension_for_oid(ATTRIBUTES).value
    assert isinstance(extension, x509.UnrecognizedExtension)
    found: dict[str, str] = json.loads(extension.value)["attrs"]
    return found


def test_a_member_is_registered_and_enrols(toda: Toda) -> None:
    secret = toda.members.register(Registration("app-1", "client", {"app.desk": "契約検査課"}))

    member = enrol(toda.members, "app-1", secret, DOMAIN)

    certificate = member.certificate
    certificate.verify_directly_issued_by(toda.organisation.ca.certificate)
    assert is_low_s(certificate.signature, member.private_key.curve)
    assert certificate.public_key() == member.private_key.public_key()
    assert units(member) == ["client"]
    assert not certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert not certificate.extensions.get_extension_for_class(x509.KeyUsage).value.key_cert_sign
    assert attributes(member) == {"app.desk": "契約検査課", "hf.Affiliation": "", "hf.EnrollmentID": "app-1", "hf.Type": "client"}
    assert abs(certificate.not_valid_before_utc + BACKDATED - datetime.now(UTC)) < timedelta(minutes=2)


def test_a_server_gets_its_names_in_a_certificate_of_the_tls_authority(toda: Toda) -> None:
    server = issue(toda.tls, Registration("peer0.toda", "tls"), DOMAIN, hosts=["peer0.toda.example", "127.0.0.1"])

    server.certificate.verify_directly_issued_by(toda.organisation.tls_ca.certificate)
    names = server.certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["peer0.toda.example"]
    assert [str(address) for address in names.get_values_for_type(x509.IPAddress)] == ["127.0.0.1"]
    usages = server.certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert sorted(usage._name for usage in usages) == ["clientAuth", "serverAuth"]


def test_a_secret_is_good_once(toda: Toda) -> None:
    secret = toda.secret("once")
    enrol(toda.members, "once", secret, DOMAIN)

    with pytest.raises(NetworkError, match="does not enrol once: the secret is wrong or used up") as refused:
        enrol(toda.members, "once", secret, DOMAIN)

    assert secret not in f"{refused.value!r}{refused.value}"
    assert enrol(toda.members, "once", toda.members.new_secret("once"), DOMAIN)


def test_a_secret_may_be_good_more_often(toda: Toda) -> None:
    secret = toda.members.register(Registration("thrice", "client", enrolments=3))
    for _ in range(3):
        enrol(toda.members, "thrice", secret, DOMAIN)

    with pytest.raises(NetworkError, match="the secret is wrong or used up"):
        enrol(toda.members, "thrice", secret, DOMAIN)


def test_a_new_secret_makes_the_old_one_worthless(toda: Toda) -> None:
    old = toda.secret("replaced")
    new = toda.members.new_secret("replaced")

    with pytest.raises(NetworkError, match="the secret is wrong"):
        enrol(toda.members, "replaced", old, DOMAIN)
    assert enrol(toda.members, "replaced", new, DOMAIN)


def test_a_certificate_is_renewed_for_the_same_key(toda: Toda) -> None:
    first = issue(toda.tls, Registration("renewed", "tls"), DOMAIN, hosts=["renewed.example", "10.0.0.1"])

    second = reenrol(toda.tls, first)

    assert second.private_key_pem == first.private_key_pem
    assert second.certificate.serial_number != first.certificate.serial_number
    assert second.certificate.subject == first.certificate.subject
    kind = x509.SubjectAlternativeName
    assert second.certificate.extensions.get_extension_for_class(kind) == first.certificate.extensions.get_extension_for_class(kind)


def test_a_member_stays_what_it_is_when_it_enrols_again(toda: Toda) -> None:
    first = issue(toda.members, Registration("stays", "orderer", {"app.x": "y"}), DOMAIN)

    second = reenrol(toda.members, first)

    assert (units(second), attributes(second)) == (["orderer"], attributes(first))


def test_issuing_again_after_a_lost_answer(toda: Toda) -> None:
    toda.members.register(Registration("lost", "peer"))

    assert units(issue(toda.members, Registration("lost", "peer"), DOMAIN)) == ["peer"]
    assert units(issue(toda.members, Registration("lost", "peer"), DOMAIN)) == ["peer"]
    with pytest.raises(NetworkError, match="lost is registered as peer, not as admin"):
        issue(toda.members, Registration("lost", "admin"), DOMAIN)


def test_what_is_revoked_is_on_the_list_and_cannot_enrol_again(toda: Toda) -> None:
    first = toda.enrolled("revoked")
    second = reenrol(toda.members, first)
    for _ in range(2):
        toda.members.revoke_certificate(first.certificate.serial_number, "superseded")
    with pytest.raises(NetworkError, match=REENROL_REFUSED):
        reenrol(toda.members, first)
    third = reenrol(toda.members, second)

    for _ in range(2):
        toda.members.revoke("revoked", "keycompromise")

    listed = x509.load_pem_x509_crl(toda.members.revocation_list())
    assert listed.is_signature_valid(toda.organisation.ca.certificate.public_key())  # type: ignore[arg-type]
    assert listed.issuer == toda.organisation.ca.certificate.subject
    assert all(listed.get_revoked_certificate_by_serial_number(each.certificate.serial_number) for each in (first, second, third))
    for each in (first, second, third):
        with pytest.raises(NetworkError, match=REENROL_REFUSED):
            reenrol(toda.members, each)
    with pytest.raises(NetworkError, match="unknown or revoked"):
        enrol(toda.members, "revoked", toda.members.new_secret("revoked"), DOMAIN)
    (member,) = [member for member in toda.members.members() if member.id == "revoked"]
    assert [certificate.revoked for certificate in member.certificates] == [True, True, True]


def test_others_are_not_on_the_list(toda: Toda) -> None:
    good = toda.enrolled("good")

    listed = x509.load_pem_x509_crl(toda.members.revocation_list())

    assert listed.get_revoked_certificate_by_serial_number(good.certificate.serial_number) is None
    assert listed.next_update_utc is not None
    assert listed.next_update_utc > datetime.now(UTC) + timedelta(days=3000)


def test_members_are_listed_with_their_certificates(toda: Toda) -> None:
    enrolment = issue(toda.members, Registration("listed", "orderer", {"app.x": "y"}), DOMAIN)

    members = toda.members.members()

    (member,) = [member for member in members if member.id == "listed"]
    assert (member.role, member.attributes) == ("orderer", {"app.x": "y"})
    (certificate,) = member.certificates
    assert (certificate.serial, certificate.revoked) == (enrolment.certificate.serial_number, False)
    assert certificate.not_after == enrolment.certificate.not_valid_after_utc
    assert [each.id for each in members] == sorted(each.id for each in members)


def test_an_expired_certificate_is_no_proof(toda: Toda) -> None:
    toda.enrolled("expired")
    expired = toda.organisation.issue("expired", "client", now=datetime.now(UTC) - timedelta(hours=1), validity=timedelta(minutes=1))

    with pytest.raises(NetworkError, match=r"expired or revoked.*; enrol again with a new secret"):
        reenrol(toda.members, expired)


REFUSALS: dict[str, tuple[Callable[[Toda], object], type[Exception], str]] = {
    "an id that is taken": (lambda toda: [toda.secret("twice") for _ in "12"], AlreadyRegisteredError, "that id is taken; choose another"),
    "a role of the other authority": (
        lambda toda: toda.members.register(Registration("x1", "tls")),
        NetworkError,
        "does not register x1 as tls",
    ),
    "a member's role at the TLS authority": (
        lambda toda: toda.tls.register(Registration("x2", "admin")),
        NetworkError,
        "does not register x2 as admin",
    ),
    "nobody's secret": (lambda toda: toda.members.new_secret("nobody"), UnknownIdentityError, "register it first"),
    "nobody revoked": (lambda toda: toda.members.revoke("nobody", "unspecified"), UnknownIdentityError, "register it first"),
    "nobody enrolled": (lambda toda: enrol(toda.members, "nobody", "secret", DOMAIN), NetworkError, "the identity unknown or revoked"),
    "no certificate of its own revoked": (
        lambda toda: toda.members.revoke_certificate(77, "unspecified"),
        NetworkError,
        "has issued no certificate",
    ),
    "a member at the other authority": (lambda toda: reenrol(toda.tls, toda.enrolled("x4")), NetworkError, "certificate is not its own"),
    "another common name": (
        lambda toda: toda.members.enrol("x9", toda.secret("x9"), signing_request(new_key(), "x10", DOMAIN)),
        NetworkError,
        "common name is not the identity's id",
    ),
    "no request": (
        lambda toda: toda.members.enrol("x11", toda.secret("x11"), b"nonsense"),
        NetworkError,
        "does not take the signing request",
    ),
    "somebody else's key": (
        lambda toda: reenrol(toda.members, Enrolment(toda.enrolled("x12").certificate_pem, toda.enrolled("x13").private_key_pem)),
        NetworkError,
        "certificate is not its own",
    ),
}


@pytest.mark.parametrize(("act", "kind", "message"), REFUSALS.values(), ids=REFUSALS)
def test_what_is_refused_is_told_in_one_line(toda: Toda, act: Callable[[Toda], object], kind: type[Exception], message: str) -> None:
    with pytest.raises(kind, match=message) as refused:
        act(toda)

    assert "\n" not in str(refused.value)


def test_of_many_at_once_one_gets_the_id(toda: Toda) -> None:
    def attempt(_: int) -> bool:
        try:
            toda.secret("wanted")
        except AlreadyRegisteredError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(attempt, range(8))) == [False] * 7 + [True]


@pytest.mark.parametrize("content", ["", "[]", "{", '{"identities": {"a": {}}}'])
def test_a_damaged_register_is_told(tmp_path: Path, content: str) -> None:
    organisation = OrganisationAuthority.create(msp_id="TodaMSP", domain=DOMAIN, now=datetime.now(UTC))
    authorities = file_authorities(organisation, tmp_path)
    (tmp_path / "ca" / "identities.json").write_text(content)

    for attempt in (authorities.members.members, lambda: authorities.members.register(Registration("a", "client"))):
        with pytest.raises(NetworkError, match=r"identities\.json is damaged .*; put a backup of it back"):
            attempt()
    assert (tmp_path / "ca" / "identities.json").read_text() == content
