"""A contract on the ledger as people and programs read it."""

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from genpon.bundles import Bundle
from genpon.cli.dossier_view import entry_json, local_time, show_history, terms_facts
from genpon.cli.tables import facts, listing
from genpon.contracts import Verification
from genpon.results import ContractView
from genpon.words import label, sentence, term
from genpon_core.contracts.terms import Terms
from genpon_core.models import read
from genpon_core.moments import format_time


def view_json(view: ContractView) -> dict[str, Any]:
    """A contract for programs; times as text."""
    value = view.to_json()
    for name in ("sign_by", "concluded_at", "as_of"):
        value[name] = format_time(value[name]) if value[name] is not None else None
    return value


def show_contract(console: Console, view: ContractView) -> None:
    """Prints where a contract stands."""
    details = view.details
    opened = terms_facts(read(Terms, dict(details.terms))) if details.terms is not None else {}
    rows = {
        "contract": view.id,
        "revision": details.revision,
        "state": term("state", view.state.value),
        "as_of": local_time(view.as_of),
        "parties": ", ".join(details.parties),
        "signatures": ", ".join(sorted(details.signatures)) or None,
        "missing": ", ".join(details.missing) or None,
        "sign_by": local_time(details.sign_by) if details.sign_by else None,
        "concluded_at": local_time(details.concluded_at) if details.concluded_at is not None else None,
        "root": details.manifest.root,
        **{name: value for name, value in opened.items() if name != "parties"},
    }
    facts(console, rows)


def show_list(console: Console, views: Sequence[ContractView]) -> None:
    """Prints contracts, a line each."""
    rows = [(view.id, view.details.revision, term("state", view.state.value), ", ".join(view.details.missing)) for view in views]
    listing(console, ("contract", "revision", "state", "missing"), rows)


def show_bundle(console: Console, bundle: Bundle) -> None:
    """Prints the terms and files that an act is about."""
    facts(console, terms_facts(bundle.terms) | {"root": bundle.manifest.root})
    leaves = zip(bundle.paths, bundle.manifest.leaves[1:], strict=True)
    rows = [(path.name, term("file_role", leaf.role), f"{leaf.size:,}", leaf.digest) for path, leaf in leaves]
    listing(console, ("file", "role", "size", "digest"), rows, title="files")


def verification_json(verified: Verification) -> dict[str, Any]:
    """A verification for programs."""
    evidence = verified.evidence
    return {
        **view_json(verified.view),
        "verified": True,
        "agreeing": list(evidence.agreeing),
        "dissenting": [{"organisation": answer.msp_id, "problem": answer.problem} for answer in evidence.dissenting],
        "history": [entry_json(entry, ()) for entry in verified.history],
    }


def show_verification(console: Console, verified: Verification) -> None:
    """Prints what was verified, who agreed, and who did not."""
    show_contract(console, verified.view)
    show_history(console, verified.history, ())
    console.print()
    console.print(Text(label("verified_with"), style="bold green"))
    facts(console, {"agreeing": ", ".join(verified.evidence.agreeing)})
    for answer in verified.evidence.dissenting:
        console.print(Text(f"{label('dissenting')}: {answer.msp_id}: {sentence(answer.problem)}", style="bold red"))
