"""How calls begin, the same on both kinds of channel."""

import contextlib
from collections.abc import Callable, Sequence
from typing import Any

from grpc import aio

from genpon.gateway._internal.effects import Invoke, Open
from genpon.gateway.errors import GatewayError


class Calls:
    """Begins calls on one of several channels, which are all sync or all asyncio; each method of a channel is prepared once."""

    def __init__(self, channels: Sequence[Any]) -> None:
        self.channels = channels
        self._methods: dict[tuple[int, str], Callable[..., Any]] = {}

    def begin(self, call: Invoke | Open) -> Any:
        """What the channel gives for a call: a response, an awaitable of one, or a stream of responses.

        Raises:
            GatewayError: if the channel is closed.
        """
        key = (call.target, call.rpc.path)
        method = self._methods.get(key)
        if method is None:
            channel = self.channels[call.target]
            kind = channel.unary_unary if isinstance(call, Invoke) else channel.unary_stream
            method = kind(call.rpc.path, request_serializer=call.rpc.serialize, response_deserializer=call.rpc.deserialize)
            self._methods[key] = method
        options = call.options
        try:
            return method(call.request, timeout=options.timeout, metadata=options.metadata, wait_for_ready=options.wait_for_ready)
        except (ValueError, aio.UsageError):
            raise GatewayError("the channel to the gateway is closed", next_step="Connect again, with an open channel.") from None


def end_stream(call: Any) -> None:
    """Ends a stream of responses.

    An interceptor of the caller's may hide the call behind a generator; while another thread is in that, the stream ends with the channel.
    """
    if hasattr(call, "cancel"):
        call.cancel()
    else:
        with contextlib.suppress(ValueError):
            call.close()


def require_open(closed: bool) -> None:
    """Raises GatewayError if a connection is closed."""
    if closed:
        raise GatewayError("the connection to the gateway is closed", next_step="Connect again.")
