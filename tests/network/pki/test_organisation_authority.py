"""What an organisation's authorities issue."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID

from genpon_core.fabric.signatures import is_low_s
from genpon_network.pki import BACKDATED, Enrolment, OrganisationAuthority

NOW = datetime(2026, 4, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def authority() -> OrganisationAuthority:
    return OrganisationAuthority.create(msp_id="TodaMSP", domain="toda.example", now=NOW)


@pytest.mark.parametrize("role", ["client", "peer", "admin", "orderer"])
def test_members(authority: OrganisationAuthority, role: Any) -> None:
    certificate = authority.issue("u-3f9c", role, validity=timedelta(days=30)).certificate
    certificate.verify_directly_issued_by(authority.ca.certificate)
    units = certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    assert ([unit.value for unit in units], [name.value for name in names]) == ([role], ["u-3f9c"])
    assert (certificate.not_valid_before_utc, certificate.not_valid_after_utc) == (NOW - BACKDATED, NOW + timedelta(days=30))
    assert not certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca


def test_servers(authority: OrganisationAuthority) -> None:
    certificate = authority.issue_tls("peer0", ["peer0.toda.example", "127.0.0.1", "::1"]).certificate
    certificate.verify_directly_issued_by(authority.tls_ca.certificate)
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["peer0.toda.example"]
    assert [str(address) for address in names.get_values_for_type(x509.IPAddress)] == ["127.0.0.1", "::1"]


def test_a_certificate_does_not_outlive_its_authority(authority: OrganisationAuthority) -> None:
    certificate = authority.issue("u-1", "client", validity=timedelta(days=36_500)).certificate
    assert certificate.not_valid_after_utc == authority.ca.certificate.not_valid_after_utc


def test_signatures_are_low_s(authority: OrganisationAuthority) -> None:
    for _ in range(8):
        enrolment = authority.issue("u-1", "client")
        assert is_low_s(enrolment.certificate.signature, enrolment.private_key.curve)


def test_files(authority: OrganisationAuthority, tmp_path: Path) -> None:
    authority.write(tmp_path)
    assert OrganisationAuthority.read(tmp_path) == authority
    later = OrganisationAuthority.read(tmp_path, now=NOW + timedelta(days=9))
    assert later.issue("u-1", "client").certificate.not_valid_before_utc == NOW + timedelta(days=9) - BACKDATED
    keys = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.stat().st_mode & 0o777 == 0o600)
    assert keys == ["ca/key.pem", "tlsca/key.pem"]
    assert Enrolment.read(tmp_path / "ca") == authority.ca


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"msp_id": "a", "domain": "b", "now": "yesterday"}'])
def test_damaged_files(authority: OrganisationAuthority, tmp_path: Path, content: str) -> None:
    authority.write(tmp_path)
    (tmp_path / "organisation.json").write_text(content)
    with pytest.raises(ValueError, match=r"organisation\.json is damaged"):
        OrganisationAuthority.read(tmp_path)


def test_refused(authority: OrganisationAuthority) -> None:
    role: Any = "mayor"
    with pytest.raises(ValueError, match="role 'mayor' is unknown"):
        authority.issue("u-1", role)
    with pytest.raises(ValueError, match="at least one host"):
        authority.issue_tls("peer0", [])
