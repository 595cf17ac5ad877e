"""A transaction's writes: sent one by one, or kept and sent together where the peer takes batches (Fabric 3.1)."""

from typing import Any

from genpon_chaincode.shim.errors import ReadOnlyError
from genpon_chaincode.shim.exchange import Exchange, Type
from genpon_core.fabric.protos import chaincode_shim as messages

VALIDATION_PARAMETER = "VALIDATION_PARAMETER"
_Record = messages.WriteRecord


class Writes:
    """The writes of one transaction, in order.

    Attributes:
        allowed: whether the transaction may write; a query may not.

    Args:
        exchange: the transaction's calls.
        batch: the largest batch that the peer takes; 0 where it takes none.
    """

    def __init__(self, exchange: Exchange, *, batch: int) -> None:
        self._exchange = exchange
        self._batch = batch
        self._waiting: list[Any] = []
        self.allowed = True

    def put(self, key: str, value: bytes, collection: str = "") -> None:
        """Writes a value."""
        self._check()
        if self._batch:
            self._add(_Record(type=_Record.PUT_STATE, key=key, value=value, collection=collection))
        else:
            message = messages.PutState(key=key, value=value, collection=collection)
            self._exchange.call(Type.PUT_STATE, message.SerializeToString())

    def delete(self, key: str, collection: str = "") -> None:
        """Deletes a key."""
        self._check()
        if self._batch:
            self._add(_Record(type=_Record.DEL_STATE, key=key, collection=collection))
        else:
            self._exchange.call(Type.DEL_STATE, messages.DelState(key=key, collection=collection).SerializeToString())

    def purge(self, key: str, collection: str) -> None:
        """Deletes a private key with its history."""
        self._check()
        if self._batch:
            self._add(_Record(type=_Record.PURGE_PRIVATE_DATA, key=key, collection=collection))
        else:
            message = messages.PurgePrivateState(key=key, collection=collection)
            self._exchange.call(Type.PURGE_PRIVATE_DATA, message.SerializeToString())

    def set_validation_parameter(self, key: str, policy: bytes, collection: str = "") -> None:
        """Sets a key's endorsement policy."""
        self._check()
        metadata = messages.StateMetadata(metakey=VALIDATION_PARAMETER, value=policy)
        if self._batch:
            self._add(_Record(type=_Record.PUT_STATE_METADATA, key=key, collection=collection, metadata=metadata))
        else:
            message = messages.PutStateMetadata(key=key, collection=collection, metadata=metadata)
            self._exchange.call(Type.PUT_STATE_METADATA, message.SerializeToString())

    def flush(self) -> None:
        """Sends what waits."""
        if self._waiting:
            waiting, self._waiting = self._waiting, []
            self._exchange.call(Type.WRITE_BATCH_STATE, messages.WriteBatchState(rec=waiting).SerializeToString())

    def _check(self) -> None:
        if not self.allowed:
            raise ReadOnlyError("a query must not write")

    def _add(self, record: Any) -> None:
        self._waiting.append(record)
        if len(self._waiting) >= self._batch:
            self.flush()
