"""The commands `genpon registry`: the charter, departments, officers and keys."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from genpon.act_files import ActFile
from genpon.cli.frame import command
from genpon.cli.ledger_options import Acting, Asking, ending, fingerprint_of, moment, show_receipt
from genpon.cli.options import AssignmentOption
from genpon.cli.output import Output, label
from genpon.cli.registry_view import asset_json, show_asset
from genpon.cli.tables import listing
from genpon.errors import refusals_as
from genpon_core.charters import Name
from genpon_core.ids import parse_id
from genpon_core.models import read

app = typer.Typer(no_args_is_help=True, help="The registry: the charter, departments, officers and keys.")

FromOption = Annotated[str | None, typer.Option("--from", help="First day, in Japan; now unless given.", metavar="YYYY-MM-DD")]
UntilOption = Annotated[str | None, typer.Option("--until", help="Last day, in Japan.", metavar="YYYY-MM-DD")]
FingerprintArgument = Annotated[str, typer.Argument(help="The key: its fingerprint, or its request file.", metavar="FINGERPRINT|FILE")]
DepartmentArgument = Annotated[str, typer.Argument(help="Id: department/<code>/<name>.", metavar="DEPARTMENT")]
OfficerArgument = Annotated[str, typer.Argument(help="Id: officer/<code>/<number>.", metavar="OFFICER")]


class RoleChoice(StrEnum):
    """An officer's roles."""

    CONTRACT_OFFICER = "contract_officer"
    APPROVER = "approver"
    HEAD = "head"
    INSPECTOR = "inspector"
    ISSUER = "issuer"


class MethodChoice(StrEnum):
    """How an officer made sure whose key it is."""

    IN_PERSON = "in_person"
    REGISTERED_SEAL = "registered_seal"
    KNOWN_CONTACT = "known_contact"


class RevokeChoice(StrEnum):
    """Why a key ends."""

    COMPROMISED = "compromised"
    SUPERSEDED = "superseded"
    CEASED = "ceased"


@command(app, "establish", example="genpon registry establish --profile nagasaki.profile.json")
def establish(out: Output, place: Asking) -> None:
    """Write the charter onto a new ledger."""
    with place.ledger() as connected:
        connected.registry.establish()
        digest = connected.charter.digest
    out.notice(label("recorded"))
    out.result({"charter": digest}, lambda console: console.print(digest))


@command(app, "accept", example="genpon registry accept --signer administrator-1.pem")
def accept(out: Output, place: Acting) -> None:
    """Accept the charter for a municipality, by its administrator."""
    with place.ledger() as connected:
        show_receipt(out, connected.registry.accept())


@command(
    app,
    "register-department",
    example="genpon registry register-department department/422011/keiyaku --ja 契約課 --en Contracts --contracting",
)
def register_department(
    out: Output,
    place: Acting,
    department: DepartmentArgument,
    *,
    ja: Annotated[str, typer.Option("--ja", help="Its name in Japanese.", metavar="NAME")],
    en: Annotated[str, typer.Option("--en", help="Its name in English.", metavar="NAME")],
    contracting: Annotated[bool, typer.Option("--contracting", help="Its head contracts in the municipality's name.")] = False,
) -> None:
    """Register a department or contracting entity."""
    with refusals_as():
        name = read(Name, {"ja": ja, "en": en}, where="name")
    with place.ledger() as connected:
        show_receipt(out, connected.registry.register_department(department, name, contracting=contracting))


@command(app, "close-department", example="genpon registry close-department department/422011/keiyaku --from 2027-04-01")
def close_department(out: Output, place: Acting, department: DepartmentArgument, *, start: FromOption = None) -> None:
    """Close a department, from a day on."""
    with place.ledger() as connected:
        at = moment(start)
        show_receipt(out, connected.registry.close_department(department, connected.now() if at is None else at))


@command(app, "assign", example="genpon registry assign officer/422011/0007 2026 --role approver --department department/422011/keiyaku")
def assign(
    out: Output,
    place: Acting,
    officer: OfficerArgument,
    assignment: Annotated[str, typer.Argument(help="The assignment's name, distinct among the officer's.", metavar="NAME")],
    *,
    role: Annotated[RoleChoice, typer.Option("--role", help="In which role.", metavar="|".join(RoleChoice))],
    department: Annotated[str, typer.Option("--department", help="In which department.", metavar="DEPARTMENT")],
    start: FromOption = None,
    until: UntilOption = None,
) -> None:
    """Give an officer a role in a department."""
    window = {"valid_from": moment(start), "valid_until": ending(until)}
    with place.ledger() as connected:
        show_receipt(out, connected.registry.assign(officer, assignment, role.value, department, **window))


@command(app, "relieve", example="genpon registry relieve officer/422011/0007 2026 --signer administrator-1.pem")
def relieve(
    out: Output,
    place: Acting,
    officer: OfficerArgument,
    assignment: Annotated[str, typer.Argument(help="The assignment's name.", metavar="NAME")],
    *,
    until: UntilOption = None,
) -> None:
    """End an assignment, now or after a day."""
    with place.ledger() as connected:
        show_receipt(out, connected.registry.relieve(officer, assignment, ending(until)))


@command(app, "present", example="genpon registry present key-request.act.json")
def present(
    out: Output, place: Asking, file: Annotated[Path, typer.Argument(help="The key request: an act file that the key itself has signed.")]
) -> None:
    """Bring a key request onto the ledger."""
    with place.ledger() as connected:
        show_receipt(out, connected.registry.present(ActFile.read(file).act))


@command(app, "admit", example="genpon registry admit key-request.act.json --signer administrator-1.pem")
def admit(out: Output, place: Acting, fingerprint: FingerprintArgument) -> None:
    """Admit an officer's key that was presented."""
    with place.ledger() as connected:
        show_receipt(out, connected.registry.admit(fingerprint_of(fingerprint)))


@command(app, "vouch", example="genpon registry vouch key-request.act.json --method in_person --signer officer.pem")
def vouch(
    out: Output,
    place: Acting,
    fingerprint: FingerprintArgument,
    *,
    method: Annotated[
        MethodChoice, typer.Option("--method", help="How you made sure whose key it is.", metavar="|".join(MethodChoice))
    ] = MethodChoice.IN_PERSON,
    assignment: AssignmentOption = None,
) -> None:
    """Vouch 確認 for a counterparty's key: it then counts in this municipality's contracts only."""
    with place.ledger() as connected:
        show_receipt(out, connected.registry.vouch(fingerprint_of(fingerprint), cast("Any", method.value), assignment=assignment))


@command(app, "revoke", example="genpon registry revoke 0f3a… --reason compromised --signer administrator-1.pem")
def revoke(
    out: Output,
    place: Acting,
    fingerprint: FingerprintArgument,
    *,
    reason: Annotated[RevokeChoice, typer.Option("--reason", help="Why.", metavar="|".join(RevokeChoice))],
) -> None:
    """End a key."""
    with place.ledger() as connected:
        show_receipt(out, connected.registry.revoke(fingerprint_of(fingerprint), cast("Any", reason.value)))


@command(app, "show", example="genpon registry show officer/422011/0007")
def show(
    out: Output,
    place: Asking,
    asset: Annotated[str, typer.Argument(help="`charter`, or the id of a department, officer, counterparty or key.", metavar="ID")],
) -> None:
    """Show the charter's standing, a department, an officer's assignments and keys, or a key."""
    with place.ledger() as connected:
        value = asset_json(connected.registry, asset, vouchers=connected.charter.parameters.vouchers)
    out.result(value, lambda console: show_asset(console, value))


@command(app, "list", example="genpon registry list 422011")
def list_(out: Output, place: Asking, code: Annotated[str, typer.Argument(help="The municipality's code.", metavar="CODE")]) -> None:
    """List a municipality's departments and officers."""
    with place.ledger() as connected:
        with refusals_as():
            parse_id(f"municipality/{code}")
        value = {"departments": list(connected.registry.departments(code)), "officers": list(connected.registry.officers(code))}
    rows = [(asset,) for assets in value.values() for asset in assets]
    out.result(value, lambda console: listing(console, ("name",), rows))
