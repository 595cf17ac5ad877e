"""A transaction simulated on a view of the state: what its chaincodes read, with versions, and what they would write.

Reads see committed state only, never the transaction's own writes, as in Fabric (documentation, "Read-Write set semantics"). A chaincode
that another one calls takes part in the same transaction, each in its own namespace.
"""

from genpon_core.fabric.protos import rwset
from genpon_network.embedded.definition import LIFECYCLE, Definition
from genpon_network.embedded.namespace import Namespace
from genpon_network.embedded.simulation_rules import Rules
from genpon_network.embedded.store import View


class Simulation:
    """One transaction's reads and writes.

    Args:
        view: the state it sees.
        transaction_id: named in refusals.
    """

    def __init__(self, view: View, transaction_id: str) -> None:
        self._view = view
        self._rules = Rules(transaction_id)
        self._namespaces: dict[str, Namespace] = {}

    def namespace(self, name: str) -> Namespace:
        """The part of the chaincode of that name."""
        if name not in self._namespaces:
            self._namespaces[name] = Namespace(self._view, name, self._rules)
        return self._namespaces[name]

    def read_definition(self, definition: Definition) -> None:
        """Notes the read of a chaincode's definition, so that a new one invalidates what was endorsed under the old one."""
        self.namespace(LIFECYCLE).get(definition.sequence_key)

    def touched(self) -> dict[str, tuple[str, ...]]:
        """The chaincodes whose state was read or written, each with the keys that it writes."""
        return {item.name: item.written for item in self._sorted() if item.name != LIFECYCLE}

    def results(self) -> bytes:
        """The `rwset.TxReadWriteSet`, serialized; the same on every peer with the same state. Call it once, at the end."""
        message = rwset.TxReadWriteSet(data_model=rwset.TxReadWriteSet.KV)
        for item in self._sorted():
            message.ns_rwset.add(namespace=item.name, rwset=item.results().SerializeToString())
        return bytes(message.SerializeToString())

    def _sorted(self) -> list[Namespace]:
        return [item for _, item in sorted(self._namespaces.items()) if item.touched]
