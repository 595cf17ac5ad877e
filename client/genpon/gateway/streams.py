"""Streams of events, and requests for them."""

from types import TracebackType
from typing import Any, Generic, Self, TypeVar, Unpack

import grpc

from genpon.gateway._internal.calls import end_stream
from genpon.gateway._internal.failures import from_rpc_error
from genpon.gateway._internal.feeds import Feed
from genpon.gateway._internal.objects import Signable
from genpon.gateway._internal.seeking import EventKind
from genpon.gateway._internal.signable import SignedMessage
from genpon.gateway.connection import Connection
from genpon.gateway.errors import EventsError
from genpon.gateway.options import CallChanges

T = TypeVar("T")


class EventStream(Generic[T]):
    """Events in the ledger's order, for a `for` loop; a context manager that ends the stream.

    Reading raises EventsError when the stream breaks, and waits as long as nothing happens; `close` may be called from another thread.

    Example:
        ```python
        checkpointer = FileCheckpointer(folder / "position.json")
        with network.get_chaincode_events("basic", start_block=0, checkpoint=checkpointer, reconnect=True) as events:
            contract.submit_transaction("emit", "created", "blue")
            for event in events:
                checkpointer.checkpoint_chaincode_event(event)
                if event.event_name == "created":
                    break
        ```
    """

    def __init__(self, connection: Connection, feed: Feed[T]) -> None:
        self._connection = connection
        self._feed = feed
        self._call: Any = connection.run(feed.open())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> T:
        while not (self._feed.pending or self._feed.closed):
            try:
                self._feed.arrived(self._response())
            except EventsError as error:
                self._call = self._connection.run(self._feed.open_again(error)) or self._call
        if self._feed.closed:
            end_stream(self._call)
            raise StopIteration
        return self._feed.pending.popleft()

    def close(self) -> None:
        """Ends the stream; a reader that waits is released, within seconds where it waits to connect again."""
        self._feed.closed = True
        end_stream(self._call)

    def _response(self) -> Any:
        try:
            return next(self._call)
        except StopIteration:
            self._feed.ended()
        except grpc.RpcError as error:
            raise from_rpc_error(error, self._feed.kind.rpc.error, "") from None


class EventsRequest(Signable[Connection, SignedMessage], Generic[T]):
    """A request for a stream of events, which can be signed elsewhere.

    Example:
        ```python
        request = network.new_filtered_block_events_request(start_block=0)
        restored = gateway.restore_filtered_block_events_request(request.to_bytes(), signature=signer.sign(request.digest))
        with restored.get_events() as blocks:
            assert next(blocks).number == 0
        ```
    """

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
        return EventStream(self._connection, Feed(self._connection.core, self._kind, lambda _: self._message, **changes))
