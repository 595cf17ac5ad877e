"""The service `protos.Deliver` of one organisation's peer: blocks, whole or filtered (Fabric's `common/deliver`).

A client sends a signed `SeekInfo`, gets blocks and then a status, and may send the next on the same stream. The TLS certificate that
a request may name is not looked at, as by Fabric's peers without mutual TLS.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from datetime import timedelta
from typing import Any

import grpc.aio
from google.protobuf.message import DecodeError

from genpon_core.fabric.protos import common, events, events_grpc, orderer_ab
from genpon_network.embedded.access import reader
from genpon_network.embedded.block_contents import filtered
from genpon_network.embedded.blocks import Blocks
from genpon_network.embedded.clock import Clock, moment
from genpon_network.embedded.configuration import is_configuration
from genpon_network.embedded.event_streams import EventStreams
from genpon_network.embedded.membership import Member, Membership
from genpon_network.embedded.private_delivery import PrivateDelivery
from genpon_network.embedded.seeking import DeliveryEnded, Span

_BAD_REQUEST = common.Status.Value("BAD_REQUEST")
_SUCCESS = common.Status.Value("SUCCESS")
_Context = grpc.aio.ServicerContext[Any, Any]


class DeliverService(events_grpc.DeliverServicer):  # type: ignore[misc]
    """One peer's delivery of blocks.

    Args:
        channel: the channel's name.
        blocks: the committed blocks.
        membership: the organisations of the channel.
        clock: the peer's time.
        time_window: how far a request's timestamp may be off.
        private: the private data of the peer's organisation.
        streams: knows the open streams.
    """

    def __init__(
        self,
        *,
        channel: str,
        blocks: Blocks,
        membership: Membership,
        clock: Clock,
        time_window: timedelta,
        private: PrivateDelivery,
        streams: EventStreams,
    ) -> None:
        self._channel = channel
        self._blocks = blocks
        self._membership = membership
        self._clock = clock
        self._window = time_window
        self._private = private
        self._streams = streams

    async def Deliver(self, requests: AsyncIterator[Any], context: _Context) -> None:  # noqa: N802
        """Whole blocks."""
        await self._deliver(requests, context, lambda block, _: events.DeliverResponse(block=block))

    async def DeliverFiltered(self, requests: AsyncIterator[Any], context: _Context) -> None:  # noqa: N802
        """The ids, validation codes and event names of each block's transactions."""
        await self._deliver(requests, context, lambda block, _: _filtered(block))

    async def DeliverWithPrivateData(self, requests: AsyncIterator[Any], context: _Context) -> None:  # noqa: N802
        """Whole blocks, each with the private data of its transactions that the client may see."""
        await self._deliver(requests, context, self._with_private_data)

    async def _deliver(self, requests: AsyncIterator[Any], context: _Context, response: Callable[[Any, Member], Any]) -> None:
        async with self._streams.open(context) as write:
            async for envelope in requests:
                status = _SUCCESS
                try:
                    async with aclosing(self._wanted(envelope)) as blocks:
                        async for block, member in blocks:
                            await write(response(block, member))
                except DeliveryEnded as ended:
                    status = ended.status
                await write(events.DeliverResponse(status=status))
                if status != _SUCCESS:
                    return

    async def _wanted(self, envelope: Any) -> AsyncGenerator[tuple[Any, Member], None]:
        seek, member = self._checked(envelope)
        span = Span.of(seek, self._blocks.height)
        number = span.start
        while True:
            if number >= self._blocks.height and not span.waits:
                raise DeliveryEnded("NOT_FOUND")
            block = await self._blocks.get(number)
            self._check_expiry(member)
            # Configuration is always delivered whole.
            whole = span.whole or is_configuration(block.data.data[0])
            yield (block if whole else common.Block(header=block.header, metadata=block.metadata)), member
            if number == span.stop:
                return
            number += 1

    def _with_private_data(self, block: Any, member: Member) -> Any:
        seen = self._private.seen_by(member, block.header.number)
        return events.DeliverResponse(block_and_private_data={"block": block, "private_data_map": seen})

    def _checked(self, envelope: Any) -> tuple[Any, Member]:
        payload, creator = self._opened(envelope)
        seek = _parse(orderer_ab.SeekInfo, payload.data)
        member = reader(self._membership, creator, envelope.signature, envelope.payload)
        if member is None:
            raise DeliveryEnded("FORBIDDEN")
        self._check_expiry(member)
        return seek, member

    def _opened(self, envelope: Any) -> tuple[Any, bytes]:
        payload = _parse(common.Payload, envelope.payload)
        header = _parse(common.ChannelHeader, payload.header.channel_header)
        creator = _parse(common.SignatureHeader, payload.header.signature_header).creator
        if not header.HasField("timestamp"):
            raise DeliveryEnded("BAD_REQUEST")
        if abs(moment(header.timestamp) - self._clock()) > self._window:
            raise DeliveryEnded("BAD_REQUEST")
        if header.channel_id != self._channel:
            raise DeliveryEnded("NOT_FOUND")
        return payload, creator

    def _check_expiry(self, member: Member) -> None:
        if self._clock() > member.not_after:
            raise DeliveryEnded("FORBIDDEN")


def _filtered(block: Any) -> Any:
    try:
        return events.DeliverResponse(filtered_block=filtered(block))
    except DecodeError:
        return events.DeliverResponse(status=_BAD_REQUEST)


def _parse(kind: Any, data: bytes) -> Any:
    try:
        return kind.FromString(data)
    except DecodeError:
        raise DeliveryEnded("BAD_REQUEST") from None
