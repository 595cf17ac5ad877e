"""The stub: what a transaction sees of the ledger (Fabric documentation, "Chaincode API")."""

from collections.abc import Mapping, Sequence
from typing import Any

from genpon_chaincode.shim import keys
from genpon_chaincode.shim.exchange import Exchange, Type
from genpon_chaincode.shim.proposal import ProposalFacts
from genpon_chaincode.shim.rows import Modification, Row, Rows, read_modification, read_row
from genpon_chaincode.shim.writes import VALIDATION_PARAMETER, Writes
from genpon_core.fabric.protos import chaincode_event
from genpon_core.fabric.protos import chaincode_shim as messages


class ChaincodeStub:
    """One transaction's view of the ledger. A transaction does not see its own writes.

    Attributes:
        transaction_id: in hex.
        channel: the channel's name.
        arguments: what the chaincode was called with; the first names the function.
    """

    def __init__(
        self, exchange: Exchange, writes: Writes, facts: ProposalFacts, *, transaction_id: str, channel: str, arguments: Sequence[bytes]
    ) -> None:
        self._exchange = exchange
        self._writes = writes
        self._facts = facts
        self._event: Any = None
        self.transaction_id = transaction_id
        self.channel = channel
        self.arguments = tuple(arguments)

    @property
    def function(self) -> str:
        """The function's name; empty without arguments."""
        return self.arguments[0].decode() if self.arguments else ""

    @property
    def parameters(self) -> tuple[bytes, ...]:
        """The arguments after the function's name."""
        return self.arguments[1:]

    @property
    def creator(self) -> bytes:
        """The serialized identity of the one who made the proposal."""
        return self._facts.creator

    @property
    def transaction_time(self) -> int:
        """The proposal's timestamp in whole seconds since 1970 UTC; the client sets it, peers refuse what is minutes off."""
        return self._facts.seconds

    @property
    def transient(self) -> Mapping[str, bytes]:
        """Data that comes with the proposal and is not recorded."""
        return self._facts.transient

    @property
    def binding(self) -> bytes:
        """A digest that binds transient data to this proposal."""
        return self._facts.binding

    @property
    def signed_proposal(self) -> Any:
        """The `protos.SignedProposal` message."""
        return self._facts.signed

    @property
    def read_only(self) -> bool:
        """Whether writes are refused, as in a query."""
        return not self._writes.allowed

    @read_only.setter
    def read_only(self, value: bool) -> None:
        self._writes.allowed = not value

    @property
    def event(self) -> Any:
        """The `protos.ChaincodeEvent` that was set, or None."""
        return self._event

    def get_state(self, key: str) -> bytes:
        """A key's value, empty if there is none."""
        return self._get(keys.check_key(key), "")

    def put_state(self, key: str, value: bytes) -> None:
        """Writes a value, which must not be empty."""
        if not value:
            raise ValueError("a value must not be empty; delete the key instead")
        self._writes.put(keys.check_key(key), value)

    def delete_state(self, key: str) -> None:
        """Deletes a key."""
        self._writes.delete(keys.check_key(key))

    def get_state_validation_parameter(self, key: str) -> bytes:
        """A key's own endorsement policy (`common.SignaturePolicyEnvelope`), empty if it has none."""
        request = messages.GetStateMetadata(key=keys.check_key(key))
        answer = self._exchange.call(Type.GET_STATE_METADATA, request.SerializeToString())
        entries = messages.StateMetadataResult.FromString(answer).entries
        return next((bytes(entry.value) for entry in entries if entry.metakey == VALIDATION_PARAMETER), b"")

    def set_state_validation_parameter(self, key: str, policy: bytes) -> None:
        """Gives a key its own endorsement policy."""
        self._writes.set_validation_parameter(keys.check_key(key), policy)

    def get_state_by_range(self, start: str, end: str) -> Rows[Row]:
        """Rows from a key up to before another, in the order of their keys; an empty bound is open."""
        return self._range(*keys.check_range(start, end))

    def get_state_by_range_with_pagination(self, start: str, end: str, page_size: int, bookmark: str = "") -> Rows[Row]:
        """One page of rows; only for queries, as pages are not checked for phantoms."""
        return self._range(*keys.check_range(start, end), page_size=page_size, bookmark=bookmark)

    def get_state_by_partial_composite_key(self, object_type: str, attributes: Sequence[str]) -> Rows[Row]:
        """Rows whose composite keys begin with these parts."""
        return self._range(*keys.composite_range(object_type, attributes))

    def get_history_for_key(self, key: str) -> Rows[Modification]:
        """A key's values over time, on peers that keep a history and did not join by a snapshot."""
        request = messages.GetHistoryForKey(key=key).SerializeToString()
        return Rows(self._exchange, self._exchange.call(Type.GET_HISTORY_FOR_KEY, request), read_modification)

    def get_private_data(self, collection: str, key: str) -> bytes:
        """A private value, empty if there is none."""
        return self._get(keys.check_key(key), _collection(collection))

    def get_private_data_hash(self, collection: str, key: str) -> bytes:
        """The hash of a private value, which every peer has."""
        request = messages.GetState(key=keys.check_key(key), collection=_collection(collection))
        return self._exchange.call(Type.GET_PRIVATE_DATA_HASH, request.SerializeToString())

    def put_private_data(self, collection: str, key: str, value: bytes) -> None:
        """Writes a private value."""
        if not value:
            raise ValueError("a value must not be empty; delete the key instead")
        self._writes.put(keys.check_key(key), value, _collection(collection))

    def delete_private_data(self, collection: str, key: str) -> None:
        """Deletes a private value."""
        self._writes.delete(keys.check_key(key), _collection(collection))

    def purge_private_data(self, collection: str, key: str) -> None:
        """Deletes a private value from every peer's history too."""
        self._writes.purge(keys.check_key(key), _collection(collection))

    def set_event(self, name: str, payload: bytes) -> None:
        """Sets the transaction's one event; it is public, and only a hint."""
        if not name:
            raise ValueError("an event must have a name")
        self._event = chaincode_event.ChaincodeEvent(event_name=name, payload=payload)

    def flush(self) -> None:
        """Sends the writes that wait; the runtime does it before the response."""
        self._writes.flush()

    def _get(self, key: str, collection: str) -> bytes:
        request = messages.GetState(key=key, collection=collection)
        return self._exchange.call(Type.GET_STATE, request.SerializeToString())

    def _range(self, start: str, end: str, *, page_size: int = 0, bookmark: str = "") -> Rows[Row]:
        metadata = b""
        if page_size:
            metadata = messages.QueryMetadata(pageSize=page_size, bookmark=bookmark).SerializeToString()
        request = messages.GetStateByRange(startKey=start, endKey=end, metadata=metadata).SerializeToString()
        return Rows(self._exchange, self._exchange.call(Type.GET_STATE_BY_RANGE, request), read_row)


def _collection(collection: str) -> str:
    if not collection:
        raise ValueError("a collection must be named")
    return collection
