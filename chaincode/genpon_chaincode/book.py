"""The ledger as the transactions see it: chains of acts, index rows and the clock, over Fabric's world state."""

from collections.abc import Iterable

from genpon_chaincode.shim import ChaincodeStub
from genpon_core import chains
from genpon_core.charters import Charter
from genpon_core.clock import ledger_now
from genpon_core.fabric.policies import unsatisfiable
from genpon_core.records import Chain, Record
from genpon_core.rules import Decision, decide, needs
from genpon_core.statements import Act
from genpon_core.worlds import World

_FROZEN: bytes = unsatisfiable().SerializeToString()


class Book:
    """The chains on one ledger, read and added to within one transaction.

    Attributes:
        charter: the founding agreement, the same in every municipality's service.
    """

    def __init__(self, charter: Charter, stub: ChaincodeStub) -> None:
        self.charter = charter
        self._stub = stub

    def clock(self) -> int:
        """The ledger clock, seconds since 1970 UTC; 0 before its first tick."""
        return int(self._stub.get_state(chains.CLOCK_KEY) or b"0")

    def chain(self, asset: str) -> Chain:
        """The acts of an asset."""
        return chains.read_chain(self._range(*chains.chain_range(asset)))

    def add(self, act: Act) -> Decision:
        """Decides on an act and adds it; the very act a second time changes nothing.

        Raises:
            Refusal: with the reason why it is not added.
        """
        clock = self.clock()
        world = World(self.charter, {asset: self.chain(asset) for asset in needs(act.statement)})
        time = self._stub.transaction_time
        stale = world.in_force(time).parameters.clock_stale
        now = ledger_now(time, clock, world.chains.values(), clock_stale=stale)
        decision = decide(act, world, now=now, transaction=self._stub.transaction_id)
        if not decision.repeated:
            self._write(decision)
        return decision

    def charter_parts(self) -> list[bytes]:
        """The parts of the charter that were established, none before."""
        return list(self._range(*chains.charter_range(self.charter.digest)))

    def put_frozen(self, key: str, value: bytes) -> None:
        """Writes a key once and for all: no set of organisations can endorse another write to it."""
        self._stub.put_state(key, value)
        self._stub.set_state_validation_parameter(key, _FROZEN)

    def _write(self, decision: Decision) -> None:
        record: Record = decision.record
        self.put_frozen(chains.act_key(record), record.to_bytes())
        for row in decision.index_rows:
            self._stub.put_state(chains.index_key(row), b"1")

    def _range(self, start: str, end: str) -> Iterable[bytes]:
        with self._stub.get_state_by_range(start, end) as rows:
            return [row.value for row in rows]
