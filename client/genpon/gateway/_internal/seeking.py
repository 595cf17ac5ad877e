"""Requests for events: built, and their responses read (Fabric documentation, "Peer channel-based event services")."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import grpc
from google.protobuf.timestamp_pb2 import Timestamp

from genpon.gateway._internal import rpcs
from genpon.gateway._internal.core import Core
from genpon.gateway._internal.effects import Rpc
from genpon.gateway._internal.failures import failure
from genpon.gateway._internal.signable import SignedMessage
from genpon.gateway.checkpoints import Checkpoint
from genpon.gateway.errors import CallError, EventsError
from genpon.gateway.events import ChaincodeEvent
from genpon.gateway.options import CallOptions, DefaultOptions
from genpon_core.fabric.headers import channel_header
from genpon_core.fabric.protos import common, gateway, orderer_ab

T = TypeVar("T")
_LAST_BLOCK = 2**64 - 1
_STATUSES = {
    "BAD_REQUEST": (grpc.StatusCode.INVALID_ARGUMENT, ": the client's clock may be off, or its TLS certificate not the one in the request"),
    "FORBIDDEN": (grpc.StatusCode.PERMISSION_DENIED, ""),
    "SERVICE_UNAVAILABLE": (grpc.StatusCode.UNAVAILABLE, ""),
    "NOT_FOUND": (grpc.StatusCode.NOT_FOUND, ": it does not have the channel, or not yet the block before the first one"),
}


class ChaincodeEventsMessage(SignedMessage):
    """A `gateway.SignedChaincodeEventsRequest`."""

    message_type = gateway.SignedChaincodeEventsRequest
    payload_field = "request"

    def check(self) -> None:
        super().check()
        request = gateway.ChaincodeEventsRequest.FromString(self.payload)
        if not request.channel_id or not request.chaincode_id or not request.HasField("start_position"):
            raise ValueError("no channel, chaincode or start")


class BlockEventsMessage(SignedMessage):
    """A `common.Envelope` that asks for blocks; the same for every form in which they are delivered."""

    message_type = common.Envelope
    payload_field = "payload"

    def check(self) -> None:
        super().check()
        header = common.ChannelHeader.FromString(common.Payload.FromString(self.payload).header.channel_header)
        if header.type != common.DELIVER_SEEK_INFO or not header.channel_id:
            raise ValueError("not a request for blocks")


@dataclass(frozen=True, slots=True)
class EventKind(Generic[T]):
    """One kind of event stream: whom to call, with which defaults, what is in a response, and of which block it is."""

    rpc: Rpc
    message_type: type[SignedMessage]
    defaults: Callable[[DefaultOptions], CallOptions]
    read: Callable[[Any], Iterable[T]]
    block_number: Callable[[Any], int]


def start_position(start_block: int | None, checkpoint: Checkpoint | None) -> Any:
    """Where to begin: at the checkpoint if it has a position, else at the start block, else with the next commit."""
    if checkpoint is not None and not (hasattr(checkpoint, "block_number") and hasattr(checkpoint, "transaction_id")):
        raise TypeError(f"a checkpoint is a position, as FileCheckpointer(path) keeps one, not a {type(checkpoint).__name__}")
    block = checkpoint.block_number if checkpoint is not None else None
    block = start_block if block is None else block
    if block is not None and (not isinstance(block, int) or not 0 <= block <= _LAST_BLOCK):
        raise ValueError(f"a block to start at is a number from 0, or None for the next one, not {block!r}")
    if block is None:
        return orderer_ab.SeekPosition(next_commit=orderer_ab.SeekNextCommit())
    return orderer_ab.SeekPosition(specified=orderer_ab.SeekSpecified(number=block))


def build_chaincode_events(
    core: Core, channel: str, chaincode_name: str, *, start_block: int | None = None, checkpoint: Checkpoint | None = None
) -> ChaincodeEventsMessage:
    """A request that is not signed yet."""
    request = gateway.ChaincodeEventsRequest(
        channel_id=channel,
        chaincode_id=chaincode_name,
        identity=core.creator,
        start_position=start_position(start_block, checkpoint),
        after_transaction_id=checkpoint.transaction_id if checkpoint is not None else "",
    )
    return ChaincodeEventsMessage(gateway.SignedChaincodeEventsRequest(request=request.SerializeToString()))


def build_block_events(
    core: Core, channel: str, timestamp: Timestamp, *, start_block: int | None = None, checkpoint: Checkpoint | None = None
) -> BlockEventsMessage:
    """A request that is not signed yet; the same inputs give the same payload."""
    seek = orderer_ab.SeekInfo(
        start=start_position(start_block, checkpoint),
        stop=orderer_ab.SeekPosition(specified=orderer_ab.SeekSpecified(number=_LAST_BLOCK)),
    )
    header = common.Header(
        channel_header=channel_header(common.DELIVER_SEEK_INFO, channel, "", timestamp, tls_cert_hash=core.tls_certificate_hash),
        signature_header=common.SignatureHeader(creator=core.creator).SerializeToString(),
    )
    payload = common.Payload(header=header, data=seek.SerializeToString())
    return BlockEventsMessage(common.Envelope(payload=payload.SerializeToString()))


def _chaincode_events(response: Any) -> Iterable[ChaincodeEvent]:
    for event in response.events:
        yield ChaincodeEvent(response.block_number, event.tx_id, event.chaincode_id, event.event_name, event.payload)


def _delivered(form: str) -> Callable[[Any], Iterable[Any]]:
    def read(response: Any) -> Iterable[Any]:
        if response.WhichOneof("Type") != form:
            raise _ended(response.status)
        yield getattr(response, form)

    return read


def _ended(status: int) -> CallError:
    name = common.Status.Name(status) if status in common.Status.values() else str(status)
    code, meaning = _STATUSES.get(name, (grpc.StatusCode.ABORTED, ""))
    return failure(EventsError, code, f"the peer ended the stream with status {name}{meaning}", (), "")


CHAINCODE_EVENTS = EventKind(
    rpcs.CHAINCODE_EVENTS,
    ChaincodeEventsMessage,
    lambda options: options.chaincode_events,
    _chaincode_events,
    lambda response: response.block_number,
)
BLOCK_EVENTS: EventKind[Any] = EventKind(
    rpcs.DELIVER,
    BlockEventsMessage,
    lambda options: options.block_events,
    _delivered("block"),
    lambda response: response.block.header.number,
)
FILTERED_BLOCK_EVENTS: EventKind[Any] = EventKind(
    rpcs.DELIVER_FILTERED,
    BlockEventsMessage,
    lambda options: options.filtered_block_events,
    _delivered("filtered_block"),
    lambda response: response.filtered_block.number,
)
BLOCK_AND_PRIVATE_DATA_EVENTS: EventKind[Any] = EventKind(
    rpcs.DELIVER_WITH_PRIVATE_DATA,
    BlockEventsMessage,
    lambda options: options.block_and_private_data_events,
    _delivered("block_and_private_data"),
    lambda response: response.block_and_private_data.block.header.number,
)
