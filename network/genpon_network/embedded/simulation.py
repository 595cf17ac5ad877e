"""A transaction simulated on a view of the state: what it read, with versions, and what it would write.

Reads see committed state only, never the transaction's own writes, as in Fabric (documentation, "Read-Write set semantics").
"""

from collections.abc import Iterator
from typing import Any

from genpon_core.fabric.protos import kvrwset, rwset
from genpon_network.embedded.range_reads import RangeReads, read
from genpon_network.embedded.store import Entry, Version, View

FETCH = 101
"""How many entries a range query takes from the store at a time: a batch of 100 and the next one."""


class SimulationError(Exception):
    """A state call that a peer refuses; the chaincode gets its text."""


class Simulation:
    """One transaction's reads and writes.

    Args:
        view: the state it sees.
        namespace: the chaincode's name.
        transaction_id: named in refusals.
    """

    def __init__(self, view: View, namespace: str, transaction_id: str) -> None:
        self._view = view
        self._namespace = namespace
        self._transaction_id = transaction_id
        self._reads: dict[str, dict[str, Version | None]] = {}
        self._ranges: list[RangeScan] = []
        self._writes: dict[str, bytes] = {}
        self._metadata: dict[str, dict[str, bytes]] = {}
        self._paginated = False

    def get(self, key: str) -> bytes:
        """A key's value; empty if there is none."""
        entry = self._read(self._namespace, key)
        return b"" if entry is None else entry.value

    def get_metadata(self, key: str) -> dict[str, bytes]:
        """A key's metadata by name."""
        entry = self._read(self._namespace, key)
        return {} if entry is None else decode_metadata(entry.metadata)

    def read_definition(self, namespace: str, key: str) -> None:
        """Notes a read outside the chaincode's own namespace, of its definition."""
        self._read(namespace, key)

    def scan(self, start: str, end: str, page_size: int = 0) -> "RangeScan":
        """Begins a range query.

        Args:
            start: the first key, included.
            end: the last key, excluded; empty for no end.
            page_size: how many results a page has; 0 for all results.

        Raises:
            SimulationError: for a page after a write.
        """
        if page_size and (self._writes or self._metadata):
            raise SimulationError(self._unsupported("Paginated queries are supported only in a read-only transaction"))
        self._paginated = self._paginated or page_size > 0
        scan = RangeScan(self._view, self._namespace, (start, end), page_size)
        self._ranges.append(scan)
        return scan

    def put(self, key: str, value: bytes) -> None:
        """Sets a key; an empty value deletes it.

        Raises:
            SimulationError: for an empty key, or a write after a page.
        """
        self._check_write(key)
        self._writes[key] = value

    def put_metadata(self, key: str, name: str, value: bytes) -> None:
        """Replaces a key's metadata by one entry.

        Raises:
            SimulationError: as `put`.
        """
        self._check_write(key)
        self._metadata[key] = {name: value}

    def results(self) -> bytes:
        """The `rwset.TxReadWriteSet`, serialized; the same on every peer with the same state."""
        message = rwset.TxReadWriteSet(data_model=rwset.TxReadWriteSet.KV)
        touched = {self._namespace} if self._writes or self._metadata or self._ranges else set()
        for namespace in sorted({*self._reads, *touched}):
            message.ns_rwset.add(namespace=namespace, rwset=self._namespace_set(namespace).SerializeToString())
        return bytes(message.SerializeToString())

    def written_keys(self) -> tuple[str, ...]:
        """Each key that is written or gets metadata."""
        return tuple(sorted({*self._writes, *self._metadata}))

    def _namespace_set(self, namespace: str) -> Any:
        message = kvrwset.KVRWSet(reads=[read(key, version) for key, version in sorted(self._reads.get(namespace, {}).items())])
        if namespace != self._namespace:
            return message
        message.range_queries_info.extend(scan.info() for scan in _distinct(self._ranges))
        for key, value in sorted(self._writes.items()):
            message.writes.add(key=key, value=value, is_delete=not value)
        for key, entries in sorted(self._metadata.items()):
            message.metadata_writes.append(encode_metadata(key, entries))
        return message

    def _read(self, namespace: str, key: str) -> Entry | None:
        entry = self._view.get(namespace, key)
        self._reads.setdefault(namespace, {})[key] = None if entry is None else entry.version
        return entry

    def _check_write(self, key: str) -> None:
        if not key:
            raise SimulationError("the key of a write is empty")
        if self._paginated:
            raise SimulationError(self._unsupported("Transaction has already performed a paginated query. Writes are not allowed"))

    def _unsupported(self, why: str) -> str:
        return f"txid [{self._transaction_id}]: unsupported transaction. {why}"


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


def encode_metadata(key: str, entries: dict[str, bytes]) -> Any:
    """A `kvrwset.KVMetadataWrite`."""
    return kvrwset.KVMetadataWrite(key=key, entries=[{"name": name, "value": value} for name, value in sorted(entries.items())])


def decode_metadata(stored: bytes | None) -> dict[str, bytes]:
    """Metadata by name, from a stored `kvrwset.KVMetadataWrite`."""
    if stored is None:
        return {}
    return {entry.name: entry.value for entry in kvrwset.KVMetadataWrite.FromString(stored).entries}


def _distinct(scans: list[RangeScan]) -> Iterator[RangeScan]:
    seen: set[tuple[str, str, bool]] = set()
    for scan in scans:
        if scan.identity not in seen:
            seen.add(scan.identity)
            yield scan
