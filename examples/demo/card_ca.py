"""A small certification authority like those behind the signature cards of Japanese companies.

It issues certificates to organisations only: RSA-2048 with SHA-256, the subject a company's name and its corporate number 法人番号
(`organizationIdentifier`, "NTRJP-" and 13 digits). No natural person is named. Real cards keep the key inside; here it is a PEM file with a
passphrase.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat
from cryptography.x509.oid import NameOID

from genpon_core.charters import Anchor, Name

_RSA_BITS = 2048
_RSA_EXPONENT = 65537
_YEAR = timedelta(days=365)
_CA_NAME = x509.Name(
    [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "JP"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Example Card CA"),
        x509.NameAttribute(NameOID.COMMON_NAME, "Example Card CA"),
    ]
)


@dataclass(frozen=True, slots=True)
class Card:
    """What a company gets: its certificate (DER) and its encrypted private key (PEM)."""

    certificate: bytes
    key_pem: bytes


class CardAuthority:
    """The authority, with a fresh key."""

    def __init__(self) -> None:
        self._key = rsa.generate_private_key(_RSA_EXPONENT, _RSA_BITS)
        self._issued_at = datetime.now(UTC) - timedelta(hours=1)
        self.certificate = self._sign(_CA_NAME, self._key.public_key(), 10 * _YEAR, authority=True)

    @property
    def anchor(self) -> Anchor:
        """The authority as a charter names it."""
        name = Name(ja="見本カード認証局", en="Example Card CA")
        return Anchor(name=name, certificate=self.certificate.public_bytes(Encoding.DER))

    def issue(self, organisation: str, corporate_number: str, passphrase: bytes) -> Card:
        """A card for an organisation; its key is encrypted with the passphrase."""
        key = rsa.generate_private_key(_RSA_EXPONENT, _RSA_BITS)
        subject = x509.Name(
            [
                x509.NameAttribute(NameOID.COUNTRY_NAME, "JP"),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
                x509.NameAttribute(NameOID.ORGANIZATION_IDENTIFIER, f"NTRJP-{corporate_number}"),
            ]
        )
        certificate = self._sign(subject, key.public_key(), 2 * _YEAR, authority=False)
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase))
        return Card(certificate.public_bytes(Encoding.DER), pem)

    def _sign(self, subject: x509.Name, key: rsa.RSAPublicKey, validity: timedelta, *, authority: bool) -> x509.Certificate:
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(_CA_NAME)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(self._issued_at)
            .not_valid_after(self._issued_at + validity)
            .add_extension(x509.BasicConstraints(ca=authority, path_length=0 if authority else None), critical=True)
            .add_extension(_usage(authority=authority), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
        )
        return builder.sign(self._key, hashes.SHA256())


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )
