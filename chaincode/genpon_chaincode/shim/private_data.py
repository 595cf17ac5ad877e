"""Private data: values that only a collection's members keep, hashes that everyone does (Fabric documentation, "Private data")."""

from collections.abc import Sequence

from genpon_chaincode.shim import keys
from genpon_chaincode.shim.iterators import KeyValue, ResultIterator
from genpon_chaincode.shim.state import State


class PrivateDataCalls:
    """The part of a stub for private data; every call raises `KeyRefusedError` for an empty collection or a bad key."""

    _state: State

    def get_private_data(self, collection: str, key: str) -> bytes:
        """A private value; empty where there is none."""
        keys.check_name(collection, "collection")
        return self._state.get(collection, key)

    def get_multiple_private_data(self, collection: str, wanted: Sequence[str]) -> list[bytes]:
        """Several private values, in the order of the keys."""
        keys.check_name(collection, "collection")
        return self._state.get_multiple(collection, wanted)

    def get_private_data_hash(self, collection: str, key: str) -> bytes:
        """SHA-256 of a private value; empty where there is none. Peers outside the collection know it too."""
        keys.check_name(collection, "collection")
        return self._state.hash(collection, key)

    def put_private_data(self, collection: str, key: str, value: bytes) -> None:
        """Sets a private value. Take it from `transient`: arguments are on the ledger."""
        keys.check_name(collection, "collection")
        self._state.put(collection, key, value)

    def delete_private_data(self, collection: str, key: str) -> None:
        """Deletes a private value."""
        keys.check_name(collection, "collection")
        self._state.delete(collection, key)

    def purge_private_data(self, collection: str, key: str) -> None:
        """Deletes a private value and its history from every member's peer."""
        keys.check_name(collection, "collection")
        self._state.purge(collection, key)

    def get_private_data_by_range(self, collection: str, start: str, end: str) -> ResultIterator[KeyValue]:
        """Private keys from `start` up to, not including, `end`."""
        keys.check_name(collection, "collection")
        return self._state.range(collection, keys.check_range(start, end))

    def get_private_data_by_partial_composite_key(
        self, collection: str, object_type: str, attributes: Sequence[str]
    ) -> ResultIterator[KeyValue]:
        """Private composite keys that begin with these parts."""
        keys.check_name(collection, "collection")
        return self._state.range(collection, keys.composite_range(object_type, attributes))

    def get_private_data_query_result(self, collection: str, query: str) -> ResultIterator[KeyValue]:
        """A rich query over private data; LevelDB peers refuse it."""
        keys.check_name(collection, "collection")
        return self._state.query(collection, query)

    def set_private_data_validation_parameter(self, collection: str, key: str, policy: bytes) -> None:
        """Sets a private key's own endorsement policy; empty takes it away."""
        keys.check_name(collection, "collection")
        self._state.set_validation_parameter(collection, key, policy)

    def get_private_data_validation_parameter(self, collection: str, key: str) -> bytes:
        """A private key's own endorsement policy; empty where it has none."""
        keys.check_name(collection, "collection")
        return self._state.get_validation_parameter(collection, key)
