"""A smart contract within a chaincode, under asyncio."""

from typing import Unpack

from genpon.gateway._internal.flows import SubmitWaits
from genpon.gateway._internal.objects import BaseContract, ProposalOptions
from genpon.gateway._internal.proposals import Argument
from genpon.gateway.aio.commit import Commit
from genpon.gateway.aio.connection import Connection
from genpon.gateway.aio.proposal import Proposal
from genpon.gateway.aio.transaction import Transaction


class Contract(BaseContract[Connection]):
    """Runs the transaction functions of one contract of a chaincode, as `genpon.gateway.Contract` does.

    Example:
        ```python
        await contract.submit_transaction("put", "color", "blue")
        assert await contract.evaluate_transaction("get", "color") == b"blue"
        await contract.retrying().submit_transaction("append", "color", "ish")
        ```
    """

    def new_proposal(self, function: str, *arguments: Argument, **options: Unpack[ProposalOptions]) -> Proposal:
        """A new proposal with a transaction id of its own; nothing is sent."""
        return Proposal(self._connection, self._propose(function, arguments, **options))

    async def evaluate_transaction(
        self,
        function: str,
        *arguments: Argument,
        timeout: float | None = None,  # noqa: ASYNC109 - the deadline goes to the peer
        **options: Unpack[ProposalOptions],
    ) -> bytes:
        """As `genpon.gateway.Contract.evaluate_transaction`."""
        return await self._connection.run(self._evaluation(function, arguments, timeout, options))

    async def submit_transaction(
        self,
        function: str,
        *arguments: Argument,
        endorse_timeout: float | None = None,
        submit_timeout: float | None = None,
        commit_timeout: float | None = None,
        **options: Unpack[ProposalOptions],
    ) -> bytes:
        """As `genpon.gateway.Contract.submit_transaction`."""
        waits = SubmitWaits(endorse_timeout, submit_timeout, commit_timeout)
        return await self._connection.run(self._submission(function, arguments, waits, options))

    async def submit_async(
        self,
        function: str,
        *arguments: Argument,
        endorse_timeout: float | None = None,
        submit_timeout: float | None = None,
        **options: Unpack[ProposalOptions],
    ) -> Commit:
        """As `genpon.gateway.Contract.submit_async`."""
        message = await self._connection.run(self._endorsement(function, arguments, endorse_timeout, options))
        return await Transaction(self._connection, message).submit(timeout=submit_timeout)
