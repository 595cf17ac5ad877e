"""The effects of one block on private data: values for the members that keep them, deletions, purges, and what has lived long enough.

Members need the write set whose hash the transaction carries; where no endorser has left it, they have the hashes alone, as in Fabric.
"""

from collections.abc import Sequence
from typing import Any

from genpon_core.fabric.protos import kvrwset
from genpon_network.embedded.definition import Definitions
from genpon_network.embedded.result_sets import ResultSets
from genpon_network.embedded.spaces import Space
from genpon_network.embedded.store import Commit
from genpon_network.embedded.versions import Version
from genpon_network.lifecycle.private_collections import PrivateCollection

RETENTION = 1000
"""For how many blocks a simulated write set is kept that no block holds (`transientstoreMaxBlockRetention`)."""


class PrivateEffects:
    """The private effects of one block; those on hashes are applied before, as those on public keys are.

    Args:
        commit: the block's SQLite transaction.
        definitions: the channel's chaincodes.
        organisations: the MSP ids of the channel's members.
    """

    def __init__(self, commit: Commit, definitions: Definitions, organisations: Sequence[str]) -> None:
        self._commit = commit
        self._private = commit.private
        self._definitions = definitions
        self._organisations = organisations

    def apply(self, transaction_id: str, results: ResultSets, version: Version) -> None:
        """Writes a valid transaction's effects."""
        for space, hashed in results.sets.items():
            collection = self._collection(space)
            if collection is None:
                continue
            self._apply_hashes(space, collection, hashed, version)
            writes = self._writes(transaction_id, space, results.digests.get(space))
            if writes is not None:
                self._apply_writes(space, collection, writes, version)
            for key in results.purged.get(space, ()):
                self._private.purge(space, key)

    def finish(self, number: int) -> None:
        """Deletes what has expired with this block, and simulated write sets that are too old."""
        for space, key, block in self._private.take_expired(number):
            entry = self._commit.get(space.stored, key.hex())
            if entry is not None and entry.version.block == block:
                self._commit.delete(space.stored, key.hex())
                self._private.delete(space, key)
        self._commit.transient.forget_before(number - RETENTION)

    def _apply_hashes(self, space: Space, collection: PrivateCollection, hashed: Any, version: Version) -> None:
        writes = {write.key: write for write in hashed.writes}
        for key in {**writes, **{write.key: write for write in hashed.metadata_writes}}:
            hashed_key, entry = bytes.fromhex(key), self._commit.get(space.stored, key)
            if entry is None:
                self._private.delete(space, hashed_key)
            elif key not in writes:
                self._private.renew(space, hashed_key, entry.value, version)
            if collection.block_to_live:
                self._private.add_expiry(version.block + collection.block_to_live + 1, space, hashed_key, version.block)

    def _apply_writes(self, space: Space, collection: PrivateCollection, writes: Any, version: Version) -> None:
        for write in writes.writes:
            if not write.is_delete:
                self._private.put(collection.members, space, write, version)
        self._private.add_writes(collection.members, space, writes, version)

    def _writes(self, transaction_id: str, space: Space, wanted: bytes | None) -> Any | None:
        found = None if wanted is None else self._commit.transient.find(transaction_id, space, wanted)
        return None if found is None else kvrwset.KVRWSet.FromString(found)

    def _collection(self, space: Space) -> PrivateCollection | None:
        definition = self._definitions.get(space.namespace)
        if definition is None or not space.collection:
            return None
        return definition.collection(space.collection, self._organisations)
