"""Recognitions on the ledger: whose certificates a municipality takes, of which type, from when.

```python
toda.recognitions.recognise("tax_clearance", "body/alliance")
ledger.recognitions.show("112241")
```
"""

from genpon.desk import Desk
from genpon.errors import Refused, refusals_as
from genpon.histories import Entry, history
from genpon.results import Receipt
from genpon.stating import Stating, content
from genpon_core import records
from genpon_core.certificates.recognition import End, Recognise, Recognition, fold
from genpon_core.ids import parse_id
from genpon_core.keys import PublicKey
from genpon_core.statements import Statement


class RecognitionStatements(Stating):
    """Prepares the acts of recognitions; all are an administrator's."""

    def recognise(
        self, municipality: str, certificate_type: str, of: str, valid_from: int | None = None, *, key: PublicKey | None = None
    ) -> Statement:
        """From when a municipality takes certificates of a type from whom.

        Args:
            municipality: the local government code of the one that takes them.
            certificate_type: a type's name; `*` is all.
            of: `body/<name>` for all whose accreditation rests on that body's, or `municipality/<code>`.
            valid_from: from when, seconds since 1970 UTC; now unless given.
            key: the administrator's.
        """
        recognised = content(Recognise, type=certificate_type, of=of, valid_from=self._now(valid_from))
        return self._state(f"recognition/{municipality}", "recognise", recognised, key=key)

    def end(self, municipality: str, certificate_type: str, of: str, at: int | None = None, *, key: PublicKey | None = None) -> Statement:
        """The end of a recognition from a moment on, now unless given; arguments as for `recognise`.

        Raises:
            Refused: `recognition.unknown`.
        """
        asset = f"recognition/{municipality}"
        held = [item for item in fold(self._desk.chain(asset)) if (item.certificate_type, item.of) == (certificate_type, of)]
        if not held:
            raise Refused("recognition.unknown", {"of": of})
        return self._state(asset, "end", content(End, at=self._now(at)), key=key, answers=held[-1].act)


class Recognitions:
    """A ledger's recognitions; errors as for `Contracts`.

    Attributes:
        prepare: the statements of the acts.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.prepare = RecognitionStatements(desk)

    def recognise(self, municipality: str, certificate_type: str, of: str, valid_from: int | None = None) -> Receipt:
        """Takes certificates of a type from a body's accreditations or a municipality; see `RecognitionStatements.recognise`."""
        return self._desk.sign_and_submit(self.prepare.recognise(municipality, certificate_type, of, valid_from))

    def end(self, municipality: str, certificate_type: str, of: str, at: int | None = None) -> Receipt:
        """Ends a recognition; see `RecognitionStatements.end`."""
        return self._desk.sign_and_submit(self.prepare.end(municipality, certificate_type, of, at))

    def show(self, municipality: str, *, as_of: int | None = None, known_at: int | None = None) -> tuple[Recognition, ...]:
        """What a municipality recognises, as one organisation has it.

        Args:
            municipality: its local government code.
            as_of: only what holds at that moment, seconds since 1970 UTC; all that ever did unless given.
            known_at: what was known until then; everything unless given.

        Raises:
            Refused: `id.…`.
        """
        with refusals_as():
            asset = str(parse_id(f"recognition/{municipality}"))
        found = fold(records.known_at(self._desk.chain(asset), known_at))
        return found if as_of is None else tuple(item for item in found if item.holds_at(as_of))

    def history(self, municipality: str) -> tuple[Entry, ...]:
        """The acts of a municipality's recognitions, in order."""
        asset = f"recognition/{municipality}"
        return history(self._desk.charter, self._desk.closure(asset), asset)
