"""A chaincode's calls to its peer, answered in the same thread: the chaincode runtime's side of a simulation without a connection."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from google.protobuf.message import Message

from genpon_chaincode.shim import Chaincode, Invocation, LedgerError, PeerLimits, TransactionEndedError
from genpon_chaincode.shim.answering import Answer, Answering
from genpon_chaincode.shim.proposals import read_proposal
from genpon_core.fabric.protos import chaincode, proposal_response
from genpon_core.fabric.protos import chaincode_shim as shim
from genpon_network.embedded.collection_access import CollectionAccess, Creator
from genpon_network.embedded.definition import Definitions
from genpon_network.embedded.execution import called_chaincode
from genpon_network.embedded.proposals import Proposal
from genpon_network.embedded.simulation import Simulation
from genpon_network.embedded.simulation_rules import SimulationError
from genpon_network.embedded.state_calls import StateCalls

_LIMIT = 1000
_Type = shim.ChaincodeMessage


@dataclass
class MemoryExecution:
    """A proposal that is worked on in this thread.

    Attributes:
        item: the proposal.
        simulation: what its chaincodes read and write.
        definitions: the channel's chaincodes.
        chaincodes: their code.
        answering: how they are asked for an answer.
        creator: who made the proposal.
        peer: the MSP id of the simulating peer.
        ended: whether the stub is dead.
    """

    item: Proposal
    simulation: Simulation
    definitions: Definitions
    chaincodes: Mapping[str, Chaincode]
    answering: Answering
    creator: Creator
    peer: str
    ended: bool = False
    _running: set[str] = field(default_factory=set)

    def execute(self, name: str, chaincode_input: bytes) -> Answer:
        """A chaincode's answer; what it raises is raised."""
        if name in self._running:
            raise SimulationError(f"execute failed: error sending: txid: {self.item.transaction_id}({self.item.channel}) exists")
        self._running.add(name)
        try:
            return self.answering(self.chaincodes[name], self.invocation(chaincode_input), self.calls(name))
        finally:
            self._running.remove(name)

    def invocation(self, chaincode_input: bytes) -> Invocation:
        """What the transaction's stub tells of itself."""
        arguments = chaincode.ChaincodeInput.FromString(chaincode_input)
        return Invocation(
            channel_id=self.item.channel,
            transaction_id=self.item.transaction_id,
            args=list(arguments.args),
            decorations={},
            is_init=False,
            signed_proposal=self.item.signed,
            proposal=read_proposal(self.item.signed),
            peer_msp_id=self.peer,
        )

    def calls(self, name: str) -> "MemoryCalls":
        """The calls of one of its chaincodes."""
        definition = self.definitions[name]
        self.simulation.read_definition(definition)
        state = StateCalls(self.simulation.namespace(name), CollectionAccess(self.simulation, definition, self.creator))
        return MemoryCalls(self, state.answer)

    def invoke(self, payload: bytes) -> bytes:
        """Answers the call of another chaincode.

        Raises:
            SimulationError: if it cannot be called.
        """
        answer = self.execute(*called_chaincode(payload, self.item.channel, self.definitions))
        return bytes(shim.ChaincodeMessage(type=_Type.COMPLETED, payload=response_of(answer).SerializeToString()).SerializeToString())


@dataclass(frozen=True)
class MemoryCalls:
    """What a stub needs of a connection: `genpon_chaincode.shim.PeerCalls`."""

    execution: MemoryExecution
    answer: Callable[[int, bytes], bytes]

    @property
    def limits(self) -> PeerLimits:
        """As a peer of Fabric 3.1 has them."""
        return PeerLimits(write_batch=_LIMIT, get_multiple=_LIMIT)

    @property
    def ended(self) -> bool:
        """Whether the transaction is over."""
        return self.execution.ended

    def call(self, kind: int, request: Message) -> bytes:
        """Answers a request.

        Raises:
            LedgerError: if a peer would refuse it.
            TransactionEndedError: if the transaction is over.
        """
        if self.execution.ended:
            raise TransactionEndedError("the transaction is over; its stub answers no more")
        payload = request.SerializeToString()
        try:
            return self.execution.invoke(payload) if kind == _Type.INVOKE_CHAINCODE else self.answer(kind, payload)
        except SimulationError as error:
            name = _Type.Type.Name(kind)
            raise LedgerError(name, f"{name} failed: transaction ID: {self.execution.item.transaction_id}: {error}") from None


def response_of(answer: Answer) -> Any:
    """An answer's `protos.Response`."""
    response = answer.response
    return proposal_response.Response(status=response.status, message=response.message, payload=response.payload)
