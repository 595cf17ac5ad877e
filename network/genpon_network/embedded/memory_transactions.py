"""What a transaction in memory is made of: its creator and options, and what it is before it is committed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypedDict

from genpon.gateway import Status
from genpon_chaincode.shim import ERROR_THRESHOLD, Response
from genpon_network.lifecycle.administrators import Administrator


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who makes proposals: the serialized identity that chaincode sees, and what it is made of."""

    enrolled: Administrator

    @property
    def msp_id(self) -> str:
        """The organisation."""
        return self.enrolled.msp_id

    @property
    def identity(self) -> bytes:
        """The serialized identity, as `stub.creator` gives it."""
        return self.enrolled.creator


class TransactionOptions(TypedDict, total=False):
    """What may be said of a transaction.

    Attributes:
        creator: who makes the proposal: a member, or an organisation's client by its MSP id; the first organisation's by default.
        transient: the transient data.
        timestamp: the proposal's time; the clock's by default.
        peer: the MSP id of the simulating peer; of the creator's organisation by default.
    """

    creator: Member | str
    transient: Mapping[str, bytes]
    timestamp: datetime
    peer: str


@dataclass(frozen=True, slots=True)
class Endorsed:
    """A transaction that was simulated and is not committed yet.

    Attributes:
        response: the chaincode's.
        transaction_id: in hex.
    """

    response: Response
    transaction_id: str
    _commit: Callable[[], Status] = field(repr=False)

    def commit(self) -> Status:
        """Commits it as the next block.

        Raises:
            ValueError: if the chaincode has refused it, or a transaction is being simulated.
            CommitError: if what it has read is not as it was.
        """
        if self.response.status >= ERROR_THRESHOLD:
            raise ValueError(f"the chaincode has refused this transaction with status {self.response.status}")
        return self._commit().require_successful()
