"""The agreement and its changes as people and programs read them."""

import hashlib
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from genpon.agreement import AgreementView, ChangeView
from genpon.cli.dossier_view import local_time
from genpon.cli.ledger_options import shown, written
from genpon.cli.tables import facts, listing
from genpon.words import label, term
from genpon_core.moments import format_time


def agreement_json(view: AgreementView) -> dict[str, Any]:
    """The agreement for programs."""
    agreement = view.agreement
    anchors = [{"name": anchor.name.model_dump(), "sha256": hashlib.sha256(anchor.certificate).hexdigest()} for anchor in agreement.anchors]
    return {
        "charter": agreement.digest,
        "version": agreement.version,
        "valid_from": written(agreement.valid_from or None),
        "as_of": format_time(view.as_of),
        "members": [{"code": one.code, "msp_id": one.msp_id, "name": one.name.model_dump()} for one in agreement.members],
        "endorsing": agreement.endorsing.model_dump(),
        "anchors": anchors,
        "bodies": [{"id": body.id, "name": body.name.model_dump(), "root": body.root} for body in agreement.bodies],
        "algorithms": list(agreement.algorithms),
        "parameters": agreement.parameters.model_dump(),
        "coming": None if view.coming.version == agreement.version else view.coming.version,
        "agreeing": list(view.evidence.agreeing) if view.evidence is not None else None,
    }


def show_agreement(console: Console, view: AgreementView) -> None:
    """Prints the agreement."""
    agreement = view.agreement
    facts(
        console,
        {
            "charter": agreement.digest,
            "version": agreement.version,
            "valid_from": shown(agreement.valid_from or None),
            "as_of": local_time(view.as_of),
            "endorsing": f"{agreement.endorsing.threshold} / {', '.join(agreement.endorsing.members)}",
            "algorithms": ", ".join(agreement.algorithms),
            "anchors": ", ".join(anchor.name.ja for anchor in agreement.anchors) or None,
            "coming": None if view.coming.version == agreement.version else view.coming.version,
            "agreeing": ", ".join(view.evidence.agreeing) if view.evidence is not None else None,
        },
    )
    listing(
        console, ("code", "organisation", "name"), [(one.code, one.msp_id, _name(one.name)) for one in agreement.members], title="members"
    )
    rows = [(body.id, _name(body.name), label("yes" if body.root else "no")) for body in agreement.bodies]
    if rows:
        listing(console, ("body", "name", "root_body"), rows, title="bodies")
    listing(console, ("parameter", "value"), agreement.parameters.model_dump().items(), title="parameters")


def change_json(view: ChangeView) -> dict[str, Any]:
    """A change for programs."""
    return {
        "change": view.id,
        "topic": view.change.content.topic,
        "standing": view.standing.value,
        "valid_from": format_time(view.change.valid_from),
        "approved": list(view.approved),
        "needed": view.needed,
        "content": view.change.content.model_dump(),
    }


def show_changes(console: Console, views: Sequence[ChangeView]) -> None:
    """Prints changes, a line each."""
    if not views:
        console.print(Text(label("no_changes")))
        return
    rows = [
        (
            view.id,
            term("topic", view.change.content.topic),
            term("standing", view.standing.value),
            local_time(view.change.valid_from),
            f"{len(view.approved)} / {view.needed}",
        )
        for view in views
    ]
    listing(console, ("change", "topic", "state", "valid_from", "approved"), rows)


def _name(name: Any) -> str:
    return f"{name.ja} ({name.en})"
