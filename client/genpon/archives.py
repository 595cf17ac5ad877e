"""Archives of ours: one JSON head and the files that it describes, in a ZIP without compression.

Ordinary programs open them (ZIP64, APPNOTE 6.3, section 4.5.3); this reader trusts nothing in them. What it lets through is bounded before
it is read: the number of entries by the directory's size, the head by a limit, every file by the size that the head states.
"""

import errno
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import IO, cast

from genpon.errors import Refused
from genpon.hashing import Bounded, Hashed, Progress, hash_stream, open_regular, unreadable

MAX_HEAD = 32 << 20
_MAX_DIRECTORY = 4 << 20
_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_ENCRYPTED = 0x1
# What the library raises for bytes that are no archive, or one of a kind that it does not read; OSError is a disk that fails.
_DAMAGED = (zipfile.BadZipFile, RuntimeError, EOFError, ValueError, OverflowError, struct.error, LookupError)


@dataclass(frozen=True, slots=True)
class Member:
    """A file on its way into an archive: its name there, where it is now, and what it must be."""

    name: str
    path: Path
    expected: Hashed


def write_archive(path: Path, head: tuple[str, bytes], members: Sequence[Member], *, progress: Progress | None = None) -> None:
    """Writes an archive whole or not at all; every file is hashed while it is copied.

    Args:
        path: where to; replaced if it is there.
        head: the head's name and bytes.
        members: the files.
        progress: told how many bytes more have been copied.

    Raises:
        Refused: `file.changed` for a file that is not what it must be, another `file.…`, or `file.not_written`.
    """
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
            archive.writestr(_entry(head[0], len(head[1])), head[1])
            for member in members:
                _copy(archive, member, progress)
        unfinished.replace(path)
    except OSError as error:
        raise Refused("file.not_written", {"file": path.name, "reason": error.strerror or "?"}) from None
    finally:
        unfinished.unlink(missing_ok=True)


def _entry(name: str, size: int) -> zipfile.ZipInfo:
    """An entry without this machine's clock, user or system in it."""
    entry = zipfile.ZipInfo(name)
    entry.file_size = size
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry


def _copy(archive: zipfile.ZipFile, member: Member, progress: Progress | None) -> None:
    with open_regular(member.path) as source, archive.open(_entry(member.name, member.expected.size), "w") as target:
        hashed = hash_stream(Bounded(source, member.expected.size), progress=progress, sink=target.write)
    if hashed != member.expected:
        raise Refused("file.changed", {"file": member.path.name})


class Archive:
    """An archive from a stranger, opened for reading."""

    def __init__(self, zipped: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo], name: str) -> None:
        self._zip = zipped
        self._entries = entries
        self._name = name

    @classmethod
    @contextmanager
    def open(cls, path: Path) -> Iterator["Archive"]:
        """An archive whose directory has been checked.

        Raises:
            Refused: `file.…` for a file that cannot be opened, `archive.…` for one that is no archive of ours.
        """
        with open_regular(path) as file:
            _check_end(file, path.name)
            with _damage_refused(path.name):
                zipped = zipfile.ZipFile(cast("IO[bytes]", file))
            with zipped:
                entries: dict[str, zipfile.ZipInfo] = {}
                for entry in zipped.infolist():
                    _check_entry(entry, path.name)
                    if entry.filename in entries:
                        raise Refused("archive.duplicate_entry", {"file": path.name, "entry": _shown(entry.filename)})
                    entries[entry.filename] = entry
                yield cls(zipped, entries, path.name)

    def head(self, name: str) -> bytes:
        """The head's bytes.

        Raises:
            Refused: `archive.other_kind` if it has none of that name, `archive.head_too_large`, or `archive.damaged`.
        """
        entry = self._entries.get(name)
        if entry is None:
            raise Refused("archive.other_kind", {"file": self._name, "expected": name})
        if entry.file_size > MAX_HEAD:
            raise Refused("archive.head_too_large", {"file": self._name, "limit": MAX_HEAD})
        blocks: list[bytes] = []
        self._read(entry, None, blocks.append)
        return b"".join(blocks)

    def check_entries(self, sizes: Mapping[str, int]) -> None:
        """Checks that the archive holds exactly these entries beside its head, each of its size; nothing is read yet.

        Args:
            sizes: the expected size of every entry, the head with its own name included.

        Raises:
            Refused: `archive.unknown_entry`, `archive.missing_entry` or `archive.wrong_size`.
        """
        for name, entry in self._entries.items():
            if name not in sizes:
                raise Refused("archive.unknown_entry", {"file": self._name, "entry": _shown(name)})
            if entry.file_size != sizes[name]:
                raise Refused("archive.wrong_size", {"file": self._name, "entry": _shown(name)})
        for name in sizes:
            if name not in self._entries:
                raise Refused("archive.missing_entry", {"file": self._name, "entry": _shown(name)})

    def size_of(self, name: str) -> int:
        """An entry's size in bytes, as the directory states it."""
        return self._entries[name].file_size

    def hash(self, name: str, *, progress: Progress | None = None, sink: Callable[[bytes], object] | None = None) -> Hashed:
        """What an entry is; every block is given to the sink on its way.

        Raises:
            Refused: `archive.damaged`.
        """
        return self._read(self._entries[name], progress, sink)

    def _read(self, entry: zipfile.ZipInfo, progress: Progress | None, sink: Callable[[bytes], object] | None) -> Hashed:
        with _damage_refused(self._name):
            stream = self._zip.open(entry)
        with stream, _damage_refused(self._name):
            return hash_stream(stream, progress=progress, sink=sink)


def _check_entry(entry: zipfile.ZipInfo, name: str) -> None:
    where = {"file": name, "entry": _shown(entry.filename)}
    if entry.compress_type != zipfile.ZIP_STORED:
        raise Refused("archive.compressed", where)
    if entry.flag_bits & _ENCRYPTED:
        raise Refused("archive.encrypted", where)
    if entry.compress_size != entry.file_size:
        raise Refused("archive.wrong_size", where)
    parts = entry.filename.split("/")
    if entry.orig_filename != entry.filename or "\\" in entry.filename or not all(parts) or {".", ".."} & {*parts}:
        raise Refused("archive.unsafe_name", where)


def _check_end(file: FileIO, name: str) -> None:
    """Checks the records at the end, so that the library never reads a directory larger than ours can be.

    The ZIP64 record is looked for where the library does: right before its locator, whether the other record points to it or not.
    """
    damaged = Refused("archive.damaged", {"file": name})
    try:
        size = file.seek(0, 2)
        file.seek(max(0, size - _END64.size - _LOCATOR.size - _END.size))
        tail = file.read(_END64.size + _LOCATOR.size + _END.size).rjust(_END64.size + _LOCATOR.size + _END.size, b"\0")
        file.seek(0)
    except OSError as error:
        raise unreadable(Path(name), error) from None
    end = _END.unpack(tail[-_END.size :])
    if end[0] != b"PK\5\6" or end[7] != 0:
        raise damaged
    end64 = _END64.unpack(tail[: _END64.size])
    directory = end64[8] if end64[0] == b"PK\6\6" else end[5]
    if directory > _MAX_DIRECTORY:
        raise Refused("archive.too_many_entries", {"file": name})


@contextmanager
def _damage_refused(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno == errno.EINVAL:  # the library was led before the file's beginning
            raise Refused("archive.damaged", {"file": name}) from None
        raise unreadable(Path(name), error) from None
    except _DAMAGED:
        raise Refused("archive.damaged", {"file": name}) from None


def _shown(entry: str) -> str:
    """An entry's name as an error may show it: short, and without characters that would fool a terminal."""
    return "".join(character if character.isprintable() else "?" for character in entry)[:80]
