"""One collection's part of a transaction: which hashes it read, with versions, and what it would write, both as it is and as hashes.

Every peer knows the hashes; values are those that the simulating peer's organisation keeps (Fabric's `txmgr`, "private data").
"""

from collections.abc import Iterator, Sequence
from typing import Any

from genpon_core.fabric.protos import kvrwset
from genpon_network.embedded.interest import Call
from genpon_network.embedded.key_metadata import VALIDATION_PARAMETER, decode_metadata
from genpon_network.embedded.private_state import PrivateEntry
from genpon_network.embedded.range_scan import FETCH
from genpon_network.embedded.simulation_rules import Rules, SimulationError
from genpon_network.embedded.spaces import Space, digest, key_hash
from genpon_network.embedded.store import Entry, View
from genpon_network.embedded.versions import Version


class PrivatePart:
    """A collection as one transaction reads and writes it.

    Args:
        view: the state it sees.
        space: the collection's hashes.
        organisation: the peer's organisation, whose values can be read.
        rules: what the transaction may still do.
    """

    def __init__(self, view: View, space: Space, organisation: str, rules: Rules) -> None:
        self._view = view
        self._space = space
        self._organisation = organisation
        self._rules = rules
        self._reads: dict[str, Version | None] = {}
        self._writes: dict[str, bytes] = {}
        self._purged: set[str] = set()
        self._metadata: dict[str, dict[str, bytes]] = {}
        self._values_read = False

    def get(self, key: str) -> bytes:
        """A value; empty if there is none.

        Raises:
            SimulationError: if there is one, but not in this organisation.
        """
        entry, hashed = self._entry(key), self._hashed(key)
        known = None if hashed is None else hashed.version
        found = None if entry is None else entry.version
        if known != found:
            raise SimulationError(
                f"private data matching public hash version is not available. Public hash version = {known or '<nil>'}, "
                f"Private data version = {found or '<nil>'}"
            )
        return self._read(key, entry)

    def get_multiple(self, keys: Sequence[str]) -> list[bytes]:
        """Several values, those empty that this organisation does not keep."""
        return [self._read(key, self._entry(key)) for key in keys]

    def hash(self, key: str) -> bytes:
        """SHA-256 of a value, which every peer knows; empty if there is none."""
        entry = self._read_hash(key)
        return b"" if entry is None else entry.value

    def get_metadata(self, key: str) -> dict[str, bytes]:
        """A key's metadata by name."""
        entry = self._read_hash(key)
        return {} if entry is None else decode_metadata(entry.metadata)

    def scan(self, start: str, end: str) -> Iterator[tuple[str, PrivateEntry]]:
        """What this organisation keeps from `start` on and before `end` (empty: to the last); validation does not compare it.

        Raises:
            SimulationError: after a write.
        """
        self._rules.begin_private_query()
        return self._found(start, end)

    def put(self, key: str, value: bytes) -> None:
        """Sets a key; an empty value deletes it.

        Raises:
            SimulationError: for an empty key, or a write after a query that allows none.
        """
        self._rules.begin_write(key)
        self._writes[key] = value
        self._purged.discard(key)

    def purge(self, key: str) -> None:
        """Deletes a key with all that it ever held.

        Raises:
            SimulationError: as `put`.
        """
        self.put(key, b"")
        self._purged.add(key)

    def put_metadata(self, key: str, name: str, value: bytes) -> None:
        """Replaces a key's metadata by one entry.

        Raises:
            SimulationError: as `put`.
        """
        self._rules.begin_write(key)
        self._metadata[key] = {name: value}

    @property
    def touched(self) -> bool:
        """Whether anything was read or written that the results tell."""
        return bool(self._reads or self._writes or self._metadata)

    def call(self) -> Call:
        """What this part asks of the endorsers."""
        written = [self._hashed(key) for key in sorted({*self._writes, *self._metadata})]
        policies = [decode_metadata(entry.metadata).get(VALIDATION_PARAMETER, b"") if entry else b"" for entry in written]
        return Call(self._space, tuple(policies), private_reads=self._values_read)

    def hashed_results(self) -> Any:
        """The `kvrwset.HashedRWSet`."""
        message = kvrwset.HashedRWSet()
        for key, version in sorted(self._reads.items()):
            read = message.hashed_reads.add(key_hash=key_hash(key))
            if version is not None:
                read.version.CopyFrom(kvrwset.Version(block_num=version.block, tx_num=version.position))
        for key, value in sorted(self._writes.items()):
            hashed = digest(value) if value else b""
            message.hashed_writes.add(key_hash=key_hash(key), is_delete=not value, value_hash=hashed, is_purge=key in self._purged)
        for key, entries in sorted(self._metadata.items()):
            named = [{"name": name, "value": value} for name, value in sorted(entries.items())]
            message.metadata_writes.add(key_hash=key_hash(key), entries=named)
        return message

    def private_results(self) -> Any | None:
        """The private `kvrwset.KVRWSet`; None if nothing is written."""
        if not self._writes and not self._metadata:
            return None
        writes = [{"key": key, "value": value, "is_delete": not value} for key, value in sorted(self._writes.items())]
        return kvrwset.KVRWSet(writes=writes, metadata_writes=[{"key": key} for key in sorted(self._metadata)])

    def _found(self, start: str, end: str) -> Iterator[tuple[str, PrivateEntry]]:
        while found := self._view.private.range(self._organisation, self._space, start, end, FETCH):
            yield from found
            start = found[-1][0] + "\x00"

    def _read(self, key: str, entry: PrivateEntry | None) -> bytes:
        self._reads[key] = None if entry is None else entry.version
        self._values_read = True
        return b"" if entry is None else entry.value

    def _read_hash(self, key: str) -> Entry | None:
        entry = self._hashed(key)
        self._reads[key] = None if entry is None else entry.version
        return entry

    def _entry(self, key: str) -> PrivateEntry | None:
        return self._view.private.get(self._organisation, self._space, key)

    def _hashed(self, key: str) -> Entry | None:
        return self._view.get(self._space.stored, key_hash(key).hex())
