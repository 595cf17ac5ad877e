"""A chaincode that does what its argument says, on the bare chaincode protocol: a JSON list of steps.

Steps: ["get", key], ["get_many", key, …], ["range", start, end], ["page", start, end, size, bookmark], ["history", key],
["put", key, value], ["delete", key], ["policy", key, hex of the policy], ["get_policy", key], ["batch", [key, value], …],
["emit", name, payload], ["call", chaincode, step, …] (another chaincode, `name/channel` on another channel), ["own"] (this service's
label), ["answer", status, message], ["error", text], ["hang"], ["raw", name of a message type]. The response is the JSON list of what the
reading steps found.
"""

import json
import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Self

import grpc

from genpon_core.fabric.protos import chaincode, chaincode_event, chaincode_shim_grpc, proposal_response, queryresult
from genpon_core.fabric.protos import chaincode_shim as shim

_Type = shim.ChaincodeMessage
_POLICY = "VALIDATION_PARAMETER"
_METHODS = {"call": "_call_chaincode"}


class ScriptedChaincode:
    """A chaincode service on a free port of the loopback interface, as a context manager."""

    def __init__(self, label: str = "honest") -> None:
        self.label = label
        self.before: Callable[[], None] = lambda: None
        self._server = grpc.server(ThreadPoolExecutor(16), options=(("grpc.so_reuseport", 0),))
        chaincode_shim_grpc.add_ChaincodeServicer_to_server(_Service(self), self._server)
        self.address = f"127.0.0.1:{self._server.add_insecure_port('127.0.0.1:0')}"

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop(None).wait()


class _Service(chaincode_shim_grpc.ChaincodeServicer):  # type: ignore[misc]
    def __init__(self, owner: ScriptedChaincode) -> None:
        self._owner = owner

    def Connect(self, requests: Iterator[Any], _context: object) -> Iterator[Any]:  # noqa: N802
        outgoing: queue.SimpleQueue[Any] = queue.SimpleQueue()
        outgoing.put(shim.ChaincodeMessage(type=_Type.REGISTER, payload=chaincode.ChaincodeID(name="scripted:1").SerializeToString()))
        reader = threading.Thread(target=self._read, args=(requests, outgoing), daemon=True)
        reader.start()
        yield from iter(outgoing.get, None)

    def _read(self, requests: Iterator[Any], outgoing: "queue.SimpleQueue[Any]") -> None:
        inboxes: dict[str, queue.SimpleQueue[Any]] = {}
        try:
            for message in requests:
                if message.type == _Type.TRANSACTION:
                    inboxes[message.txid] = queue.SimpleQueue()
                    run = _Run(self._owner, message, inboxes[message.txid], outgoing)
                    threading.Thread(target=run.run, daemon=True).start()
                elif message.txid in inboxes:
                    inboxes[message.txid].put(message)
        except grpc.RpcError:
            return
        finally:
            outgoing.put(None)


class _Run:
    def __init__(self, owner: ScriptedChaincode, message: Any, inbox: "queue.SimpleQueue[Any]", outgoing: "queue.SimpleQueue[Any]") -> None:
        self._owner = owner
        self._message = message
        self._inbox = inbox
        self._outgoing = outgoing
        self._event: Any = None
        self._found: list[Any] = []
        self._status = (200, "")

    def run(self) -> None:
        self._owner.before()
        arguments = chaincode.ChaincodeInput.FromString(self._message.payload).args
        try:
            for name, *parameters in json.loads(arguments[1]):
                if name == "hang":
                    return
                getattr(self, _METHODS.get(name, f"_{name}"))(*parameters)
        except _PeerError as error:
            self._send(_Type.ERROR, str(error).encode())
            return
        except queue.Empty:
            # The peer has given this transaction up, so nobody waits for its answer.
            return
        status, message = self._status
        payload = json.dumps(self._found).encode()
        response = proposal_response.Response(status=status, message=message, payload=payload)
        self._send(_Type.COMPLETED, response.SerializeToString(), event=self._event)

    def _get(self, key: str) -> None:
        self._found.append(self._call(_Type.GET_STATE, shim.GetState(key=key)).decode())

    def _get_many(self, *keys: str) -> None:
        answer = self._call(_Type.GET_STATE_MULTIPLE, shim.GetStateMultiple(keys=keys))
        self._found.append([value.decode() for value in shim.GetStateMultipleResult.FromString(answer).values])

    def _range(self, start: str, end: str) -> None:
        found = self._results(_Type.GET_STATE_BY_RANGE, shim.GetStateByRange(startKey=start, endKey=end))
        self._found.append([queryresult.KV.FromString(result).key for result in found])

    def _page(self, start: str, end: str, size: int, bookmark: str) -> None:
        metadata = shim.QueryMetadata(pageSize=size, bookmark=bookmark).SerializeToString()
        answer = self._query(_Type.GET_STATE_BY_RANGE, shim.GetStateByRange(startKey=start, endKey=end, metadata=metadata))
        page = shim.QueryResponseMetadata.FromString(answer.metadata)
        self._found.append([_keys(answer), page.fetched_records_count, page.bookmark])

    def _history(self, key: str) -> None:
        changes = []
        for result in self._results(_Type.GET_HISTORY_FOR_KEY, shim.GetHistoryForKey(key=key)):
            change = queryresult.KeyModification.FromString(result)
            changes.append([change.tx_id, change.value.decode(), change.timestamp.ToNanoseconds(), change.is_delete])
        self._found.append(changes)

    def _put(self, key: str, value: str) -> None:
        self._call(_Type.PUT_STATE, shim.PutState(key=key, value=value.encode()))

    def _delete(self, key: str) -> None:
        self._call(_Type.DEL_STATE, shim.DelState(key=key))

    def _batch(self, *pairs: tuple[str, str]) -> None:
        records = [shim.WriteRecord(type=shim.WriteRecord.PUT_STATE, key=key, value=value.encode()) for key, value in pairs]
        self._call(_Type.WRITE_BATCH_STATE, shim.WriteBatchState(rec=records))

    def _policy(self, key: str, policy: str) -> None:
        metadata = shim.StateMetadata(metakey=_POLICY, value=bytes.fromhex(policy))
        self._call(_Type.PUT_STATE_METADATA, shim.PutStateMetadata(key=key, metadata=metadata))

    def _get_policy(self, key: str) -> None:
        answer = self._call(_Type.GET_STATE_METADATA, shim.GetStateMetadata(key=key))
        self._found.append({entry.metakey: entry.value.hex() for entry in shim.StateMetadataResult.FromString(answer).entries})

    def _call_chaincode(self, name: str, *steps: Any) -> None:
        called = chaincode.ChaincodeInput(args=[b"run", json.dumps(steps).encode()])
        spec = chaincode.ChaincodeSpec(chaincode_id=chaincode.ChaincodeID(name=name), input=called)
        answer = shim.ChaincodeMessage.FromString(self._call(_Type.INVOKE_CHAINCODE, spec))
        if answer.type != _Type.COMPLETED:
            self._found.append(answer.payload.decode())
            return
        response = proposal_response.Response.FromString(answer.payload)
        self._found.append([response.status, response.message, json.loads(response.payload)])

    def _emit(self, name: str, payload: str) -> None:
        self._event = chaincode_event.ChaincodeEvent(event_name=name, payload=payload.encode())

    def _own(self) -> None:
        self._found.append(self._owner.label)

    def _answer(self, status: int, message: str) -> None:
        self._status = (status, message)

    def _error(self, text: str) -> None:
        raise _PeerError(text)

    def _raw(self, name: str) -> None:
        self._call(_Type.Type.Value(name), shim.GetState(key="x"))

    def _results(self, kind: int, message: Any) -> Iterator[bytes]:
        answer = self._query(kind, message)
        yield from (item.resultBytes for item in answer.results)
        while answer.has_more:
            answer = self._query(_Type.QUERY_STATE_NEXT, shim.QueryStateNext(id=answer.id))
            yield from (item.resultBytes for item in answer.results)

    def _query(self, kind: int, message: Any) -> Any:
        return shim.QueryResponse.FromString(self._call(kind, message))

    def _call(self, kind: int, message: Any) -> bytes:
        self._send(kind, message.SerializeToString())
        answer = self._inbox.get(timeout=10)
        if answer.type == _Type.ERROR:
            raise _PeerError(answer.payload.decode())
        return bytes(answer.payload)

    def _send(self, kind: int, payload: bytes, event: Any = None) -> None:
        self._outgoing.put(
            shim.ChaincodeMessage(
                type=kind, payload=payload, txid=self._message.txid, channel_id=self._message.channel_id, chaincode_event=event
            )
        )


class _PeerError(Exception):
    pass


def _keys(answer: Any) -> list[str]:
    return [queryresult.KV.FromString(item.resultBytes).key for item in answer.results]
