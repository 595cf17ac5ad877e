"""The commands `genpon accreditation`: who may issue which certificates where, on any day."""

from enum import StrEnum
from typing import Annotated, Any, cast

import typer
from rich.console import Console
from rich.text import Text

from genpon.accreditation_paths import Answer
from genpon.accreditations import AccreditationView
from genpon.cli.frame import command
from genpon.cli.ledger_options import Acting, Asking, AtOption, FromOption, When, ending, moment, show_receipt, shown, written
from genpon.cli.output import Output
from genpon.cli.tables import facts, listing
from genpon.errors import VerificationFailed
from genpon.words import label, sentence
from genpon_core.certificates.accreditations import Accreditation
from genpon_core.certificates.scopes import Scope
from genpon_core.moments import format_time

app = typer.Typer(no_args_is_help=True, help="Accreditations: who may issue which certificates where.")

IdArgument = Annotated[str, typer.Argument(help="Id: accreditation/<who grants>/<name>.", metavar="ID")]
TypesOption = Annotated[str, typer.Option("--types", help="Certificate types, with commas between; * for all.", metavar="NAME,…|*")]
TerritoriesOption = Annotated[
    str, typer.Option("--territories", help="Prefectures (42) and municipalities (422011), commas between; * for all.", metavar="CODE,…|*")
]
UntilOption = Annotated[str, typer.Option("--until", help="The last day, or the moment at which it ends.", metavar="DAY|MOMENT")]


class ReasonChoice(StrEnum):
    """Why a municipality delegates."""

    DISASTER = "disaster"
    JOINT_OFFICE = "joint_office"
    OTHER = "other"


class EndChoice(StrEnum):
    """Why an accreditation ends."""

    REQUIREMENTS_NOT_MET = "requirements_not_met"
    MISUSE = "misuse"
    SUPERSEDED = "superseded"
    CEASED = "ceased"
    OTHER = "other"


@command(
    app,
    "accredit",
    example="genpon accreditation accredit accreditation/alliance/1 municipality/422011 --types '*' --territories 422011 --until +365",
)
def accredit(
    out: Output,
    place: Acting,
    accreditation: IdArgument,
    subject: Annotated[str, typer.Argument(help="municipality/<code> or body/<name>.", metavar="SUBJECT")],
    *,
    types: TypesOption,
    territories: TerritoriesOption,
    until: UntilOption,
    may_accredit: Annotated[bool, typer.Option("--may-accredit", help="The subject may accredit others.")] = False,
    start: FromOption = None,
) -> None:
    """Accredit a municipality or another body, by a body; what it rests on is found by itself."""
    window = {"valid_from": moment(start), "valid_until": ending(until) or 0}
    with place.ledger() as connected:
        scope = Scope(_listed(types), _listed(territories))
        receipt = connected.accreditations.accredit(
            accreditation, subject, scope, may_accredit=may_accredit, **cast("dict[str, Any]", window)
        )
    show_receipt(out, receipt)


@command(
    app, "delegate", example="genpon accreditation delegate accreditation/422011/d1 municipality/112241 --types disaster_damage --until +90"
)
def delegate(
    out: Output,
    place: Acting,
    accreditation: IdArgument,
    municipality: Annotated[str, typer.Argument(help="municipality/<code>: who issues in this one's place.", metavar="MUNICIPALITY")],
    *,
    types: TypesOption,
    until: UntilOption,
    reason: Annotated[ReasonChoice, typer.Option("--reason", help="Why.", metavar="|".join(ReasonChoice))] = ReasonChoice.DISASTER,
    start: FromOption = None,
) -> None:
    """Let another municipality issue for one's own territory, for a time, such as in a disaster."""
    ends = ending(until) or 0
    with place.ledger() as connected:
        receipt = connected.accreditations.delegate(
            accreditation, municipality, _listed(types), valid_from=moment(start), valid_until=ends, reason=cast("Any", reason.value)
        )
    show_receipt(out, receipt)


@command(app, "revoke", example="genpon accreditation revoke accreditation/alliance/1 --reason misuse --signer alliance.pem")
def revoke(
    out: Output,
    place: Acting,
    accreditation: IdArgument,
    *,
    reason: Annotated[EndChoice, typer.Option("--reason", help="Why.", metavar="|".join(EndChoice))],
    at: AtOption = None,
) -> None:
    """End an accreditation, and with it all that rest on it, by whoever granted it."""
    with place.ledger() as connected:
        show_receipt(out, connected.accreditations.revoke(accreditation, cast("Any", reason.value), moment(at)))


@command(app, "show", example="genpon accreditation show accreditation/alliance/1 --as-of 2026-04-01")
def show(out: Output, place: Asking, when: When, accreditation: IdArgument) -> None:
    """Show an accreditation, what it rests on, and whether all of it holds on a day."""
    with place.ledger() as connected:
        view = connected.accreditations.show(accreditation, **when.question)
    out.result(_view_json(view), lambda console: _show_view(console, view))


@command(app, "list", example="genpon accreditation list municipality/422011")
def list_(
    out: Output,
    place: Asking,
    subject: Annotated[str | None, typer.Argument(help="municipality/<code> or body/<name>; all without it.", metavar="SUBJECT")] = None,
) -> None:
    """List accreditations, and whether each holds now."""
    with place.ledger() as connected:
        views = [connected.accreditations.show(one) for one in connected.accreditations.list(subject)]
    rows = [(view.accreditation.id, view.accreditation.subject, *_scope(view.accreditation), _holds(view)) for view in views]
    out.result(
        {"accreditations": [_view_json(view) for view in views]},
        lambda console: listing(console, ("accreditation", "accredited", "types", "territories", "holds"), rows),
    )


@command(app, "check", example="genpon accreditation check municipality/422011 tax_clearance --as-of 2026-04-01 --known-at 2026-05-01")
def check(
    out: Output,
    place: Asking,
    when: When,
    issuer: Annotated[str, typer.Argument(help="municipality/<code>.", metavar="ISSUER")],
    certificate_type: Annotated[str, typer.Argument(help="A certificate type's name.", metavar="TYPE")],
    *,
    territory: Annotated[str | None, typer.Argument(help="A municipality's code; the issuer's own without it.", metavar="CODE")] = None,
) -> None:
    """Ask whether an issuer was accredited for a type on a day, and by whom. Exit code 5 if it was not."""
    with place.ledger() as connected:
        verified = connected.accreditations.verify(issuer, certificate_type, territory, **when.question)
    answer = verified.answer
    value = {**_answer_json(answer), "agreeing": list(verified.evidence.agreeing)}
    out.result(value, lambda console: _show_answer(console, answer))
    if not answer.accredited:
        raise typer.Exit(VerificationFailed.exit_code)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(","))


def _scope(item: Accreditation) -> tuple[str, str]:
    return ", ".join(item.scope.types), ", ".join(item.scope.territories)


def _holds(view: AccreditationView) -> str:
    return label("yes") if view.holds else label("no")


def _json(item: Accreditation) -> dict[str, Any]:
    return {
        "accreditation": item.id,
        "grantor": item.grantor,
        "subject": item.subject,
        "path": list(item.path),
        "types": list(item.scope.types),
        "territories": list(item.scope.territories),
        "may_accredit": item.may_accredit,
        "delegated": item.delegated,
        "valid_from": format_time(item.valid_from),
        "valid_until": format_time(item.valid_until),
        "revoked_at": written(item.revoked_at),
        "reason": item.reason,
    }


def _view_json(view: AccreditationView) -> dict[str, Any]:
    return {**_json(view.accreditation), "holds": view.holds, "why_not": view.reason, "as_of": format_time(view.as_of)}


def _show_view(console: Console, view: AccreditationView) -> None:
    item = view.accreditation
    types, territories = _scope(item)
    facts(
        console,
        {
            "accreditation": item.id,
            "granted_by": item.grantor,
            "accredited": item.subject,
            "types": types,
            "territories": territories,
            "may_accredit": label("yes" if item.may_accredit else "no"),
            "valid_from": shown(item.valid_from),
            "valid_until": shown(item.valid_until),
            "revoked_at": shown(item.revoked_at),
            "rests_on": ", ".join(item.path) or None,
            "as_of": shown(view.as_of),
            "holds": _holds(view),
        },
    )


def _answer_json(answer: Answer) -> dict[str, Any]:
    return {
        "issuer": answer.issue.issuer,
        "type": answer.issue.certificate_type,
        "territory": answer.issue.territory,
        "as_of": format_time(answer.as_of),
        "known_at": written(answer.known_at),
        "accredited": answer.accredited,
        "why_not": answer.reason,
        "granted_by": list(answer.granted_by),
        "path": [_json(item) for item in answer.path],
    }


def _show_answer(console: Console, answer: Answer) -> None:
    if not answer.accredited:
        parameters = {"holder": answer.issue.issuer, "type": answer.issue.certificate_type, "code": answer.issue.territory}
        console.print(Text(sentence(str(answer.reason), parameters), style="bold red"))
        return
    rows = [(item.grantor, item.subject, *_scope(item), shown(item.valid_from), shown(item.valid_until)) for item in answer.path]
    listing(console, ("granted_by", "accredited", "types", "territories", "valid_from", "valid_until"), rows)
