"""One chaincode's part of a transaction: what it read in its own namespace, with versions, and what it would write there."""

from collections.abc import Iterator
from typing import Any

from genpon_core.fabric.protos import kvrwset
from genpon_network.embedded.history import modifications
from genpon_network.embedded.key_metadata import decode_metadata, encode_metadata
from genpon_network.embedded.range_reads import read
from genpon_network.embedded.range_scan import RangeScan, distinct
from genpon_network.embedded.simulation_rules import Rules
from genpon_network.embedded.store import Entry, Version, View


class Namespace:
    """A namespace as one transaction reads and writes it.

    Args:
        view: the state it sees.
        name: the chaincode's name.
        rules: what the transaction may still do.
    """

    def __init__(self, view: View, name: str, rules: Rules) -> None:
        self.name = name
        self._view = view
        self._rules = rules
        self._reads: dict[str, Version | None] = {}
        self._ranges: list[RangeScan] = []
        self._writes: dict[str, bytes] = {}
        self._metadata: dict[str, dict[str, bytes]] = {}

    def get(self, key: str) -> bytes:
        """A key's value; empty if there is none."""
        entry = self._read(key)
        return b"" if entry is None else entry.value

    def get_metadata(self, key: str) -> dict[str, bytes]:
        """A key's metadata by name."""
        entry = self._read(key)
        return {} if entry is None else decode_metadata(entry.metadata)

    def scan(self, start: str, end: str, page_size: int = 0) -> RangeScan:
        """Begins a range query.

        Args:
            start: the first key, included.
            end: the last key, excluded; empty for no end.
            page_size: how many results a page has; 0 for all results.

        Raises:
            SimulationError: for a page after a write.
        """
        if page_size:
            self._rules.begin_page()
        scan = RangeScan(self._view, self.name, (start, end), page_size)
        self._ranges.append(scan)
        return scan

    def put(self, key: str, value: bytes) -> None:
        """Sets a key; an empty value deletes it.

        Raises:
            SimulationError: for an empty key, or a write after a page.
        """
        self._rules.begin_write(key)
        self._writes[key] = value

    def put_metadata(self, key: str, name: str, value: bytes) -> None:
        """Replaces a key's metadata by one entry.

        Raises:
            SimulationError: as `put`.
        """
        self._rules.begin_write(key)
        self._metadata[key] = {name: value}

    def history(self, key: str) -> Iterator[Any]:
        """The `queryresult.KeyModification` messages of a key, newest first; validation does not compare them."""
        return modifications(self._view, self.name, key)

    @property
    def touched(self) -> bool:
        """Whether anything was read or written."""
        return bool(self._reads or self._ranges or self._writes or self._metadata)

    @property
    def written(self) -> tuple[str, ...]:
        """Each key that is written or gets metadata."""
        return tuple(sorted({*self._writes, *self._metadata}))

    def results(self) -> Any:
        """The `kvrwset.KVRWSet`; call it once, at the end."""
        message = kvrwset.KVRWSet(reads=[read(key, version) for key, version in sorted(self._reads.items())])
        message.range_queries_info.extend(scan.info() for scan in distinct(self._ranges))
        for key, value in sorted(self._writes.items()):
            message.writes.add(key=key, value=value, is_delete=not value)
        message.metadata_writes.extend(encode_metadata(key, entries) for key, entries in sorted(self._metadata.items()))
        return message

    def _read(self, key: str) -> Entry | None:
        entry = self._view.get(self.name, key)
        self._reads[key] = None if entry is None else entry.version
        return entry
