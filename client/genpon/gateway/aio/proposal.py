"""A transaction proposal: evaluated on one peer, or endorsed by several, under asyncio."""

from genpon.gateway._internal import flows
from genpon.gateway._internal.objects import BaseProposal
from genpon.gateway.aio.connection import Connection
from genpon.gateway.aio.transaction import Transaction


class Proposal(BaseProposal[Connection]):
    """What a client wants a chaincode to do: evaluated on one peer, or endorsed by several."""

    async def evaluate(self, *, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 - the deadline goes to the peer
        """As `genpon.gateway.Proposal.evaluate`."""
        return await self._connection.run(flows.evaluate(self._connection.core, self._message, timeout))

    async def endorse(self, *, timeout: float | None = None) -> Transaction:  # noqa: ASYNC109 - the deadline goes to the peer
        """As `genpon.gateway.Proposal.endorse`."""
        return Transaction(self._connection, await self._connection.run(flows.endorse(self._connection.core, self._message, timeout)))
