"""What a service does with its peers' streams: takes their messages, lets transactions be worked on, and ends."""

import logging
import math
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import grpc
from google.protobuf.message import DecodeError

from genpon_chaincode.shim.calls import PeerLimits
from genpon_chaincode.shim.deadlines import Deadlines
from genpon_chaincode.shim.execution import Execution, Rules
from genpon_chaincode.shim.link import PeerLink
from genpon_chaincode.shim.observing import Observer, Outcome
from genpon_chaincode.shim.response import refusal_text
from genpon_chaincode.shim.workers import WorkerPool
from genpon_core.fabric.protos import chaincode as chaincode_protos
from genpon_core.fabric.protos import chaincode_shim as protos

_LOG = logging.getLogger(__name__)
_FAREWELL = 0.02
_FAREWELLS = 25
_Type = protos.ChaincodeMessage


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much a service takes on.

    Attributes:
        deadline: seconds from a transaction's arrival to its answer.
        workers: how many transactions are worked on at once.
        max_hanging: after how many functions that hang past their deadline `on_exhausted` is called.
        on_exhausted: ends the process.
    """

    deadline: float
    workers: int
    max_hanging: int
    on_exhausted: Callable[[], None] | None

    def __post_init__(self) -> None:
        """Raises ValueError for bounds with which no transaction would ever be answered."""
        if not isinstance(self.deadline, int | float) or not 0 < self.deadline < math.inf:
            raise ValueError(f"a transaction's deadline is a positive number of seconds, not {self.deadline!r}")
        for name, number in (("workers", self.workers), ("max_hanging", self.max_hanging)):
            if not isinstance(number, int) or number < 1:
                raise ValueError(f"{name} is a number from 1, not {number!r}")


class ChaincodeService:
    """The service behind `protos.Chaincode/Connect`.

    Args:
        package_id: with which it registers.
        rules: what transactions have in common.
        bounds: how much it takes on.
        observer: is told what happens.
    """

    def __init__(self, package_id: str, rules: Rules, bounds: Bounds, observer: Observer) -> None:
        self._package_id = package_id
        self._rules = rules
        self._bounds = bounds
        self._observer = observer
        self._deadlines = Deadlines(bounds.deadline)
        self._pool = WorkerPool(bounds.workers)
        self._hung = 0
        self._lock = threading.Lock()
        self._links: set[PeerLink] = set()
        self._draining = False
        self._idle = threading.Condition(self._lock)

    @property
    def hanging(self) -> int:
        """How many functions hang past their deadline."""
        return self._hung

    @property
    def draining(self) -> bool:
        """Whether new transactions are refused."""
        return self._draining

    def start(self) -> None:
        """Begins to watch deadlines."""
        self._deadlines.start()

    def drain(self, grace: float) -> None:
        """Refuses new transactions, waits up to `grace` seconds for those at work, then ends all streams."""
        until = time.monotonic() + grace
        with self._idle:
            self._draining = True
            while any(link.running for link in self._links) and (left := until - time.monotonic()) > 0:
                self._idle.wait(left)
            links = list(self._links)
        for link in links:
            link.close()

    def close(self) -> None:
        """Ends the threads."""
        self._deadlines.stop()
        self._pool.close()

    def connect(self, requests: Iterator[bytes], context: grpc.ServicerContext) -> Iterator[bytes]:
        """One peer's stream."""
        link = PeerLink()
        if not context.add_callback(link.close):
            return
        with self._lock:
            self._links.add(link)
        self._observer.connected(1)
        name = chaincode_protos.ChaincodeID(name=self._package_id).SerializeToString()
        link.send(protos.ChaincodeMessage(type=_Type.REGISTER, payload=name).SerializeToString())
        threading.Thread(target=self._read, args=(link, requests), name="chaincode-reader", daemon=True).start()
        try:
            yield from link.outgoing()
        finally:
            link.close()
            with self._idle:
                self._links.discard(link)
                self._idle.notify_all()
            self._observer.connected(-1)

    def ended(self, outcome: Outcome, seconds: float) -> None:
        """A transaction has its answer, or needs none any more."""
        self._observer.ended(outcome, seconds)
        if self._draining:
            with self._idle:
                self._idle.notify_all()

    def hangs(self) -> None:
        """A function is at work past its deadline."""
        with self._lock:
            self._hung += 1
            exhausted = self._hung >= self._bounds.max_hanging
        self._observer.hanging(1)
        self._pool.replace_one()
        if exhausted and self._bounds.on_exhausted is not None:
            self._send_answers()
            self._bounds.on_exhausted()

    def returned(self) -> None:
        """Such a function has returned."""
        with self._lock:
            self._hung -= 1
        self._observer.hanging(-1)
        self._pool.retire_one()

    def _send_answers(self) -> None:
        """Gives the streams a moment for what was answered last."""
        for _ in range(_FAREWELLS):
            time.sleep(_FAREWELL)
            with self._lock:
                if all(link.at_rest for link in self._links):
                    return

    def _read(self, link: PeerLink, requests: Iterator[bytes]) -> None:
        try:
            for data in requests:
                self._take(link, protos.ChaincodeMessage.FromString(data))
        except DecodeError:
            _LOG.error("a peer sent what is no message of the chaincode protocol; its stream is ended")
        except grpc.RpcError:
            _LOG.debug("a peer's stream was lost")
        except Exception as error:  # noqa: BLE001 - gRPC raises a bare Exception when a stream is cancelled
            _LOG.debug("a peer's stream was lost: %s", type(error).__name__)
        link.close()

    def _take(self, link: PeerLink, message: Any) -> None:
        kind = message.type
        if kind in (_Type.RESPONSE, _Type.ERROR):
            link.deliver(message)
        elif kind in (_Type.TRANSACTION, _Type.INIT):
            self._begin(link, message)
        elif kind == _Type.READY:
            link.limits = PeerLimits.from_ready(message.payload)
        elif kind == _Type.KEEPALIVE:
            link.send(message.SerializeToString())
        elif kind != _Type.REGISTERED:
            _refuse(link, message, "message.unknown")

    def _begin(self, link: PeerLink, message: Any) -> None:
        calls = None if self._draining else link.open(message.channel_id, message.txid)
        if calls is None:
            _refuse(link, message, "service.stopping" if self._draining else "transaction.running")
            return
        self._observer.began()
        execution = Execution(self._rules, self, calls, message, deadline=self._bounds.deadline)
        self._deadlines.watch(execution)
        self._pool.submit(execution.run)


def _refuse(link: PeerLink, message: Any, code: str) -> None:
    payload = refusal_text(code).encode()
    answer = protos.ChaincodeMessage(type=_Type.ERROR, payload=payload, txid=message.txid, channel_id=message.channel_id)
    link.send(answer.SerializeToString())
