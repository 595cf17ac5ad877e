"""A submitted transaction, whose status can be asked for."""

from typing import Unpack

from genpon.gateway._internal import flows
from genpon.gateway._internal.objects import BaseCommit
from genpon.gateway.connection import Connection
from genpon.gateway.options import CallChanges
from genpon.gateway.status import Status


class Commit(BaseCommit[Connection]):
    """Asks whether a transaction was committed, and has its function's result where that is known.

    Example:
        ```python
        commit = contract.submit_async("put", "color", "blue")
        assert commit.result == b"blue"
        assert commit.status().successful
        assert network.new_commit(commit.transaction_id).status() == commit.status()
        ```
    """

    def status(self, **changes: Unpack[CallChanges]) -> Status:
        """Waits until the transaction is in a block, and returns what the peers found.

        Args:
            changes: to the connection's default options for this kind of call (`CallChanges`), such as `timeout=30`.

        Raises:
            CommitStatusError: if it cannot be learned in that time; the transaction may be committed all the same.
            SigningError: if there is no signature and none can be made.
        """
        return self._connection.run(flows.commit_status(self._connection.core, self._message, **changes))

    def resolve(self, **changes: Unpack[CallChanges]) -> Status:
        """The status like `status`, but asked for again while gateways are away: what to do about an unknown outcome.

        Args:
            changes: to the connection's default options for this kind of call (`CallChanges`), the time-out being that of all attempts.

        Raises:
            CommitStatusError: if it cannot be learned in that time; the transaction may be committed all the same.
            SigningError: if there is no signature and none can be made.
        """
        return self._connection.run(flows.resolve(self._connection.core, self._message, **changes))
