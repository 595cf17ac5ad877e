"""Chaincode as a service: the peer dials in, the service speaks the chaincode protocol (`protos.Chaincode/Connect`)."""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent import futures
from typing import Any

import grpc
from google.protobuf.message import DecodeError

from genpon_chaincode.shim.calls import PeerLimits
from genpon_chaincode.shim.chaincode import Chaincode
from genpon_chaincode.shim.deadlines import Deadlines
from genpon_chaincode.shim.execution import Execution, Rules
from genpon_chaincode.shim.link import MAX_MESSAGE, PeerLink
from genpon_chaincode.shim.response import refusal_text
from genpon_chaincode.shim.tls import TlsConfiguration
from genpon_chaincode.shim.workers import WorkerPool
from genpon_core.fabric.protos import chaincode as chaincode_protos
from genpon_core.fabric.protos import chaincode_shim as protos

_LOG = logging.getLogger(__name__)
_Type = protos.ChaincodeMessage
_STREAMS = 64
_OPTIONS = (
    # Two processes must not share a port silently.
    ("grpc.so_reuseport", 0),
    # 64 KB above what a message may have: the peer counts without the framing.
    ("grpc.max_receive_message_length", MAX_MESSAGE + 65536),
    ("grpc.max_send_message_length", MAX_MESSAGE + 65536),
    # Peers ping an idle stream every minute; without these two they are sent away after some minutes.
    ("grpc.http2.min_recv_ping_interval_without_data_ms", 10_000),
    ("grpc.http2.max_ping_strikes", 0),
    ("grpc.keepalive_time_ms", 60_000),
    ("grpc.keepalive_timeout_ms", 20_000),
    ("grpc.keepalive_permit_without_calls", 1),
)


class ChaincodeServer:
    """A chaincode service for any number of peers.

    Args:
        chaincode: what works on the transactions.
        address: host and port to listen on; port 0 takes a free one. `unix:` and a path listens there, for the same host only.
        package_id: the chaincode package's id, with which it registers.
        peer_msp_id: the organisation whose peers it serves, as `CORE_PEER_LOCALMSPID` says unless given.
        tls: its certificate and key, and whom it lets in; None for plain text on a trusted network.
        clock: seconds since 1970 UTC.
        tolerance: how many seconds a proposal's timestamp may be off the clock.
        deadline: seconds from a transaction's arrival to its answer; shorter than the peer's `executetimeout`, since a transaction holds
            up the commit of blocks on its peer.
        workers: how many transactions are worked on at once.
        max_hanging: after how many functions that hang past their deadline `on_exhausted` is called.
        on_exhausted: ends the process, to be started again: Python cannot stop a thread.
    """

    def __init__(
        self,
        chaincode: Chaincode,
        *,
        address: str = "127.0.0.1:0",
        package_id: str,
        peer_msp_id: str | None = None,
        tls: TlsConfiguration | None = None,
        clock: Callable[[], float] = time.time,
        tolerance: float = 300.0,
        deadline: float = 3.0,
        workers: int = 32,
        max_hanging: int = 32,
        on_exhausted: Callable[[], None] | None = None,
    ) -> None:
        if not package_id:
            raise ValueError("the chaincode package's id is missing; peers tell services apart by it")
        self._package_id = package_id
        organisation = os.environ.get("CORE_PEER_LOCALMSPID", "") if peer_msp_id is None else peer_msp_id
        self._rules = Rules(chaincode, organisation, tolerance, clock, self._hanging, self._returned)
        self._deadline = deadline
        self._deadlines = Deadlines(deadline)
        self._pool = WorkerPool(workers)
        self._max_hanging = max_hanging
        self._on_exhausted = on_exhausted
        self._hung = 0
        self._lock = threading.Lock()
        self._links: set[PeerLink] = set()
        self._draining = False
        self._idle = threading.Condition(self._lock)
        self._server = grpc.server(futures.ThreadPoolExecutor(_STREAMS, "chaincode-stream"), options=_OPTIONS)
        handler = grpc.stream_stream_rpc_method_handler(self._connect)
        self._server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("protos.Chaincode", {"Connect": handler}),))
        port = self._bind(address, tls)
        self.address = address if address.startswith("unix:") else f"{address.rpartition(':')[0]}:{port}"

    @property
    def hanging(self) -> int:
        """How many functions hang past their deadline."""
        return self._hung

    def start(self) -> str:
        """Begins to serve; returns the address, with the port that was taken."""
        self._server.start()
        self._deadlines.start()
        return self.address

    def stop(self, grace: float = 5.0) -> None:
        """Refuses new transactions, waits up to `grace` seconds for those at work, then ends all streams."""
        until = time.monotonic() + grace
        with self._idle:
            self._draining = True
            while any(link.running for link in self._links) and (left := until - time.monotonic()) > 0:
                self._idle.wait(min(left, 0.05))
            links = list(self._links)
        for link in links:
            link.close()
        self._server.stop(1.0).wait()
        self._deadlines.stop()
        self._pool.close()

    def _bind(self, address: str, tls: TlsConfiguration | None) -> int:
        try:
            if tls is None:
                return int(self._server.add_insecure_port(address))
            return int(self._server.add_secure_port(address, tls.credentials()))
        except RuntimeError:
            raise OSError(f"the chaincode service cannot listen at {address}: is the port taken, or the TLS material unfit?") from None

    def _connect(self, requests: Iterator[bytes], context: grpc.ServicerContext) -> Iterator[bytes]:
        link = PeerLink()
        if not context.add_callback(link.close):
            return
        with self._lock:
            self._links.add(link)
        name = chaincode_protos.ChaincodeID(name=self._package_id).SerializeToString()
        link.send(protos.ChaincodeMessage(type=_Type.REGISTER, payload=name).SerializeToString())
        threading.Thread(target=self._read, args=(link, requests), name="chaincode-reader", daemon=True).start()
        try:
            yield from link.outgoing()
        finally:
            link.close()
            with self._lock:
                self._links.discard(link)

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
        execution = Execution(self._rules, calls, message, until=time.monotonic() + self._deadline)
        self._deadlines.watch(execution)
        self._pool.submit(execution.run)

    def _hanging(self) -> None:
        with self._lock:
            self._hung += 1
            exhausted = self._hung >= self._max_hanging
        self._pool.replace_one()
        if exhausted and self._on_exhausted is not None:
            self._on_exhausted()

    def _returned(self) -> None:
        with self._lock:
            self._hung -= 1
        self._pool.retire_one()


def _refuse(link: PeerLink, message: Any, code: str) -> None:
    payload = refusal_text(code).encode()
    answer = protos.ChaincodeMessage(type=_Type.ERROR, payload=payload, txid=message.txid, channel_id=message.channel_id)
    link.send(answer.SerializeToString())


def serve(server: ChaincodeServer) -> None:
    """Serves until SIGTERM or SIGINT, then lets what is running end and returns."""
    asked = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked.set())
    server.start()
    asked.wait()
    server.stop()
