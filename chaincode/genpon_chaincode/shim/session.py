"""One connection from a peer: it registers, then takes transactions and hands each one's answers to it."""

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from typing import Any

import grpc

from genpon_chaincode.shim.exchange import Exchange, Type
from genpon_chaincode.shim.execution import FAULT, Peer
from genpon_core.fabric.protos import chaincode as chaincode_messages
from genpon_core.fabric.protos import chaincode_shim as messages
from genpon_core.fabric.protos import proposal_response

_LOG = logging.getLogger("genpon_chaincode")
Execute = Callable[[Exchange, Any, Peer], None]


class Session:
    """A peer's stream. One queue carries everything that goes out, so there is one writer.

    Args:
        package_id: the id that the peer knows the chaincode by.
        execute: executes and answers a transaction.
        pool: threads for transactions.
        deadline: seconds after which a transaction is answered without its function.
    """

    def __init__(self, *, package_id: str, execute: Execute, pool: Executor, deadline: float) -> None:
        self._execute = execute
        self._pool = pool
        self._deadline = deadline
        self._outgoing: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._running: dict[tuple[str, str], tuple[Exchange, float]] = {}
        self._peer = Peer()
        name = chaincode_messages.ChaincodeID(name=package_id).SerializeToString()
        self._outgoing.put(messages.ChaincodeMessage(type=Type.REGISTER, payload=name))

    def outgoing(self) -> Iterator[Any]:
        """What is sent, until the stream ends."""
        return iter(self._outgoing.get, None)

    def read(self, incoming: Iterator[Any]) -> None:
        """Takes what the peer sends until the stream ends, then fails what is running."""
        try:
            for message in incoming:
                self._take(message)
        except (grpc.RpcError, ValueError):
            _LOG.info("the connection from the peer ended")
        finally:
            self._outgoing.put(None)
            for exchange, _ in list(self._running.values()):
                exchange.lose()

    def expire(self, now: float) -> int:
        """Answers the transactions whose time is over; returns how many there were."""
        late = [(key, exchange) for key, (exchange, began) in list(self._running.items()) if now - began > self._deadline]
        answer = proposal_response.Response(status=FAULT, message='{"code":"transaction.deadline","parameters":{}}')
        for key, exchange in late:
            self._running.pop(key, None)
            exchange.expire(exchange.message(Type.COMPLETED, answer.SerializeToString()))
            _LOG.error("transaction %s took more than %.1f seconds and was answered without its function", key[1], self._deadline)
        return len(late)

    @property
    def idle(self) -> bool:
        """Whether no transaction is running."""
        return not self._running

    def _take(self, message: Any) -> None:
        if message.type in {Type.RESPONSE, Type.ERROR}:
            running = self._running.get((message.channel_id, message.txid))
            if running is not None:
                running[0].answer(message)
        elif message.type in {Type.TRANSACTION, Type.INIT}:
            self._start(message)
        elif message.type == Type.READY:
            self._peer = Peer.read(message.payload)
        elif message.type == Type.KEEPALIVE:
            self._outgoing.put(message)

    def _start(self, message: Any) -> None:
        key = (message.channel_id, message.txid)
        exchange = Exchange(self._outgoing.put, message.channel_id, message.txid)
        self._running[key] = (exchange, time.monotonic())
        try:
            self._pool.submit(self._run, key, exchange, message)
        except RuntimeError:
            self._running.pop(key, None)
            exchange.finish(exchange.message(Type.ERROR, b"the chaincode service is shutting down"))

    def _run(self, key: tuple[str, str], exchange: Exchange, message: Any) -> None:
        try:
            self._execute(exchange, message, self._peer)
        finally:
            self._running.pop(key, None)


class Watch:
    """The thread that answers transactions whose time is over."""

    def __init__(self, period: float, on_hung: Callable[[int], None]) -> None:
        self.sessions: set[Session] = set()
        self._on_hung = on_hung
        self._stop = threading.Event()
        self._period = period
        self._thread = threading.Thread(target=self._run, name="chaincode-deadlines", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ends the thread."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(self._period):
            now = time.monotonic()
            hung = sum(session.expire(now) for session in list(self.sessions))
            if hung:
                self._on_hung(hung)
