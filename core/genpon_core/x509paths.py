"""Certificates of organisations, issued directly by a trust anchor, at a time that is passed in.

Only what can name no natural person is let through, and whatever is not known to be harmless is refused. Revocation is not asked, for
nothing here reaches a network: the ledger's registry ends a key by an act.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID, NameOID, SignatureAlgorithmOID

from genpon_core.codes import is_corporate_number
from genpon_core.errors import Refusal
from genpon_core.keys import PublicKey
from genpon_core.moments import LATEST
from genpon_core.texts import check_text

_MAX_CERTIFICATE = 16 << 10
_SIGNATURES = {
    SignatureAlgorithmOID.RSA_WITH_SHA256,
    SignatureAlgorithmOID.RSA_WITH_SHA384,
    SignatureAlgorithmOID.RSA_WITH_SHA512,
    SignatureAlgorithmOID.ECDSA_WITH_SHA256,
    SignatureAlgorithmOID.ECDSA_WITH_SHA384,
    SignatureAlgorithmOID.ECDSA_WITH_SHA512,
}
_ANCHOR_CRITICAL = {ExtensionOID.BASIC_CONSTRAINTS, ExtensionOID.KEY_USAGE, ExtensionOID.CERTIFICATE_POLICIES}
_QC_STATEMENTS = x509.ObjectIdentifier("1.3.6.1.5.5.7.1.3")
_LEAF_EXTENSIONS = {
    ExtensionOID.AUTHORITY_INFORMATION_ACCESS,
    ExtensionOID.AUTHORITY_KEY_IDENTIFIER,
    ExtensionOID.BASIC_CONSTRAINTS,
    ExtensionOID.CERTIFICATE_POLICIES,
    ExtensionOID.CRL_DISTRIBUTION_POINTS,
    ExtensionOID.EXTENDED_KEY_USAGE,
    ExtensionOID.KEY_USAGE,
    ExtensionOID.SUBJECT_KEY_IDENTIFIER,
    _QC_STATEMENTS,
}
_LEAF_CRITICAL = {
    ExtensionOID.BASIC_CONSTRAINTS,
    ExtensionOID.KEY_USAGE,
    ExtensionOID.EXTENDED_KEY_USAGE,
    ExtensionOID.CERTIFICATE_POLICIES,
}
# Keys of servers and of programs sign what strangers hand them.
_FOREIGN_USES = {
    ExtendedKeyUsageOID.SERVER_AUTH,
    ExtendedKeyUsageOID.CLIENT_AUTH,
    ExtendedKeyUsageOID.CODE_SIGNING,
    ExtendedKeyUsageOID.OCSP_SIGNING,
    ExtendedKeyUsageOID.TIME_STAMPING,
}
_UNREADABLE = (x509.DuplicateExtension, x509.InvalidVersion, x509.UnsupportedGeneralNameType)
_SCHEME = "NTRJP-"
# Every other attribute, even an organisational unit, may hold a person's name.
_SUBJECT = {NameOID.COUNTRY_NAME, NameOID.ORGANIZATION_NAME, NameOID.ORGANIZATION_IDENTIFIER, NameOID.COMMON_NAME}

_E = TypeVar("_E", bound=x509.ExtensionType)


@dataclass(frozen=True, slots=True)
class OrganisationCertificate:
    """What a certificate says about an organisation.

    Attributes:
        subject_organisation: its name, as certified.
        corporate_number: its 法人番号.
        spki: its key's SubjectPublicKeyInfo in DER.
        valid_from: the first moment, in seconds since 1970 (UTC).
        valid_until: the first moment after the last, in seconds since 1970 (UTC).
    """

    subject_organisation: str
    corporate_number: str
    spki: bytes
    valid_from: int
    valid_until: int


def check_path(leaf_der: bytes, anchor_der: bytes, *, now: int) -> OrganisationCertificate:
    """Checks that a trust anchor certified an organisation's key, and that the certificate names no natural person.

    The rules are RFC 5280, section 6.1, for a path of one certificate; the organisation is identified as ETSI EN 319 412-1,
    section 5.1.4, has it.

    Args:
        leaf_der: the organisation's certificate.
        anchor_der: the certification authority's certificate, trusted as it is.
        now: seconds since 1970 (UTC).

    Raises:
        Refusal: `certificate.*`, and `key.*` for a key that the ledger does not take.
    """
    leaf, anchor = _load(leaf_der, "certificate"), _load(anchor_der, "anchor")
    _check_issued(leaf, anchor)
    _check_anchor(anchor)
    _check_period(anchor, "anchor", now)
    valid_from, valid_until = _check_period(leaf, "certificate", now)
    _check_leaf_use(leaf)
    organisation, number = _organisation(leaf.subject)
    return OrganisationCertificate(organisation, number, _key(leaf).spki, valid_from, valid_until)


def check_anchor(anchor_der: bytes) -> None:
    """Checks that a certificate could be a trust anchor's at all, whatever the day.

    Raises:
        Refusal: `certificate.*`, and `key.*` for a key that the ledger does not take.
    """
    _check_anchor(_load(anchor_der, "anchor"))


def _load(der: bytes, which: str) -> x509.Certificate:
    if len(der) <= _MAX_CERTIFICATE:
        try:
            certificate = x509.load_der_x509_certificate(der)
            _ = certificate.extensions, certificate.subject, certificate.issuer
            # The parser takes a signature with unused bits, which would be the same certificate in other bytes.
            whole_octets = der[-len(certificate.signature) - 1] == 0
            # RFC 5280 section 4.1.2.2; parsers differ in whether they take another.
            numbered = certificate.serial_number > 0
        except (ValueError, TypeError, UnsupportedAlgorithm, *_UNREADABLE):
            pass
        else:
            if whole_octets and numbered:
                return certificate
    raise Refusal("certificate.unreadable", {"which": which})


def _key(certificate: x509.Certificate) -> PublicKey:
    try:
        key = certificate.public_key()
    except (ValueError, UnsupportedAlgorithm):
        raise Refusal("key.unreadable") from None
    return PublicKey.from_spki(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def _check_anchor(anchor: x509.Certificate) -> None:
    constraints = _extension(anchor, x509.BasicConstraints)
    usage = _extension(anchor, x509.KeyUsage)
    if constraints is None or not constraints.ca or usage is None or not usage.key_cert_sign:
        raise Refusal("certificate.anchor_is_no_authority")
    _check_critical(anchor, "anchor", _ANCHOR_CRITICAL)
    _key(anchor)


def _check_issued(leaf: x509.Certificate, anchor: x509.Certificate) -> None:
    if leaf.signature_algorithm_oid not in _SIGNATURES:
        raise Refusal("certificate.algorithm", {"algorithm": leaf.signature_algorithm_oid.dotted_string})
    try:
        leaf.verify_directly_issued_by(anchor)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        raise Refusal("certificate.not_issued_by_anchor") from None


def _check_period(certificate: x509.Certificate, which: str, now: int) -> tuple[int, int]:
    """The validity as a half-open interval; a certificate counts its last second in (RFC 5280, section 4.1.2.5)."""
    first, last = _moment(certificate.not_valid_before_utc), _moment(certificate.not_valid_after_utc)
    if not first <= now <= last:
        raise Refusal("certificate.not_valid_now", {"which": which})
    return first, min(last + 1, LATEST)


def _moment(time: datetime) -> int:
    return int(time.timestamp())


def _check_leaf_use(leaf: x509.Certificate) -> None:
    for extension in leaf.extensions:
        if extension.oid == ExtensionOID.SUBJECT_ALTERNATIVE_NAME:
            raise Refusal("certificate.names_a_person", {"part": "subjectAltName"})
        if extension.oid not in _LEAF_EXTENSIONS:
            raise Refusal("certificate.extension", {"which": "certificate", "extension": extension.oid.dotted_string})
    _check_critical(leaf, "certificate", _LEAF_CRITICAL)
    constraints = _extension(leaf, x509.BasicConstraints)
    if constraints is not None and constraints.ca:
        raise Refusal("certificate.is_an_authority")
    usage = _extension(leaf, x509.KeyUsage)
    if usage is None or not usage.digital_signature or usage.key_cert_sign:
        raise Refusal("certificate.key_usage")
    extended = _extension(leaf, x509.ExtendedKeyUsage)
    if extended is not None and not _FOREIGN_USES.isdisjoint(extended):
        raise Refusal("certificate.key_usage")


def _check_critical(certificate: x509.Certificate, which: str, known: Collection[x509.ObjectIdentifier]) -> None:
    """RFC 5280, section 4.2: a critical extension that is not understood makes a certificate unusable."""
    for extension in certificate.extensions:
        if extension.critical and extension.oid not in known:
            raise Refusal("certificate.extension", {"which": which, "extension": extension.oid.dotted_string})


def _extension(certificate: x509.Certificate, kind: type[_E]) -> _E | None:
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None


def _organisation(subject: x509.Name) -> tuple[str, str]:
    """The organisation's name and corporate number, from a subject that holds nothing else."""
    values: dict[x509.ObjectIdentifier, str] = {}
    for attribute in subject:
        if attribute.oid not in _SUBJECT:
            raise Refusal("certificate.names_a_person", {"part": attribute.oid.dotted_string})
        if attribute.oid in values or not isinstance(attribute.value, str):
            raise Refusal("certificate.subject", {"part": attribute.oid.dotted_string})
        check_text(attribute.value, field=f"subject.{attribute.oid.dotted_string}")
        values[attribute.oid] = attribute.value
    organisation, identifier = values.get(NameOID.ORGANIZATION_NAME), values.get(NameOID.ORGANIZATION_IDENTIFIER, "")
    if values.get(NameOID.COMMON_NAME, organisation) != organisation:
        raise Refusal("certificate.names_a_person", {"part": NameOID.COMMON_NAME.dotted_string})
    if not organisation or values.get(NameOID.COUNTRY_NAME, "JP") != "JP":
        raise Refusal("certificate.subject", {"part": NameOID.ORGANIZATION_NAME.dotted_string})
    number = identifier.removeprefix(_SCHEME)
    if not identifier.startswith(_SCHEME) or not is_corporate_number(number):
        raise Refusal("certificate.corporate_number")
    return organisation, number
