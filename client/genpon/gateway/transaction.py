"""An endorsed transaction, ready to be submitted."""

from genpon.gateway._internal import flows
from genpon.gateway._internal.commits import build_commit
from genpon.gateway._internal.transactions import TransactionMessage
from genpon.gateway.commit import Commit, SubmittedTransaction
from genpon.gateway.connection import Connection
from genpon.gateway.signable import Signable
from genpon.gateway.status import Status


class Transaction(Signable):
    """What the endorsing peers agreed on."""

    def __init__(self, connection: Connection, message: TransactionMessage) -> None:
        super().__init__(connection.core, message)
        self._connection = connection
        self._message = message

    @property
    def transaction_id(self) -> str:
        """In hex; known before anything is submitted."""
        return self._message.transaction_id

    @property
    def result(self) -> bytes:
        """What the transaction function returned; it holds only once the transaction is committed."""
        return self._message.result

    @property
    def envelope(self) -> bytes:
        """The `common.Envelope` with all endorsements, as a proof of what the peers signed."""
        return bytes(self._message.message.envelope.SerializeToString())

    @property
    def commit(self) -> Commit:
        """The question for this transaction's status, also where `submit` failed and the outcome is unknown."""
        return Commit(self._connection, build_commit(self._message.channel, self.transaction_id, self._core.creator))

    def submit(self, *, timeout: float | None = None) -> SubmittedTransaction:
        """Sends the transaction to the orderers, signed first if it is not.

        Args:
            timeout: seconds; None takes the connection's default.

        Raises:
            SubmitError: if the gateway does not confirm; where its `outcome_unknown` is true, ask `commit.resolve()`, which never
                submits anything.
            SigningError: if there is no signature and none can be made.
        """
        self._connection.run(flows.submit(self._core, self._message, timeout))
        commit = build_commit(self._message.channel, self.transaction_id, self._core.creator)
        return SubmittedTransaction(self._connection, commit, self.result)

    def submit_and_wait(self, *, timeout: float | None = None, commit_timeout: float | None = None) -> Status:
        """Submits the transaction and waits for its commit; an unconfirmed submission is resolved by asking for the status.

        Args:
            timeout: seconds for the submission; None takes the connection's default.
            commit_timeout: seconds for the commit; None takes the connection's default.

        Raises:
            SubmitError: if it was not submitted or, with `outcome_unknown`, may have been and its status cannot be learned.
            CommitStatusError: if it was submitted and its status cannot be learned.
            CommitError: if it is in a block and invalid.
        """
        return self._connection.run(flows.submit_resolved(self._core, self._message, timeout, commit_timeout)).require_successful()
