"""A peer's answers to the state calls of chaincode (Fabric documentation, "Chaincode for developers"; `protos.ChaincodeMessage`)."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from google.protobuf.message import DecodeError

from genpon_core.fabric.protos import chaincode_shim as shim
from genpon_core.fabric.protos import queryresult
from genpon_network.embedded.namespace import Namespace
from genpon_network.embedded.open_queries import OpenQueries
from genpon_network.embedded.simulation_rules import SimulationError
from genpon_network.embedded.store import Entry

_Type = shim.ChaincodeMessage


class StateCalls:
    """The state calls of one chaincode in one transaction.

    Args:
        namespace: its part of the transaction.
    """

    def __init__(self, namespace: Namespace) -> None:
        self._namespace = namespace
        self._queries = OpenQueries()
        self._calls: dict[int, Callable[[bytes], bytes]] = {
            _Type.GET_STATE: self._get_state,
            _Type.GET_STATE_MULTIPLE: self._get_state_multiple,
            _Type.GET_STATE_METADATA: self._get_metadata,
            _Type.PUT_STATE: self._put_state,
            _Type.DEL_STATE: self._delete_state,
            _Type.PUT_STATE_METADATA: self._put_metadata,
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
        _refuse_collection(message.collection)
        return self._namespace.get(message.key)

    def _get_state_multiple(self, payload: bytes) -> bytes:
        message = shim.GetStateMultiple.FromString(payload)
        _refuse_collection(message.collection)
        values = [self._namespace.get(key) for key in message.keys]
        return bytes(shim.GetStateMultipleResult(values=values).SerializeToString())

    def _get_metadata(self, payload: bytes) -> bytes:
        message = shim.GetStateMetadata.FromString(payload)
        _refuse_collection(message.collection)
        entries = [{"metakey": name, "value": value} for name, value in self._namespace.get_metadata(message.key).items()]
        return bytes(shim.StateMetadataResult(entries=entries).SerializeToString())

    def _put_state(self, payload: bytes) -> bytes:
        self._put(shim.PutState.FromString(payload))
        return b""

    def _delete_state(self, payload: bytes) -> bytes:
        self._delete(shim.DelState.FromString(payload))
        return b""

    def _put_metadata(self, payload: bytes) -> bytes:
        self._set_metadata(shim.PutStateMetadata.FromString(payload))
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
        _refuse_collection(message.collection)
        paging = shim.QueryMetadata.FromString(message.metadata)
        if not paging.pageSize and not paging.bookmark:
            return self._queries.begin(self._found(self._namespace.scan(message.startKey, message.endKey)))
        scan = self._namespace.scan(paging.bookmark or message.startKey, message.endKey, paging.pageSize)
        return self._queries.page(self._found(scan), paging.pageSize, lambda: scan.bookmark)

    def _found(self, results: Iterable[tuple[str, Entry]]) -> Iterator[bytes]:
        for key, entry in results:
            yield queryresult.KV(namespace=self._namespace.name, key=key, value=entry.value).SerializeToString()

    def _history(self, payload: bytes) -> bytes:
        found = self._namespace.history(shim.GetHistoryForKey.FromString(payload).key)
        return self._queries.begin(modification.SerializeToString() for modification in found)

    def _rich_query(self, payload: bytes) -> bytes:
        shim.GetQueryResult.FromString(payload)
        raise SimulationError("ExecuteQuery not supported for leveldb")

    def _put(self, record: Any) -> None:
        _refuse_collection(record.collection)
        self._namespace.put(record.key, record.value)

    def _delete(self, record: Any) -> None:
        _refuse_collection(record.collection)
        self._namespace.put(record.key, b"")

    def _set_metadata(self, record: Any) -> None:
        _refuse_collection(record.collection)
        self._namespace.put_metadata(record.key, record.metadata.metakey, record.metadata.value)


def _refuse_collection(collection: str) -> None:
    if collection:
        raise SimulationError(f"the embedded ledger has no private collections, so not {collection!r}; see its documentation")
