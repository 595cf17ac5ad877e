"""Keys and X.509 certificates of members and servers: how they are made, and kept in files."""

import ipaddress
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from genpon_core.fabric.signatures import is_low_s
from genpon_network.errors import NetworkError
from genpon_network.files import write_private, write_public

BACKDATED = timedelta(minutes=10)

Extensions = Sequence[tuple[x509.ExtensionType, bool]]
"""Extensions, each with whether it is critical."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A certificate and its private key, both PEM (the key PKCS#8, not encrypted)."""

    certificate_pem: bytes
    private_key_pem: bytes = field(repr=False)

    @property
    def certificate(self) -> x509.Certificate:
        """The parsed certificate."""
        return x509.load_pem_x509_certificate(self.certificate_pem)

    @property
    def private_key(self) -> ec.EllipticCurvePrivateKey:
        """The parsed private key.

        Raises:
            ValueError: if the key is not an elliptic curve key.
        """
        key = serialization.load_pem_private_key(self.private_key_pem, password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise ValueError("the private key is not an elliptic curve key; enrol with P-256")  # noqa: TRY004 - a value in a file
        return key

    def write(self, directory: Path) -> None:
        """Writes `certificate.pem` and `key.pem` (mode 0600) into a directory, which is made if missing."""
        directory.mkdir(parents=True, exist_ok=True)
        write_public(directory / "certificate.pem", self.certificate_pem)
        write_private(directory / "key.pem", self.private_key_pem)

    @classmethod
    def read(cls, directory: Path) -> "Enrolment":
        """Reads what `write` wrote.

        Raises:
            OSError: if a file is missing.
            NetworkError: if one is damaged.
        """
        found = cls((directory / "certificate.pem").read_bytes(), (directory / "key.pem").read_bytes())
        try:
            matching = found.certificate.public_key() == found.private_key.public_key()
        except ValueError:
            matching = False
        if not matching:
            raise NetworkError(
                "certificate.pem and key.pem in {directory} are damaged, or do not belong together; restore them", directory=directory
            )
        return found


def self_signed(common_name: str, domain: str, now: datetime, validity: timedelta) -> Enrolment:
    """A new CA of its own: a P-256 key and a certificate signed by itself, which lasts `validity` from `now`."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = subject(common_name, domain)
    extensions: list[tuple[x509.ExtensionType, bool]] = [
        (x509.BasicConstraints(ca=True, path_length=0), True),
        (key_usage(digital_signature=True, key_cert_sign=True, crl_sign=True), True),
    ]
    builder = _builder(name, name, key.public_key(), (now, now + validity), extensions)
    return Enrolment(_sign(builder, key), key_pem(key))


def issue_certificate(ca: Enrolment, name: x509.Name, now: datetime, validity: timedelta, extensions: Extensions) -> Enrolment:
    """A new P-256 key and a certificate for it by a CA, which lasts `validity` from `now`, at most as long as the CA's."""
    key = ec.generate_private_key(ec.SECP256R1())
    return Enrolment(certify(ca, key.public_key(), name, extensions, now=now, validity=validity), key_pem(key))


def certify(
    ca: Enrolment, key: ec.EllipticCurvePublicKey, name: x509.Name, extensions: Extensions, *, now: datetime, validity: timedelta
) -> bytes:
    """A PEM certificate for somebody's key by a CA, which lasts `validity` from `now`, at most as long as the CA's."""
    issuer = ca.certificate
    until = min(now + validity, issuer.not_valid_after_utc)
    leaf: list[tuple[x509.ExtensionType, bool]] = [
        (x509.BasicConstraints(ca=False, path_length=None), True),
        (authority_key_identifier(issuer), False),
    ]
    builder = _builder(name, issuer.subject, key, (now, until), [*leaf, *extensions])
    return _sign(builder, ca.private_key)


def revocation_list(ca: Enrolment, revoked: Mapping[int, datetime], now: datetime, validity: timedelta) -> bytes:
    """A PEM list of revoked certificates by a CA.

    Args:
        ca: who signs.
        revoked: the serial numbers, and when each was revoked.
        now: the current time.
        validity: until when there is a next one.
    """
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(ca.certificate.subject)
        .last_update(now)
        .next_update(now + validity)
        .add_extension(authority_key_identifier(ca.certificate), critical=False)
        .add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
    )
    for serial, since in sorted(revoked.items()):
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(since).build()
        builder = builder.add_revoked_certificate(entry)
    key = ca.private_key
    while True:
        signed = builder.sign(key, hashes.SHA256())
        if is_low_s(signed.signature, key.curve):
            return signed.public_bytes(serialization.Encoding.PEM)


def authority_key_identifier(issuer: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    """What names an issuer's key in what it signs."""
    identifier = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier)


def _builder(
    name: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    period: tuple[datetime, datetime],
    extensions: Extensions,
) -> x509.CertificateBuilder:
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(int.from_bytes(secrets.token_bytes(19)) + 1)
        .not_valid_before(period[0] - BACKDATED)
        .not_valid_after(period[1])
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical=critical)
    return builder


def _sign(builder: x509.CertificateBuilder, key: ec.EllipticCurvePrivateKey) -> bytes:
    while True:
        certificate = builder.sign(key, hashes.SHA256())
        if is_low_s(certificate.signature, key.curve):
            return certificate.public_bytes(serialization.Encoding.PEM)


def subject(common_name: str, domain: str, unit: str | None = None) -> x509.Name:
    """A subject: the organisation's domain if it has one, the role as organisational unit, and an opaque common name."""
    parts = [x509.NameAttribute(NameOID.ORGANIZATION_NAME, domain)] if domain else []
    if unit is not None:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, unit))
    return x509.Name([*parts, x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def common_name(certificate: x509.Certificate) -> str:
    """The common name of a certificate's subject: its owner's id; empty if it has none."""
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else ""


def key_usage(*, digital_signature: bool = False, key_cert_sign: bool = False, crl_sign: bool = False) -> x509.KeyUsage:
    """What a key may be used for; everything not named is refused."""
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        encipher_only=False,
        decipher_only=False,
    )


def key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    """A private key as PKCS#8 PEM, not encrypted."""
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def general_names(hosts: Iterable[str]) -> list[x509.GeneralName]:
    """Host names and IP addresses as a certificate's alternative names."""
    return [_general_name(host) for host in hosts]


def _general_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)
