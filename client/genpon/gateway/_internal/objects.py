"""What the objects of the sync and of the asyncio client share: everything that does no input or output."""

import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Generic, Protocol, Self, TypedDict, TypeVar, Unpack

from google.protobuf.timestamp_pb2 import Timestamp

from genpon.gateway._internal.commits import CommitMessage, build_commit
from genpon.gateway._internal.core import Core
from genpon.gateway._internal.effects import Flow
from genpon.gateway._internal.feeds import Feed
from genpon.gateway._internal.flows import SubmitWaits, commit_of, endorse, evaluate, proposed, submit_transaction
from genpon.gateway._internal.proposals import Argument, ProposalMessage, build_proposal
from genpon.gateway._internal.retry import ONCE, Retry
from genpon.gateway._internal.seeking import (
    CHAINCODE_EVENTS,
    BlockEventsMessage,
    ChaincodeEventsMessage,
    EventKind,
    build_block_events,
    build_chaincode_events,
)
from genpon.gateway._internal.signable import SignedMessage
from genpon.gateway._internal.tracing import span
from genpon.gateway._internal.transactions import TransactionMessage
from genpon.gateway.backoff import Backoff
from genpon.gateway.checkpoints import Checkpoint
from genpon.gateway.events import ChaincodeEvent
from genpon.gateway.options import CallChanges
from genpon_core.fabric.headers import TransactionContext


class Driver(Protocol):
    """A connection, of either kind."""

    @property
    def core(self) -> Core:
        """Identity and options."""


C = TypeVar("C", bound=Driver)
M = TypeVar("M", bound=SignedMessage)
T = TypeVar("T")


class ProposalOptions(TypedDict, total=False):
    """What a proposal may say besides the function and its arguments."""

    transient: Mapping[str, Argument] | None
    endorsing_organizations: Sequence[str] | None


class EventOptions(TypedDict, total=False):
    """Where a stream of events begins."""

    start_block: int | None
    checkpoint: Checkpoint | None


class StreamOptions(EventOptions, CallChanges, total=False):
    """Where a stream of events begins, how it is called, and whether it is opened again when it breaks."""

    reconnect: bool


class Signable(Generic[C, M]):
    """A message that can leave the process as bytes, be signed anywhere, and be restored by the gateway with its signature."""

    def __init__(self, connection: C, message: M) -> None:
        self._connection = connection
        self._message = message

    def to_bytes(self) -> bytes:
        """The message, with its signature if it has one, in the form that the official clients use too."""
        return self._message.to_bytes()

    @property
    def digest(self) -> bytes:
        """What is to be signed: the payload's digest, or the payload where the connection's hash is `Hash.NONE`."""
        return self._connection.core.digest(self._message.payload)

    @property
    def signature(self) -> bytes:
        """The signature; empty while there is none."""
        return self._message.signature


class BaseProposal(Signable[C, ProposalMessage]):
    """What is known of a proposal."""

    @property
    def transaction_id(self) -> str:
        """In hex; known before anything is sent."""
        return self._message.transaction_id


class BaseTransaction(Signable[C, TransactionMessage]):
    """What is known of an endorsed transaction."""

    @property
    def transaction_id(self) -> str:
        """In hex; known before anything is submitted."""
        return self._message.transaction_id

    @property
    def result(self) -> bytes:
        """What the transaction function returned; it holds only once the transaction is committed."""
        return self._message.result

    @property
    def envelope(self) -> bytes:
        """The `common.Envelope` with all endorsements, as a proof of what the peers signed."""
        return bytes(self._message.message.envelope.SerializeToString())

    def _commit_message(self) -> CommitMessage:
        return commit_of(self._connection.core, self._message)


class BaseCommit(Signable[C, CommitMessage]):
    """What is known of a submitted transaction.

    Attributes:
        result: what the transaction function returned, which holds only if the status is successful; None where only the id is known.
    """

    def __init__(self, connection: C, message: CommitMessage, result: bytes | None = None) -> None:
        super().__init__(connection, message)
        self.result = result

    @property
    def transaction_id(self) -> str:
        """In hex."""
        return self._message.transaction_id


def _now() -> Timestamp:
    seconds, nanos = divmod(time.time_ns(), 1_000_000_000)
    return Timestamp(seconds=seconds, nanos=nanos)


def _transient(given: Mapping[str, Argument] | None) -> Mapping[str, Argument]:
    if given is not None and not isinstance(given, Mapping):
        raise TypeError(f"transient is a mapping of names to text or bytes, such as {{'price': b'700'}}, not {type(given).__name__}")
    return given or {}


def _organizations(given: Sequence[str] | None) -> Sequence[str]:
    if isinstance(given, str):
        raise TypeError(f"endorsing_organizations is a list of MSP ids, such as [{given!r}]")
    organizations = list(given or ())
    if not all(isinstance(organization, str) for organization in organizations):
        raise TypeError("endorsing_organizations is a list of MSP ids, each a text")
    return organizations


class BaseContract(Generic[C]):
    """Where a transaction function lives."""

    def __init__(self, connection: C, channel: str, chaincode_name: str, contract_name: str | None, retry: Retry = ONCE) -> None:
        if not chaincode_name:
            raise ValueError("a contract is in a chaincode; give the chaincode's name")
        self._connection = connection
        self._channel = channel
        self.chaincode_name = chaincode_name
        self.contract_name = contract_name
        self._retry = retry

    def retrying(self, *, attempts: int = 5, first_pause: float = 0.1, longest_pause: float = 2.0) -> Self:
        """This contract, whose `submit_transaction` endorses and submits anew after a failure that can have left nothing behind.

        Such are the errors with `retryable`: above all a conflict with another transaction (`MVCC_READ_CONFLICT`,
        `PHANTOM_READ_CONFLICT`), peers that were a block apart, and a gateway or an orderer that was away. Where the outcome of an attempt
        is unknown, the status of that very transaction decides; there is no second submission before.

        Args:
            attempts: how many in all; the last one's error is raised.
            first_pause: the most to wait after the first attempt, seconds; twice as long after each further one, and a random part of it.
            longest_pause: the most to wait between two attempts, seconds.

        Raises:
            ValueError: if there is to be no attempt, or a pause makes no sense.
        """
        retry = Retry(attempts, Backoff(first_pause, longest_pause))
        return type(self)(self._connection, self._channel, self.chaincode_name, self.contract_name, retry)

    def _evaluation(self, function: str, arguments: Sequence[Argument], timeout: float | None, options: ProposalOptions) -> Flow[bytes]:
        return proposed(self._connection.core, partial(self._propose, function, arguments, **options), partial(evaluate, timeout=timeout))

    def _endorsement(
        self, function: str, arguments: Sequence[Argument], timeout: float | None, options: ProposalOptions
    ) -> Flow[TransactionMessage]:
        return proposed(self._connection.core, partial(self._propose, function, arguments, **options), partial(endorse, timeout=timeout))

    def _submission(self, function: str, arguments: Sequence[Argument], waits: SubmitWaits, options: ProposalOptions) -> Flow[bytes]:
        propose = partial(self._propose, function, arguments, **options)
        with span("submit_transaction", channel=self._channel, chaincode=self.chaincode_name, function=function):
            return (yield from submit_transaction(self._connection.core, propose, self._retry, waits))

    def _propose(
        self,
        function: str,
        arguments: Sequence[Argument],
        *,
        transient: Mapping[str, Argument] | None = None,
        endorsing_organizations: Sequence[str] | None = None,
    ) -> ProposalMessage:
        return build_proposal(
            TransactionContext.new(self._connection.core.creator),
            _now(),
            channel=self._channel,
            chaincode_name=self.chaincode_name,
            function=f"{self.contract_name}:{function}" if self.contract_name else function,
            arguments=arguments,
            transient=_transient(transient),
            endorsing_organizations=_organizations(endorsing_organizations),
        )


class BaseNetwork(Generic[C]):
    """What is known of a channel.

    Attributes:
        name: the channel's name.
    """

    def __init__(self, connection: C, name: str) -> None:
        if not name:
            raise ValueError("a network is named by its channel; give the channel's name")
        self._connection = connection
        self.name = name

    def _commit_message(self, transaction_id: str) -> CommitMessage:
        message = build_commit(self.name, transaction_id, self._connection.core.creator)
        message.check()
        return message

    def _chaincode_events_message(self, chaincode_name: str, **start: Unpack[EventOptions]) -> ChaincodeEventsMessage:
        return build_chaincode_events(self._connection.core, self.name, chaincode_name, **start)

    def _block_events_message(self, **start: Unpack[EventOptions]) -> BlockEventsMessage:
        return build_block_events(self._connection.core, self.name, _now(), **start)

    def _chaincode_feed(self, chaincode_name: str, options: StreamOptions) -> Feed[ChaincodeEvent]:
        return self._feed(CHAINCODE_EVENTS, partial(self._chaincode_events_message, chaincode_name), **options)

    def _block_feed(self, kind: EventKind[T], options: StreamOptions) -> Feed[T]:
        return self._feed(kind, self._block_events_message, **options)

    def _feed(
        self,
        kind: EventKind[T],
        build: Callable[..., SignedMessage],
        *,
        start_block: int | None = None,
        checkpoint: Checkpoint | None = None,
        reconnect: bool = False,
        **changes: Unpack[CallChanges],
    ) -> Feed[T]:
        if reconnect and checkpoint is None:
            raise ValueError("there is nothing to resume from; pass a checkpoint, such as InMemoryCheckpointer()")

        def request(first_block: int | None) -> SignedMessage:
            return build(start_block=first_block if start_block is None else start_block, checkpoint=checkpoint)

        return Feed(self._connection.core, kind, request, reconnect=reconnect, **changes)
