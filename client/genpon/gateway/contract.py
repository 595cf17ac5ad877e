"""A smart contract within a chaincode."""

from typing import Unpack

from genpon.gateway._internal.flows import SubmitWaits
from genpon.gateway._internal.objects import BaseContract, ProposalOptions
from genpon.gateway._internal.proposals import Argument
from genpon.gateway.commit import Commit
from genpon.gateway.connection import Connection
from genpon.gateway.proposal import Proposal
from genpon.gateway.transaction import Transaction


class Contract(BaseContract[Connection]):
    """Runs the transaction functions of one contract of a chaincode.

    All methods take the function's name, then its arguments in order, each `str` (sent as UTF-8) or `bytes`, and as keywords
    `transient` (data for the endorsing peers that the ledger does not keep) and `endorsing_organizations` (the MSP ids that must endorse
    it, each mandatory; for evaluate: those that may answer; without it the gateway chooses).

    Attributes:
        chaincode_name: the chaincode.
        contract_name: the contract within it; None for its default contract.

    Example:
        ```python
        contract = network.get_contract("basic")
        contract.submit_transaction("put", "color", "blue")
        assert contract.evaluate_transaction("get", "color") == b"blue"
        contract.submit_transaction("remember_digest", "color", transient={"value": "only for the endorsers"})
        contract.retrying().submit_transaction("append", "color", "ish")
        ```
    """

    def new_proposal(self, function: str, *arguments: Argument, **options: Unpack[ProposalOptions]) -> Proposal:
        """A new proposal with a transaction id of its own; nothing is sent."""
        return Proposal(self._connection, self._propose(function, arguments, **options))

    def evaluate_transaction(
        self, function: str, *arguments: Argument, timeout: float | None = None, **options: Unpack[ProposalOptions]
    ) -> bytes:
        """Asks the ledger: the result of a transaction function that changes nothing. See `Proposal.evaluate`."""
        return self._connection.run(self._evaluation(function, arguments, timeout, options))

    def submit_transaction(
        self,
        function: str,
        *arguments: Argument,
        endorse_timeout: float | None = None,
        submit_timeout: float | None = None,
        commit_timeout: float | None = None,
        **options: Unpack[ProposalOptions],
    ) -> bytes:
        """Changes the ledger: endorses, submits and waits for the commit; returns the transaction function's result.

        If the gateway does not confirm the submission, the transaction's status decides; it is never submitted a second time. See
        `retrying` for conflicts. The time-outs are seconds, None takes the connection's defaults.

        Raises:
            EndorseError: if it was not endorsed.
            SubmitError: if it was not submitted or, with `outcome_unknown`, may have been and its status cannot be learned.
            CommitStatusError: if it was submitted and its status cannot be learned.
            CommitError: if it is in a block and invalid.
        """
        waits = SubmitWaits(endorse_timeout, submit_timeout, commit_timeout)
        return self._connection.run(self._submission(function, arguments, waits, options))

    def submit_async(
        self,
        function: str,
        *arguments: Argument,
        endorse_timeout: float | None = None,
        submit_timeout: float | None = None,
        **options: Unpack[ProposalOptions],
    ) -> Commit:
        """Endorses and submits without waiting: the commit has the function's result, and its status can be asked for later."""
        message = self._connection.run(self._endorsement(function, arguments, endorse_timeout, options))
        return Transaction(self._connection, message).submit(timeout=submit_timeout)
