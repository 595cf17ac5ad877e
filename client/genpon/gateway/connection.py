"""The sync driver: performs what flows ask for, by blocking."""

import time
from collections.abc import Sequence
from typing import Any, TypeVar

import grpc

from genpon.gateway._internal.core import Core
from genpon.gateway._internal.effects import Flow, Invoke, Pause, Sign
from genpon.gateway._internal.failures import from_rpc_error
from genpon.gateway.errors import GatewayError, SigningError
from genpon.gateway.signers import Signer

T = TypeVar("T")


class Connection:
    """Channels, a signer, and the core that knows what to do with them."""

    def __init__(self, core: Core, channels: Sequence[grpc.Channel], signer: Signer | None, *, owned: bool) -> None:
        self.core = core
        self._channels = channels
        self._signer = signer
        self._owned = owned
        self._methods: dict[tuple[int, str], Any] = {}

    def run(self, flow: Flow[T]) -> T:
        """Runs a flow to its end."""
        try:
            effect = next(flow)
            while True:
                try:
                    answer = self._perform(effect)
                except GatewayError as error:
                    effect = flow.throw(error)
                else:
                    effect = flow.send(answer)
        except StopIteration as stop:
            result: T = stop.value
            return result

    def close(self) -> None:
        """Closes the channels, unless they are the caller's."""
        if self._owned:
            for channel in self._channels:
                channel.close()

    def _perform(self, effect: Sign | Invoke | Pause) -> Any:
        match effect:
            case Sign():
                return sign(self._signer, effect.digest)
            case Invoke():
                return self._invoke(effect)
            case Pause():
                return time.sleep(effect.seconds)

    def _invoke(self, call: Invoke) -> Any:
        key = (call.target, call.rpc.path)
        method = self._methods.get(key)
        if method is None:
            channel = self._channels[call.target]
            method = channel.unary_unary(call.rpc.path, request_serializer=call.rpc.serialize, response_deserializer=call.rpc.deserialize)
            self._methods[key] = method
        options = call.options
        try:
            return method(call.request, timeout=options.timeout, metadata=options.metadata, wait_for_ready=options.wait_for_ready)
        except grpc.RpcError as error:
            raise from_rpc_error(error, call.rpc.error, call.transaction_id) from None


def sign(signer: Signer | None, digest: bytes) -> Any:
    """What the signer returns for a digest.

    Raises:
        SigningError: if there is no signer, or it fails.
    """
    if signer is None:
        raise SigningError(
            "this connection has no signer", next_step="Sign the object's digest elsewhere and restore it with the signature."
        )
    try:
        return signer.sign(digest)
    except SigningError:
        raise
    except Exception as error:
        raise SigningError(f"the signer failed with {type(error).__name__}", next_step="See what the signer reports.") from error
