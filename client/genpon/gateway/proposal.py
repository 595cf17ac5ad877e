"""A transaction proposal: evaluated on one peer, or endorsed by several."""

from genpon.gateway._internal import flows
from genpon.gateway._internal.proposals import ProposalMessage
from genpon.gateway.connection import Connection
from genpon.gateway.signable import Signable
from genpon.gateway.transaction import Transaction


class Proposal(Signable):
    """What a client wants a chaincode to do."""

    def __init__(self, connection: Connection, message: ProposalMessage) -> None:
        super().__init__(connection.core, message)
        self._connection = connection
        self._message = message

    @property
    def transaction_id(self) -> str:
        """In hex; known before anything is sent."""
        return self._message.transaction_id

    def evaluate(self, *, timeout: float | None = None) -> bytes:
        """Runs the transaction function on a peer without changing the ledger, and returns its result.

        Args:
            timeout: seconds; None takes the connection's default.

        Raises:
            EvaluateError: if the call fails or the chaincode refuses (see its `chaincode_response`).
            SigningError: if there is no signature and none can be made.
        """
        return self._connection.run(flows.evaluate(self._core, self._message, timeout))

    def endorse(self, *, timeout: float | None = None) -> Transaction:
        """Has the peers run and sign the transaction function; nothing is submitted.

        Args:
            timeout: seconds; None takes the connection's default.

        Raises:
            EndorseError: if too few endorse it or the chaincode refuses (see its `details` and `chaincode_response`).
            SigningError: if there is no signature and none can be made.
        """
        return Transaction(self._connection, self._connection.run(flows.endorse(self._core, self._message, timeout)))
