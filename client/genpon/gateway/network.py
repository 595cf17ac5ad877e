"""A channel of a Fabric network."""

from genpon.gateway._internal.commits import build_commit
from genpon.gateway._internal.contracts import ContractName
from genpon.gateway.commit import Commit
from genpon.gateway.connection import Connection
from genpon.gateway.contract import Contract


class Network:
    """The members of one channel, and the ledger they share.

    Attributes:
        name: the channel's name.
    """

    def __init__(self, connection: Connection, name: str) -> None:
        self._connection = connection
        self.name = name

    def get_contract(self, chaincode: str, contract: str | None = None) -> Contract:
        """A contract of a chaincode; None for the chaincode's default contract."""
        return Contract(self._connection, ContractName(self.name, chaincode, contract))

    def new_commit(self, transaction_id: str) -> Commit:
        """The question for the status of any transaction of which only the id is known."""
        return Commit(self._connection, build_commit(self.name, transaction_id, self._connection.core.creator))
