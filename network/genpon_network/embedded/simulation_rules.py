"""What a transaction may still do, given what it has done: rules that hold for all chaincodes that take part in it.

As in Fabric's simulator (`txmgr` in its sources): pages and queries over private data only in transactions that write nothing.
"""


class SimulationError(Exception):
    """A state call that a peer refuses; the chaincode gets its text."""


class Rules:
    """The rules of one transaction.

    Args:
        transaction_id: named in refusals.
    """

    def __init__(self, transaction_id: str) -> None:
        self._transaction_id = transaction_id
        self._wrote = False
        self._paginated = False
        self._queried_private_data = False

    def begin_page(self) -> None:
        """Notes a paginated query.

        Raises:
            SimulationError: after a write.
        """
        if self._wrote:
            raise self._unsupported("Paginated queries are supported only in a read-only transaction")
        self._paginated = True

    def begin_private_query(self) -> None:
        """Notes a range query over private data.

        Raises:
            SimulationError: after a write.
        """
        if self._wrote:
            raise self._unsupported("Queries on pvt data is supported only in a read-only transaction")
        self._queried_private_data = True

    def begin_write(self, key: str) -> None:
        """Notes a write.

        Raises:
            SimulationError: for an empty key, after a page, and after a query over private data.
        """
        if not key:
            raise SimulationError("the key of a write is empty")
        if self._queried_private_data:
            raise self._unsupported("Transaction has already performed queries on pvt data. Writes are not allowed")
        if self._paginated:
            raise self._unsupported("Transaction has already performed a paginated query. Writes are not allowed")
        self._wrote = True

    def _unsupported(self, why: str) -> SimulationError:
        return SimulationError(f"txid [{self._transaction_id}]: unsupported transaction. {why}")
