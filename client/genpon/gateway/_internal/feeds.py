"""What a stream of events does besides input and output: its requests, its events in order, and what follows when it breaks."""

import logging
from collections import deque
from collections.abc import Callable
from typing import Any, Generic, NoReturn, TypeVar, Unpack

import grpc

from genpon.gateway._internal.core import Core
from genpon.gateway._internal.effects import Flow, Pause
from genpon.gateway._internal.failures import failure, means_absence
from genpon.gateway._internal.flows import open_stream
from genpon.gateway._internal.logs import note
from genpon.gateway._internal.seeking import EventKind
from genpon.gateway._internal.signable import SignedMessage
from genpon.gateway.backoff import Backoff
from genpon.gateway.errors import EventsError
from genpon.gateway.options import CallChanges

T = TypeVar("T")
_BACKOFF = Backoff(first=0.1, longest=5.0)
# What a peer that stops, a proxy or a cut line end a stream with; any other code would only come again.
_PASSING = (
    grpc.StatusCode.CANCELLED,
    grpc.StatusCode.INTERNAL,
    grpc.StatusCode.RESOURCE_EXHAUSTED,
    grpc.StatusCode.UNAVAILABLE,
    grpc.StatusCode.UNKNOWN,
)


class Feed(Generic[T]):
    """One stream of events, opened again when it breaks where that is wanted.

    Attributes:
        kind: the kind of event.
        pending: events that came and were not read yet.
        closed: whether the reader ended it.
    """

    def __init__(
        self,
        core: Core,
        kind: EventKind[T],
        build: Callable[[int | None], SignedMessage],
        *,
        reconnect: bool = False,
        **changes: Unpack[CallChanges],
    ) -> None:
        """Opens nothing yet.

        Args:
            core: identity and options.
            kind: the kind of event.
            build: makes the request, given the first block that was delivered, from where to go on if nothing was recorded since; asked
                anew each time, so that it begins at the checkpoint of that moment.
            reconnect: whether a broken stream is opened again, at the next gateway, after pauses that grow while nothing arrives.
            changes: to the default options of the call.
        """
        self.kind = kind
        self.pending: deque[T] = deque()
        self.closed = False
        self._core = core
        self._build = build
        self._reconnect = reconnect
        self._options = kind.defaults(core.defaults).changed(**changes)
        self._failures = 0
        self._gateway = 0
        self._first_block: int | None = None

    def open(self) -> Flow[Any]:
        """The driver's stream of responses."""
        message = self._build(self._first_block)
        call = yield from open_stream(self._core, self.kind.rpc, message, self._options)
        self._gateway = message.gateway or 0
        note(logging.DEBUG, "stream opened", rpc=self.kind.rpc.path, gateway=self._core.gateways[self._gateway])
        return call

    def arrived(self, response: Any) -> None:
        """Takes in a response.

        Raises:
            EventsError: if it holds no events but a status.
        """
        self.pending.extend(self.kind.read(response))
        self._failures = 0
        self._core.turns.back(self._gateway)
        if self._first_block is None:
            self._first_block = self.kind.block_number(response)

    def ended(self) -> NoReturn:
        """Raises EventsError for a stream that the gateway ended, which it has no reason to."""
        raise failure(EventsError, grpc.StatusCode.UNAVAILABLE, "the gateway ended the stream", (), "")

    def open_again(self, error: EventsError) -> Flow[Any]:
        """The stream that takes the place of one that broke with an error; None if it was closed, the error if there is to be none."""
        if not self.closed:
            about = {"rpc": self.kind.rpc.path, "gateway": self._core.gateways[self._gateway]}
            note(logging.INFO, "stream broke", **about, code=error.code.name)
            if means_absence(error):
                self._core.turns.away(self._gateway)
            if not self._reconnect or not self._passes(error):
                raise error
            yield Pause(_BACKOFF.pause(self._failures))
            self._failures += 1
        return None if self.closed else (yield from self.open())

    def _passes(self, error: EventsError) -> bool:
        # A peer that is a few blocks behind the one before knows nothing yet of the block to go on with.
        behind = error.code is grpc.StatusCode.NOT_FOUND and self._first_block is not None
        return behind or error.code in _PASSING
