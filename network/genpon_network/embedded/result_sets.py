"""What an endorsed transaction has read and writes, by the part of the state: one form for public keys and for hashes of private ones."""

from dataclasses import dataclass, field
from typing import Any

from genpon_core.fabric.protos import kvrwset, rwset
from genpon_network.embedded.spaces import HASH_OF_NOTHING, Space


class RepeatedSpaceError(ValueError):
    """A namespace or a collection that occurs twice."""


@dataclass(frozen=True, slots=True)
class ResultSets:
    """A transaction's results.

    Attributes:
        sets: the `kvrwset.KVRWSet` of each space, in their order; where that is a collection its keys and values are hashes, keys in hex.
        digests: for each collection that is written, the hash of the private write set.
        purged: for each collection, the hashes of the keys that are purged.
    """

    sets: dict[Space, Any] = field(default_factory=dict)
    digests: dict[Space, bytes] = field(default_factory=dict)
    purged: dict[Space, list[bytes]] = field(default_factory=dict)

    @classmethod
    def parse(cls, results: bytes) -> "ResultSets":
        """Reads a `rwset.TxReadWriteSet`.

        Raises:
            DecodeError: if it is none.
            RepeatedSpaceError: if a part of the state occurs twice.
        """
        found = cls()
        for item in rwset.TxReadWriteSet.FromString(results).ns_rwset:
            found._add(Space(item.namespace), kvrwset.KVRWSet.FromString(item.rwset))
            for hashed in item.collection_hashed_rwset:
                found._add_hashed(Space(item.namespace, hashed.collection_name), hashed)
        return found

    def _add(self, space: Space, message: Any) -> None:
        if space in self.sets:
            raise RepeatedSpaceError(space.stored)
        self.sets[space] = message

    def _add_hashed(self, space: Space, hashed: Any) -> None:
        message = kvrwset.HashedRWSet.FromString(hashed.hashed_rwset)
        self._add(space, _plain(message))
        if hashed.pvt_rwset_hash:
            self.digests[space] = hashed.pvt_rwset_hash
        self.purged[space] = [write.key_hash for write in message.hashed_writes if write.is_purge]


def _plain(hashed: Any) -> Any:
    message = kvrwset.KVRWSet()
    for read in hashed.hashed_reads:
        message.reads.add(key=read.key_hash.hex(), version=read.version if read.HasField("version") else None)
    for write in hashed.hashed_writes:
        gone = write.is_delete or write.value_hash in (b"", HASH_OF_NOTHING)
        message.writes.add(key=write.key_hash.hex(), value=b"" if gone else write.value_hash, is_delete=gone)
    for metadata in hashed.metadata_writes:
        message.metadata_writes.add(key=metadata.key_hash.hex(), entries=metadata.entries)
    return message
