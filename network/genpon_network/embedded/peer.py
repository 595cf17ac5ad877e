"""One organisation's peer: it simulates a proposal for itself and signs what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import grpc
from cryptography.hazmat.primitives.asymmetric import ec

from genpon_core.fabric.protos import chaincode, proposal, proposal_response
from genpon_core.fabric.signatures import sign_message
from genpon_network.embedded.chaincode_link import ChaincodeFailure, ChaincodeLink
from genpon_network.embedded.clock import Clock
from genpon_network.embedded.definition import Definitions
from genpon_network.embedded.execution import Execution, Outcome, failure_text
from genpon_network.embedded.failures import PeerRefusal
from genpon_network.embedded.membership import Member, Membership
from genpon_network.embedded.proposals import Proposal, check_creator, check_window, check_writer
from genpon_network.embedded.simulation import Simulation
from genpon_network.embedded.store import Store
from genpon_network.embedded.system_chaincodes import SYSTEM_CHAINCODES, VERSION, SystemChaincodes

ERROR = 500
ERROR_THRESHOLD = 400


@dataclass(frozen=True, slots=True)
class Endorsement:
    """What a peer made of a proposal.

    Attributes:
        response: the chaincode's `protos.Response`.
        payload: the `protos.ProposalResponsePayload`, serialized: what all endorsers must agree on.
        endorsement: the peer's `protos.Endorsement` over it.
        touched: the chaincodes whose state was read or written, each with the keys that are written.
    """

    response: Any
    payload: bytes
    endorsement: Any
    touched: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class PeerIdentity:
    """A peer's name, place and signing key; `serialized` is its `msp.SerializedIdentity`."""

    msp_id: str
    address: str
    serialized: bytes
    key: ec.EllipticCurvePrivateKey


@dataclass
class Peer:
    """An organisation's peer.

    Attributes:
        identity: who it is.
        links: its chaincode services, by the chaincodes' names.
        system: its system chaincodes.
        running: whether it answers.
    """

    identity: PeerIdentity
    links: dict[str, ChaincodeLink]
    system: SystemChaincodes
    store: Store
    membership: Membership
    definitions: Definitions
    clock: Clock
    time_window: timedelta
    running: bool = field(default=False)

    async def process(self, item: Proposal) -> Endorsement:
        """Checks a proposal, simulates it and signs the result.

        Raises:
            PeerRefusal: if the proposal is not acceptable, or the chaincode refuses it or fails.
        """
        if not self.running:
            raise PeerRefusal(_unreachable(self.identity.address), grpc.StatusCode.UNAVAILABLE, another_may_answer=True, lost=True)
        member = self._check(item)
        if item.chaincode_name in SYSTEM_CHAINCODES:
            return self._system_answer(item, member)
        check_writer(member)
        with self.store.snapshot() as view:
            simulation = Simulation(view, item.transaction_id)
            outcome = await self._execute(Execution(item, simulation, self.definitions, self.links))
            _refuse_error(outcome.response)
            payload = self._payload(item, simulation, outcome)
            touched = simulation.touched()
        return Endorsement(outcome.response, payload, self._sign(payload), touched)

    def _system_answer(self, item: Proposal, member: Member) -> Endorsement:
        response = self.system.answer(item, member)
        _refuse_error(response)
        called = chaincode.ChaincodeID(name=item.chaincode_name, version=VERSION)
        payload = _response_payload(item, proposal.ChaincodeAction(response=response, chaincode_id=called))
        return Endorsement(response, payload, self._sign(payload), {})

    def _sign(self, payload: bytes) -> Any:
        signature = sign_message(self.identity.key, payload + self.identity.serialized)
        return proposal_response.Endorsement(endorser=self.identity.serialized, signature=signature)

    def _check(self, item: Proposal) -> Member:
        check_window(item, self.clock(), self.time_window)
        member = check_creator(item, self.membership, self.clock())
        if self.store.transaction(item.transaction_id) is not None:
            raise PeerRefusal(f"duplicate transaction found [{item.transaction_id}]", grpc.StatusCode.FAILED_PRECONDITION)
        return member

    async def _execute(self, execution: Execution) -> Outcome:
        try:
            return await execution.run()
        except ChaincodeFailure as failure:
            message = failure_text(execution.item.transaction_id, failure)
            code = grpc.StatusCode.ABORTED
            raise PeerRefusal(message, code, another_may_answer=True, lost=failure.terminated) from None

    def _payload(self, item: Proposal, simulation: Simulation, outcome: Outcome) -> bytes:
        definition = self.definitions[item.chaincode_name]
        action = proposal.ChaincodeAction(
            results=simulation.results(),
            response=outcome.response,
            chaincode_id=chaincode.ChaincodeID(name=definition.name, version=definition.version),
        )
        if outcome.event is not None:
            outcome.event.chaincode_id = definition.name
            outcome.event.tx_id = item.transaction_id
            action.events = outcome.event.SerializeToString()
        return _response_payload(item, action)


def _response_payload(item: Proposal, action: Any) -> bytes:
    message = proposal_response.ProposalResponsePayload(proposal_hash=item.hash, extension=action.SerializeToString())
    return bytes(message.SerializeToString())


def _refuse_error(response: Any) -> None:
    if response.status < 200 or response.status >= ERROR_THRESHOLD:
        raise PeerRefusal(f"chaincode response {response.status}, {response.message}", grpc.StatusCode.UNKNOWN)


def _unreachable(address: str) -> str:
    return f'rpc error: code = Unavailable desc = connection error: desc = "transport: error while dialing: dial tcp {address}: refused"'
