"""What Fabric CA answers with, as values."""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography import x509

from genpon_network.errors import NetworkError
from genpon_network.words import Message


@dataclass(frozen=True, slots=True)
class CaInfo:
    """What an authority says of itself: its name, its certificate and those above it as PEM, the server's version."""

    name: str
    chain_pem: bytes
    version: str


@dataclass(frozen=True, slots=True)
class KnownIdentity:
    """An identity as the authority knows it.

    Attributes:
        id: its id.
        type: its type, which becomes its certificates' unit: the role on a channel.
        attributes: its attributes, those that the server adds included.
        max_enrolments: how many enrolments it is allowed in all; -1 for any number.
    """

    id: str
    type: str
    attributes: Mapping[str, str]
    max_enrolments: int


def known_identity(entry: Mapping[str, Any]) -> KnownIdentity:
    """An identity in an answer.

    Raises:
        NetworkError: if it is none.
    """
    try:
        attributes = {str(attribute["name"]): str(attribute["value"]) for attribute in entry.get("attrs") or []}
        return KnownIdentity(str(entry["id"]), str(entry["type"]), attributes, int(entry.get("max_enrollments", 0)))
    except (KeyError, TypeError, ValueError):
        raise _strange(Message("identity")) from None


def certificate(entry: Mapping[str, Any]) -> x509.Certificate:
    """A certificate in a list of them.

    Raises:
        NetworkError: if it is none.
    """
    try:
        return x509.load_pem_x509_certificate(str(entry["PEM"]).encode())
    except (KeyError, ValueError, x509.InvalidVersion):
        raise _strange(Message("certificate")) from None


def entries(result: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """The entries of a list in an answer; the server leaves an empty one out."""
    return [entry for entry in result.get(name) or [] if isinstance(entry, Mapping)]


def pem(value: object) -> bytes:
    """The PEM that an answer holds in base64.

    Raises:
        NetworkError: if it holds none.
    """
    try:
        content = b64decode(value, validate=True) if isinstance(value, str) else b""
    except ValueError:
        content = b""
    if not content.startswith(b"-----BEGIN "):
        raise _strange(Message("certificate or list"))
    return content


def _strange(what: Message) -> NetworkError:
    return NetworkError("Fabric CA has answered without the {what} that was asked for; look at what listens there", what=what)
