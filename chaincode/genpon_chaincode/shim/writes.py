"""A transaction's writes: in one call at the end where the peer takes it (Fabric 3.1, WRITE_BATCH_STATE), otherwise one call each."""

from collections.abc import Iterator
from typing import Any

from genpon_chaincode.shim.calls import PeerCalls
from genpon_core.fabric.protos import chaincode_shim as protos

_Type = protos.ChaincodeMessage
_Record = protos.WriteRecord
_BATCH_BYTES = 16 * 1024 * 1024
"""How many bytes of values one batch carries at most, unless it is a single value."""


class Writes:
    """What a transaction writes; of several writes of a key the last counts.

    Args:
        calls: the connection to the peer; its `limits` say whether batches are taken.
    """

    def __init__(self, calls: PeerCalls) -> None:
        self._calls = calls
        self._batched = calls.limits.write_batch > 0
        self._records: dict[tuple[str, str, bool], Any] = {}

    def put(self, collection: str, key: str, value: bytes) -> None:
        """Sets a key's value."""
        if self._batched:
            record = _Record(key=key, value=value, collection=collection, type=_Record.PUT_STATE)
            self._records[collection, key, False] = record
        else:
            self._calls.call(_Type.PUT_STATE, protos.PutState(key=key, value=value, collection=collection))

    def delete(self, collection: str, key: str) -> None:
        """Deletes a key."""
        if self._batched:
            self._records[collection, key, False] = _Record(key=key, collection=collection, type=_Record.DEL_STATE)
        else:
            self._calls.call(_Type.DEL_STATE, protos.DelState(key=key, collection=collection))

    def purge(self, collection: str, key: str) -> None:
        """Deletes a private key and every earlier value of it."""
        if self._batched:
            self._records[collection, key, False] = _Record(key=key, collection=collection, type=_Record.PURGE_PRIVATE_DATA)
        else:
            self._calls.call(_Type.PURGE_PRIVATE_DATA, protos.PurgePrivateState(key=key, collection=collection))

    def put_metadata(self, collection: str, key: str, metakey: str, value: bytes) -> None:
        """Sets an entry of a key's metadata."""
        metadata = protos.StateMetadata(metakey=metakey, value=value)
        if self._batched:
            record = _Record(key=key, collection=collection, metadata=metadata, type=_Record.PUT_STATE_METADATA)
            self._records[collection, key, True] = record
        else:
            message = protos.PutStateMetadata(key=key, collection=collection, metadata=metadata)
            self._calls.call(_Type.PUT_STATE_METADATA, message)

    def start_batch(self) -> None:
        """Collects writes from now on, if the peer takes batches."""
        self._batched = self._calls.limits.write_batch > 0

    def finish_batch(self) -> None:
        """Sends what is collected, and each later write by itself."""
        self.flush()
        self._batched = False

    def flush(self) -> None:
        """Sends what is collected."""
        for batch in self._batches():
            self._calls.call(_Type.WRITE_BATCH_STATE, protos.WriteBatchState(rec=batch))
        self._records.clear()

    def _batches(self) -> Iterator[list[Any]]:
        batch: list[Any] = []
        size = 0
        for record in self._records.values():
            if batch and (len(batch) >= self._calls.limits.write_batch or size + len(record.value) > _BATCH_BYTES):
                yield batch
                batch, size = [], 0
            batch.append(record)
            size += len(record.value)
        if batch:
            yield batch
