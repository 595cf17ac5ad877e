"""Streams that outlive their connections."""

from collections.abc import Callable
from typing import Any, Unpack

import grpc

from genpon.gateway._internal.core import Core
from genpon.gateway._internal.effects import Flow, Pause
from genpon.gateway._internal.failures import means_absence
from genpon.gateway._internal.flows import open_stream
from genpon.gateway._internal.seeking import EventKind
from genpon.gateway._internal.signable import SignedMessage
from genpon.gateway.backoff import Backoff
from genpon.gateway.errors import CallError
from genpon.gateway.options import CallChanges

_BACKOFF = Backoff(first=0.1, longest=5.0)
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
        reconnect: whether a broken stream is opened again, at the next gateway, after pauses that grow while nothing arrives.
        changes: to the default options of the call.
    """

    def __init__(
        self, core: Core, kind: EventKind[Any], build: Callable[[], SignedMessage], *, reconnect: bool, **changes: Unpack[CallChanges]
    ) -> None:
        self._core = core
        self._kind = kind
        self._build = build
        self._reconnect = reconnect
        self._options = kind.defaults(core.defaults).changed(**changes)
        self._failures = 0
        self._gateway = 0

    def first(self) -> Flow[Any]:
        """The stream of responses."""
        message = self._build()
        call = yield from open_stream(self._core, self._kind.rpc, message, self._options)
        self._gateway = message.gateway or 0
        return call

    def arrived(self) -> None:
        """Told of every response."""
        self._failures = 0
        self._core.turns.back(self._gateway)

    def after(self, error: CallError) -> Flow[Any]:
        """The stream that takes the place of one that broke with an error; raises the error if there is none."""
        if means_absence(error):
            self._core.turns.away(self._gateway)
        if not self._reconnect or error.code not in _PASSING:
            raise error
        yield Pause(_BACKOFF.pause(self._failures))
        self._failures += 1
        return (yield from self.first())
