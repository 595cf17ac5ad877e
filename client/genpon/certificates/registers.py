"""What an issuer keeps of its certificates, in a folder that only its owner may read.

```
<folder>/lock
<folder>/<code>/<list>/<batch>.register.json      which credential stands where, and its salt; `.gone` while it is overwritten
<folder>/<code>/<list>/places                     which places of that status list have been given, a bit for each
```

It is the only link between the ledger and the subjects of certificates: whoever has it can link, and without it nobody can. Lists have
random numbers, so that two offices of one municipality that keep folders of their own never share one.

Whatever changes the folder does so while it is `locked`, so that what one process destroys no other writes again.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from genpon.credentials.issuing import StatusSpace
from genpon.credentials.registers import SUFFIX, Register
from genpon.errors import Refused, refusals_as
from genpon.json_files import sync_folder, write_file
from genpon.locking import locked
from genpon_core.ids import batch_of, parse_id

LIST_SIZE = 1 << 18
"""Places of a status list: 64 KB before compression."""

_FULL = LIST_SIZE * 3 // 4
"""A list is left before it is full, so that free places are always many and a drawn one says nothing."""

_NUMBERS = 10**9
_PLACES = "places"
_GONE = ".gone"


@dataclass(frozen=True, slots=True)
class RegisterFolder:
    """Registers in files.

    Attributes:
        folder: made when the first register comes.
    """

    folder: Path

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Holds the folder for a change; other processes and threads wait, and the lock falls with the process that holds it.

        Raises:
            Refused: `file.not_written`.
        """
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise Refused("file.not_written", {"file": self.folder.name, "reason": error.strerror or "?"}) from None
        with locked(self.folder / "lock", self.folder.name):
            yield

    def space(self, code: str, count: int) -> StatusSpace:
        """A status list with room for some certificates; its places are nobody else's while the folder is locked.

        Args:
            code: the issuer's local government code.
            count: how many.
        """
        for number in self.lists(code):
            taken = _read_places(self._list(code, number) / _PLACES)
            if len(taken) + count <= _FULL:
                return StatusSpace(number, LIST_SIZE, taken)
        return StatusSpace(secrets.randbelow(_NUMBERS), LIST_SIZE)

    def put(self, space: StatusSpace, register: Register) -> None:
        """Keeps a register whose places were drawn from a space under the same lock.

        Raises:
            Refused: `file.exists` for a batch that is kept already, or `file.not_written`.
        """
        code, name = _named(register.batch)
        self.require_none(register.batch)
        folder = self._list(code, space.number)
        try:
            for missing in (folder.parent, folder):
                missing.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise Refused("file.not_written", {"file": folder.name, "reason": error.strerror or "?"}) from None
        given = {entry.status for entry in register.entries if entry.status is not None}
        write_file(folder / _PLACES, _bits(space.taken | given), private=True)
        register.write(folder / f"{name}{SUFFIX}")
        for changed in (folder, folder.parent, self.folder):
            sync_folder(changed)

    def read(self, batch: str) -> Register:
        """The register of a batch.

        Raises:
            Refused: `register.missing`, or what reading it refuses.
        """
        path = self._find(batch)
        if path is None:
            raise Refused("register.missing", {"batch": batch})
        return Register.read(path)

    def require_none(self, batch: str) -> None:
        """Checks that no register of a batch is kept here.

        Raises:
            Refused: `file.exists`.
        """
        path = self._find(batch)
        if path is not None:
            raise Refused("file.exists", {"file": path.name})

    def holds(self, batch: str) -> bool:
        """Whether a batch's register is kept here."""
        return self._find(batch) is not None

    def destroy(self, batch: str) -> None:
        """Destroys a batch's register; one that is not there is no matter."""
        path = self._find(batch)
        if path is not None:
            path.replace(_gone(path))
        self._shred(batch)

    def destroy_if_same(self, register: Register) -> None:
        """Destroys a register unless another one has taken its place."""
        if self.holds(register.batch) and self.read(register.batch) == register:
            self.destroy(register.batch)

    def destroy_entry(self, batch: str, index: int) -> None:
        """Destroys the entry at a place of a batch, so that the others' proofs can still be made.

        Raises:
            Refused: `register.missing`, or `merkle.index`.
        """
        path, register = self._find(batch), self.read(batch)
        if path is not None:
            self._shred(batch)
            _gone(path).hardlink_to(path)
            register.without(register.number(index)).replace(path)
            self._shred(batch)

    def lists(self, code: str) -> tuple[int, ...]:
        """Numbers of an issuer's status lists."""
        folder = self.folder / code
        return tuple(sorted(int(path.name) for path in folder.iterdir() if path.name.isdigit())) if folder.is_dir() else ()

    def batches(self, code: str, number: int) -> tuple[str, ...]:
        """Ids of the batches whose places are in a status list."""
        paths = sorted(self._list(code, number).glob(f"*{SUFFIX}"))
        return tuple(f"certificate/{code}/{path.name.removesuffix(SUFFIX)}" for path in paths)

    def _list(self, code: str, number: int) -> Path:
        return self.folder / code / str(number)

    def _find(self, batch: str) -> Path | None:
        code, name = _named(batch)
        return next((self.folder / code).glob(f"*/{name}{SUFFIX}"), None)

    def _shred(self, batch: str) -> None:
        """Overwrites what is no more, also what a process left that was cut off; a disk may still have copies of its own."""
        code, name = _named(batch)
        for unfinished in (f"{name}{SUFFIX}{_GONE}", f".{name}{SUFFIX}.*"):
            for path in (self.folder / code).glob(f"*/{unfinished}"):
                _overwrite_and_unlink(path)


def default_folder() -> Path:
    """The user's registers: `GENPON_REGISTERS`, else in the user's state folder (XDG Base Directory Specification)."""
    chosen = os.environ.get("GENPON_REGISTERS")
    if chosen:
        return Path(chosen)
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "genpon" / "registers"


def _named(batch: str) -> tuple[str, str]:
    with refusals_as():
        parsed = parse_id(batch_of(batch)[0])
    return parsed.code, parsed.local


def _gone(path: Path) -> Path:
    return path.with_name(path.name + _GONE)


def _overwrite_and_unlink(path: Path) -> None:
    with path.open("r+b") as file:
        status = os.fstat(file.fileno())
        if status.st_nlink == 1:  # otherwise it is the register still, which was not replaced
            file.write(os.urandom(status.st_size))
            file.flush()
            os.fsync(file.fileno())
    path.unlink()


def _bits(places: frozenset[int]) -> bytes:
    data = bytearray(LIST_SIZE // 8)
    for place in places:
        data[place >> 3] |= 1 << (place & 7)
    return bytes(data)


def _read_places(path: Path) -> frozenset[int]:
    data = path.read_bytes() if path.exists() else b""
    return frozenset(index << 3 | bit for index, byte in enumerate(data) if byte for bit in range(8) if byte >> bit & 1)
