"""A submitted transaction, whose status can be asked for."""

from genpon.gateway._internal import flows
from genpon.gateway._internal.objects import BaseCommit
from genpon.gateway.connection import Connection
from genpon.gateway.status import Status


class Commit(BaseCommit[Connection]):
    """Asks whether a transaction was committed, and has its function's result where that is known."""

    def status(self, *, timeout: float | None = None) -> Status:
        """Waits until the transaction is in a block, and returns what the peers found.

        Args:
            timeout: seconds to wait; None takes the connection's default.

        Raises:
            CommitStatusError: if it cannot be learned in that time; the transaction may be committed all the same.
            SigningError: if there is no signature and none can be made.
        """
        return self._connection.run(flows.commit_status(self._connection.core, self._message, timeout))

    def resolve(self, *, timeout: float | None = None) -> Status:
        """The status like `status`, but asked for again while gateways are away: what to do about an unknown outcome.

        Args:
            timeout: seconds in all; None takes the connection's default.

        Raises:
            CommitStatusError: if it cannot be learned in that time; the transaction may be committed all the same.
            SigningError: if there is no signature and none can be made.
        """
        return self._connection.run(flows.resolve(self._connection.core, self._message, timeout))
