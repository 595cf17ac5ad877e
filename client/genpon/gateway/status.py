"""Whether a transaction was committed, and how."""

from dataclasses import dataclass

from genpon.gateway.errors import CommitError


@dataclass(frozen=True, slots=True)
class Status:
    """What the peers found when they validated a transaction.

    Attributes:
        transaction_id: in hex.
        code: `VALID`, or why not, such as `MVCC_READ_CONFLICT` (`protos.TxValidationCode`).
        block_number: the block that holds the transaction.

    Example:
        ```python
        status = contract.submit_async("put", "color", "blue").status()
        assert (status.code, status.successful) == ("VALID", True)
        status.require_successful()
        ```
    """

    transaction_id: str
    code: str
    block_number: int

    @property
    def successful(self) -> bool:
        """Whether the transaction changed the ledger."""
        return self.code == "VALID"

    def require_successful(self) -> "Status":
        """This status.

        Raises:
            CommitError: if the transaction is invalid.
        """
        if not self.successful:
            raise CommitError(code=self.code, block_number=self.block_number, transaction_id=self.transaction_id)
        return self
