"""The sync driver: performs what flows ask for, by blocking."""

import time
from typing import Any, TypeVar

import grpc

from genpon.gateway._internal.calls import Calls, require_open
from genpon.gateway._internal.channels import Prepared
from genpon.gateway._internal.effects import Effect, Flow, Invoke, Open, Pause, Sign
from genpon.gateway._internal.failures import from_rpc_error
from genpon.gateway._internal.signing import checked, required, signing
from genpon.gateway._internal.tracing import untraced
from genpon.gateway.errors import GatewayError
from genpon.gateway.signers import Signer

T = TypeVar("T")


class Connection:
    """Channels, a signer, and the core that knows what to do with them."""

    def __init__(self, prepared: Prepared, signer: Signer | None) -> None:
        self.core = prepared.core
        self._calls = Calls(prepared.channels)
        self._owned = prepared.owned
        self._signer = checked(signer, self.core)
        self._closed = False

    def run(self, flow: Flow[T]) -> T:
        """Runs a flow to its end.

        Raises:
            GatewayError: of the kind of the operation; of the base class if the connection is closed.
        """
        require_open(self._closed)
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
        finally:
            flow.close()

    def close(self) -> None:
        """Ends this connection; its channels are closed unless they are the caller's."""
        self._closed = True
        if self._owned:
            for channel in self._calls.channels:
                channel.close()

    def _perform(self, effect: Effect) -> Any:
        match effect:
            case Sign():
                with signing():
                    return required(self._signer).sign(effect.digest)
            case Invoke():
                try:
                    return self._calls.begin(effect)
                except grpc.RpcError as error:
                    raise from_rpc_error(error, effect.rpc.error, effect.transaction_id) from None
            case Open():
                with untraced():
                    return self._calls.begin(effect)
            case Pause():
                return time.sleep(effect.seconds)
