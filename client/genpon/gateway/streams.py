"""Streams of events, and requests for them."""

from collections import deque
from types import TracebackType
from typing import Any, Generic, Self, TypeVar, Unpack

import grpc

from genpon.gateway._internal.failures import from_rpc_error
from genpon.gateway._internal.objects import Signable
from genpon.gateway._internal.resuming import Opening
from genpon.gateway._internal.seeking import EventKind
from genpon.gateway._internal.signable import SignedMessage
from genpon.gateway.connection import Connection
from genpon.gateway.errors import EventsError
from genpon.gateway.options import CallChanges

T = TypeVar("T")


class EventStream(Generic[T]):
    """Events in the ledger's order, for a `for` loop; a context manager that ends the stream.

    Reading raises EventsError when the stream breaks, and waits as long as nothing happens; `close` may be called from another thread.
    """

    def __init__(self, connection: Connection, kind: EventKind[T], opening: Opening) -> None:
        self._connection = connection
        self._kind = kind
        self._opening = opening
        self._call: Any = connection.run(opening.first())
        self._pending: deque[T] = deque()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> T:
        while not self._pending:
            try:
                self._pending.extend(self._read())
            except EventsError as error:
                self._call = self._connection.run(self._opening.after(error))
                if self._closed:
                    self._call.cancel()
        return self._pending.popleft()

    def close(self) -> None:
        """Ends the stream; a reader that waits is released."""
        self._closed = True
        self._call.cancel()

    def _read(self) -> list[T]:
        try:
            response = next(self._call)
        except grpc.RpcError as error:
            if self._closed:
                raise StopIteration from None
            raise from_rpc_error(error, self._kind.rpc.error, "") from None
        events = list(self._kind.read(response))
        self._opening.arrived()
        return events


class EventsRequest(Signable[Connection, SignedMessage], Generic[T]):
    """A request for a stream of events."""

    def __init__(self, connection: Connection, kind: EventKind[T], message: SignedMessage) -> None:
        super().__init__(connection, message)
        self._kind = kind

    def get_events(self, **changes: Unpack[CallChanges]) -> EventStream[T]:
        """Opens the stream.

        Args:
            changes: to the connection's default options for this kind of stream (`CallChanges`); a time-out ends it with an EventsError.

        Raises:
            SigningError: if there is no signature and none can be made.
        """
        opening = Opening(self._connection.core, self._kind, lambda: self._message, reconnect=False, **changes)
        return EventStream(self._connection, self._kind, opening)
