"""A gateway's collecting of endorsements (Fabric documentation, "Fabric Gateway").

Named organisations are all asked and all must endorse. Without names the gateway's own peer is asked first, then as many more as the
policies of what it wrote require; where one of them fails, another set is tried. All results must be the same.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import grpc

from genpon_network.embedded.definition import Definitions
from genpon_network.embedded.failures import Detail, GatewayFailure, PeerRefusal
from genpon_network.embedded.interest import Call
from genpon_network.embedded.peer import Endorsement, Peer
from genpon_network.embedded.planning import Planner
from genpon_network.embedded.proposals import Proposal
from genpon_network.embedded.spaces import Space

NO_COMBINATION = "no combination of peers can be derived which satisfy the endorsement policy"
_MISMATCH = "ProposalResponsePayloads do not match"
_NOT_ENOUGH = "failed to collect enough transaction endorsements, see attached details for more info"


class Endorsers:
    """The peers that a gateway knows; one that was lost is forgotten until it runs.

    Args:
        peers: all peers of the channel, by MSP id.
        own: the gateway's own MSP id.
    """

    def __init__(self, peers: Mapping[str, Peer], own: str) -> None:
        self._peers = peers
        self._own = own
        self._lost: set[str] = set()

    def known(self) -> list[str]:
        """The organisations whose peers are known, the gateway's own first."""
        self._lost = {msp_id for msp_id in self._lost if not self._peers[msp_id].running}
        found = [msp_id for msp_id in self._peers if msp_id not in self._lost]
        return sorted(found, key=lambda msp_id: msp_id != self._own)

    async def ask(self, msp_id: str, item: Proposal) -> Endorsement:
        """Has one organisation's peer process a proposal.

        Raises:
            PeerRefusal: if it does not endorse.
        """
        try:
            return await self._peers[msp_id].process(item)
        except PeerRefusal as refusal:
            # A gateway never forgets its own organisation's peer, or it would send others what is meant for that one alone.
            if refusal.lost and msp_id != self._own:
                self._lost.add(msp_id)
            raise refusal if msp_id == self._own else refusal.from_afar() from None

    def detail(self, msp_id: str, message: str) -> Detail:
        """A peer's reason, with its address."""
        return Detail(self._peers[msp_id].identity.address, msp_id, message)


@dataclass
class Gathering:
    """The endorsements of one proposal that agree, and why others are missing."""

    endorsers: Endorsers
    item: Proposal
    payload: bytes | None = None
    endorsements: dict[str, Any] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)
    details: list[Detail] = field(default_factory=list)

    async def gather(self, msp_ids: Sequence[str]) -> bool:
        """Asks organisations at once, except those already asked; whether all of them endorsed the same result."""
        missing = [msp_id for msp_id in dict.fromkeys(msp_ids) if msp_id not in self.endorsements and msp_id not in self.failed]
        answers = await asyncio.gather(*(self._ask(msp_id) for msp_id in missing))
        for msp_id, answer in zip(missing, answers, strict=True):
            self._take(msp_id, answer)
        return all(msp_id in self.endorsements for msp_id in msp_ids)

    async def first(self, msp_ids: Sequence[str]) -> Endorsement | None:
        """Asks organisations one after the other until one endorses."""
        for msp_id in msp_ids:
            answer = await self._ask(msp_id)
            self._take(msp_id, answer)
            if isinstance(answer, Endorsement):
                return answer
        return None

    async def _ask(self, msp_id: str) -> Endorsement | PeerRefusal:
        try:
            return await self.endorsers.ask(msp_id, self.item)
        except PeerRefusal as refusal:
            return refusal

    def _take(self, msp_id: str, answer: Endorsement | PeerRefusal) -> None:
        if isinstance(answer, PeerRefusal):
            self._fail(msp_id, answer.message)
        elif self.payload is not None and answer.payload != self.payload:
            self._fail(msp_id, _MISMATCH)
        else:
            self.payload = answer.payload
            self.endorsements[msp_id] = answer.endorsement

    def _fail(self, msp_id: str, message: str) -> None:
        self.failed.add(msp_id)
        self.details.append(self.endorsers.detail(msp_id, message))


async def endorse_named(gathering: Gathering, msp_ids: Sequence[str]) -> list[Any]:
    """The endorsements of organisations that a client has named.

    Raises:
        GatewayFailure: if one is not known, does not endorse, or comes to another result.
    """
    known = gathering.endorsers.known()
    missing = [msp_id for msp_id in msp_ids if msp_id not in known]
    if missing:
        raise GatewayFailure(grpc.StatusCode.UNAVAILABLE, f"failed to find any endorsing peers for org(s): {', '.join(missing)}")
    if not await gathering.gather(msp_ids):
        raise GatewayFailure(grpc.StatusCode.ABORTED, _NOT_ENOUGH, gathering.details)
    return [gathering.endorsements[msp_id] for msp_id in dict.fromkeys(msp_ids)]


async def endorse_by_policy(gathering: Gathering, definitions: Definitions, organisations: Sequence[str]) -> list[Any]:
    """The endorsements of as many organisations as the policies require; transient data goes to members of its collections only.

    Raises:
        GatewayFailure: if they cannot be had.
    """
    known = gathering.endorsers.known()
    first = await gathering.first(known[:1])
    if first is None:
        message = "failed to endorse transaction, see attached details for more info"
        raise GatewayFailure(grpc.StatusCode.ABORTED, message, gathering.details)
    planner = Planner(first.calls or (Call(Space(gathering.item.chaincode_name)),), definitions, organisations)
    planned = planner.sets(known, protect=gathering.item.has_transient_data)
    if not planned:
        raise GatewayFailure(grpc.StatusCode.FAILED_PRECONDITION, _unplanned(planner, known, gathering.item))
    for chosen in planned:
        if gathering.failed.isdisjoint(chosen) and await gathering.gather(chosen):
            return [gathering.endorsements[msp_id] for msp_id in chosen]
    raise GatewayFailure(grpc.StatusCode.ABORTED, _NOT_ENOUGH, gathering.details)


def _unplanned(planner: Planner, known: Sequence[str], item: Proposal) -> str:
    if item.has_transient_data and planner.protected and planner.sets(known, protect=False):
        return (
            "requires endorsement from organisation(s) that are not in the distribution policy of the private data collection(s): "
            f"[{' '.join(planner.protected)}]; retry specifying trusted endorsing organizations to protect transient data"
        )
    return f"{NO_COMBINATION}: no peer combination can satisfy the endorsement policy"
