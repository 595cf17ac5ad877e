"""One transaction's exchange with the peer: calls go out one at a time, each waits for its answer."""

import queue
import threading
from collections.abc import Callable
from typing import Any

from genpon_chaincode.shim.errors import DeadlineError, LedgerError, StreamLostError
from genpon_core.fabric.protos import chaincode_shim as messages

Type = messages.ChaincodeMessage
LOST = object()


class Exchange:
    """The calls of one transaction over the stream that it came by."""

    def __init__(self, send: Callable[[Any], None], channel: str, transaction_id: str) -> None:
        self._send = send
        self._channel = channel
        self._transaction_id = transaction_id
        self._answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._answering = threading.Lock()
        self._closed: Exception | None = None

    def call(self, kind: int, payload: bytes) -> bytes:
        """Sends a call and returns its answer's payload.

        Raises:
            LedgerError: if the peer refuses it.
            StreamLostError: if the connection is lost.
            DeadlineError: if the transaction has been answered meanwhile.
        """
        with self._answering:
            if self._closed is not None:
                raise self._closed
            self._send(self.message(kind, payload))
        answer = self._answers.get()
        if answer is LOST:
            raise self._closed or StreamLostError("the connection to the peer is lost")
        if answer.type == Type.ERROR:
            raise LedgerError(answer.payload.decode("utf-8", "replace"))
        return bytes(answer.payload)

    def answer(self, message: Any) -> None:
        """Hands over the peer's answer to the waiting call."""
        self._answers.put(message)

    def finish(self, message: Any) -> bool:
        """Sends the transaction's last message, unless it has been finished or lost."""
        with self._answering:
            if self._closed is not None:
                return False
            self._closed = DeadlineError("the transaction has been answered")
            self._send(message)
            return True

    def expire(self, message: Any) -> bool:
        """Answers in place of a function that takes too long, whose calls fail from now on."""
        finished = self.finish(message)
        self._answers.put(LOST)
        return finished

    def lose(self) -> None:
        """Fails the waiting call and all later ones: the stream is gone."""
        with self._answering:
            self._closed = self._closed or StreamLostError("the connection to the peer is lost")
        self._answers.put(LOST)

    def message(self, kind: int, payload: bytes = b"", event: Any = None) -> Any:
        """A message of this transaction."""
        return messages.ChaincodeMessage(
            type=kind, payload=payload, txid=self._transaction_id, channel_id=self._channel, chaincode_event=event
        )
