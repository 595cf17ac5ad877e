"""`genpon-network identity`: who may speak for a municipality on the ledger's network, from registration to revocation."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.console import Console

from genpon_network.commands.elsewhere import enrol_at, reenrol_at
from genpon_network.commands.keys import check_free, check_writable, keep, read_keys, read_secret, tell_secret
from genpon_network.commands.options import Attributes, Data, Hosts, Id, Json, NewSecretFile, Out, Replace, SecretFile, Town
from genpon_network.commands.output import Progress, certificate_state, guarded, identities_table, print_json
from genpon_network.errors import UsageError
from genpon_network.native.opening import open_network
from genpon_network.nodes.directory import DataDirectory
from genpon_network.nodes.identities import Identities
from genpon_network.nodes.profiles import write_member_profile
from genpon_network.pki import enrolling
from genpon_network.pki.protocol import TLS, Authorities, Authority, Member, Reason, Registration
from genpon_network.pki.requests import is_issued_by
from genpon_network.topology import Layout, Municipality
from genpon_network.words import Message
from genpon_network.x509_issuing import Enrolment, common_name

_HEX = re.compile(r"[0-9A-Fa-f]{4,64}")
_EXAMPLES = {
    "register": "register toda app-1 --attribute app.desk=7 --secret-file app-1.secret",
    "secret": "secret toda app-1 --secret-file app-1.secret",
    "enrol": "enrol toda app-1 --secret-file app-1.secret --out app-1",
    "reenrol": "reenrol toda app-1",
    "enrol-at": "enrol-at ca.toda.example:17108 app-1 --trust toda-tlsca.pem --secret-file app-1.secret --out app-1",
    "reenrol-at": "reenrol-at ca.toda.example:17108 app-1 --trust toda-tlsca.pem",
    "revoke": "revoke toda app-1 --reason keycompromise",
    "list": "list toda --json",
}


def register(app: typer.Typer) -> None:
    """Adds the group to the application."""
    group = typer.Typer(no_args_is_help=True, help="Who may speak for a municipality: register, enrol, renew, revoke, list.")
    commands: dict[str, Callable[..., None]] = {
        "register": register_identity,
        "secret": secret,
        "enrol": enrol,
        "reenrol": reenrol,
        "enrol-at": enrol_at,
        "reenrol-at": reenrol_at,
        "revoke": revoke,
        "list": list_identities,
    }
    for name, command in commands.items():
        group.command(name, epilog=f"Example: genpon-network identity {_EXAMPLES[name]}")(guarded(command))
    app.add_typer(group, name="identity")


def register_identity(
    *,
    municipality: Town,
    identity: Id,
    data: Data,
    role: Annotated[str, typer.Option("--role", help="client, peer, admin or orderer; or tls, for a TLS certificate.")] = "client",
    attribute: Attributes = None,
    enrolments: Annotated[int, typer.Option("--enrolments", min=1, max=100, help="How often its secret may be used.")] = 1,
    secret_file: NewSecretFile = None,
    as_json: Json = False,
) -> None:
    """Registers an identity, and tells the secret that it enrols with."""
    registration = Registration(identity, role, dict(map(_attribute, attribute or [])), enrolments)
    if secret_file is not None:
        check_writable(secret_file)
    identities = _identities(data, municipality)
    authority = identities.authorities.tls if role == TLS else identities.authorities.members
    tell_secret(identity, authority.register(registration), secret_file, as_json=as_json)


def secret(
    *,
    municipality: Town,
    identity: Id,
    data: Data,
    role: Annotated[Literal["member", "tls"], typer.Option("--role", help="tls for an identity of the TLS authority.")] = "member",
    secret_file: NewSecretFile = None,
    as_json: Json = False,
) -> None:
    """Gives an identity another secret, where the first one is lost, used up or locked, or an answer was lost."""
    if secret_file is not None:
        check_writable(secret_file)
    authorities = _identities(data, municipality).authorities
    authority = authorities.tls if role == TLS else authorities.members
    tell_secret(identity, authority.new_secret(identity), secret_file, as_json=as_json)


def enrol(
    *,
    municipality: Town,
    identity: Id,
    data: Data,
    out: Out,
    host: Hosts = None,
    secret_file: SecretFile = None,
    replace: Replace = False,
    as_json: Json = False,
) -> None:
    """Makes a key and has it certified, with the secret of a registration; a profile and the charter are put beside it."""
    check_free(out, replace=replace)
    identities = _identities(data, municipality)
    authorities = identities.authorities
    authority = authorities.tls if host else authorities.members
    keys = enrolling.enrol(authority, identity, read_secret(secret_file), authorities.domain, hosts=host or [])
    keep(identity, keys, out, as_json=as_json)
    if not host:
        write_member_profile(out, identities.data, identities.consortium, identities.layout, identities.municipality)


def reenrol(
    *,
    municipality: Town,
    directory: Annotated[Path, typer.Argument(help="The directory with certificate.pem and key.pem.")],
    data: Data,
    as_json: Json = False,
) -> None:
    """Gets another certificate for the key in a directory, in place of the one that is there and will expire."""
    current = read_keys(directory)
    authority = _issuer(current, _identities(data, municipality).authorities, municipality)
    keep(common_name(current.certificate), enrolling.reenrol(authority, current), directory, as_json=as_json)


def revoke(
    *,
    municipality: Town,
    identity: Id,
    data: Data,
    serial: Annotated[
        str | None, typer.Option("--serial", help="Only this certificate, by its number in hex or the beginning of it.")
    ] = None,
    reason: Annotated[Reason, typer.Option("--reason", help="Why; the authority keeps it.")] = "unspecified",
    as_json: Json = False,
) -> None:
    """Revokes an identity's certificates, at the authority and on the channel: its next submit is refused."""
    if serial is not None and _HEX.fullmatch(serial) is None:
        raise UsageError("{serial!r} is no serial number; write it in hex, as list shows it", serial=serial)
    directory = DataDirectory(data.absolute())
    with Progress(quiet=as_json) as progress, directory.locked():
        identities = _identities(data, municipality)
        revoked = identities.revoke(identity, serial, reason, progress.step)
        published = revoked.published
        for peer in published.waiting:
            progress.step(Message("{peer} does not answer; it goes by the list once it has the block", peer=peer))
        if not published.changed:
            progress.step(Message("the channel had it already"))
    if as_json:
        serials = [f"{each:x}" for each in revoked.serials]
        print_json({"id": identity, "revoked": serials, "changed": published.changed, "waiting": list(published.waiting)})


def list_identities(*, municipality: Town, data: Data, as_json: Json = False) -> None:
    """Lists a municipality's identities with their certificates."""
    authorities = _identities(data, municipality).authorities
    members = [*authorities.members.members(), *authorities.tls.members()]
    if as_json:
        print_json({"identities": [_described(member) for member in members]})
    else:
        Console(highlight=False, soft_wrap=True).print(identities_table(members))


def _identities(data: Path, name: str) -> Identities:
    directory = DataDirectory(data.absolute())
    consortium = open_network(directory)
    return Identities(directory, consortium, Layout.of(consortium, directory.placement), _municipality(consortium.municipalities, name))


def _issuer(current: Enrolment, authorities: Authorities, municipality: str) -> Authority:
    for authority in (authorities.members, authorities.tls):
        if is_issued_by(current.certificate, authority.certificate_pem):
            return authority
    raise UsageError(
        "that certificate is none of {municipality}'s authorities; name the municipality that it is of", municipality=municipality
    )


def _municipality(municipalities: Sequence[Municipality], name: str) -> Municipality:
    for municipality in municipalities:
        if municipality.name == name:
            return municipality
    raise UsageError("there is no municipality {name!r}; it is one of {names}", name=name, names=[each.name for each in municipalities])


def _attribute(text: str) -> tuple[str, str]:
    name, given, value = text.partition("=")
    if not given:
        raise UsageError("{text!r} is no attribute; write a name and a value, such as app.desk=7", text=text)
    return name, value


def _described(member: Member) -> dict[str, Any]:
    certificates = [
        {"serial": f"{issued.serial:x}", "not_after": issued.not_after.isoformat(), "state": certificate_state(issued)}
        for issued in member.certificates
    ]
    return {"id": member.id, "role": member.role, "attributes": dict(member.attributes), "certificates": certificates}
