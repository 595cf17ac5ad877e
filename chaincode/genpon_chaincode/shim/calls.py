"""The calls of one transaction to its peer: what a stub needs of a connection."""

from dataclasses import dataclass
from typing import Any, Protocol

from google.protobuf.message import DecodeError

from genpon_chaincode.shim.errors import ShimError
from genpon_core.fabric.protos import chaincode as chaincode_protos

_LEAST = 100
"""A peer that takes batches takes at least this many entries, whatever it says (as the other runtimes have it)."""


@dataclass(frozen=True, slots=True)
class PeerLimits:
    """How many entries the peer takes in one message; 0: it takes no batches (before Fabric 3.1).

    Attributes:
        write_batch: of WRITE_BATCH_STATE.
        get_multiple: of GET_STATE_MULTIPLE.
    """

    write_batch: int = 0
    get_multiple: int = 0

    @classmethod
    def from_ready(cls, payload: bytes) -> "PeerLimits":
        """What the READY message offers; nothing for an empty or unreadable payload."""
        try:
            offer = chaincode_protos.ChaincodeAdditionalParams.FromString(payload)
        except DecodeError:
            return cls()
        return cls(
            write_batch=max(_LEAST, offer.max_size_write_batch) if offer.use_write_batch else 0,
            get_multiple=max(_LEAST, offer.max_size_get_multiple_keys) if offer.use_get_multiple_keys else 0,
        )


class PeerCalls(Protocol):
    """One transaction's connection to its peer."""

    @property
    def limits(self) -> PeerLimits:
        """What the peer takes in one message."""
        ...

    @property
    def ended(self) -> bool:
        """Whether the transaction is over, and every call raises `TransactionEndedError`."""
        ...

    def call(self, kind: int, request: Any) -> bytes:
        """Sends a request and waits for the payload of its RESPONSE.

        Args:
            kind: a `ChaincodeMessage.Type`.
            request: the protobuf message that is its payload.

        Raises:
            LedgerError: if the peer answers with an ERROR.
            TransactionEndedError: if the transaction is over.
        """
        ...


def read_answer(kind: Any, payload: bytes) -> Any:
    """An answer's payload as the message that it must be.

    Raises:
        ShimError: if it is not.
    """
    try:
        return kind.FromString(payload)
    except DecodeError:
        raise ShimError("the peer's answer cannot be read") from None
