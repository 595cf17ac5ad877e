"""The outbox: signed acts that the ledger has not confirmed yet.

An act is on disk before it is handed over, and only those very bytes are handed over again: asking twice can never make two acts. What
the ledger has recorded or refused leaves the outbox; what is still there after a crash is submitted with `Ledger.resume`.
"""

import os
from pathlib import Path
from typing import Any, Protocol

from genpon.act_files import SUFFIX, read_notes
from genpon.errors import Refused, refusals_as
from genpon.json_files import read_bytes, read_json, sync_folder, write_file
from genpon.notes import Note
from genpon_core import canonical
from genpon_core.statements import MAX_ACT_BYTES, Act

_NOTES = ".notes.json"


class Outbox(Protocol):
    """Where acts wait for the ledger's answer."""

    def put(self, act: Act, notes: tuple[Note, ...] = ()) -> None:
        """Keeps an act and the texts that only its digests are signed of; both survive a crash from here on."""

    def remove(self, act: Act) -> None:
        """Forgets an act and its texts; one that is not there is no matter."""

    def pending(self) -> tuple[Act, ...]:
        """The acts that are kept, the earliest signed first."""

    def notes(self, act: Act) -> tuple[Note, ...]:
        """The texts that are kept with an act."""


class FolderOutbox:
    """An outbox with a file for each act, and one for its texts, in a folder of its own that only its owner may read."""

    def __init__(self, folder: Path) -> None:
        """Names the folder; it is made when the first act comes."""
        self.folder = folder

    def put(self, act: Act, notes: tuple[Note, ...] = ()) -> None:
        """Keeps an act, and its texts, which go before it: no act is kept without them.

        Raises:
            Refused: `file.not_written`.
        """
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise Refused("file.not_written", {"file": self.folder.name, "reason": error.strerror or "?"}) from None
        if notes:
            write_file(self._notes_path(act), canonical.encode([note.to_json() for note in notes]), private=True)
        write_file(self._path(act), act.to_bytes(), private=True)
        sync_folder(self.folder)

    def remove(self, act: Act) -> None:
        """Forgets an act and its texts; one that is not there is no matter."""
        self._path(act).unlink(missing_ok=True)
        self._notes_path(act).unlink(missing_ok=True)

    def pending(self) -> tuple[Act, ...]:
        """The acts that are kept, the earliest signed first.

        Raises:
            Refused: `file.…`, `json.…` or `act.…` for a file that is no act.
        """
        acts = [_read(path) for path in sorted(self.folder.glob(f"*{SUFFIX}"))]
        return tuple(sorted(acts, key=lambda act: (act.statement.signed_at, act.digest)))

    def notes(self, act: Act) -> tuple[Note, ...]:
        """The texts that are kept with an act.

        Raises:
            Refused: `file.…`, `json.…` or `note.…` for a file that holds none of this act's.
        """
        path = self._notes_path(act)
        if not path.exists():
            return ()
        with refusals_as():
            kept: Any = read_json(path)
            return read_notes(kept if isinstance(kept, list) else [kept], [act])

    def _path(self, act: Act) -> Path:
        return self.folder / f"{act.digest}{SUFFIX}"

    def _notes_path(self, act: Act) -> Path:
        return self.folder / f"{act.digest}{_NOTES}"


def default_folder() -> Path:
    """The user's outbox: `GENPON_OUTBOX`, else in the user's state folder (XDG Base Directory Specification)."""
    chosen = os.environ.get("GENPON_OUTBOX")
    if chosen:
        return Path(chosen)
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "genpon" / "outbox"


def _read(path: Path) -> Act:
    data = read_bytes(path, limit=2 * MAX_ACT_BYTES)
    with refusals_as():
        return Act.from_bytes(data)
