"""A submitted transaction, whose status can be asked for, under asyncio."""

from typing import Unpack

from genpon.gateway._internal import flows
from genpon.gateway._internal.objects import BaseCommit
from genpon.gateway.aio.connection import Connection
from genpon.gateway.options import CallChanges
from genpon.gateway.status import Status


class Commit(BaseCommit[Connection]):
    """Asks whether a transaction was committed, and has its function's result where that is known.

    Example:
        ```python
        commit = await contract.submit_async("put", "color", "blue")
        assert (await commit.status()).successful
        ```
    """

    async def status(self, **changes: Unpack[CallChanges]) -> Status:
        """As `genpon.gateway.Commit.status`."""
        return await self._connection.run(flows.commit_status(self._connection.core, self._message, **changes))

    async def resolve(self, **changes: Unpack[CallChanges]) -> Status:
        """As `genpon.gateway.Commit.resolve`."""
        return await self._connection.run(flows.resolve(self._connection.core, self._message, **changes))
