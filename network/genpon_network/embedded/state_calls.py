"""A peer's answers to the state calls of chaincode (Fabric documentation, "Chaincode for developers"; `protos.ChaincodeMessage`)."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from google.protobuf.message import DecodeError

from genpon_core.fabric.protos import chaincode_shim as shim
from genpon_core.fabric.protos import queryresult
from genpon_network.embedded.collection_access import CollectionAccess
from genpon_network.embedded.namespace import Namespace
from genpon_network.embedded.open_queries import OpenQueries
from genpon_network.embedded.private_part import PrivatePart
from genpon_network.embedded.private_state import PrivateEntry
from genpon_network.embedded.simulation_rules import SimulationError
from genpon_network.embedded.store import Entry

_Type = shim.ChaincodeMessage


class StateCalls:
    """The state calls of one chaincode in one transaction.

    Args:
        namespace: its part of the transaction.
        access: its collections.
    """

    def __init__(self, namespace: Namespace, access: CollectionAccess) -> None:
        self._namespace = namespace
        self._access = access
        self._queries = OpenQueries()
        self._calls: dict[int, Callable[[bytes], bytes]] = {
            _Type.GET_STATE: self._get_state,
            _Type.GET_STATE_MULTIPLE: self._get_state_multiple,
            _Type.GET_STATE_METADATA: self._get_metadata,
            _Type.GET_PRIVATE_DATA_HASH: self._get_hash,
            _Type.PUT_STATE: self._put_state,
            _Type.DEL_STATE: self._delete_state,
            _Type.PUT_STATE_METADATA: self._put_metadata,
            _Type.PURGE_PRIVATE_DATA: self._purge_private_data,
            _Type.WRITE_BATCH_STATE: self._write_batch,
            _Type.GET_STATE_BY_RANGE: self._range,
            _Type.GET_HISTORY_FOR_KEY: self._history,
            _Type.GET_QUERY_RESULT: self._rich_query,
            _Type.QUERY_STATE_NEXT: self._queries.next,
            _Type.QUERY_STATE_CLOSE: self._queries.close,
        }
        self._writes: dict[int, Callable[[Any], None]] = {
            shim.WriteRecord.PUT_STATE: self._put,
            shim.WriteRecord.DEL_STATE: self._delete,
            shim.WriteRecord.PUT_STATE_METADATA: self._set_metadata,
            shim.WriteRecord.PURGE_PRIVATE_DATA: self._purge,
        }

    def answer(self, kind: int, payload: bytes) -> bytes:
        """The payload of the RESPONSE to a call.

        Raises:
            SimulationError: if the peer refuses the call; its text is the payload of an ERROR.
        """
        call = self._calls.get(kind)
        if call is None:
            raise SimulationError(f"the embedded ledger does not offer {_Type.Type.Name(kind)}; see its documentation")
        try:
            return call(payload)
        except DecodeError:
            raise SimulationError("unmarshal failed") from None

    def _get_state(self, payload: bytes) -> bytes:
        message = shim.GetState.FromString(payload)
        return self._readable(message.collection).get(message.key)

    def _get_state_multiple(self, payload: bytes) -> bytes:
        message = shim.GetStateMultiple.FromString(payload)
        values = self._readable(message.collection).get_multiple(message.keys)
        return bytes(shim.GetStateMultipleResult(values=values).SerializeToString())

    def _get_metadata(self, payload: bytes) -> bytes:
        message = shim.GetStateMetadata.FromString(payload)
        found = self._readable(message.collection).get_metadata(message.key)
        entries = [{"metakey": name, "value": value} for name, value in found.items()]
        return bytes(shim.StateMetadataResult(entries=entries).SerializeToString())

    def _get_hash(self, payload: bytes) -> bytes:
        message = shim.GetState.FromString(payload)
        return self._access.known(message.collection).hash(message.key)

    def _put_state(self, payload: bytes) -> bytes:
        self._put(shim.PutState.FromString(payload))
        return b""

    def _delete_state(self, payload: bytes) -> bytes:
        self._delete(shim.DelState.FromString(payload))
        return b""

    def _put_metadata(self, payload: bytes) -> bytes:
        self._set_metadata(shim.PutStateMetadata.FromString(payload))
        return b""

    def _purge_private_data(self, payload: bytes) -> bytes:
        self._purge(shim.PurgePrivateState.FromString(payload))
        return b""

    def _write_batch(self, payload: bytes) -> bytes:
        for record in shim.WriteBatchState.FromString(payload).rec:
            write = self._writes.get(record.type)
            if write is None:
                raise SimulationError("unknown operation type")
            write(record)
        return b""

    def _range(self, payload: bytes) -> bytes:
        message = shim.GetStateByRange.FromString(payload)
        if message.collection:
            return self._queries.begin(self._found(self._access.readable(message.collection).scan(message.startKey, message.endKey)))
        paging = shim.QueryMetadata.FromString(message.metadata)
        if not paging.pageSize and not paging.bookmark:
            return self._queries.begin(self._found(self._namespace.scan(message.startKey, message.endKey)))
        scan = self._namespace.scan(paging.bookmark or message.startKey, message.endKey, paging.pageSize)
        return self._queries.page(self._found(scan), paging.pageSize, lambda: scan.bookmark)

    def _found(self, results: Iterable[tuple[str, Entry | PrivateEntry]]) -> Iterator[bytes]:
        for key, entry in results:
            yield queryresult.KV(namespace=self._namespace.name, key=key, value=entry.value).SerializeToString()

    def _history(self, payload: bytes) -> bytes:
        found = self._namespace.history(shim.GetHistoryForKey.FromString(payload).key)
        return self._queries.begin(modification.SerializeToString() for modification in found)

    def _rich_query(self, payload: bytes) -> bytes:
        self._readable(shim.GetQueryResult.FromString(payload).collection)
        raise SimulationError("ExecuteQuery not supported for leveldb")

    def _put(self, record: Any) -> None:
        self._writable(record.collection).put(record.key, record.value)

    def _delete(self, record: Any) -> None:
        self._writable(record.collection).put(record.key, b"")

    def _purge(self, record: Any) -> None:
        if not record.collection:
            raise SimulationError("only applicable for private data")
        self._access.writable(record.collection).purge(record.key)

    def _set_metadata(self, record: Any) -> None:
        self._writable(record.collection).put_metadata(record.key, record.metadata.metakey, record.metadata.value)

    def _readable(self, collection: str) -> Namespace | PrivatePart:
        return self._access.readable(collection) if collection else self._namespace

    def _writable(self, collection: str) -> Namespace | PrivatePart:
        return self._access.writable(collection) if collection else self._namespace
