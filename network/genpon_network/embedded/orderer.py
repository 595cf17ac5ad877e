"""Ordering: which envelopes are let in, and when a block of them is cut (Fabric documentation, "The Ordering Service")."""

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import grpc
from google.protobuf.message import DecodeError

from genpon_core.fabric.protos import common
from genpon_network.embedded.clock import Clock
from genpon_network.embedded.configuration import is_configuration
from genpon_network.embedded.failures import Detail, GatewayFailure
from genpon_network.embedded.membership import InvalidMember, Member, Membership, UnknownMember
from genpon_network.embedded.proposals import WRITERS

ADDRESS = "orderer.embedded"
_LOG = logging.getLogger(__name__)
_PERMISSION = (
    "status=FORBIDDEN, info=implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the "
    "'Writers' sub-policies to be satisfied: permission denied"
)


class Orderer:
    """Collects envelopes into batches.

    Args:
        membership: the organisations whose members may submit.
        channel: the channel's name.
        clock: tells which identities have expired.
        commit: takes each batch, in order.
        batch_timeout: seconds from a batch's first envelope until it is cut.
        batch_size: how many envelopes a batch has at most.
    """

    def __init__(
        self,
        membership: Membership,
        channel: str,
        clock: Clock,
        commit: Callable[[Sequence[bytes]], Awaitable[None]],
        *,
        batch_timeout: float,
        batch_size: int,
    ) -> None:
        self._membership = membership
        self._channel = channel
        self._clock = clock
        self._commit = commit
        self._timeout = batch_timeout
        self._size = batch_size
        self._queue: asyncio.Queue[tuple[float, bytes | None]] = asyncio.Queue()
        self._kept: tuple[float, bytes | None] | None = None
        self._processed: dict[bytes, None] = {}
        self._ended = False

    def submit(self, envelope: Any) -> None:
        """Takes a signed `common.Envelope` from a client.

        Raises:
            GatewayFailure: if it is not let in, as a gateway tells it that asked every orderer.
        """
        if self._ended:
            raise _rejection("status=SERVICE_UNAVAILABLE, info=ordering has ended")
        self._admit(envelope)
        serialized = envelope.SerializeToString()
        digest = hashlib.sha256(serialized).digest()
        if digest in self._processed:
            raise _rejection("status=SERVICE_UNAVAILABLE, info=failed to submit request: request already processed")
        self._remember(digest)
        self.enqueue(serialized)

    def enqueue(self, serialized: bytes) -> None:
        """Orders an envelope without looking at it, as dishonest orderers could."""
        self._queue.put_nowait((asyncio.get_running_loop().time(), serialized))

    def finish(self) -> None:
        """Lets `run` end after what was taken so far."""
        self._queue.put_nowait((0.0, None))

    async def run(self) -> None:
        """Cuts batches and has them committed until `finish`."""
        finished = False
        try:
            while not finished:
                batch, finished = await self._batch()
                if batch:
                    await self._commit(batch)
        except Exception:
            _LOG.critical("a block could not be committed; the ledger takes no more transactions")
            raise
        finally:
            self._ended = True

    async def _batch(self) -> tuple[list[bytes], bool]:
        """The next block's envelopes, and whether they are the last; a configuration has a block of its own."""
        arrived, first = await self._take()
        batch = [] if first is None else [first]
        finished = first is None
        while not finished and len(batch) < self._size and not is_configuration(batch[-1]):
            try:
                async with asyncio.timeout_at(arrived + self._timeout):
                    item = await self._take()
            except TimeoutError:
                break
            if item[1] is None:
                finished = True
            elif is_configuration(item[1]):
                self._kept = item
                break
            else:
                batch.append(item[1])
        return batch, finished

    async def _take(self) -> tuple[float, bytes | None]:
        kept, self._kept = self._kept, None
        if kept is not None:
            return kept
        return self._queue.get_nowait() if not self._queue.empty() else await self._queue.get()

    def _admit(self, envelope: Any) -> None:
        try:
            payload = common.Payload.FromString(envelope.payload)
            header = common.ChannelHeader.FromString(payload.header.channel_header)
            creator = common.SignatureHeader.FromString(payload.header.signature_header).creator
        except DecodeError:
            raise _rejection("status=BAD_REQUEST, info=the envelope is malformed") from None
        if header.channel_id != self._channel:
            raise _rejection("status=NOT_FOUND, info=channel does not exist")
        member = self._member(creator)
        if self._clock() > member.not_after:
            raise _rejection("status=BAD_REQUEST, info=broadcast client identity expired")
        if member.role not in WRITERS or not member.has_signed(envelope.signature, envelope.payload):
            raise _rejection(_PERMISSION)

    def _member(self, creator: bytes) -> Member:
        try:
            return self._membership.member(creator)
        except (UnknownMember, InvalidMember):
            raise _rejection(_PERMISSION) from None

    def _remember(self, digest: bytes) -> None:
        self._processed[digest] = None
        if len(self._processed) > _REMEMBERED:
            del self._processed[next(iter(self._processed))]


_REMEMBERED = 20_000


def _rejection(answer: str) -> GatewayFailure:
    message = "insufficient number of orderers could successfully process transaction to satisfy quorum requirement"
    details = [Detail(ADDRESS, "", f"received unsuccessful response from orderer: {answer}")]
    return GatewayFailure(grpc.StatusCode.UNAVAILABLE, message, details)
