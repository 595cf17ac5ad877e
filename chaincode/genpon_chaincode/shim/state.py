"""The world state as a transaction reads and writes it.

Reads see what is committed, never the transaction's own writes (Fabric documentation, "Read-Write set semantics").
"""

from collections.abc import Sequence
from typing import Any

from genpon_chaincode.shim import keys
from genpon_chaincode.shim.calls import PeerCalls, read_answer
from genpon_chaincode.shim.errors import KeyRefusedError, LedgerError, ReadOnlyError, RichQueryError
from genpon_chaincode.shim.iterators import KeyValue, Page, ResultIterator, read_key_value
from genpon_chaincode.shim.key_policies import read_policy
from genpon_chaincode.shim.writes import Writes
from genpon_core.fabric.protos import chaincode_shim as protos

VALIDATION_PARAMETER = "VALIDATION_PARAMETER"
"""The metadata entry that holds a key's endorsement policy (`protos.MetaDataKeys`)."""
_NO_RICH_QUERIES = "not supported for leveldb"
"""How a peer's refusal of a rich query says that its state is in LevelDB."""
_Type = protos.ChaincodeMessage


class State:
    """Reads and writes of one transaction; `collection` is empty for public state.

    Args:
        calls: the transaction's connection to its peer.
    """

    def __init__(self, calls: PeerCalls) -> None:
        self._calls = calls
        self._writes = Writes(calls)
        self.read_only = False

    def get(self, collection: str, key: str) -> bytes:
        """A key's value; empty where there is none."""
        keys.check_key(key)
        return self._calls.call(_Type.GET_STATE, protos.GetState(key=key, collection=collection))

    def get_multiple(self, collection: str, wanted: Sequence[str]) -> list[bytes]:
        """The values of several keys, in their order; one round trip where the peer takes it."""
        limit = self._calls.limits.get_multiple
        if limit == 0 or len(wanted) == 1:
            return [self.get(collection, key) for key in wanted]
        for key in wanted:
            keys.check_key(key)
        values: list[bytes] = []
        for start in range(0, len(wanted), limit):
            request = protos.GetStateMultiple(keys=wanted[start : start + limit], collection=collection)
            payload = self._calls.call(_Type.GET_STATE_MULTIPLE, request)
            values.extend(read_answer(protos.GetStateMultipleResult, payload).values)
        return values

    def put(self, collection: str, key: str, value: bytes) -> None:
        """Sets a key's value."""
        self._check_write(key)
        if not value:
            # On the wire an empty value cannot be told from a deletion.
            raise KeyRefusedError("a value must not be empty; delete the key instead")
        self._writes.put(collection, key, value)

    def delete(self, collection: str, key: str) -> None:
        """Deletes a key."""
        self._check_write(key)
        self._writes.delete(collection, key)

    def purge(self, collection: str, key: str) -> None:
        """Deletes a private key and every earlier value of it."""
        self._check_write(key)
        self._writes.purge(collection, key)

    def set_validation_parameter(self, collection: str, key: str, policy: bytes) -> None:
        """Sets a key's own endorsement policy; empty takes it away."""
        self._check_write(key)
        if policy:
            read_policy(policy)
        self._writes.put_metadata(collection, key, VALIDATION_PARAMETER, policy)

    def get_validation_parameter(self, collection: str, key: str) -> bytes:
        """A key's own endorsement policy; empty where it has none."""
        keys.check_key(key)
        payload = self._calls.call(_Type.GET_STATE_METADATA, protos.GetStateMetadata(key=key, collection=collection))
        entries = read_answer(protos.StateMetadataResult, payload).entries
        return next((entry.value for entry in entries if entry.metakey == VALIDATION_PARAMETER), b"")

    def hash(self, collection: str, key: str) -> bytes:
        """SHA-256 of a private value, which every peer knows."""
        keys.check_key(key)
        return self._calls.call(_Type.GET_PRIVATE_DATA_HASH, protos.GetState(key=key, collection=collection))

    def range(self, collection: str, bounds: tuple[str, str], metadata: bytes = b"") -> ResultIterator[KeyValue]:
        """The keys from the first bound up to, not including, the second."""
        start, end = bounds
        request = protos.GetStateByRange(startKey=start, endKey=end, collection=collection, metadata=metadata)
        return ResultIterator(self._calls, self._calls.call(_Type.GET_STATE_BY_RANGE, request), read_key_value)

    def range_page(self, bounds: tuple[str, str], page_size: int, bookmark: str) -> Page:
        """A page of a range of public state."""
        return Page.read(self.range("", bounds, page_request(page_size, bookmark)))

    def query(self, collection: str, query: str, metadata: bytes = b"") -> ResultIterator[KeyValue]:
        """A rich query; a peer whose state is in LevelDB refuses it."""
        request = protos.GetQueryResult(query=query, collection=collection, metadata=metadata)
        try:
            payload = self._calls.call(_Type.GET_QUERY_RESULT, request)
        except LedgerError as error:
            if _NO_RICH_QUERIES in error.detail:
                raise RichQueryError("GET_QUERY_RESULT", error.detail) from None
            raise
        return ResultIterator(self._calls, payload, read_key_value)

    def start_batch(self) -> None:
        """Collects writes from now on."""
        self._writes.start_batch()

    def finish_batch(self) -> None:
        """Sends the collected writes, and each later one by itself."""
        self._writes.finish_batch()

    def flush(self) -> None:
        """Sends the collected writes."""
        self._writes.flush()

    def _check_write(self, key: str) -> None:
        if self.read_only:
            raise ReadOnlyError("a query must not write; make the function a transaction")
        keys.check_key(key)


def page_request(page_size: int, bookmark: str) -> bytes:
    """A `QueryMetadata` message.

    Raises:
        ValueError: for a page of no results.
    """
    if page_size < 1:
        raise ValueError("a page holds at least one result")
    message: Any = protos.QueryMetadata(pageSize=page_size, bookmark=bookmark)
    return bytes(message.SerializeToString())
