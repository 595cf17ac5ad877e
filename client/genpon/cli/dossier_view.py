"""A contract as people read it: what it is, its files, who has signed, and how it came to this."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from rich.console import Console

from genpon.act_files import reason_text
from genpon.cli.tables import facts, listing
from genpon.dossiers import CONCLUDED, Dossier
from genpon.histories import Entry, history, signature_entries
from genpon.notes import Note
from genpon.words import label, term
from genpon_core.contracts.terms import Terms
from genpon_core.moments import JST, format_time


def dossier_json(dossier: Dossier) -> dict[str, Any]:
    """A dossier for programs."""
    state = dossier.state
    acts = history(dossier.charter, dossier.chains, dossier.contract)
    leaves = zip(dossier.entry_names(), dossier.manifest.leaves[1:], strict=True)
    return {
        "contract": dossier.contract,
        "revision": state.revision,
        "state": state.recorded.value,
        "sign_by": format_time(state.sign_by),
        "charter": dossier.charter.digest,
        "root": dossier.manifest.root,
        "terms": dossier.terms.to_json(),
        "files": [
            {"name": name.rpartition("/")[2], "role": leaf.role, "media_type": leaf.media_type, "size": leaf.size, "sha256": leaf.digest}
            for name, leaf in leaves
        ],
        "signatures": [entry_json(entry, dossier.notes) for entry in signature_entries(state, acts)],
        "history": [entry_json(entry, dossier.notes) for entry in acts],
    }


def entry_json(entry: Entry, notes: Iterable[Note]) -> dict[str, Any]:
    """An act for programs."""
    statement = entry.record.act.statement
    return {
        "act": statement.act,
        "digest": entry.record.act.digest,
        "revision": statement.revision,
        "signer": statement.signer,
        "party": entry.party,
        "assurance": entry.assurance,
        "organisation": entry.organisation,
        "algorithm": statement.algorithm,
        "signed_at": format_time(statement.signed_at),
        "recorded_at": format_time(entry.record.recorded_at),
        "reason": reason_text(entry.record.act, notes),
    }


def show_dossier(console: Console, dossier: Dossier) -> None:
    """Prints a dossier for people."""
    state, acts = dossier.state, history(dossier.charter, dossier.chains, dossier.contract)
    over = dossier.kind == CONCLUDED
    facts(
        console,
        {
            "contract": dossier.contract,
            "revision": state.revision,
            "state": term("state", state.recorded.value),
            "concluded_at": local_time(state.concluded_at) if over and state.concluded_at is not None else None,
            "sign_by": None if over else local_time(state.sign_by),
            **terms_facts(dossier.terms),
            "charter": dossier.charter.digest,
            "root": dossier.manifest.root,
        },
    )
    show_files(console, dossier)
    signed = signature_entries(state, acts)
    if signed:
        show_signatures(console, signed)
    show_history(console, acts, dossier.notes)


def show_files(console: Console, dossier: Dossier) -> None:
    """Prints the files that the manifest describes."""
    pairs = zip(dossier.entry_names(), dossier.manifest.leaves[1:], strict=True)
    rows = ((name.rpartition("/")[2], term("file_role", leaf.role), leaf.media_type, f"{leaf.size:,}", leaf.digest) for name, leaf in pairs)
    listing(console, ("file", "role", "media_type", "size", "digest"), rows, title="files")


def show_signatures(console: Console, entries: Iterable[Entry]) -> None:
    """Prints who signed for which party, and on what that knowledge rests."""
    rows = (
        (
            entry.party,
            _signer(entry),
            term("assurance", entry.assurance),
            entry.record.act.statement.algorithm,
            local_time(entry.record.recorded_at),
        )
        for entry in entries
    )
    listing(console, ("party", "signer", "assurance", "algorithm", "ledger_time"), rows, title="signatures")


def show_history(console: Console, entries: Iterable[Entry], notes: Iterable[Note]) -> None:
    """Prints acts in their order, the signer's clock beside the ledger's."""
    kept = tuple(notes)
    rows = (
        (
            entry.record.act.statement.revision,
            term("act", entry.record.act.statement.act),
            entry.record.act.statement.signer,
            local_time(entry.record.act.statement.signed_at),
            local_time(entry.record.recorded_at),
            reason_shown(entry, kept),
        )
        for entry in entries
    )
    listing(console, ("revision", "act", "signer", "signed_at", "ledger_time", "reason"), rows, title="acts")


def reason_shown(entry: Entry, notes: Iterable[Note]) -> str | None:
    """An act's reason: its code in words, and the text where a note has it."""
    reason = entry.record.act.statement.content.get("reason")
    if not isinstance(reason, dict):
        return None
    text = reason_text(entry.record.act, notes)
    code = term("reason", str(reason.get("code")))
    return code if text is None else f"{code}: {text}"


def terms_facts(terms: Terms) -> dict[str, object]:
    """The terms that a person checks first."""
    amount = label("unit_price") if terms.amount is None else f"{terms.amount:,}"
    start, end = terms.validity_start_at, terms.validity_end_at
    return {
        "title": terms.title,
        "category": term("category", terms.category),
        "parties": ", ".join(terms.parties),
        "amount": amount,
        "period": f"{start or ''} – {end or ''}" if start or end else None,
    }


def local_time(moment: int) -> str:
    """A moment as people in Japan read it."""
    return f"{datetime.fromtimestamp(moment, UTC).astimezone(JST):%Y-%m-%d %H:%M:%S} JST"


def _signer(entry: Entry) -> str:
    signer = entry.record.act.statement.signer
    return signer if entry.organisation is None else f"{entry.organisation} ({signer})"
