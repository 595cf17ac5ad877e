"""An endorsed transaction, ready to be submitted."""

from typing import Unpack

from genpon.gateway._internal import flows
from genpon.gateway._internal.objects import BaseTransaction
from genpon.gateway.commit import Commit
from genpon.gateway.connection import Connection
from genpon.gateway.options import CallChanges
from genpon.gateway.status import Status


class Transaction(BaseTransaction[Connection]):
    """What the endorsing peers agreed on, ready to be submitted.

    Example:
        ```python
        transaction = contract.new_proposal("put", "color", "blue").endorse()
        assert transaction.result == b"blue"
        assert transaction.submit().status().successful
        ```
    """

    @property
    def commit(self) -> Commit:
        """The question for this transaction's status; ask it too where `submit` failed and the outcome is unknown."""
        return Commit(self._connection, self._commit_message(), self.result)

    def submit(self, **changes: Unpack[CallChanges]) -> Commit:
        """Sends the transaction to the orderers, signed first if it is not.

        Args:
            changes: to the connection's default options for this kind of call (`CallChanges`), such as `timeout=30`.

        Raises:
            SubmitError: if the gateway does not confirm; where its `outcome_unknown` is true, ask `commit.resolve()`, which submits
                nothing.
            SigningError: if there is no signature and none can be made.
        """
        self._connection.run(flows.submit(self._connection.core, self._message, **changes))
        return self.commit

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
        flow = flows.submit_resolved(self._connection.core, self._message, timeout=timeout, commit_timeout=commit_timeout)
        return self._connection.run(flow).require_successful()
