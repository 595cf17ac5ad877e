"""The ledger's clock: the machine's, moved by what a test asks for."""

import mmap
import struct
import time
from datetime import UTC, datetime
from pathlib import Path

_OFFSET = struct.Struct("d")


class Clock:
    """The time of the peers and of their chaincode services.

    Example:
        >>> clock = Clock()
        >>> before = clock.timestamp()
        >>> clock.advance(3600)
        >>> clock.timestamp() - before >= 3600
        True

    Args:
        path: a file that carries the offset to clocks in other processes; without one the clock is this process's own.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._offset = _own_offset() if path is None else _shared_offset(path)

    def __call__(self) -> datetime:
        """The current time, in UTC."""
        return datetime.fromtimestamp(self.timestamp(), UTC)

    def timestamp(self) -> float:
        """The current time, in seconds since 1970."""
        return time.time() + float(_OFFSET.unpack_from(self._offset)[0])

    def advance(self, seconds: float) -> None:
        """Moves the clock; a negative number moves it back."""
        moved = float(_OFFSET.unpack_from(self._offset)[0]) + seconds
        _OFFSET.pack_into(self._offset, 0, moved)


def _own_offset() -> bytearray | mmap.mmap:
    return bytearray(_OFFSET.size)


def _shared_offset(path: Path) -> bytearray | mmap.mmap:
    if not path.exists():
        path.write_bytes(bytes(_OFFSET.size))
    with path.open("r+b") as file:
        return mmap.mmap(file.fileno(), _OFFSET.size)
