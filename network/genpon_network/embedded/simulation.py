"""A transaction simulated on a view of the state: what its chaincodes read, with versions, and what they would write.

Reads see committed state only, never the transaction's own writes, as in Fabric (documentation, "Read-Write set semantics"). A chaincode
that another one calls takes part in the same transaction, each in its own namespace.
"""

from collections.abc import Iterator
from typing import Any

from genpon_core.fabric.protos import rwset
from genpon_network.embedded.definition import Definition
from genpon_network.embedded.definition_state import LIFECYCLE, definition_keys, sequence_key
from genpon_network.embedded.interest import Call
from genpon_network.embedded.namespace import Namespace
from genpon_network.embedded.simulation_rules import Rules
from genpon_network.embedded.spaces import Space, digest
from genpon_network.embedded.store import View


class Simulation:
    """One transaction's reads and writes.

    Args:
        view: the state it sees.
        transaction_id: named in refusals.
        organisation: the peer's organisation, whose private values can be read.
    """

    def __init__(self, view: View, transaction_id: str, organisation: str) -> None:
        self._view = view
        self._organisation = organisation
        self._rules = Rules(transaction_id)
        self._namespaces: dict[str, Namespace] = {}

    def namespace(self, name: str) -> Namespace:
        """The part of the chaincode of that name."""
        if name not in self._namespaces:
            self._namespaces[name] = Namespace(self._view, name, self._organisation, self._rules)
        return self._namespaces[name]

    def read_definition(self, definition: Definition) -> None:
        """Notes that a chaincode's definition counts, so that a new one invalidates what was endorsed under the old one."""
        self.namespace(LIFECYCLE).get(sequence_key(definition.name))

    def read_whole_definition(self, definition: Definition) -> None:
        """Notes that a chaincode's collections count."""
        self.namespace(LIFECYCLE).get_multiple(definition_keys(definition.name))

    def calls(self) -> tuple[Call, ...]:
        """What the transaction asks of its endorsers."""
        return tuple(call for item in self._sorted() if item.name != LIFECYCLE for call in item.calls())

    def private_results(self) -> Iterator[tuple[Space, bytes]]:
        """The private `kvrwset.KVRWSet` of each collection that is written, serialized."""
        for item in self._sorted():
            for name, part in item.collections.items():
                writes = part.private_results()
                if writes is not None:
                    yield Space(item.name, name), writes.SerializeToString()

    def results(self) -> bytes:
        """The `rwset.TxReadWriteSet`, serialized; the same on every peer with the same state. Call it once, at the end."""
        digests = {space: digest(writes) for space, writes in self.private_results()}
        message = rwset.TxReadWriteSet(data_model=rwset.TxReadWriteSet.KV)
        for item in self._sorted():
            hashed: list[Any] = [
                rwset.CollectionHashedReadWriteSet(
                    collection_name=name,
                    hashed_rwset=part.hashed_results().SerializeToString(),
                    pvt_rwset_hash=digests.get(Space(item.name, name), b""),
                )
                for name, part in item.collections.items()
            ]
            message.ns_rwset.add(namespace=item.name, rwset=item.results().SerializeToString(), collection_hashed_rwset=hashed)
        return bytes(message.SerializeToString())

    def _sorted(self) -> list[Namespace]:
        return [item for _, item in sorted(self._namespaces.items()) if item.touched]
