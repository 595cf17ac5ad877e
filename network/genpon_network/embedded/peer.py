"""One organisation's peer: it simulates a proposal for itself and signs what came of it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import grpc
from cryptography.hazmat.primitives.asymmetric import ec

from genpon_core.fabric.protos import proposal_response
from genpon_core.fabric.signatures import sign_message
from genpon_network.embedded.chaincode_link import ChaincodeFailure, ChaincodeLink
from genpon_network.embedded.clock import Clock
from genpon_network.embedded.collection_access import Creator
from genpon_network.embedded.definition import Definitions
from genpon_network.embedded.execution import Execution, failure_text
from genpon_network.embedded.failures import PeerRefusal
from genpon_network.embedded.interest import Call
from genpon_network.embedded.membership import Member, Membership
from genpon_network.embedded.proposals import Proposal, check_creator, check_window, check_writer
from genpon_network.embedded.responses import Outcome, response_payload
from genpon_network.embedded.simulation import Simulation
from genpon_network.embedded.spaces import Space
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
        calls: what the transaction asks of its endorsers.
    """

    response: Any
    payload: bytes
    endorsement: Any
    calls: tuple[Call, ...]


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
        others: the organisations whose peers answer just now.
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
    others: Callable[[], Collection[str]]
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
            simulation = Simulation(view, item.transaction_id, self.identity.msp_id)
            creator = Creator(member.msp_id, item.channel, self.membership.organisations)
            outcome = await self._execute(Execution(item, simulation, self.definitions, self.links, creator))
            _refuse_error(outcome.response)
            self._hand_out(item, simulation)
            payload = response_payload(item, self.definitions[item.chaincode_name].version, simulation.results(), outcome)
            calls = simulation.calls()
        return Endorsement(outcome.response, payload, self._sign(payload), calls)

    def _system_answer(self, item: Proposal, member: Member) -> Endorsement:
        response = self.system.answer(item, member)
        _refuse_error(response)
        payload = response_payload(item, VERSION, b"", Outcome(response))
        return Endorsement(response, payload, self._sign(payload), ())

    def _sign(self, payload: bytes) -> Any:
        signature = sign_message(self.identity.key, payload + self.identity.serialized)
        return proposal_response.Endorsement(endorser=self.identity.serialized, signature=signature)

    def _check(self, item: Proposal) -> Member:
        check_window(item, self.clock(), self.time_window)
        member = check_creator(item, self.membership, self.clock())
        if self.store.transaction(item.transaction_id) is not None:
            creator = item.signature_header.creator.hex()
            raise PeerRefusal(
                f"duplicate transaction found [{item.transaction_id}]. Creator [{creator}]", grpc.StatusCode.FAILED_PRECONDITION
            )
        return member

    async def _execute(self, execution: Execution) -> Outcome:
        try:
            return await execution.run()
        except ChaincodeFailure as failure:
            message = failure_text(execution.item.transaction_id, failure)
            code = grpc.StatusCode.ABORTED
            raise PeerRefusal(message, code, another_may_answer=True, lost=failure.terminated) from None

    def _hand_out(self, item: Proposal, simulation: Simulation) -> None:
        """Gives private values to the members' peers, which keep them until a block holds the transaction."""
        for space, writes in simulation.private_results():
            found = self.definitions[space.namespace].collection(space.collection, self.membership.organisations)
            eligible = set(self.others()) & set(found.members if found else ()) - {self.identity.msp_id}
            required = found.required_peer_count if found else 0
            if len(eligible) < required:
                raise PeerRefusal(_undisseminated(space, required, len(eligible)), grpc.StatusCode.ABORTED, another_may_answer=True)
            self.store.transient.add(item.transaction_id, space, writes, self.store.height())


def _refuse_error(response: Any) -> None:
    if response.status < 200 or response.status >= ERROR_THRESHOLD:
        raise PeerRefusal(f"chaincode response {response.status}, {response.message}", grpc.StatusCode.UNKNOWN)


def _undisseminated(space: Space, required: int, eligible: int) -> str:
    return (
        f"error in simulation: could not build private data dissemination plan for chaincode {space.namespace} and collection "
        f"{space.collection}: required to disseminate to at least {required} peers, but know of only {eligible} eligible peers"
    )


def _unreachable(address: str) -> str:
    return f'rpc error: code = Unavailable desc = connection error: desc = "transport: error while dialing: dial tcp {address}: refused"'
