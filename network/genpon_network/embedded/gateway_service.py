"""The service `gateway.Gateway` of one organisation (Fabric documentation, "Fabric Gateway").

Each method checks its request, has the work done, and maps the outcome to a message or a status.
"""

from contextlib import aclosing
from typing import Any

import grpc
import grpc.aio
from google.protobuf.message import DecodeError

from genpon_core.fabric.protos import gateway, gateway_grpc, proposal, proposal_response
from genpon_network.embedded.access import check_reader
from genpon_network.embedded.chaincode_events import ChaincodeEvents
from genpon_network.embedded.committer import Committer
from genpon_network.embedded.definition import Definitions
from genpon_network.embedded.endorsing import NO_COMBINATION, Endorsers, Gathering, endorse_by_policy, endorse_named
from genpon_network.embedded.failures import Detail, GatewayFailure, PeerRefusal
from genpon_network.embedded.faults import Faults
from genpon_network.embedded.membership import Membership
from genpon_network.embedded.orderer import Orderer
from genpon_network.embedded.proposals import Proposal, unpack
from genpon_network.embedded.system_chaincodes import SYSTEM_CHAINCODES
from genpon_network.embedded.transactions import assemble

_INVALID = grpc.StatusCode.INVALID_ARGUMENT


class GatewayService(gateway_grpc.GatewayServicer):  # type: ignore[misc]
    """One organisation's gateway.

    Args:
        channel: the channel's name.
        definitions: the channel's chaincodes.
        endorsers: the peers that this gateway knows.
        orderer: takes signed transactions.
        committer: knows what became of them.
        events: what chaincodes emitted in them.
        membership: the organisations of the channel.
        faults: what a test wants to go wrong.
    """

    def __init__(
        self,
        *,
        channel: str,
        definitions: Definitions,
        endorsers: Endorsers,
        orderer: Orderer,
        committer: Committer,
        events: ChaincodeEvents,
        membership: Membership,
        faults: Faults,
    ) -> None:
        self.endorsers = endorsers
        self._channel = channel
        self._definitions = definitions
        self._orderer = orderer
        self._committer = committer
        self._events = events
        self._membership = membership
        self._faults = faults

    async def Evaluate(self, request: Any, context: grpc.aio.ServicerContext[Any, Any]) -> Any:  # noqa: N802
        """Has one peer simulate a proposal, and gives its response."""
        return await self._reply("evaluate", self._evaluate(request), context)

    async def Endorse(self, request: Any, context: grpc.aio.ServicerContext[Any, Any]) -> Any:  # noqa: N802
        """Collects endorsements, and gives the transaction for the client to sign."""
        return await self._reply("endorse", self._endorse(request), context)

    async def Submit(self, request: Any, context: grpc.aio.ServicerContext[Any, Any]) -> Any:  # noqa: N802
        """Sends a signed transaction to be ordered."""
        return await self._reply("submit", self._submit(request), context)

    async def CommitStatus(self, request: Any, context: grpc.aio.ServicerContext[Any, Any]) -> Any:  # noqa: N802
        """Waits until a transaction is in a block, and gives its validation code."""
        return await self._reply("commit_status", self._commit_status(request), context)

    async def ChaincodeEvents(self, request: Any, context: grpc.aio.ServicerContext[Any, Any]) -> None:  # noqa: N802
        """Follows what a chaincode emits, until the client leaves."""
        async with self._faults.streams.open(context) as write, aclosing(self._events.responses(request)) as responses:
            async for response in responses:
                await write(response)

    async def _reply(self, method: str, work: Any, context: grpc.aio.ServicerContext[Any, Any]) -> Any:
        try:
            reply = await work
            self._faults.check_reply(method)
        except GatewayFailure as failure:
            await context.abort(failure.code, failure.message, failure.trailing_metadata())
        return reply

    async def _evaluate(self, request: Any) -> Any:
        item = _unpack(request.proposed_transaction)
        targets = [msp_id for msp_id in self._known(item) if not request.target_organizations or msp_id in request.target_organizations]
        if item.has_transient_data and not request.target_organizations:
            targets = targets[:1]
        if not targets:
            message = f"no peers available to evaluate chaincode {item.chaincode_name} in channel {item.channel}"
            raise GatewayFailure(grpc.StatusCode.FAILED_PRECONDITION, message)
        details: list[Detail] = []
        code = grpc.StatusCode.UNAVAILABLE
        for msp_id in targets:
            try:
                endorsement = await self.endorsers.ask(msp_id, item)
            except PeerRefusal as refusal:
                details.append(self.endorsers.detail(msp_id, refusal.message))
                code = refusal.code
                if not refusal.another_may_answer:
                    raise GatewayFailure(code, f"evaluate call to endorser returned error: {refusal.message}", details) from None
            else:
                return gateway.EvaluateResponse(result=_response(endorsement.payload))
        raise GatewayFailure(code, "failed to evaluate transaction, see attached details for more info", details)

    async def _endorse(self, request: Any) -> Any:
        item = _unpack(request.proposed_transaction)
        gathering = Gathering(self.endorsers, item)
        named = list(request.endorsing_organizations)
        known = self._known(item)
        if named and not known:
            raise GatewayFailure(grpc.StatusCode.UNAVAILABLE, f"failed to find any endorsing peers for org(s): {', '.join(named)}")
        if not known or (not named and item.chaincode_name in SYSTEM_CHAINCODES):
            message = f"{NO_COMBINATION}: required chaincodes are not installed on sufficient peers"
            raise GatewayFailure(grpc.StatusCode.FAILED_PRECONDITION, message)
        endorsements = await (endorse_named(gathering, named) if named else self._by_policy(gathering))
        if gathering.payload is None:
            raise GatewayFailure(grpc.StatusCode.ABORTED, "failed to assemble transaction: no endorsement")
        return gateway.EndorseResponse(prepared_transaction=assemble(item, gathering.payload, endorsements))

    async def _submit(self, request: Any) -> Any:
        if not request.HasField("prepared_transaction"):
            raise GatewayFailure(_INVALID, "a prepared transaction is required")
        if not request.prepared_transaction.signature:
            raise GatewayFailure(_INVALID, "prepared transaction must be signed")
        if request.channel_id != self._channel:
            name = request.channel_id
            message = f"failed to get config for channel [{name}]: could not get last config for channel {name}"
            raise GatewayFailure(grpc.StatusCode.FAILED_PRECONDITION, message)
        self._orderer.submit(request.prepared_transaction)
        return gateway.SubmitResponse()

    async def _commit_status(self, request: Any) -> Any:
        if not request.request:
            raise GatewayFailure(_INVALID, "a commit status request is required")
        try:
            inner = gateway.CommitStatusRequest.FromString(request.request)
        except DecodeError:
            raise GatewayFailure(_INVALID, "invalid status request") from None
        for value, name in ((inner.identity, "identity"), (inner.channel_id, "channel ID"), (inner.transaction_id, "transaction ID")):
            if not value:
                raise GatewayFailure(_INVALID, f"no {name} provided")
        check_reader(self._membership, self._channel, inner, request)
        committed = await self._committer.status(inner.transaction_id)
        return gateway.CommitStatusResponse(result=committed.code, block_number=committed.block)

    async def _by_policy(self, gathering: Gathering) -> list[Any]:
        return await endorse_by_policy(gathering, self._definitions, self._membership.organisations)

    def _known(self, item: Proposal) -> list[str]:
        if item.channel != self._channel or item.chaincode_name not in {*self._definitions, *SYSTEM_CHAINCODES}:
            return []
        return self.endorsers.known()


def _unpack(signed: Any) -> Proposal:
    try:
        return unpack(signed)
    except ValueError as error:
        raise GatewayFailure(_INVALID, f"failed to unpack transaction proposal: {error}") from None


def _response(payload: bytes) -> Any:
    extension = proposal_response.ProposalResponsePayload.FromString(payload).extension
    return proposal.ChaincodeAction.FromString(extension).response
