"""A proposal's execution on one peer: the chaincode that it calls, and those that this one calls in turn, in one simulation.

A called chaincode works in its own namespace; its response goes to its caller alone and its event counts for nothing (Fabric
documentation, "Chaincode for developers", `invokeChaincode`; `HandleInvokeChaincode` in its sources).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from google.protobuf.message import DecodeError

from genpon_core.fabric.protos import chaincode, proposal_response
from genpon_core.fabric.protos import chaincode_shim as shim
from genpon_network.embedded.chaincode_link import STREAM_TERMINATED, ChaincodeFailure, ChaincodeLink, Invocation
from genpon_network.embedded.collection_access import CollectionAccess, Creator
from genpon_network.embedded.definition import Definitions
from genpon_network.embedded.proposals import Proposal
from genpon_network.embedded.responses import Outcome
from genpon_network.embedded.simulation import Simulation
from genpon_network.embedded.simulation_rules import SimulationError
from genpon_network.embedded.state_calls import StateCalls

_Type = shim.ChaincodeMessage


@dataclass(frozen=True, slots=True)
class Execution:
    """One proposal on one peer.

    Attributes:
        item: the proposal.
        simulation: what its chaincodes read and write.
        definitions: the channel's chaincodes.
        links: the peer's chaincode services, by name.
        creator: who made the proposal.
    """

    item: Proposal
    simulation: Simulation
    definitions: Definitions
    links: Mapping[str, ChaincodeLink]
    creator: Creator

    async def run(self) -> Outcome:
        """What the chaincode that the proposal calls makes of it.

        Raises:
            ChaincodeFailure: if it gives no response.
        """
        message = await self.execute(self.item.chaincode_name, self.item.chaincode_input)
        if message.type == _Type.ERROR:
            raise ChaincodeFailure(f"transaction returned with failure: {message.payload.decode(errors='replace')}")
        event = message.chaincode_event if message.HasField("chaincode_event") else None
        try:
            return Outcome(proposal_response.Response.FromString(message.payload), event)
        except DecodeError:
            raise ChaincodeFailure(f"failed to unmarshal response for transaction {self.item.transaction_id}") from None

    async def execute(self, name: str, chaincode_input: bytes) -> Any:
        """Lets one chaincode work: its last `protos.ChaincodeMessage`.

        Raises:
            ChaincodeFailure: if there is none.
        """
        definition = self.definitions[name]
        self.simulation.read_definition(definition)
        state = StateCalls(self.simulation.namespace(name), CollectionAccess(self.simulation, definition, self.creator))
        invocation = Invocation(self.item.channel, self.item.transaction_id, chaincode_input, self.item.signed)
        return await self.links[name].execute(invocation, _Calls(self, state))


@dataclass(frozen=True, slots=True)
class _Calls:
    """The calls of one of the chaincodes."""

    execution: Execution
    state: StateCalls

    def answer(self, kind: int, payload: bytes) -> bytes:
        return self.state.answer(kind, payload)

    async def invoke(self, payload: bytes) -> bytes:
        name, chaincode_input = called_chaincode(payload, self.execution.item.channel, self.execution.definitions)
        try:
            message = await self.execution.execute(name, chaincode_input)
        except ChaincodeFailure as failure:
            raise SimulationError(f"execute failed: {failure}") from None
        return bytes(message.SerializeToString())


def called_chaincode(payload: bytes, channel: str, definitions: Definitions) -> tuple[str, bytes]:
    """The name of the chaincode that another one calls, and the serialized `protos.ChaincodeInput` for it.

    Args:
        payload: the serialized `protos.ChaincodeSpec`; its name may be followed by `:` and a version, and `/` and a channel.
        channel: the channel of the transaction.
        definitions: the channel's chaincodes.

    Raises:
        SimulationError: if there is no such chaincode.
    """
    try:
        spec = chaincode.ChaincodeSpec.FromString(payload)
    except DecodeError:
        raise SimulationError("unmarshal failed") from None
    name, _, other = spec.chaincode_id.name.partition("/")
    name = name.partition(":")[0]
    if other not in ("", channel):
        # The caller's right to write is asked for first, and a channel that is not there has no policies.
        raise SimulationError(f"Failed to get policy manager for channel [{other}]")
    if name not in definitions:
        unknown = f"failed to get chaincode container info for {name}: chaincode {name} not found"
        raise SimulationError(f"execute failed: invalid invocation: [channel {channel}] {unknown}")
    return name, spec.input.SerializeToString()


def failure_text(transaction_id: str, failure: ChaincodeFailure) -> str:
    """What a peer says of a chaincode that gave no response; a lost connection stands last, as gateways look for it there."""
    message = f"error in simulation: failed to execute transaction {transaction_id}: {failure}"
    if failure.terminated and not message.endswith(STREAM_TERMINATED):
        message = f"{message}: {STREAM_TERMINATED}"
    return message
