"""A transaction proposal: evaluated on one peer, or endorsed by several, under asyncio."""

from typing import Unpack

from genpon.gateway._internal import flows
from genpon.gateway._internal.objects import BaseProposal
from genpon.gateway.aio.connection import Connection
from genpon.gateway.aio.transaction import Transaction
from genpon.gateway.options import CallChanges


class Proposal(BaseProposal[Connection]):
    """What a client wants a chaincode to do: evaluated on one peer, or endorsed by several.

    Example:
        ```python
        proposal = contract.new_proposal("put", "color", "blue")
        assert await proposal.evaluate() == b"blue"
        ```
    """

    async def evaluate(self, **changes: Unpack[CallChanges]) -> bytes:
        """As `genpon.gateway.Proposal.evaluate`."""
        return await self._connection.run(flows.evaluate(self._connection.core, self._message, **changes))

    async def endorse(self, **changes: Unpack[CallChanges]) -> Transaction:
        """As `genpon.gateway.Proposal.endorse`."""
        return Transaction(self._connection, await self._connection.run(flows.endorse(self._connection.core, self._message, **changes)))
