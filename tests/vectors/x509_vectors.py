"""Vectors of X.509 certificates: one good path, and each way in which it must not be bent."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from key_vectors import P256, P384, load_rsa

from genpon_core.errors import Refusal
from genpon_core.moments import parse_time
from genpon_core.x509paths import check_path

NOW = "2026-11-23T00:00:00Z"
ORGANISATION = "長崎橋梁株式会社"
NUMBER = "5835678256246"
OTHER = ec.derive_private_key(11, ec.SECP256R1())

Names = Sequence[tuple[x509.ObjectIdentifier, str]]
Extensions = Sequence[tuple[x509.ExtensionType, bool]]

CA_NAME: Names = ((NameOID.COUNTRY_NAME, "JP"), (NameOID.ORGANIZATION_NAME, "Test Anchor"))
SUBJECT: Names = (
    (NameOID.COUNTRY_NAME, "JP"),
    (NameOID.ORGANIZATION_NAME, ORGANISATION),
    (NameOID.ORGANIZATION_IDENTIFIER, f"NTRJP-{NUMBER}"),
    (NameOID.COMMON_NAME, ORGANISATION),
)


USES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
)


def usage(*names: str) -> tuple[x509.KeyUsage, bool]:
    """The critical key usage with these uses."""
    uses = {name: name in names for name in USES}
    return x509.KeyUsage(**uses, encipher_only=False, decipher_only=False), True


SIGNS = usage("digital_signature")
NO_CA = (x509.BasicConstraints(ca=False, path_length=None), True)
CA = (x509.BasicConstraints(ca=True, path_length=0), True)
CERTIFIES = usage("key_cert_sign", "crl_sign")


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A certificate to be; the defaults are the good path's."""

    subject: Names = SUBJECT
    key: Any = P256
    issuer: Names = CA_NAME
    issuer_key: Any = P384
    extensions: Extensions = (NO_CA, SIGNS)
    dates: tuple[str, str] = ("2026-04-01T00:00:00Z", "2028-03-31T14:59:59Z")
    hash: Any = field(default_factory=hashes.SHA256)

    def issue(self) -> bytes:
        """The certificate in DER, the same bytes each time."""
        first, last = (datetime.fromtimestamp(parse_time(text), UTC) for text in self.dates)
        builder = x509.CertificateBuilder(_name(self.issuer), _name(self.subject), self.key.public_key(), 4711, first, last)
        for extension, critical in self.extensions:
            builder = builder.add_extension(extension, critical)
        deterministic = True if isinstance(self.issuer_key, ec.EllipticCurvePrivateKey) else None
        return builder.sign(self.issuer_key, self.hash, ecdsa_deterministic=deterministic).public_bytes(Encoding.DER)


def _name(parts: Names) -> x509.Name:
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts])


def _with(*attributes: tuple[x509.ObjectIdentifier, str]) -> Names:
    """The good subject with attributes put in place of those of their kind, or added."""
    changed = dict(attributes)
    return (*((oid, value) for oid, value in SUBJECT if oid not in changed), *attributes)


def _authority(
    *, key: Any = P384, extensions: Extensions = (CA, CERTIFIES), dates: tuple[str, str] = ("2020-01-01T00:00:00Z", "2040-01-01T00:00:00Z")
) -> bytes:
    return Draft(subject=CA_NAME, key=key, issuer_key=key, extensions=extensions, dates=dates).issue()


ANCHORS = {
    "good": _authority(),
    "rsa": _authority(key=load_rsa(2048)),
    "rsa 1024": _authority(key=load_rsa(1024)),
    "no authority": _authority(extensions=(NO_CA, CERTIFIES)),
    "may not certify": _authority(extensions=(CA, SIGNS)),
    "without constraints": _authority(extensions=(CERTIFIES,)),
    "expired": _authority(dates=("2020-01-01T00:00:00Z", "2026-10-01T00:00:00Z")),
    "limited to names": _authority(extensions=(CA, CERTIFIES, (x509.NameConstraints([x509.DNSName("example.jp")], None), True))),
}
GOOD = Draft().issue()
SIGNATURE_AT = len(GOOD) - len(x509.load_der_x509_certificate(GOOD).signature)
UNUSED_BIT = GOOD[: SIGNATURE_AT - 1] + b"\x01" + GOOD[SIGNATURE_AT:]
# sha1WithRSAEncryption instead of sha256WithRSAEncryption: the library makes no such signature any more.
SHA1 = Draft(issuer_key=load_rsa(2048)).issue().replace(bytes.fromhex("2a864886f70d01010b"), bytes.fromhex("2a864886f70d010105"))
PERSON = "certificate.names_a_person"
SHORT_SUBJECT = tuple(part for part in SUBJECT if part[0] not in {NameOID.COMMON_NAME, NameOID.COUNTRY_NAME})


def _san(*names: x509.GeneralName) -> Extensions:
    return (NO_CA, SIGNS, (x509.SubjectAlternativeName(names), False))


def _extended(oid: x509.ObjectIdentifier) -> Extensions:
    return (NO_CA, SIGNS, (x509.ExtendedKeyUsage([oid]), False))


# By name the certificate, the anchor, the moment, and the code of the refusal or nothing.
CASES: dict[str, tuple[bytes, str, str, str]] = {
    "good": (GOOD, "good", NOW, ""),
    "good, short subject": (Draft(subject=SHORT_SUBJECT).issue(), "good", NOW, ""),
    "good, for signing documents": (Draft(extensions=_extended(x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36"))).issue(), "good", NOW, ""),
    "good, RSA": (Draft(key=load_rsa(2048), issuer_key=load_rsa(2048)).issue(), "rsa", NOW, ""),
    "good, first second": (GOOD, "good", "2026-04-01T00:00:00Z", ""),
    "good, last second": (GOOD, "good", "2028-03-31T14:59:59Z", ""),
    "too early": (GOOD, "good", "2026-03-31T23:59:59Z", "certificate.not_valid_now"),
    "too late": (GOOD, "good", "2028-03-31T15:00:00Z", "certificate.not_valid_now"),
    "anchor expired": (GOOD, "expired", NOW, "certificate.not_valid_now"),
    "anchor is no authority": (GOOD, "no authority", NOW, "certificate.anchor_is_no_authority"),
    "anchor may not certify": (GOOD, "may not certify", NOW, "certificate.anchor_is_no_authority"),
    "anchor without constraints": (GOOD, "without constraints", NOW, "certificate.anchor_is_no_authority"),
    "anchor limited to names": (GOOD, "limited to names", NOW, "certificate.extension"),
    "anchor with a short key": (Draft(issuer_key=load_rsa(1024)).issue(), "rsa 1024", NOW, "key.rsa_size"),
    "another anchor's key": (Draft(issuer_key=OTHER).issue(), "good", NOW, "certificate.not_issued_by_anchor"),
    "another anchor's name": (Draft(issuer=((NameOID.ORGANIZATION_NAME, "X"),)).issue(), "good", NOW, "certificate.not_issued_by_anchor"),
    "another anchor's kind of key": (GOOD, "rsa", NOW, "certificate.not_issued_by_anchor"),
    "a changed bit": (GOOD[:-1] + bytes([GOOD[-1] ^ 1]), "good", NOW, "certificate.not_issued_by_anchor"),
    "the anchor itself": (ANCHORS["good"], "good", NOW, "certificate.is_an_authority"),
    "an authority": (Draft(extensions=(CA, SIGNS)).issue(), "good", NOW, "certificate.is_an_authority"),
    "no key usage": (Draft(extensions=(NO_CA,)).issue(), "good", NOW, "certificate.key_usage"),
    "only for encryption": (Draft(extensions=(NO_CA, usage("key_encipherment"))).issue(), "good", NOW, "certificate.key_usage"),
    "may certify": (Draft(extensions=(NO_CA, usage("digital_signature", "key_cert_sign"))).issue(), "good", NOW, "certificate.key_usage"),
    "a server": (Draft(extensions=_extended(ExtendedKeyUsageOID.SERVER_AUTH)).issue(), "good", NOW, "certificate.key_usage"),
    "a SHA-1 signature": (SHA1, "rsa", NOW, "certificate.algorithm"),
    "a short key": (Draft(key=load_rsa(1024)).issue(), "good", NOW, "key.rsa_size"),
    "a foreign curve": (Draft(key=ec.derive_private_key(7, ec.SECP521R1())).issue(), "good", NOW, "key.kind"),
    "a signature with an unused bit": (UNUSED_BIT, "good", NOW, "certificate.unreadable"),
    "a trailing byte": (GOOD + b"\x00", "good", NOW, "certificate.unreadable"),
    "cut off": (GOOD[:-1], "good", NOW, "certificate.unreadable"),
    "nothing": (b"", "good", NOW, "certificate.unreadable"),
    "an e-mail address": (Draft(extensions=_san(x509.RFC822Name("taro@example.jp"))).issue(), "good", NOW, PERSON),
    "a directory name": (Draft(extensions=_san(x509.DirectoryName(_name(SUBJECT)))).issue(), "good", NOW, PERSON),
    "a host name": (Draft(extensions=_san(x509.DNSName("taro.example.jp"))).issue(), "good", NOW, PERSON),
    "a surname": (Draft(subject=_with((NameOID.SURNAME, "長崎"))).issue(), "good", NOW, PERSON),
    "a unit": (Draft(subject=_with((NameOID.ORGANIZATIONAL_UNIT_NAME, "長崎太郎"))).issue(), "good", NOW, PERSON),
    "a title": (Draft(subject=_with((NameOID.TITLE, "代表取締役"))).issue(), "good", NOW, PERSON),
    "a serial number": (Draft(subject=_with((NameOID.SERIAL_NUMBER, "123456789012"))).issue(), "good", NOW, PERSON),
    "an e-mail address in the subject": (Draft(subject=_with((NameOID.EMAIL_ADDRESS, "a@example.jp"))).issue(), "good", NOW, PERSON),
    "another common name": (Draft(subject=_with((NameOID.COMMON_NAME, "長崎太郎"))).issue(), "good", NOW, PERSON),
    "a second organisation": (Draft(subject=(*SUBJECT, SUBJECT[1])).issue(), "good", NOW, "certificate.subject"),
    "another country": (Draft(subject=_with((NameOID.COUNTRY_NAME, "DE"))).issue(), "good", NOW, "certificate.subject"),
    "no organisation": (Draft(subject=(SUBJECT[0], SUBJECT[2])).issue(), "good", NOW, "certificate.subject"),
    "no corporate number": (Draft(subject=SUBJECT[:2]).issue(), "good", NOW, "certificate.corporate_number"),
    "a false corporate number": (
        Draft(subject=_with((NameOID.ORGANIZATION_IDENTIFIER, "NTRJP-1835678256246"))).issue(),
        "good",
        NOW,
        "certificate.corporate_number",
    ),
    "another register": (
        Draft(subject=_with((NameOID.ORGANIZATION_IDENTIFIER, f"VATJP-{NUMBER}"))).issue(),
        "good",
        NOW,
        "certificate.corporate_number",
    ),
    "an override in the name": (
        Draft(subject=_with((NameOID.ORGANIZATION_NAME, "a\u202eb"), (NameOID.COMMON_NAME, "a\u202eb"))).issue(),
        "good",
        NOW,
        "text.bidirectional_control",
    ),
    "an unknown extension": (
        Draft(extensions=(NO_CA, SIGNS, (x509.UnrecognizedExtension(x509.ObjectIdentifier("2.5.29.9"), b"\x30\x00"), False))).issue(),
        "good",
        NOW,
        "certificate.extension",
    ),
    "a critical key identifier": (
        Draft(extensions=(NO_CA, SIGNS, (x509.SubjectKeyIdentifier(b"\x01" * 20), True))).issue(),
        "good",
        NOW,
        "certificate.extension",
    ),
}


def files() -> dict[str, Any]:
    """The files by name."""
    anchors = {name: base64.b64encode(der).decode() for name, der in ANCHORS.items()}
    return {"x509.json": {"anchors": anchors, "cases": [_case(name, *case) for name, case in CASES.items()]}}


def _case(name: str, leaf: bytes, anchor: str, now: str, code: str) -> dict[str, Any]:
    case = {"name": name, "certificate": base64.b64encode(leaf).decode(), "anchor": anchor, "now": now, "code": code}
    return case | {"result": _result(leaf, anchor, now)}


def _result(leaf: bytes, anchor: str, now: str) -> dict[str, Any] | None:
    try:
        found = check_path(leaf, ANCHORS[anchor], now=parse_time(now))
    except Refusal:
        return None
    return {
        "subject_organisation": found.subject_organisation,
        "corporate_number": found.corporate_number,
        "spki": base64.b64encode(found.spki).decode(),
        "valid_from": found.valid_from,
        "valid_until": found.valid_until,
    }
