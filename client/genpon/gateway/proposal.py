"""A transaction proposal: evaluated on one peer, or endorsed by several."""

from genpon.gateway._internal import flows
from genpon.gateway._internal.objects import BaseProposal
from genpon.gateway.connection import Connection
from genpon.gateway.transaction import Transaction


class Proposal(BaseProposal[Connection]):
    """What a client wants a chaincode to do: evaluated on one peer, or endorsed by several."""

    def evaluate(self, *, timeout: float | None = None) -> bytes:
        """Runs the transaction function on a peer without changing the ledger, and returns its result.

        Args:
            timeout: seconds; None takes the connection's default.

        Raises:
            EvaluateError: if the call fails or the chaincode refuses (see its `chaincode_response`).
            SigningError: if there is no signature and none can be made.
        """
        return self._connection.run(flows.evaluate(self._connection.core, self._message, timeout))

    def endorse(self, *, timeout: float | None = None) -> Transaction:
        """Has the peers run and sign the transaction function; nothing is submitted.

        Args:
            timeout: seconds; None takes the connection's default.

        Raises:
            EndorseError: if too few endorse it or the chaincode refuses (see its `details` and `chaincode_response`).
            SigningError: if there is no signature and none can be made.
        """
        return Transaction(self._connection, self._connection.run(flows.endorse(self._connection.core, self._message, timeout)))
