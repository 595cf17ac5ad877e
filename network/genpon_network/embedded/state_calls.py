"""A peer's answers to the state calls of chaincode (Fabric documentation, "Chaincode for developers"; `protos.ChaincodeMessage`)."""

import itertools
from collections.abc import Callable
from typing import Any

from google.protobuf.message import DecodeError

from genpon_core.fabric.protos import chaincode_shim as shim
from genpon_core.fabric.protos import queryresult
from genpon_network.embedded.namespace import Namespace
from genpon_network.embedded.range_scan import RangeScan
from genpon_network.embedded.simulation_rules import SimulationError

BATCH = 100
"""How many results of a range query one message carries, as in Fabric."""

QUERY_LIMIT = 100_000
"""How many results a range query gives at most, as in Fabric's sample configuration."""

_Type = shim.ChaincodeMessage


class StateCalls:
    """The state calls of one chaincode in one transaction.

    Args:
        namespace: its part of the transaction.
    """

    def __init__(self, namespace: Namespace) -> None:
        self._namespace = namespace
        self._scans: dict[str, _OpenScan] = {}
        self._ids = itertools.count(1)
        self._calls: dict[int, Callable[[bytes], bytes]] = {
            _Type.GET_STATE: self._get_state,
            _Type.GET_STATE_MULTIPLE: self._get_state_multiple,
            _Type.GET_STATE_METADATA: self._get_metadata,
            _Type.PUT_STATE: self._put_state,
            _Type.DEL_STATE: self._delete_state,
            _Type.PUT_STATE_METADATA: self._put_metadata,
            _Type.WRITE_BATCH_STATE: self._write_batch,
            _Type.GET_STATE_BY_RANGE: self._range,
            _Type.QUERY_STATE_NEXT: self._next,
            _Type.QUERY_STATE_CLOSE: self._close,
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
        paginated = bool(paging.pageSize or paging.bookmark)
        start = paging.bookmark if paginated and paging.bookmark else message.startKey
        scan = self._namespace.scan(start, message.endKey, paging.pageSize if paginated else 0)
        limit = min(paging.pageSize, QUERY_LIMIT) if paging.pageSize > 0 else QUERY_LIMIT
        identity = str(next(self._ids))
        self._scans[identity] = _OpenScan(scan, limit, paginated=paginated)
        return self._next_results(identity)

    def _next(self, payload: bytes) -> bytes:
        return self._next_results(shim.QueryStateNext.FromString(payload).id)

    def _close(self, payload: bytes) -> bytes:
        identity = shim.QueryStateClose.FromString(payload).id
        self._scans.pop(identity, None)
        return bytes(shim.QueryResponse(id=identity, has_more=False).SerializeToString())

    def _next_results(self, identity: str) -> bytes:
        scan = self._scans.get(identity)
        if scan is None:
            raise SimulationError("query iterator not found")
        response, has_more = scan.response(identity)
        if not has_more:
            del self._scans[identity]
        return response

    def _put(self, record: Any) -> None:
        _refuse_collection(record.collection)
        self._namespace.put(record.key, record.value)

    def _delete(self, record: Any) -> None:
        _refuse_collection(record.collection)
        self._namespace.put(record.key, b"")

    def _set_metadata(self, record: Any) -> None:
        _refuse_collection(record.collection)
        self._namespace.put_metadata(record.key, record.metadata.metakey, record.metadata.value)


class _OpenScan:
    """A range query whose results go out in batches; one result is always read ahead, as in Fabric."""

    def __init__(self, scan: RangeScan, limit: int, *, paginated: bool) -> None:
        self._scan = scan
        self._limit = limit
        self._paginated = paginated
        self._count = 0
        self._ahead: list[bytes] = []

    def response(self, identity: str) -> tuple[bytes, bool]:
        batch, self._ahead = self._ahead, []
        while self._count < self._limit:
            found = next(self._scan, None)
            if found is None:
                break
            self._count += 1
            if len(batch) == BATCH and not self._paginated:
                self._ahead = [_result(*found)]
                break
            batch.append(_result(*found))
        message = shim.QueryResponse(results=[{"resultBytes": item} for item in batch], has_more=bool(self._ahead), id=identity)
        if self._paginated:
            page = shim.QueryResponseMetadata(fetched_records_count=self._count, bookmark=self._scan.bookmark)
            message.metadata = page.SerializeToString()
        return bytes(message.SerializeToString()), bool(self._ahead)


def _result(key: str, entry: Any) -> bytes:
    return bytes(queryresult.KV(namespace="", key=key, value=entry.value).SerializeToString())


def _refuse_collection(collection: str) -> None:
    if collection:
        raise SimulationError(f"the embedded ledger has no private collections, so not {collection!r}; see its documentation")
