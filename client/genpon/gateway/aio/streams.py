"""Streams of events, and requests for them, under asyncio."""

import asyncio
from collections import deque
from types import TracebackType
from typing import Any, Generic, Self, TypeVar, Unpack

from grpc import RpcError

from genpon.gateway._internal.effects import Flow
from genpon.gateway._internal.failures import from_rpc_error
from genpon.gateway._internal.objects import Signable
from genpon.gateway._internal.resuming import Opening
from genpon.gateway._internal.seeking import EventKind
from genpon.gateway._internal.signable import SignedMessage
from genpon.gateway.aio.connection import Connection
from genpon.gateway.errors import EventsError
from genpon.gateway.options import CallChanges

T = TypeVar("T")


class EventStream(Generic[T]):
    """Events in the ledger's order, for an `async for` loop; an async context manager that ends the stream.

    The stream is opened when it is entered or first read. Reading raises EventsError when it breaks, and waits as long as nothing happens.
    """

    def __init__(self, connection: Connection, kind: EventKind[T], opening: Opening) -> None:
        self._connection = connection
        self._kind = kind
        self._opening = opening
        self._call: Any = None
        self._responses: Any = None
        self._pending: deque[T] = deque()
        self._closed = False

    async def __aenter__(self) -> Self:
        await self._open(self._opening.first())
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> T:
        while not self._pending:
            try:
                self._pending.extend(await self._read())
            except EventsError as error:
                await self._open(self._opening.after(error))
        return self._pending.popleft()

    def close(self) -> None:
        """Ends the stream; a task that waits for an event is released."""
        self._closed = True
        if self._call is not None:
            self._call.cancel()

    async def _open(self, flow: Flow[Any]) -> None:
        self._call = await self._connection.run(flow)
        self._responses = aiter(self._call)
        if self._closed:
            self._call.cancel()

    async def _read(self) -> list[T]:
        if self._closed:
            raise StopAsyncIteration
        if self._responses is None:
            await self._open(self._opening.first())
        try:
            response = await anext(self._responses)
        except (RpcError, asyncio.CancelledError) as error:
            # grpcio tells a call that `close` ended in the same way as a task that somebody cancelled.
            if self._closed:
                raise StopAsyncIteration from None
            if isinstance(error, RpcError):
                raise from_rpc_error(error, self._kind.rpc.error, "") from None
            raise
        events = list(self._kind.read(response))
        self._opening.arrived()
        return events


class EventsRequest(Signable[Connection, SignedMessage], Generic[T]):
    """A request for a stream of events."""

    def __init__(self, connection: Connection, kind: EventKind[T], message: SignedMessage) -> None:
        super().__init__(connection, message)
        self._kind = kind

    def get_events(self, **changes: Unpack[CallChanges]) -> EventStream[T]:
        """As `genpon.gateway.EventsRequest.get_events`; the request is signed and sent when the stream is opened."""
        opening = Opening(self._connection.core, self._kind, lambda: self._message, reconnect=False, **changes)
        return EventStream(self._connection, self._kind, opening)
