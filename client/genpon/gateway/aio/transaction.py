"""An endorsed transaction, ready to be submitted, under asyncio."""

from typing import Unpack

from genpon.gateway._internal import flows
from genpon.gateway._internal.objects import BaseTransaction
from genpon.gateway.aio.commit import Commit
from genpon.gateway.aio.connection import Connection
from genpon.gateway.options import CallChanges
from genpon.gateway.status import Status


class Transaction(BaseTransaction[Connection]):
    """What the endorsing peers agreed on, ready to be submitted.

    Example:
        ```python
        transaction = await contract.new_proposal("put", "color", "blue").endorse()
        commit = await transaction.submit()
        assert (await commit.status()).successful
        ```
    """

    @property
    def commit(self) -> Commit:
        """The question for this transaction's status; ask it too where `submit` failed and the outcome is unknown."""
        return Commit(self._connection, self._commit_message(), self.result)

    async def submit(self, **changes: Unpack[CallChanges]) -> Commit:
        """As `genpon.gateway.Transaction.submit`."""
        await self._connection.run(flows.submit(self._connection.core, self._message, **changes))
        return self.commit

    async def submit_and_wait(
        self,
        *,
        timeout: float | None = None,  # noqa: ASYNC109 - the deadline goes to the peer
        commit_timeout: float | None = None,
    ) -> Status:
        """As `genpon.gateway.Transaction.submit_and_wait`."""
        flow = flows.submit_resolved(self._connection.core, self._message, timeout=timeout, commit_timeout=commit_timeout)
        return (await self._connection.run(flow)).require_successful()
