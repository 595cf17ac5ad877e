"""From a profile's document to what it tells."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError

from genpon.gateway.options import Tls
from genpon.profiles.documents import Document
from genpon.profiles.materials import Material
from genpon.profiles.nodes import Endpoint, Organization
from genpon.profiles.schema import EndpointPart, MaterialPart, OrganizationPart, ProfilePart

ADMINISTRATOR = "Admin"
"""The user that the Node SDK's `signedCert` and `adminPrivateKey` are."""
_NAME_OVERRIDES = ("grpc.ssl_target_name_override", "ssl-target-name-override", "hostnameOverride")
_BOUND = {"tls_ca_certs": "tlsCACerts", "client_key": "clientKey", "client_cert": "clientCert"}

Users = dict[tuple[str, str], tuple[Material, Material]]
"""Certificate and key of each member, by the organisation's name and the user's."""


def read_profile(path: Path) -> dict[str, Any]:
    """The fields of a `FabricProfile`.

    Raises:
        FabricProfileError: in one line, with file, line or field.
    """
    document = Document(path)
    part = _validated(document)
    peers = {name: _endpoint(document, ("peers", name), peer) for name, peer in part.peers.items()}
    users = _users(document, part)
    return {
        "name": part.name,
        "client_organization": _client_organization(part),
        "organizations": {name: _organization(document, name, one, part, users) for name, one in part.organizations.items()},
        "peers": peers,
        "orderers": {name: _endpoint(document, ("orderers", name), orderer) for name, orderer in part.orderers.items()},
        "channels": {name: _channel_peers(document, name, part) for name in part.channels},
        "data": document.data,
        "_users": users,
    }


def _validated(document: Document) -> ProfilePart:
    try:
        return ProfilePart.model_validate(document.data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        # pydantic adds the names of the union's members to the place of a field that may be of several kinds.
        location = [part for part in first["loc"] if part not in ("str", "list[str]")]
        problem = "is missing" if first["type"] == "missing" else first["msg"][:1].lower() + first["msg"][1:]
        raise document.wrong(location, problem) from None


def _client_organization(part: ProfilePart) -> str:
    """The organisation's name in the profile; Fabric's samples name it, others its MSP id."""
    named = part.client.organization
    if not named or named in part.organizations:
        return named
    matching = [name for name, organization in part.organizations.items() if organization.mspid == named]
    # fabric-sdk-py's own example names one that is not there, which no call of it reads.
    return matching[0] if matching else ""


def _endpoint(document: Document, location: tuple[str, ...], part: EndpointPart) -> Endpoint:
    scheme, address = _address(document, location, part.url)
    secured = scheme == "grpcs" or (not scheme and part.tls_ca_certs is not None)
    return Endpoint(location[-1], address, _tls(document, location, part) if secured else None)


def _address(document: Document, location: tuple[str, ...], url: str) -> tuple[str, str]:
    """Scheme (empty if there is none), and host and port."""
    scheme, separator, rest = url.partition("://")
    address = rest if separator else url
    try:
        parsed = urlsplit(f"//{address}")
        complete = parsed.hostname and parsed.port and not parsed.path.strip("/") and not parsed.query and parsed.username is None
    except ValueError:
        complete = False
    if not complete or (separator and scheme not in ("grpc", "grpcs")):
        raise document.wrong((*location, "url"), "is no address; write grpcs://host:port, or grpc://host:port without TLS")
    return scheme if separator else "", parsed.netloc


def _tls(document: Document, location: tuple[str, ...], part: EndpointPart) -> Tls:
    def pem(field: str) -> bytes | None:
        material = getattr(part, field)
        return None if material is None else Material(document, (*location, _BOUND[field]), material).read()

    if (part.client_key is None) != (part.client_cert is None):
        raise document.wrong(location, "has one of clientKey and clientCert; write both, or none")
    return Tls(
        root_certificates_pem=pem("tls_ca_certs"),
        certificate_pem=pem("client_cert"),
        private_key_pem=pem("client_key"),
        server_name=next((str(part.grpc_options[name]) for name in _NAME_OVERRIDES if part.grpc_options.get(name)), None),
    )


def _organization(document: Document, name: str, part: OrganizationPart, profile: ProfilePart, users: Users) -> Organization:
    _check_peers(document, ("organizations", name, "peers"), part.peers, profile)
    return Organization(name, part.mspid, tuple(part.peers), tuple(user for owner, user in users if owner == name))


def _channel_peers(document: Document, name: str, part: ProfilePart) -> tuple[str, ...]:
    """The names of a channel's peers; all peers where it names none."""
    channel = part.channels[name]
    if channel is None or channel.peers is None:
        return tuple(part.peers)
    _check_peers(document, ("channels", name, "peers"), channel.peers, part)
    return tuple(channel.peers)


def _check_peers(document: Document, location: tuple[str, ...], names: Sequence[str], part: ProfilePart) -> None:
    for name in names:
        if name not in part.peers:
            raise document.wrong(location, f"names the peer {name!r}, which is not among peers")


def _users(document: Document, part: ProfilePart) -> Users:
    found: Users = {}
    for owner, organization in part.organizations.items():
        place = ("organizations", owner)
        for name, user in organization.users.items():
            location = (*place, "users", name)
            found[owner, name] = _pair(document, location, ("cert", user.cert), ("private_key", user.private_key))
        if organization.signed_cert and organization.admin_private_key and ADMINISTRATOR not in organization.users:
            certificate, key = ("signedCert", organization.signed_cert), ("adminPrivateKey", organization.admin_private_key)
            found[owner, ADMINISTRATOR] = _pair(document, place, certificate, key)
    return found


def _pair(
    document: Document, place: tuple[str, ...], certificate: tuple[str, MaterialPart], key: tuple[str, MaterialPart]
) -> tuple[Material, Material]:
    first, second = (Material(document, (*place, name), part) for name, part in (certificate, key))
    return first, second
