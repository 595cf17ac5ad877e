"""A range query: it reads from the state as it is asked for more, and notes what validation will compare."""

from collections.abc import Iterable, Iterator
from typing import Any

from genpon_core.fabric.protos import kvrwset
from genpon_network.embedded.range_reads import RangeReads
from genpon_network.embedded.store import Entry, View

FETCH = 101
"""How many entries a range query takes from the store at a time: a batch of 100 and the next one."""


class RangeScan:
    """A range query that is being read; what it has read so far is what validation will compare."""

    def __init__(self, view: View, namespace: str, keys: tuple[str, str], page_size: int) -> None:
        self._view = view
        self._namespace = namespace
        self._start, self._end = keys
        self._next = self._start
        self._left = page_size or None
        self._buffer: list[tuple[str, Entry]] = []
        self._reads = RangeReads()
        self._last = ""
        self._exhausted = False

    @property
    def identity(self) -> tuple[str, str, bool]:
        """What makes two queries of one transaction the same."""
        return self._start, self._end if self._exhausted else self._last, self._exhausted

    @property
    def bookmark(self) -> str:
        """The key the next page begins with; empty after the last."""
        upcoming = self._buffer or self._fetch()
        return upcoming[0][0] if upcoming else ""

    def __iter__(self) -> "RangeScan":
        return self

    def __next__(self) -> tuple[str, Entry]:
        if self._left == 0:
            raise StopIteration
        self._buffer = self._buffer or self._fetch()
        if not self._buffer:
            self._exhausted = True
            raise StopIteration
        key, entry = self._buffer.pop(0)
        self._reads.add(key, entry.version)
        self._last = key
        if self._left is not None:
            self._left -= 1
        return key, entry

    def info(self) -> Any:
        """The `kvrwset.RangeQueryInfo`; call it once, at the end."""
        start, end, exhausted = self.identity
        message = kvrwset.RangeQueryInfo(start_key=start, end_key=end, itr_exhausted=exhausted)
        self._reads.write_to(message)
        return message

    def _fetch(self) -> list[tuple[str, Entry]]:
        found = self._view.range(self._namespace, self._next, self._end, FETCH)
        if found:
            self._next = found[-1][0] + "\x00"
        return found


def distinct(scans: Iterable[RangeScan]) -> Iterator[RangeScan]:
    """Each query of one transaction once."""
    seen: set[tuple[str, str, bool]] = set()
    for scan in scans:
        if scan.identity not in seen:
            seen.add(scan.identity)
            yield scan
