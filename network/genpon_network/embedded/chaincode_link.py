"""A peer's connection to its chaincode service: the chaincode protocol, from the peer's side.

One stream per peer. The service registers, is told REGISTERED and READY, and gets one TRANSACTION per simulation; its state calls are
answered in the order they come in, those of different transactions mixed.
"""

import asyncio
import logging
from dataclasses import dataclass
from typing import Any, Protocol

import grpc
import grpc.aio

from genpon_core.fabric.protos import chaincode, chaincode_shim_grpc
from genpon_core.fabric.protos import chaincode_shim as shim
from genpon_network.embedded.simulation_rules import SimulationError

STREAM_TERMINATED = "chaincode stream terminated"
MAX_MESSAGE = 100 * 1024 * 1024
_CONNECT = 5.0
"""Seconds that a service may take to accept a connection and to register."""
_LOG = logging.getLogger(__name__)
_Type = shim.ChaincodeMessage
_END = grpc.aio.EOF  # type: ignore[attr-defined]
_OPTIONS = (
    ("grpc.max_receive_message_length", MAX_MESSAGE),
    ("grpc.max_send_message_length", MAX_MESSAGE),
    ("grpc.enable_http_proxy", 0),
)


class ChaincodeFailure(Exception):  # noqa: N818 - an outcome that becomes a peer's answer
    """A chaincode that gave no response: it is not there, failed, or took too long.

    Attributes:
        terminated: whether the connection was lost.
    """

    def __init__(self, message: str, *, terminated: bool = False) -> None:
        self.terminated = terminated
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Invocation:
    """What chaincode is called with: channel, transaction id, serialized `protos.ChaincodeInput`, and the signed proposal."""

    channel: str
    transaction_id: str
    chaincode_input: bytes
    signed_proposal: Any


class PeerSide(Protocol):
    """What a peer answers to the calls of one chaincode in one transaction; a call that it refuses raises `SimulationError`."""

    def answer(self, kind: int, payload: bytes) -> bytes:
        """The payload of the RESPONSE to a state call."""

    async def invoke(self, payload: bytes) -> bytes:
        """The payload of the RESPONSE to the call of another chaincode."""


class _Running:
    """A transaction that chaincode is working on."""

    def __init__(self, calls: PeerSide) -> None:
        self.calls = calls
        self.outcome: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self.invocations: set[asyncio.Task[None]] = set()


class ChaincodeLink:
    """The stream to one chaincode service; it is opened when first needed, and again after it was lost.

    Args:
        address: host and port of the service.
        timeout: seconds that a transaction may take.
    """

    def __init__(self, address: str, *, timeout: float) -> None:
        self._address = address
        self._timeout = timeout
        self._channel: grpc.aio.Channel | None = None
        self._stream: Any = None
        self._tasks: list[asyncio.Task[None]] = []
        self._outgoing: asyncio.Queue[Any] = asyncio.Queue()
        self._running: dict[str, _Running] = {}
        self._opening = asyncio.Lock()

    async def open(self, *, patient: bool = False) -> None:
        """Connects and registers.

        Args:
            patient: whether to wait some seconds for a service that does not listen yet.

        Raises:
            ChaincodeFailure: if the service does not answer.
        """
        async with self._opening:
            if self._stream is not None:
                return
            await self.close()
            channel = grpc.aio.insecure_channel(self._address, options=_OPTIONS)
            try:
                async with asyncio.timeout(_CONNECT):
                    await _connected(channel, patient=patient)
                    stream = chaincode_shim_grpc.ChaincodeStub(channel).Connect()
                    await self._register(stream)
            except (TimeoutError, ConnectionError, grpc.RpcError):
                await channel.close(None)
                raise ChaincodeFailure(f"the chaincode service at {self._address} does not answer", terminated=True) from None
            self._channel, self._stream = channel, stream
            self._outgoing = asyncio.Queue()
            self._tasks = [asyncio.create_task(self._read(stream)), asyncio.create_task(self._write(stream, self._outgoing))]

    async def close(self) -> None:
        """Ends the stream."""
        self._lose()
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        channel, self._channel = self._channel, None
        if channel is not None:
            await channel.close(None)

    async def execute(self, invocation: Invocation, calls: PeerSide) -> Any:
        """Lets the chaincode work on a transaction.

        Returns:
            Its last `protos.ChaincodeMessage`, COMPLETED or ERROR.

        Raises:
            ChaincodeFailure: if there is none.
        """
        if self._stream is None:
            await self.open()
        key = invocation.transaction_id
        if key in self._running:
            raise ChaincodeFailure(f"error sending: txid: {key}({invocation.channel}) exists")
        running = self._running[key] = _Running(calls)
        self._outgoing.put_nowait(
            shim.ChaincodeMessage(
                type=_Type.TRANSACTION,
                payload=invocation.chaincode_input,
                txid=key,
                channel_id=invocation.channel,
                proposal=invocation.signed_proposal,
            )
        )
        try:
            async with asyncio.timeout(self._timeout):
                return await running.outcome
        except TimeoutError:
            raise ChaincodeFailure("error sending: timeout expired while executing transaction") from None
        finally:
            self._running.pop(key, None)
            for task in running.invocations:
                task.cancel()

    async def _register(self, stream: Any) -> None:
        message = await stream.read()
        if message is _END or message.type != _Type.REGISTER or not chaincode.ChaincodeID.FromString(message.payload).name:
            raise ChaincodeFailure(f"the service at {self._address} does not register as chaincode", terminated=True)
        await stream.write(shim.ChaincodeMessage(type=_Type.REGISTERED))
        offer = chaincode.ChaincodeAdditionalParams(
            use_write_batch=True, max_size_write_batch=1000, use_get_multiple_keys=True, max_size_get_multiple_keys=1000
        )
        await stream.write(shim.ChaincodeMessage(type=_Type.READY, payload=offer.SerializeToString()))

    async def _write(self, stream: Any, outgoing: asyncio.Queue[Any]) -> None:
        try:
            while True:
                await stream.write(await outgoing.get())
        except (grpc.RpcError, asyncio.InvalidStateError):
            _LOG.debug("the chaincode service at %s takes nothing any more", self._address)
        finally:
            self._lose()

    async def _read(self, stream: Any) -> None:
        try:
            while (message := await stream.read()) is not _END:
                self._take(message)
        except grpc.RpcError:
            _LOG.debug("the chaincode service at %s ended the stream", self._address)
        finally:
            self._lose()

    def _take(self, message: Any) -> None:
        running = self._running.get(message.txid)
        if message.type == _Type.KEEPALIVE or running is None:
            return
        if message.type in (_Type.COMPLETED, _Type.ERROR):
            if not running.outcome.done():
                running.outcome.set_result(message)
            return
        if message.type == _Type.INVOKE_CHAINCODE:
            task = asyncio.create_task(self._invoke(running.calls, message))
            running.invocations.add(task)
            task.add_done_callback(running.invocations.discard)
            return
        try:
            self._answer(message, _Type.RESPONSE, running.calls.answer(message.type, message.payload))
        except SimulationError as error:
            self._refuse(message, error)

    async def _invoke(self, calls: PeerSide, message: Any) -> None:
        try:
            self._answer(message, _Type.RESPONSE, await calls.invoke(message.payload))
        except SimulationError as error:
            self._refuse(message, error)

    def _refuse(self, message: Any, error: SimulationError) -> None:
        text = f"{_Type.Type.Name(message.type)} failed: transaction ID: {message.txid}: {error}"
        self._answer(message, _Type.ERROR, text.encode())

    def _answer(self, message: Any, kind: int, payload: bytes) -> None:
        self._outgoing.put_nowait(shim.ChaincodeMessage(type=kind, payload=payload, txid=message.txid, channel_id=message.channel_id))

    def _lose(self) -> None:
        self._stream = None
        for running in self._running.values():
            if not running.outcome.done():
                running.outcome.set_exception(ChaincodeFailure(f"error sending: {STREAM_TERMINATED}", terminated=True))


async def _connected(channel: grpc.aio.Channel, *, patient: bool) -> None:
    state = channel.get_state(try_to_connect=True)
    while state != grpc.ChannelConnectivity.READY:
        if state == grpc.ChannelConnectivity.TRANSIENT_FAILURE and not patient:
            raise ConnectionError
        await channel.wait_for_state_change(state)
        state = channel.get_state(try_to_connect=True)
