"""A submitted transaction, whose status can be asked for."""

from genpon.gateway._internal import flows
from genpon.gateway._internal.commits import CommitMessage
from genpon.gateway.connection import Connection
from genpon.gateway.signable import Signable
from genpon.gateway.status import Status


class Commit(Signable):
    """Asks whether a transaction was committed."""

    def __init__(self, connection: Connection, message: CommitMessage) -> None:
        super().__init__(connection.core, message)
        self._connection = connection
        self._message = message

    @property
    def transaction_id(self) -> str:
        """In hex."""
        return self._message.transaction_id

    def status(self, *, timeout: float | None = None) -> Status:
        """Waits until the transaction is in a block, and returns what the peers found.

        Args:
            timeout: seconds to wait; None takes the connection's default.

        Raises:
            CommitStatusError: if it cannot be learned in that time; the transaction may be committed all the same.
        """
        return self._connection.run(flows.commit_status(self._core, self._message, timeout))

    def resolve(self, *, timeout: float | None = None) -> Status:
        """The status like `status`, but asks again while gateways are away: for an unknown outcome.

        Args:
            timeout: seconds in all; None takes the connection's default.

        Raises:
            CommitStatusError: if it cannot be learned in that time.
        """
        return self._connection.run(flows.resolve(self._core, self._message, timeout))


class SubmittedTransaction(Commit):
    """A commit that also has what the transaction function returned.

    Attributes:
        result: the function's result; it holds only if the commit's status is successful.
    """

    def __init__(self, connection: Connection, message: CommitMessage, result: bytes) -> None:
        super().__init__(connection, message)
        self.result = result
