"""The last check of a transaction and its effects: are the keys it read still as they were, and what does it write?

Versions of single reads decide on MVCC_READ_CONFLICT, range queries that are run again on PHANTOM_READ_CONFLICT (Fabric documentation,
"Read-Write set semantics"). Transactions of one block are checked in their order, each against the effects of the valid ones before it.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from genpon_network.embedded.range_reads import same_results
from genpon_network.embedded.spaces import Space
from genpon_network.embedded.store import Commit, Entry
from genpon_network.embedded.transactions import Code, InvalidTransaction
from genpon_network.embedded.versions import Version

_PAGE = 1000


class BlockEffects:
    """The effects of one block on the state, transaction by transaction.

    Args:
        commit: the block's SQLite transaction.
    """

    def __init__(self, commit: Commit) -> None:
        self._commit = commit
        self._touched: set[tuple[str, str]] = set()

    def check(self, sets: Mapping[Space, Any]) -> None:
        """Compares what a transaction read with the state.

        Raises:
            InvalidTransaction: on a conflict.
        """
        for space, item in sets.items():
            namespace = space.stored
            if not all(self._unchanged(namespace, read) for read in item.reads):
                raise InvalidTransaction(Code.MVCC_READ_CONFLICT)
            if not all(same_results(info, self._range(namespace, info)) for info in item.range_queries_info):
                raise InvalidTransaction(Code.PHANTOM_READ_CONFLICT)

    def apply(self, sets: Mapping[Space, Any], version: Version) -> None:
        """Writes a valid transaction's effects."""
        for space, item in sets.items():
            namespace = space.stored
            values = {write.key: write for write in item.writes}
            metadata = {write.key: write for write in item.metadata_writes}
            for key in () if space.collection else values:
                self._commit.add_history(namespace, key, version)
            for key in {**values, **metadata}:
                self._touched.add((namespace, key))
                self._write(namespace, key, (values.get(key), metadata.get(key)), version)

    def _write(self, namespace: str, key: str, writes: tuple[Any, Any], version: Version) -> None:
        value, metadata = writes
        current = self._commit.get(namespace, key)
        if value is None and current is None:
            return
        if value is not None and (value.is_delete or not value.value):
            self._commit.delete(namespace, key)
            return
        kept = current.metadata if current is not None else None
        new_metadata = kept if metadata is None else (metadata.SerializeToString() if metadata.entries else None)
        new_value = value.value if value is not None else (current.value if current is not None else b"")
        self._commit.put(namespace, key, Entry(new_value, new_metadata, version))

    def _unchanged(self, namespace: str, read: Any) -> bool:
        if (namespace, read.key) in self._touched:
            return False
        entry = self._commit.get(namespace, read.key)
        if entry is None:
            return not read.HasField("version")
        return bool(read.HasField("version")) and entry.version == Version(read.version.block_num, read.version.tx_num)

    def _range(self, namespace: str, info: Any) -> Iterator[tuple[str, Version]]:
        start, end = info.start_key, info.end_key
        if not info.itr_exhausted:
            end += "\x00"
        while True:
            found = self._commit.range(namespace, start, end, _PAGE)
            yield from ((key, entry.version) for key, entry in found)
            if len(found) < _PAGE:
                return
            start = found[-1][0] + "\x00"
