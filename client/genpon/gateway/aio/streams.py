"""Streams of events, and requests for them, under asyncio."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from grpc import RpcError

from genpon.gateway._internal import flows
from genpon.gateway._internal.effects import Flow
from genpon.gateway._internal.failures import from_rpc_error
from genpon.gateway._internal.objects import Signable
from genpon.gateway._internal.seeking import EventKind
from genpon.gateway._internal.signable import SignedMessage
from genpon.gateway.aio.connection import Connection

T = TypeVar("T")


class EventStream(Generic[T]):
    """Events in the ledger's order, for an `async for` loop; an async context manager that ends the stream.

    The stream is opened when it is entered or first read. Reading raises EventsError when it breaks, and waits as long as nothing happens.
    """

    def __init__(self, connection: Connection, kind: EventKind[T], opening: Flow[Any]) -> None:
        self._connection = connection
        self._kind = kind
        self._opening = opening
        self._call: Any = None
        self._responses: AsyncIterator[Any] | None = None
        self._pending: deque[T] = deque()
        self._closed = False

    async def __aenter__(self) -> Self:
        await self._opened()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> T:
        while not self._pending:
            self._pending.extend(self._kind.read(await self._next_response()))
        return self._pending.popleft()

    def close(self) -> None:
        """Ends the stream; a task that waits for an event is released."""
        self._closed = True
        if self._call is not None:
            self._call.cancel()

    async def _opened(self) -> AsyncIterator[Any]:
        if self._responses is None:
            self._call = await self._connection.run(self._opening)
            self._responses = aiter(self._call)
        return self._responses

    async def _next_response(self) -> Any:
        if self._closed:
            raise StopAsyncIteration
        responses = await self._opened()
        try:
            return await anext(responses)
        except (RpcError, asyncio.CancelledError) as error:
            # grpcio tells a call that `close` ended in the same way as a task that somebody cancelled.
            if self._closed:
                raise StopAsyncIteration from None
            if isinstance(error, RpcError):
                raise from_rpc_error(error, self._kind.rpc.error, "") from None
            raise


class EventsRequest(Signable[Connection, SignedMessage], Generic[T]):
    """A request for a stream of events."""

    def __init__(self, connection: Connection, kind: EventKind[T], message: SignedMessage) -> None:
        super().__init__(connection, message)
        self._kind = kind

    def get_events(self, *, timeout: float | None = None) -> EventStream[T]:
        """As `genpon.gateway.EventsRequest.get_events`; the request is signed and sent when the stream is opened."""
        core = self._connection.core
        flow = flows.open_stream(core, self._kind.rpc, self._message, self._kind.defaults(core.defaults), timeout)
        return EventStream(self._connection, self._kind, flow)
