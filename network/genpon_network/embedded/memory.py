"""A ledger in memory for unit tests of chaincode: no servers, no threads, no waiting, and the embedded ledger's own rules.

```python
ledger = MemoryLedger(Assets())
ledger.submit("create", "car-1", "red", creator="TodaMSP")
assert ledger.evaluate("colour", "car-1").payload == b"red"

with ledger.transaction(transient={"price": b"7"}) as stub:
    stub.put_private_data("prices", "car-1", stub.transient["price"])
```

Read-write sets, ranges, history, private data, calls of other chaincodes and conflicts are simulated and committed by the code of the
embedded ledger; each transaction is a block. What needs several peers is not here: nobody endorses, so no endorsement policy is asked.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self, Unpack

from google.protobuf.timestamp_pb2 import Timestamp

from genpon.gateway import ChaincodeEvent, Status
from genpon_chaincode.shim import ERROR_THRESHOLD, ChaincodeStub, Response
from genpon_chaincode.shim.answering import Answer, Answering
from genpon_chaincode.shim.determinism import chosen
from genpon_core.fabric.protos import chaincode_event
from genpon_network.embedded.block_writing import Checked, NextBlock, add_genesis, write_block
from genpon_network.embedded.chaincode_services import ChaincodeLike, as_chaincode
from genpon_network.embedded.clock import Clock
from genpon_network.embedded.collection_access import Creator
from genpon_network.embedded.definition import ChaincodeSpec, Definitions, definitions
from genpon_network.embedded.memory_calls import MemoryExecution, response_of
from genpon_network.embedded.memory_transactions import Endorsed, Member, TransactionOptions
from genpon_network.embedded.organisations import DEFAULT_ORGANISATIONS
from genpon_network.embedded.proposals import unpack
from genpon_network.embedded.responses import Outcome, response_payload
from genpon_network.embedded.result_sets import ResultSets
from genpon_network.embedded.simulation import Simulation
from genpon_network.embedded.store import Store
from genpon_network.embedded.transactions import Code, assemble
from genpon_network.lifecycle.administrators import Administrator
from genpon_network.lifecycle.private_collections import PrivateCollection
from genpon_network.lifecycle.proposals import new_proposal
from genpon_network.pki import OrganisationAuthority, Role

_MSP_IDS = tuple(spec.msp_id for spec in DEFAULT_ORGANISATIONS)


class MemoryLedger:
    """A ledger in memory with one chaincode, and others that it may call.

    Args:
        chaincode: a chaincode or a contract, or a class of either; without one only `transaction` can be used.
        name: its name, its namespace in the state.
        others: chaincodes that it may call, by name.
        collections: its private data collections; each organisation's implicit one is there without being declared.
        organisations: the MSP ids of the channel's members; the first is whose client and peer act unless another is named.
        channel: the channel's name.
        clock: the time that transactions get.
        answering: how chaincode is asked for its answer; twice where `CHAINCODE_CHECK_DETERMINISM` says so.

    Attributes:
        clock: the time that transactions get, unless one is named; `clock.advance(3600)` moves it.
        events: what was emitted by committed transactions.
    """

    def __init__(
        self,
        chaincode: ChaincodeLike | None = None,
        *,
        name: str = "genpon",
        others: Mapping[str, ChaincodeLike] | None = None,
        collections: Sequence[PrivateCollection] = (),
        organisations: Sequence[str] = _MSP_IDS,
        channel: str = "genpon",
        clock: Clock | None = None,
        answering: Answering | None = None,
    ) -> None:
        self.clock = clock or Clock()
        self.events: list[ChaincodeEvent] = []
        self._name = name
        self._channel = channel
        self._organisations = tuple(organisations)
        given = {**({} if chaincode is None else {name: chaincode}), **(others or {})}
        self._chaincodes = {known: as_chaincode(item) for known, item in given.items()}
        own = ChaincodeSpec(name=name, address_for=str, collections=collections)
        called = [ChaincodeSpec(name=other, address_for=str) for other in others or {}]
        self._definitions: Definitions = definitions([own, *called], self._organisations)
        self._answering = answering or chosen(None)
        self._authorities: dict[str, OrganisationAuthority] = {}
        self._members: dict[str, Member] = {}
        self._simulating = False
        self._store = Store(Path(":memory:"))
        add_genesis(self._store, b"", self._definitions)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Lets the memory go."""
        self._store.close()

    def member(
        self, msp_id: str, common_name: str = "client", role: Role = "client", attributes: Mapping[str, str] | None = None
    ) -> Member:
        """Enrols a member of an organisation, to be named as a transaction's creator.

        Args:
            msp_id: the organisation.
            common_name: an opaque id.
            role: the NodeOU role.
            attributes: what chaincode may ask the certificate for.

        Raises:
            ValueError: if there is no such organisation.
        """
        self._require(msp_id)
        now = self.clock()
        if msp_id not in self._authorities:
            domain = f"{msp_id.removesuffix('MSP').lower()}.example"
            self._authorities[msp_id] = OrganisationAuthority.create(msp_id=msp_id, domain=domain, now=now)
        enrolment = self._authorities[msp_id].issue(common_name, role, now=now, attributes=attributes)
        return Member(Administrator(msp_id, enrolment))

    def evaluate(self, function: str, *arguments: str | bytes, **options: Unpack[TransactionOptions]) -> Response:
        """Asks the chaincode; nothing is committed. What it raises is raised."""
        return self.endorse(function, *arguments, **options).response

    def submit(self, function: str, *arguments: str | bytes, **options: Unpack[TransactionOptions]) -> Response:
        """Lets the chaincode work, and commits what it wrote unless it refuses. What it raises is raised."""
        endorsed = self.endorse(function, *arguments, **options)
        if endorsed.response.status < ERROR_THRESHOLD:
            endorsed.commit()
        return endorsed.response

    def endorse(self, function: str, *arguments: str | bytes, **options: Unpack[TransactionOptions]) -> Endorsed:
        """Lets the chaincode work, so that others can be committed before this. What it raises is raised.

        Args:
            function: the function's name.
            arguments: its arguments; text is sent as UTF-8.
            options: as of `TransactionOptions`.

        Raises:
            ValueError: if the ledger has no chaincode, or no organisation that is named.
        """
        if self._name not in self._chaincodes:
            raise ValueError("this ledger has no chaincode; make it with one, or use the stub that transaction() gives")
        execution = self._begin((function, *arguments), options)
        with self._simulation(execution):
            found = execution.execute(self._name, execution.item.chaincode_input)
            results = execution.simulation.results()
        return Endorsed(found.response, execution.item.transaction_id, lambda: self._commit(execution, found, results))

    @contextmanager
    def transaction(self, *arguments: str | bytes, **options: Unpack[TransactionOptions]) -> Iterator[ChaincodeStub]:
        """A stub for a `with` block; what the block writes is committed at its end, and nothing if it raises.

        Raises:
            ValueError: if a transaction is being simulated already.
        """
        execution = self._begin(arguments, options)
        with self._simulation(execution):
            stub = ChaincodeStub(execution.invocation(execution.item.chaincode_input), execution.calls(self._name))
            yield stub
            stub.finish_write_batch()
            results = execution.simulation.results()
        self._commit(execution, Answer(Response(), stub.event), results).require_successful()

    @property
    def height(self) -> int:
        """The number of blocks."""
        return self._store.height()

    def state(self) -> dict[tuple[str, str], tuple[bytes, bytes]]:
        """Every key of the public state, as (namespace, key), with its value and its metadata; hashes of private data too."""
        return self._store.everything()

    def private_state(self, msp_id: str) -> dict[tuple[str, str, str], bytes]:
        """Every private value that an organisation's peer keeps, by chaincode, collection and key."""
        return self._store.latest.private.everything(msp_id)

    def _begin(self, arguments: Sequence[str | bytes], options: TransactionOptions) -> MemoryExecution:
        creator = options.get("creator") or self._organisations[0]
        member = self._client(creator) if isinstance(creator, str) else creator
        when = Timestamp()
        when.FromDatetime(options.get("timestamp") or self.clock())
        sent = [argument.encode() if isinstance(argument, str) else argument for argument in arguments]
        transient = options.get("transient", {})
        item = unpack(new_proposal(member.enrolled, self._channel, self._name, sent, transient=transient, timestamp=when).signed)
        peer = options.get("peer", member.msp_id)
        self._require(peer)
        return MemoryExecution(
            item=item,
            simulation=Simulation(self._store.latest, item.transaction_id, peer),
            definitions=self._definitions,
            chaincodes=self._chaincodes,
            answering=self._answering,
            creator=Creator(member.msp_id, self._channel, self._organisations),
            peer=peer,
        )

    def _require(self, msp_id: str) -> None:
        if msp_id not in self._organisations:
            raise ValueError(f"{msp_id} is no organisation of this ledger; it has {', '.join(self._organisations)}")

    def _client(self, msp_id: str) -> Member:
        if msp_id not in self._members:
            self._members[msp_id] = self.member(msp_id)
        return self._members[msp_id]

    @contextmanager
    def _simulation(self, execution: MemoryExecution) -> Iterator[None]:
        """As a peer commits no block while a transaction reads its state, there is one at a time."""
        if self._simulating:
            raise ValueError("a transaction is being simulated; end it first, or endorse both and commit them one after the other")
        self._simulating = True
        try:
            yield
        finally:
            self._simulating = False
            execution.ended = True

    def _commit(self, execution: MemoryExecution, found: Answer, results: bytes) -> Status:
        if self._simulating:
            raise ValueError("a transaction is being simulated; nothing is committed before it ends")
        item = execution.item
        event = None if found.event is None else chaincode_event.ChaincodeEvent(event_name=found.event[0], payload=found.event[1])
        payload = response_payload(item, "1", results, Outcome(response_of(found), event))
        for space, writes in execution.simulation.private_results():
            self._store.transient.add(item.transaction_id, space, writes, self.height)
        checked = Checked(item.transaction_id, ResultSets.parse(results))
        block = NextBlock([assemble(item, payload, []).SerializeToString()], [Code.VALID], [checked])
        ((_, committed),) = write_block(self._store, self._definitions, self._organisations, block)
        status = Status(item.transaction_id, Code.Name(committed.code), committed.block)
        if status.successful and found.event is not None:
            self.events.append(ChaincodeEvent(committed.block, item.transaction_id, self._name, *found.event))
        return status
