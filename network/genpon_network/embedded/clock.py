"""The ledger's clock: the machine's, moved by what a test asks for."""

import mmap
import struct
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

_OFFSET = struct.Struct("d")
_LAST_SECOND = 253_402_300_799
"""The end of the year 9999."""


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


def moment(timestamp: Any) -> datetime:
    """The time that a `google.protobuf.Timestamp` states; one beyond all calendars is the nearest that is in one."""
    seconds = min(max(timestamp.seconds, 0), _LAST_SECOND)
    return datetime.fromtimestamp(seconds, UTC) + timedelta(microseconds=min(max(timestamp.nanos // 1000, 0), 999_999))


def _own_offset() -> bytearray | mmap.mmap:
    return bytearray(_OFFSET.size)


def _shared_offset(path: Path) -> bytearray | mmap.mmap:
    if not path.exists():
        path.write_bytes(bytes(_OFFSET.size))
    with path.open("r+b") as file:
        return mmap.mmap(file.fileno(), _OFFSET.size)
