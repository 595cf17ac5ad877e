"""One stream with a peer: messages go out through one queue, answers find their transaction."""

import queue
import threading
from collections.abc import Iterator
from typing import Any

from genpon_chaincode.shim.calls import PeerLimits
from genpon_chaincode.shim.errors import LedgerError, ShimError, TransactionEndedError
from genpon_core.fabric.protos import chaincode_shim as protos

MAX_MESSAGE = 100 * 1024 * 1024
"""The largest message that peers take, in bytes."""
_Type = protos.ChaincodeMessage
_ENDED = "the transaction is over; its stub answers no more"


class PeerLink:
    """A stream's transactions and what is to be sent on it. gRPC takes one writer per stream: whoever iterates `outgoing`."""

    def __init__(self) -> None:
        self.limits = PeerLimits()
        self._queue: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._running: dict[tuple[str, str], TransactionCalls] = {}
        self._closed = False
        self._at_rest = True

    def outgoing(self) -> Iterator[bytes]:
        """What is to be sent, until the link is closed."""
        while True:
            self._at_rest = True
            data = self._queue.get()
            self._at_rest = False
            if data is None:
                return
            yield data

    @property
    def at_rest(self) -> bool:
        """Whether all that was queued is sent, as far as can be seen."""
        return self._at_rest and self._queue.empty()

    def send(self, data: bytes) -> None:
        """Queues a message."""
        self._queue.put(data)

    def open(self, channel_id: str, transaction_id: str) -> "TransactionCalls | None":
        """A new transaction on this stream; None if the stream is closed or one of that id is running."""
        key = (channel_id, transaction_id)
        with self._lock:
            if self._closed or key in self._running:
                return None
            transaction = self._running[key] = TransactionCalls(self, *key)
            return transaction

    def deliver(self, message: Any) -> None:
        """Hands a RESPONSE or ERROR to its transaction; one that is over needs it no more."""
        transaction = self._running.get((message.channel_id, message.txid))
        if transaction is not None:
            transaction.answers.put(message)

    def forget(self, transaction: "TransactionCalls") -> None:
        """Takes a transaction off the stream."""
        with self._lock:
            self._running.pop((transaction.channel_id, transaction.transaction_id), None)

    @property
    def running(self) -> int:
        """How many transactions are not answered yet."""
        return len(self._running)

    def close(self) -> None:
        """Ends the stream: whatever is pending fails."""
        with self._lock:
            self._closed = True
            pending = list(self._running.values())
            self._running.clear()
        for transaction in pending:
            transaction.end()
        self._queue.put(None)


class TransactionCalls:
    """One transaction's calls over a stream, one at a time; `answer` is given once.

    Args:
        link: the stream.
        channel_id: the channel's name.
        transaction_id: in hex.
    """

    def __init__(self, link: PeerLink, channel_id: str, transaction_id: str) -> None:
        self.channel_id = channel_id
        self.transaction_id = transaction_id
        self.answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._link = link
        self._one_call = threading.Lock()
        self._state_lock = threading.Lock()
        self._ended = False
        self._lost = False

    @property
    def limits(self) -> PeerLimits:
        """What the peer takes in one message."""
        return self._link.limits

    @property
    def ended(self) -> bool:
        """Whether the transaction is answered or lost."""
        return self._ended

    @property
    def lost(self) -> bool:
        """Whether the stream was lost before the answer."""
        return self._lost

    def call(self, kind: int, request: Any) -> bytes:
        """Sends a request and waits for the payload of its RESPONSE.

        Raises:
            ShimError: if the request is larger than a message may be.
            LedgerError: if the peer answers with an ERROR.
            TransactionEndedError: if the transaction is over.
        """
        data = self._message(kind, request.SerializeToString())
        if len(data) > MAX_MESSAGE:
            raise ShimError("the call is larger than the 100 MB that a message may have")
        with self._one_call:
            with self._state_lock:
                if self._ended:
                    raise TransactionEndedError(_ENDED)
                self._link.send(data)
            message = self.answers.get()
        if message is None:
            raise TransactionEndedError(_ENDED)
        if message.type != _Type.RESPONSE:
            raise LedgerError(_Type.Type.Name(kind), message.payload.decode(errors="replace"))
        return bytes(message.payload)

    def answer(self, kind: int, payload: bytes, event: Any = None) -> bool:
        """Answers the peer, unless that was done before; returns whether it was done now."""
        data = self._message(kind, payload, event)
        with self._state_lock:
            if self._ended or len(data) > MAX_MESSAGE:
                return False
            self._ended = True
            # Forgotten first: the peer may ask for the same transaction again as soon as it has the answer.
            self._link.forget(self)
            self._link.send(data)
        self.answers.put(None)
        return True

    def end(self) -> None:
        """Ends the transaction without an answer: the stream is lost."""
        with self._state_lock:
            self._lost = not self._ended
            self._ended = True
        self.answers.put(None)

    def _message(self, kind: int, payload: bytes, event: Any = None) -> bytes:
        message = protos.ChaincodeMessage(
            type=kind, payload=payload, txid=self.transaction_id, channel_id=self.channel_id, chaincode_event=event
        )
        return bytes(message.SerializeToString())
