"""Act files `*.act.json`: a signed act on its way to a ledger, with the texts that stay off the ledger.

Anyone may carry an act file to any municipality: the act says itself who signed what.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from genpon.errors import refusals_as
from genpon.json_files import read_json, write_file
from genpon.notes import Note
from genpon_core import canonical
from genpon_core.errors import Refusal
from genpon_core.models import Strict, read
from genpon_core.records import Chain
from genpon_core.statements import Act

SUFFIX = ".act.json"


class _ActFileFields(Strict):
    format: Literal[1]
    kind: Literal["act"]
    act: dict[str, Any]
    notes: Annotated[list[dict[str, Any]], Field(max_length=1)]


@dataclass(frozen=True, slots=True)
class ActFile:
    """A signed act and the note with its reason's text, if it has one."""

    act: Act
    notes: tuple[Note, ...] = ()

    def write(self, path: Path) -> None:
        """Writes the file.

        Raises:
            Refused: `file.not_written`.
        """
        notes = [note.to_json() for note in self.notes]
        fields = _ActFileFields(format=1, kind="act", act=self.act.to_json(), notes=notes)
        write_file(path, canonical.encode(fields.model_dump()))

    @classmethod
    def read(cls, path: Path) -> "ActFile":
        """Reads a file that may come from anybody.

        Raises:
            Refused: `file.…`, `json.…`, `act.too_large`, `note.changed`, or `note.not_of_act` for a text that the act does not mean.
        """
        with refusals_as():
            fields = read(_ActFileFields, read_json(path), where="file")
            act = Act.from_json(fields.act)
            notes = read_notes(fields.notes, [act])
        return cls(act, notes)


def read_notes(values: Iterable[Any], acts: Iterable[Act]) -> tuple[Note, ...]:
    """Notes from decoded JSON, each the text of a reason or report that one of the acts gives.

    Raises:
        Refusal: `json.field`, `note.changed` or `note.not_of_act`.
    """
    meant = {digest for act in acts for digest in note_digests(act)}
    notes = tuple(Note.from_json(value) for value in values)
    for note in notes:
        if note.digest not in meant:
            raise Refusal("note.not_of_act", {"digest": note.digest})
    return notes


def reason_digest(act: Act) -> str | None:
    """The salted digest of the reason that an act gives, None where it gives none."""
    reason = act.statement.content.get("reason")
    return reason.get("digest") if isinstance(reason, dict) else None


def note_digests(act: Act) -> set[str]:
    """The salted digests of all texts that an act gives: of its reason, or of an inspector's report."""
    return {digest for digest in (reason_digest(act), act.statement.content.get("report")) if isinstance(digest, str)}


def reason_text(act: Act, notes: Iterable[Note]) -> str | None:
    """The text of an act's reason, if a note holds it."""
    digest = reason_digest(act)
    return next((note.text for note in notes if note.digest == digest), None)


def notes_of(chain: Chain, notes: Iterable[Note]) -> tuple[Note, ...]:
    """Those of the notes that belong to a chain's acts, each once."""
    meant = {digest for record in chain for digest in note_digests(record.act)}
    return tuple({note.digest: note for note in notes if note.digest in meant}.values())
