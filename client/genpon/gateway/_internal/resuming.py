"""Streams that outlive their connections."""

from collections.abc import Callable
from typing import Any

import grpc

from genpon.gateway._internal.core import Core
from genpon.gateway._internal.effects import Flow, Pause
from genpon.gateway._internal.flows import open_stream
from genpon.gateway._internal.seeking import EventKind
from genpon.gateway._internal.signable import SignedMessage
from genpon.gateway.errors import CallError

_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 5.0
# What a peer that stops, a proxy or a cut line end a stream with; any other code would only come again.
_PASSING = (
    grpc.StatusCode.CANCELLED,
    grpc.StatusCode.INTERNAL,
    grpc.StatusCode.RESOURCE_EXHAUSTED,
    grpc.StatusCode.UNAVAILABLE,
    grpc.StatusCode.UNKNOWN,
)


class Opening:
    """Opens one stream of events and, where that is wanted, opens it again when it breaks.

    Args:
        core: identity and options.
        kind: the kind of event.
        build: makes the request; asked anew each time, so that it begins at the checkpoint of that moment.
        timeout: seconds; None takes the default.
        reconnect: whether a broken stream is opened again, at the next gateway, after pauses that grow while nothing arrives.
    """

    def __init__(
        self, core: Core, kind: EventKind[Any], build: Callable[[], SignedMessage], *, timeout: float | None, reconnect: bool
    ) -> None:
        self._core = core
        self._kind = kind
        self._build = build
        self._timeout = timeout
        self._reconnect = reconnect
        self._pause = _FIRST_PAUSE

    def first(self) -> Flow[Any]:
        """The stream of responses."""
        return open_stream(self._core, self._kind.rpc, self._build(), self._kind.defaults(self._core.defaults), self._timeout)

    def arrived(self) -> None:
        """Told of every response."""
        self._pause = _FIRST_PAUSE

    def after(self, error: CallError) -> Flow[Any]:
        """The stream that takes the place of one that broke with an error; raises the error if there is none."""
        if not self._reconnect or error.code not in _PASSING:
            raise error
        yield Pause(self._pause)
        self._pause = min(2 * self._pause, _LONGEST_PAUSE)
        return (yield from self.first())
