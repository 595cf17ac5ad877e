"""What a range query has read, as it stands in a read set: the keys with their versions, or above 50 of them a Merkle summary.

As Fabric builds it (`ledger.state` sample configuration, "Phantom read protection"): results are hashed in groups of `MAX_DEGREE + 1`; a
level that has more than `MAX_DEGREE` hashes is hashed into one of the next level; at the end every lower level is folded upwards.
"""

import hashlib
from collections.abc import Iterable
from typing import Any

from genpon_core.fabric.protos import kvrwset
from genpon_network.embedded.versions import Version

MAX_DEGREE = 50


def read(key: str, version: Version | None) -> Any:
    """A `kvrwset.KVRead`: a key and the version it had, or none."""
    message = kvrwset.KVRead(key=key)
    if version is not None:
        message.version.block_num = version.block
        message.version.tx_num = version.position
        message.version.SetInParent()
    return message


class RangeReads:
    """The results of a range query, added one by one in the order of their keys."""

    def __init__(self, max_degree: int = MAX_DEGREE) -> None:
        self._max_degree = max_degree
        self._pending: list[Any] = []
        self._levels: list[list[bytes]] = [[]]

    def add(self, key: str, version: Version) -> None:
        """Adds the next result."""
        self._pending.append(read(key, version))
        if len(self._pending) > self._max_degree:
            self._hash_pending()

    def write_to(self, info: Any) -> None:
        """Writes raw reads or a summary into a `kvrwset.RangeQueryInfo`; call it once, at the end."""
        if not any(self._levels):
            if self._pending:
                info.raw_reads.kv_reads.extend(self._pending)
            return
        if self._pending:
            self._hash_pending()
        self._fold()
        summary = info.reads_merkle_hashes
        summary.max_degree = self._max_degree
        summary.max_level = len(self._levels)
        summary.max_level_hashes.extend(self._levels[-1])

    def _hash_pending(self) -> None:
        serialized = kvrwset.QueryReads(kv_reads=self._pending).SerializeToString()
        self._pending = []
        self._levels[0].append(hashlib.sha256(serialized).digest())
        level = 0
        while len(self._levels[level]) > self._max_degree:
            combined = _combine(self._levels[level])
            self._levels[level] = []
            level += 1
            if level == len(self._levels):
                self._levels.append([])
            self._levels[level].append(combined)

    def _fold(self) -> None:
        for level in range(len(self._levels) - 1):
            hashes, self._levels[level] = self._levels[level], []
            if hashes:
                self._levels[level + 1].append(hashes[0] if len(hashes) == 1 else _combine(hashes))
        if len(self._levels[-1]) > self._max_degree:
            self._levels.append([_combine(self._levels[-1])])


def same_results(info: Any, results: Iterable[tuple[str, Version]]) -> bool:
    """Whether a `kvrwset.RangeQueryInfo` describes exactly these results."""
    summary = info.reads_merkle_hashes
    reads = RangeReads(summary.max_degree if info.WhichOneof("reads_info") == "reads_merkle_hashes" else _UNLIMITED)
    for key, version in results:
        reads.add(key, version)
    found = kvrwset.RangeQueryInfo()
    reads.write_to(found)
    return bool(found.raw_reads == info.raw_reads and found.reads_merkle_hashes == summary)


_UNLIMITED = 1 << 31


def _combine(hashes: Iterable[bytes]) -> bytes:
    return hashlib.sha256(b"".join(hashes)).digest()
