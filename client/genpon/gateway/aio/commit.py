"""A submitted transaction, whose status can be asked for, under asyncio."""

from genpon.gateway._internal import flows
from genpon.gateway._internal.objects import BaseCommit
from genpon.gateway.aio.connection import Connection
from genpon.gateway.status import Status


class Commit(BaseCommit[Connection]):
    """Asks whether a transaction was committed, and has its function's result where that is known."""

    async def status(self, *, timeout: float | None = None) -> Status:  # noqa: ASYNC109 - the deadline goes to the peer
        """As `genpon.gateway.Commit.status`."""
        return await self._connection.run(flows.commit_status(self._connection.core, self._message, timeout))

    async def resolve(self, *, timeout: float | None = None) -> Status:  # noqa: ASYNC109 - the deadline goes to the peer
        """As `genpon.gateway.Commit.resolve`."""
        return await self._connection.run(flows.resolve(self._connection.core, self._message, timeout))
