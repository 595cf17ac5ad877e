"""The asyncio driver: performs what flows ask for, by awaiting."""

import asyncio
import inspect
from collections.abc import Awaitable
from typing import Any, Protocol, TypeVar

from grpc import RpcError

from genpon.gateway._internal.calls import Calls, require_open
from genpon.gateway._internal.channels import Prepared
from genpon.gateway._internal.effects import Effect, Flow, Invoke, Open, Pause, Sign
from genpon.gateway._internal.failures import from_rpc_error
from genpon.gateway._internal.signing import checked, required, signing
from genpon.gateway._internal.tracing import untraced
from genpon.gateway.errors import GatewayError

T = TypeVar("T")


class AsyncSigner(Protocol):
    """A signer whose method may be a coroutine function; every `genpon.gateway.Signer` is one too.

    Example:
        ```python
        class InAThread:
            async def sign(self, digest):
                return await asyncio.to_thread(signer.sign, digest)

        async with connect("localhost:7051", identity=identity, signer=InAThread(), tls=Tls(ca_pem)) as gateway:
            await gateway.get_network("mychannel").get_contract("basic").evaluate_transaction("get", "color")
        ```
    """

    def sign(self, digest: bytes, /) -> bytes | Awaitable[bytes]:
        """As `genpon.gateway.Signer.sign`."""


IN_A_COROUTINE = "Connect in a coroutine of the event loop that uses the connection."


class Connection:
    """Channels, a signer, and the core that knows what to do with them."""

    def __init__(self, prepared: Prepared, signer: AsyncSigner | None) -> None:
        self.core = prepared.core
        self._calls = Calls(prepared.channels)
        self._owned = prepared.owned
        self._signer = checked(signer, self.core)
        self._closed = False

    async def run(self, flow: Flow[T]) -> T:
        """Runs a flow to its end.

        Raises:
            GatewayError: of the kind of the operation; of the base class if the connection is closed, or another event loop's.
        """
        require_open(self._closed)
        self._require_loop()
        try:
            effect = next(flow)
            while True:
                try:
                    answer = await self._perform(effect)
                except GatewayError as error:
                    effect = flow.throw(error)
                else:
                    effect = flow.send(answer)
        except StopIteration as stop:
            result: T = stop.value
            return result
        finally:
            flow.close()

    async def close(self) -> None:
        """Ends this connection; its channels are closed unless they are the caller's."""
        self._closed = True
        if self._owned:
            await asyncio.gather(*(channel.close(None) for channel in self._calls.channels))

    def _require_loop(self) -> None:
        # gRPC's channels belong to the loop in which they were made, and do not say so where they are used in another one.
        running = asyncio.get_running_loop()
        if any(getattr(channel, "_loop", running) is not running for channel in self._calls.channels):
            raise GatewayError("the connection to the gateway belongs to another event loop", next_step=IN_A_COROUTINE)

    async def _perform(self, effect: Effect) -> Any:
        match effect:
            case Sign():
                with signing():
                    signature = required(self._signer).sign(effect.digest)
                    return await signature if inspect.isawaitable(signature) else signature
            case Invoke():
                try:
                    return await self._calls.begin(effect)
                except RpcError as error:
                    raise from_rpc_error(error, effect.rpc.error, effect.transaction_id) from None
            case Open():
                with untraced():
                    return self._calls.begin(effect)
            case Pause():
                return await asyncio.sleep(effect.seconds)
