"""What a transaction is called with: arguments, ids, time, creator, transient values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from types import MappingProxyType
from typing import Any

from genpon_chaincode.shim.errors import ShimError
from genpon_chaincode.shim.proposals import ProposalDetails

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Invocation:
    """One message TRANSACTION or INIT, read.

    Attributes:
        channel_id: the channel's name.
        transaction_id: in hex.
        args: the arguments, the function's name first.
        decorations: what the peer's decorators added.
        is_init: whether it asks for the chaincode's initialisation.
        signed_proposal: the `protos.SignedProposal`.
        proposal: the same, taken apart.
        peer_msp_id: the organisation of the peer; empty where the service was not told.
    """

    channel_id: str
    transaction_id: str
    args: Sequence[bytes]
    decorations: Mapping[str, bytes]
    is_init: bool
    signed_proposal: Any
    proposal: ProposalDetails
    peer_msp_id: str = ""


class TransactionInfo:
    """The part of a stub that costs no round trip."""

    def __init__(self, invocation: Invocation) -> None:
        self._invocation = invocation

    @property
    def transaction_id(self) -> str:
        """The transaction's id, in hex."""
        return self._invocation.transaction_id

    @property
    def channel_id(self) -> str:
        """The channel's name."""
        return self._invocation.channel_id

    @cached_property
    def args(self) -> tuple[bytes, ...]:
        """All arguments, the function's name first."""
        return tuple(self._invocation.args)

    @property
    def args_slice(self) -> bytes:
        """All arguments as one run of bytes."""
        return b"".join(self.args)

    @property
    def string_args(self) -> list[str]:
        """All arguments as text.

        Raises:
            UnicodeDecodeError: if an argument is not UTF-8; use `args` for bytes.
        """
        return [argument.decode() for argument in self.args]

    @property
    def function_and_parameters(self) -> tuple[str, list[str]]:
        """The function's name and its arguments as text; an empty name where there are no arguments."""
        name, *parameters = self.string_args or [""]
        return name, parameters

    @property
    def function(self) -> str:
        """The function's name; bytes that are no UTF-8 become U+FFFD."""
        return self.args[0].decode(errors="replace") if self.args else ""

    @property
    def parameters(self) -> tuple[bytes, ...]:
        """The arguments after the function's name."""
        return self.args[1:]

    @property
    def is_init(self) -> bool:
        """Whether the transaction initialises the chaincode."""
        return self._invocation.is_init

    @property
    def transaction_time(self) -> int:
        """The client's timestamp in whole seconds since 1970 UTC."""
        return self._invocation.proposal.seconds

    @property
    def transaction_nanos(self) -> int:
        """The nanoseconds of the client's timestamp."""
        return self._invocation.proposal.nanos

    @property
    def transaction_timestamp(self) -> datetime:
        """The client's timestamp in UTC, to the microsecond; the only time that is the same on every peer."""
        return _EPOCH + timedelta(seconds=self.transaction_time, microseconds=self.transaction_nanos // 1000)

    @property
    def creator(self) -> bytes:
        """The client's serialized identity (`msp.SerializedIdentity`)."""
        return self._invocation.proposal.creator

    @property
    def transient(self) -> Mapping[str, bytes]:
        """Values that only endorsing peers see; they belong in no log, error or public state."""
        return self._invocation.proposal.transient

    @property
    def binding(self) -> bytes:
        """SHA-256 over nonce, creator and epoch."""
        return self._invocation.proposal.binding

    @property
    def signed_proposal(self) -> Any:
        """The `protos.SignedProposal`."""
        return self._invocation.signed_proposal

    @property
    def peer_msp_id(self) -> str:
        """The MSP id of the organisation whose peer runs this; other organisations' peers see another.

        Raises:
            ShimError: if the service was not told (`CORE_PEER_LOCALMSPID`).
        """
        if not self._invocation.peer_msp_id:
            raise ShimError("the service does not know its organisation; set CORE_PEER_LOCALMSPID")
        return self._invocation.peer_msp_id

    @property
    def decorations(self) -> Mapping[str, bytes]:
        """What the peer's decorators added to the arguments."""
        return MappingProxyType(dict(self._invocation.decorations))
