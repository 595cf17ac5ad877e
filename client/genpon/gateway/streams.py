"""Streams of events, and requests for them."""

from collections import deque
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

import grpc

from genpon.gateway._internal import flows
from genpon.gateway._internal.failures import from_rpc_error
from genpon.gateway._internal.objects import Signable
from genpon.gateway._internal.seeking import EventKind
from genpon.gateway._internal.signable import SignedMessage
from genpon.gateway.connection import Connection

T = TypeVar("T")


class EventStream(Generic[T]):
    """Events in the ledger's order, for a `for` loop; a context manager that ends the stream.

    Reading raises EventsError when the stream breaks, and waits as long as nothing happens; `close` may be called from another thread.
    """

    def __init__(self, kind: EventKind[T], call: Any) -> None:
        self._kind = kind
        self._call = call
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
                self._pending.extend(self._kind.read(next(self._call)))
            except grpc.RpcError as error:
                if self._closed:
                    raise StopIteration from None
                raise from_rpc_error(error, self._kind.rpc.error, "") from None
        return self._pending.popleft()

    def close(self) -> None:
        """Ends the stream; a reader that waits is released."""
        self._closed = True
        self._call.cancel()


class EventsRequest(Signable[Connection, SignedMessage], Generic[T]):
    """A request for a stream of events."""

    def __init__(self, connection: Connection, kind: EventKind[T], message: SignedMessage) -> None:
        super().__init__(connection, message)
        self._kind = kind

    def get_events(self, *, timeout: float | None = None) -> EventStream[T]:
        """Opens the stream.

        Args:
            timeout: seconds after which the stream ends with an EventsError; None takes the connection's default, which is never.

        Raises:
            SigningError: if there is no signature and none can be made.
        """
        core = self._connection.core
        flow = flows.open_stream(core, self._kind.rpc, self._message, self._kind.defaults(core.defaults), timeout)
        return EventStream(self._kind, self._connection.run(flow))
