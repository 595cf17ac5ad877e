"""`genpon-network identity enrol-at` and `reenrol-at`: enrolling from another machine than the network's."""

import re
from pathlib import Path
from typing import Annotated

import typer
from cryptography import x509
from cryptography.x509.oid import NameOID

from genpon_network.commands.keys import check_free, keep, read_keys, read_secret
from genpon_network.commands.options import Hosts, Id, Json, Out, Replace, SecretFile
from genpon_network.errors import UsageError
from genpon_network.pki import enrolling
from genpon_network.pki.fabric_ca import FabricCa
from genpon_network.pki.fabric_ca.authority import KnownAuthority
from genpon_network.x509_issuing import common_name

Place = Annotated[str, typer.Argument(help="Where the municipality's Fabric CA answers, such as ca.toda.example:17108.")]
Trust = Annotated[
    Path, typer.Option("--trust", help="The file of its TLS authority's certificate, got from the municipality; nobody else is believed.")
]
Name = Annotated[str | None, typer.Option("--authority", help="The authority's name there; ca, or tlsca with --host, without it.")]

_PLACE = re.compile(r"(?P<host>[A-Za-z0-9.-]+):(?P<port>[0-9]{1,5})")


def enrol_at(
    *,
    place: Place,
    identity: Id,
    trust: Trust,
    out: Out,
    host: Hosts = None,
    authority: Name = None,
    secret_file: SecretFile = None,
    replace: Replace = False,
    as_json: Json = False,
) -> None:
    """Makes a key here and has it certified by a municipality's Fabric CA elsewhere, with the secret of a registration."""
    check_free(out, replace=replace)
    known = _known(place, trust, authority or ("tlsca" if host else "ca"), profile="tls" if host else "")
    keys = enrolling.enrol(known, identity, read_secret(secret_file), _organisation(known), hosts=host or [])
    keep(identity, keys, out, as_json=as_json)


def reenrol_at(
    *,
    place: Place,
    directory: Annotated[Path, typer.Argument(help="The directory with certificate.pem and key.pem.")],
    trust: Trust,
    authority: Name = None,
    as_json: Json = False,
) -> None:
    """Gets another certificate for the key in a directory from a municipality's Fabric CA elsewhere."""
    current = read_keys(directory)
    serves = _is_tls(current.certificate)
    known = _known(place, trust, authority or ("tlsca" if serves else "ca"), profile="tls" if serves else "")
    keep(common_name(current.certificate), enrolling.reenrol(known, current), directory, as_json=as_json)


def _known(place: str, trust: Path, authority: str, profile: str) -> KnownAuthority:
    found = _PLACE.fullmatch(place)
    if found is None or not 0 < int(found["port"]) <= 65535:
        raise UsageError("{place!r} is no host and port; write them as ca.toda.example:17108", place=place)
    try:
        trusted = trust.read_bytes()
    except OSError as error:
        raise UsageError(
            "{trust} cannot be read ({reason}); name the file of the TLS authority's certificate", trust=trust, reason=error
        ) from None
    ca = FabricCa.at(found["host"], int(found["port"]), trusted, authority=authority, profile=profile)
    return KnownAuthority(ca, ca.info().chain_pem)


def _organisation(known: KnownAuthority) -> str:
    """The organisation that the authority names in its own certificate; a label in ours."""
    subject = x509.load_pem_x509_certificate(known.certificate_pem).subject
    names = subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return str(names[0].value) if names else ""


def _is_tls(certificate: x509.Certificate) -> bool:
    try:
        certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        return False
    return True
