"""Streams of events, and requests for them, under asyncio."""

import asyncio
from types import TracebackType
from typing import Any, Generic, Self, TypeVar, Unpack

from grpc import RpcError

from genpon.gateway._internal.effects import Flow
from genpon.gateway._internal.failures import from_rpc_error
from genpon.gateway._internal.feeds import Feed
from genpon.gateway._internal.objects import Signable
from genpon.gateway._internal.seeking import EventKind
from genpon.gateway._internal.signable import SignedMessage
from genpon.gateway.aio.connection import Connection
from genpon.gateway.errors import EventsError
from genpon.gateway.options import CallChanges

T = TypeVar("T")


class EventStream(Generic[T]):
    """Events in the ledger's order, for an `async for` loop; an async context manager that ends the stream.

    The stream is opened when it is entered or first read. Reading raises EventsError when it breaks, and waits as long as nothing happens;
    a wait may be cancelled, as by `asyncio.wait_for`, without a loss.

    Example:
        ```python
        async with network.get_chaincode_events("basic") as events:
            await contract.submit_transaction("emit", "created", "blue")
            async for event in events:
                assert event.event_name == "created"
                break
        ```
    """

    def __init__(self, connection: Connection, feed: Feed[T]) -> None:
        self._connection = connection
        self._feed = feed
        self._call: Any = None
        self._responses: Any = None
        self._reading: asyncio.Future[Any] | None = None

    async def __aenter__(self) -> Self:
        await self._open(self._feed.open())
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> T:
        while not (self._feed.pending or self._feed.closed):
            try:
                self._feed.arrived(await self._response())
            except EventsError as error:
                await self._open(self._feed.open_again(error))
        if self._feed.closed:
            self.close()
            raise StopAsyncIteration
        return self._feed.pending.popleft()

    def close(self) -> None:
        """Ends the stream; a task that waits is released, within seconds where it waits to connect again."""
        self._feed.closed = True
        if self._call is not None:
            self._call.cancel()

    async def _open(self, flow: Flow[Any]) -> None:
        call = await self._connection.run(flow)
        if call is not None:
            self._call, self._responses = call, aiter(call)

    async def _response(self) -> Any:
        if self._responses is None:
            await self._open(self._feed.open())
        if self._reading is None:
            self._reading = asyncio.ensure_future(anext(self._responses))
            self._reading.add_done_callback(lambda reading: reading.cancelled() or reading.exception())
        # Waiting may be cancelled, as by `asyncio.wait_for`; the response that was waited for is then the next one to be read.
        await asyncio.wait([self._reading])
        reading, self._reading = self._reading, None
        try:
            return reading.result()
        except (StopAsyncIteration, asyncio.CancelledError):
            self._feed.ended()
        except RpcError as error:
            raise from_rpc_error(error, self._feed.kind.rpc.error, "") from None


class EventsRequest(Signable[Connection, SignedMessage], Generic[T]):
    """A request for a stream of events, which can be signed elsewhere.

    Example:
        ```python
        request = network.new_block_events_request(start_block=0)
        async with request.get_events() as blocks:
            assert (await anext(blocks)).header.number == 0
        ```
    """

    def __init__(self, connection: Connection, kind: EventKind[T], message: SignedMessage) -> None:
        super().__init__(connection, message)
        self._kind = kind

    def get_events(self, **changes: Unpack[CallChanges]) -> EventStream[T]:
        """As `genpon.gateway.EventsRequest.get_events`; the request is signed and sent when the stream is opened."""
        return EventStream(self._connection, Feed(self._connection.core, self._kind, lambda _: self._message, **changes))
