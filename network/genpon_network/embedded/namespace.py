"""One chaincode's part of a transaction: what it read in its own namespace and its collections, and what it would write there."""

from collections.abc import Iterator, Sequence
from typing import Any

from genpon_core.fabric.protos import kvrwset
from genpon_network.embedded.history import modifications
from genpon_network.embedded.interest import Call
from genpon_network.embedded.key_metadata import VALIDATION_PARAMETER, decode_metadata, encode_metadata
from genpon_network.embedded.private_part import PrivatePart
from genpon_network.embedded.range_reads import read
from genpon_network.embedded.range_scan import RangeScan, distinct
from genpon_network.embedded.simulation_rules import Rules
from genpon_network.embedded.spaces import Space
from genpon_network.embedded.store import Entry, View
from genpon_network.embedded.versions import Version


class Namespace:
    """A namespace as one transaction reads and writes it.

    Args:
        view: the state it sees.
        name: the chaincode's name.
        organisation: the peer's organisation, whose private values can be read.
        rules: what the transaction may still do.
    """

    def __init__(self, view: View, name: str, organisation: str, rules: Rules) -> None:
        self.name = name
        self._view = view
        self._organisation = organisation
        self._rules = rules
        self._reads: dict[str, Version | None] = {}
        self._ranges: list[RangeScan] = []
        self._writes: dict[str, bytes] = {}
        self._metadata: dict[str, dict[str, bytes]] = {}
        self._collections: dict[str, PrivatePart] = {}

    def collection(self, name: str) -> PrivatePart:
        """The part of one of its collections; whether there is one, and who may use it, is asked before."""
        if name not in self._collections:
            self._collections[name] = PrivatePart(self._view, Space(self.name, name), self._organisation, self._rules)
        return self._collections[name]

    def get(self, key: str) -> bytes:
        """A key's value; empty if there is none."""
        entry = self._read(key)
        return b"" if entry is None else entry.value

    def get_multiple(self, keys: Sequence[str]) -> list[bytes]:
        """The values of several keys."""
        return [self.get(key) for key in keys]

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
    def collections(self) -> dict[str, PrivatePart]:
        """The parts of its collections that were read or written, by name, in the order of their names."""
        return {name: part for name, part in sorted(self._collections.items()) if part.touched}

    @property
    def touched(self) -> bool:
        """Whether anything was read or written that the results tell."""
        return bool(self._reads or self._ranges or self._writes or self._metadata or self.collections)

    def calls(self) -> Iterator[Call]:
        """What this part asks of the endorsers."""
        private = [part.call() for part in self.collections.values()]
        written = sorted({*self._writes, *self._metadata})
        if written or not any(call.policies for call in private):
            entries = [self._view.get(self.name, key) for key in written]
            policies = [decode_metadata(entry.metadata).get(VALIDATION_PARAMETER, b"") if entry else b"" for entry in entries]
            yield Call(Space(self.name), tuple(policies))
        yield from (call for call in private if call.policies or call.private_reads)

    def results(self) -> Any:
        """The `kvrwset.KVRWSet` of its public state; call it once, at the end."""
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
