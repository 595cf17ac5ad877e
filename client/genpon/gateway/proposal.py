"""A transaction proposal: evaluated on one peer, or endorsed by several."""

from typing import Unpack

from genpon.gateway._internal import flows
from genpon.gateway._internal.objects import BaseProposal
from genpon.gateway.connection import Connection
from genpon.gateway.options import CallChanges
from genpon.gateway.transaction import Transaction


class Proposal(BaseProposal[Connection]):
    """What a client wants a chaincode to do: evaluated on one peer, or endorsed by several.

    Example:
        ```python
        proposal = contract.new_proposal("put", "color", "blue", endorsing_organizations=["Org1MSP", "Org2MSP"])
        assert proposal.evaluate() == b"blue"
        transaction = proposal.endorse(timeout=3)
        assert transaction.transaction_id == proposal.transaction_id
        ```
    """

    def evaluate(self, **changes: Unpack[CallChanges]) -> bytes:
        """Runs the transaction function on a peer without changing the ledger, and returns its result.

        Args:
            changes: to the connection's default options for this kind of call (`CallChanges`), such as `timeout=30`.

        Raises:
            EvaluateError: if the call fails or the chaincode refuses (see its `chaincode_response`).
            SigningError: if there is no signature and none can be made.
        """
        return self._connection.run(flows.evaluate(self._connection.core, self._message, **changes))

    def endorse(self, **changes: Unpack[CallChanges]) -> Transaction:
        """Has the peers run and sign the transaction function; nothing is submitted.

        Args:
            changes: to the connection's default options for this kind of call (`CallChanges`), such as `timeout=30`.

        Raises:
            EndorseError: if too few endorse it or the chaincode refuses (see its `details` and `chaincode_response`).
            SigningError: if there is no signature and none can be made.
        """
        return Transaction(self._connection, self._connection.run(flows.endorse(self._connection.core, self._message, **changes)))
