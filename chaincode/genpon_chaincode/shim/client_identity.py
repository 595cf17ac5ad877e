"""Who made a proposal, as the official runtimes tell it (Fabric documentation, "Attribute-based access control")."""

import base64
import json
import re
from collections.abc import Mapping
from functools import cached_property, lru_cache
from types import MappingProxyType

from cryptography import x509
from cryptography.x509.oid import NameOID

from genpon_chaincode.shim.errors import AttributeMissingError, ShimError
from genpon_chaincode.shim.stub import ChaincodeStub
from genpon_core.fabric.identities import SerializedIdentity, load_certificate

ATTRIBUTES = x509.ObjectIdentifier("1.2.3.4.5.6.7.8.1")
"""The certificate extension in which Fabric CA writes attributes, as JSON."""
_IDENTITIES = 1024
_MANY = (
    (NameOID.COUNTRY_NAME, "C"),
    (NameOID.STATE_OR_PROVINCE_NAME, "ST"),
    (NameOID.LOCALITY_NAME, "L"),
    (NameOID.STREET_ADDRESS, "STREET"),
    (NameOID.POSTAL_CODE, "POSTALCODE"),
    (NameOID.ORGANIZATION_NAME, "O"),
    (NameOID.ORGANIZATIONAL_UNIT_NAME, "OU"),
)
_LAST_OF = ((NameOID.COMMON_NAME, "CN"), (NameOID.SERIAL_NUMBER, "SERIALNUMBER"))
_ESCAPED = re.compile(r'^[ #]|[,+"\\<>;]| $')


class ClientIdentity:
    """The client that made a transaction's proposal. The peer has checked its signature and its certificate.

    Args:
        stub: the transaction.

    Raises:
        ShimError: if the creator is no serialized identity.
    """

    def __init__(self, stub: ChaincodeStub) -> None:
        try:
            self._identity = SerializedIdentity.from_bytes(stub.creator)
        except ValueError as error:
            raise ShimError(str(error)) from None

    @property
    def msp_id(self) -> str:
        """The MSP id of its organisation."""
        return self._identity.msp_id

    @property
    def id_bytes(self) -> bytes:
        """Its certificate as it stands in the proposal, PEM."""
        return self._identity.certificate_pem

    @property
    def certificate(self) -> x509.Certificate:
        """Its certificate.

        Raises:
            ShimError: if the identity holds no X.509 certificate.
        """
        try:
            return self._identity.certificate
        except ValueError:
            raise ShimError("the client's identity holds no X.509 certificate") from None

    @cached_property
    def id(self) -> str:
        """Its id, unique in its MSP and the same after the certificate is renewed: base64 of `x509::subject::issuer`, as Go forms it."""
        certificate = self.certificate
        return _id(certificate.subject, certificate.issuer)

    @property
    def attributes(self) -> Mapping[str, str]:
        """The attributes that its CA has written into the certificate.

        Raises:
            ShimError: if the certificate's extension cannot be read.
        """
        _ = self.certificate
        return _attributes(self._identity.certificate_pem)

    def get_attribute_value(self, name: str) -> str | None:
        """An attribute's value; None where there is none."""
        return self.attributes.get(name)

    def assert_attribute_value(self, name: str, value: str) -> None:
        """Goes on only if an attribute has a value; the contract API answers 403 otherwise.

        Raises:
            AttributeMissingError: if it has another, or none.
        """
        if self.get_attribute_value(name) != value:
            raise AttributeMissingError(name)

    def has_ou_value(self, value: str) -> bool:
        """Whether the certificate's subject has an organisational unit."""
        return value in _values(self.certificate.subject, NameOID.ORGANIZATIONAL_UNIT_NAME)


@lru_cache(maxsize=_IDENTITIES)
def _attributes(certificate_pem: bytes) -> Mapping[str, str]:
    try:
        extension = load_certificate(certificate_pem).extensions.get_extension_for_oid(ATTRIBUTES).value
        found = json.loads(extension.public_bytes())["attrs"]
        return MappingProxyType({str(name): str(value) for name, value in found.items()})
    except x509.ExtensionNotFound:
        return MappingProxyType({})
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ShimError("the attributes in the client's certificate cannot be read") from None


@lru_cache(maxsize=_IDENTITIES)
def _id(subject: x509.Name, issuer: x509.Name) -> str:
    return base64.b64encode(f"x509::{_distinguished(subject)}::{_distinguished(issuer)}".encode()).decode()


def _distinguished(name: x509.Name) -> str:
    # The Go runtime writes what Go's own parser keeps of a name, in that parser's order, and not the certificate's sequence.
    parts = [[(short, value) for value in _values(name, oid)] for oid, short in _MANY]
    parts += [[(short, value) for value in _values(name, oid)[-1:]] for oid, short in _LAST_OF]
    return ",".join("+".join(f"{short}={_escaped(value)}" for short, value in part) for part in reversed(parts) if part)


def _values(name: x509.Name, oid: x509.ObjectIdentifier) -> list[str]:
    return [str(attribute.value) for attribute in name.get_attributes_for_oid(oid)]


def _escaped(value: str) -> str:
    return _ESCAPED.sub(lambda found: f"\\{found[0]}", value)
