"""A smart contract within a chaincode."""

from collections.abc import Mapping, Sequence

from genpon.gateway._internal.contracts import ContractName
from genpon.gateway.commit import SubmittedTransaction
from genpon.gateway.connection import Connection
from genpon.gateway.proposal import Proposal

Argument = str | bytes


class Contract:
    """Runs the transaction functions of one contract.

    All methods take the function's arguments in order, each `str` (sent as UTF-8) or `bytes`.
    """

    def __init__(self, connection: Connection, name: ContractName) -> None:
        self._connection = connection
        self._name = name

    @property
    def chaincode_name(self) -> str:
        """The chaincode's name."""
        return self._name.chaincode

    @property
    def contract_name(self) -> str | None:
        """The contract's name within the chaincode; None for its default contract."""
        return self._name.contract

    def new_proposal(
        self,
        function: str,
        *arguments: Argument,
        transient: Mapping[str, Argument] | None = None,
        endorsing_organizations: Sequence[str] = (),
    ) -> Proposal:
        """A new proposal with a transaction id of its own; nothing is sent.

        Args:
            function: the transaction function's name.
            arguments: what it is called with.
            transient: data for the endorsing peers that the ledger does not keep.
            endorsing_organizations: the MSP ids that must endorse it, each mandatory (for evaluate: those that may answer); empty
                leaves the choice to the gateway.
        """
        core = self._connection.core
        message = self._name.propose(core, function, arguments, transient=transient or {}, endorsing_organizations=endorsing_organizations)
        return Proposal(self._connection, message)

    def evaluate_transaction(
        self,
        function: str,
        *arguments: Argument,
        transient: Mapping[str, Argument] | None = None,
        endorsing_organizations: Sequence[str] = (),
        timeout: float | None = None,
    ) -> bytes:
        """Asks the ledger: the result of a transaction function that changes nothing. See `new_proposal` and `Proposal.evaluate`."""
        proposal = self.new_proposal(function, *arguments, transient=transient, endorsing_organizations=endorsing_organizations)
        return proposal.evaluate(timeout=timeout)

    def submit_transaction(
        self,
        function: str,
        *arguments: Argument,
        transient: Mapping[str, Argument] | None = None,
        endorsing_organizations: Sequence[str] = (),
        endorse_timeout: float | None = None,
        submit_timeout: float | None = None,
        commit_timeout: float | None = None,
    ) -> bytes:
        """Changes the ledger: endorses, submits and waits for the commit; returns the transaction function's result.

        If the gateway does not confirm the submission, the transaction's status decides; it is never submitted a second time.

        Args:
            function: see `new_proposal`.
            arguments: see `new_proposal`.
            transient: see `new_proposal`.
            endorsing_organizations: see `new_proposal`.
            endorse_timeout: seconds; None takes the connection's default, here and below.
            submit_timeout: seconds.
            commit_timeout: seconds.

        Raises:
            EndorseError: if it was not endorsed.
            SubmitError: if it was not submitted or, with `outcome_unknown`, may have been and its status cannot be learned.
            CommitStatusError: if it was submitted and its status cannot be learned.
            CommitError: if it is in a block and invalid.
        """
        proposal = self.new_proposal(function, *arguments, transient=transient, endorsing_organizations=endorsing_organizations)
        transaction = proposal.endorse(timeout=endorse_timeout)
        transaction.submit_and_wait(timeout=submit_timeout, commit_timeout=commit_timeout)
        return transaction.result

    def submit_async(
        self,
        function: str,
        *arguments: Argument,
        transient: Mapping[str, Argument] | None = None,
        endorsing_organizations: Sequence[str] = (),
        endorse_timeout: float | None = None,
        submit_timeout: float | None = None,
    ) -> SubmittedTransaction:
        """Endorses and submits without waiting for the commit: the result is there, and the status can be asked for later."""
        proposal = self.new_proposal(function, *arguments, transient=transient, endorsing_organizations=endorsing_organizations)
        return proposal.endorse(timeout=endorse_timeout).submit(timeout=submit_timeout)
