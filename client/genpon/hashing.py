"""Hashing files of any size, streaming, in bounded memory.

A file is opened once and read through that handle; a file that is written to meanwhile is refused, not hashed half old and half new.
"""

import errno
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from genpon.errors import Refused
from genpon_core import streams
from genpon_core.streams import Readable

Progress = Callable[[int], None]
"""Told how many bytes more have been read."""


@dataclass(frozen=True, slots=True)
class Hashed:
    """What a file was when it was read: its size in bytes and its SHA-256 in lower-case hexadecimal."""

    size: int
    digest: str


def hash_file(path: Path, *, progress: Progress | None = None) -> Hashed:
    """Size and SHA-256 of a file.

    Args:
        path: a regular file, or a link to one.
        progress: told of every block read.

    Raises:
        Refused: `file.missing`, `file.directory`, `file.link_loop`, `file.not_regular`, `file.unreadable`, `file.empty`, or
            `file.changed` if it is written to while it is read.
    """
    with open_regular(path) as file:
        before = os.fstat(file.fileno())
        if before.st_size == 0:
            raise Refused("file.empty", {"file": path.name})
        try:
            hashed = hash_stream(Bounded(file, before.st_size), progress=progress)
        except OSError as error:
            raise unreadable(path, error) from None
        after = os.fstat(file.fileno())
    if _moment(before) != _moment(after) or hashed.size != before.st_size:
        raise Refused("file.changed", {"file": path.name})
    return hashed


def hash_stream(stream: Readable, *, progress: Progress | None = None, sink: Callable[[bytes], object] | None = None) -> Hashed:
    """Size and SHA-256 of what a stream still holds.

    Args:
        stream: is read to its end.
        progress: told of every block read.
        sink: given every block, such as another file's `write`.
    """
    digest, size = streams.hash_stream(_Watched(stream, progress, sink))
    return Hashed(size, digest)


@dataclass(slots=True)
class Bounded:
    """A stream that gives one byte too many at most: a file that keeps growing is found out, and cannot hold us or fill the disk."""

    stream: Readable
    left: int

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end, or past the bound."""
        block = self.stream.read(min(size, self.left + 1))
        self.left = max(self.left - len(block), -1)
        return block


@dataclass(frozen=True, slots=True)
class _Watched:
    """A stream whose blocks others see on their way."""

    stream: Readable
    progress: Progress | None
    sink: Callable[[bytes], object] | None

    def read(self, size: int, /) -> bytes:
        block = self.stream.read(size)
        if self.sink is not None:
            self.sink(block)
        if self.progress is not None:
            self.progress(len(block))
        return block


def open_regular(path: Path) -> FileIO:
    """A regular file, opened for unbuffered reading; a named pipe or a device is refused without waiting for it.

    Raises:
        Refused: `file.…`.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None
    mode = os.fstat(handle).st_mode
    if not stat.S_ISREG(mode):
        os.close(handle)
        raise Refused("file.directory" if stat.S_ISDIR(mode) else "file.not_regular", {"file": path.name or str(path)})
    return FileIO(handle, "rb")


def unreadable(path: Path, error: OSError | ValueError) -> Refused:
    """The refusal for a file that the system does not give."""
    code = _CODES.get(error.errno or 0) if isinstance(error, OSError) else None
    if code is not None:
        return Refused(code, {"file": path.name})
    return Refused("file.unreadable", {"file": path.name, "reason": getattr(error, "strerror", None) or "?"})


_CODES = {
    errno.ENOENT: "file.missing",
    errno.ENOTDIR: "file.missing",
    errno.EISDIR: "file.directory",
    errno.ELOOP: "file.link_loop",
}


def _moment(status: os.stat_result) -> tuple[int, int, int, int]:
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
