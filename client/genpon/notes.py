"""Notes: the text of a reason, which travels in files and is never on the ledger.

An act carries only a code and the salted digest; whoever has the note can show that the text is the one that was meant.
"""

import secrets
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from genpon.errors import refusals_as
from genpon_core.errors import Refusal
from genpon_core.models import Bytes, Digest, Strict, read
from genpon_core.salted import SALT_SIZE, salted_digest

MAX_TEXT = 10_000


class _NoteFields(Strict):
    digest: Digest
    text: Annotated[str, StringConstraints(min_length=1, max_length=MAX_TEXT)]
    salt: Annotated[Bytes, Field(min_length=SALT_SIZE, max_length=SALT_SIZE)]


@dataclass(frozen=True, slots=True)
class Note:
    """A text and the salt that ties it to an act's digest.

    Attributes:
        digest: the salted digest that stands in the act.
        text: as its writer gave it.
        salt: 16 random bytes.
    """

    digest: str
    text: str
    salt: bytes

    @classmethod
    def of(cls, text: str) -> "Note":
        """A note with a fresh salt.

        Raises:
            Refused: `text.…` for characters that nobody may sign, `json.field` for no text or more than 10,000 characters.
        """
        salt = secrets.token_bytes(SALT_SIZE)
        with refusals_as():
            return cls.from_json(_NoteFields.model_construct(digest=salted_digest(text, salt), text=text, salt=salt).model_dump())

    @classmethod
    def from_json(cls, value: Any) -> "Note":
        """A note from decoded JSON.

        Raises:
            Refusal: `json.field`, `text.…`, or `note.changed` if text and salt do not make the digest.
        """
        fields = read(_NoteFields, value, where="notes")
        if salted_digest(fields.text, fields.salt) != fields.digest:
            raise Refusal("note.changed", {"digest": fields.digest})
        return cls(fields.digest, fields.text, fields.salt)

    def to_json(self) -> dict[str, Any]:
        """The note as JSON."""
        return _NoteFields(digest=self.digest, text=self.text, salt=self.salt).model_dump()


def reason(code: str, text: str | None) -> tuple[dict[str, str], tuple[Note, ...]]:
    """The reason that an act's content carries, and the note with its text.

    Args:
        code: one of `genpon_core.contracts.table.REASONS`.
        text: free text for the other parties; where there is none, the digest is that of a text that nobody keeps.

    Raises:
        Refused: as `Note.of`.
    """
    note = Note.of(text if text is not None else code)
    return {"code": code, "digest": note.digest}, (note,) if text is not None else ()
