"""The chaincode service: a gRPC server that peers connect to (Fabric documentation, "Running chaincode as an external service")."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent import futures
from typing import Any

import grpc

from genpon_chaincode.shim.exchange import Exchange
from genpon_chaincode.shim.execution import Peer, execute
from genpon_chaincode.shim.response import Chaincode
from genpon_chaincode.shim.session import Session, Watch
from genpon_chaincode.shim.tls import TlsConfiguration
from genpon_core.fabric.protos import chaincode_shim_grpc

MAX_MESSAGE = 100 * 1024 * 1024
# Without so_reuseport=0 two services share a port silently; without the ping options peers' keepalive ends idle streams.
_OPTIONS = (
    ("grpc.max_receive_message_length", MAX_MESSAGE),
    ("grpc.max_send_message_length", MAX_MESSAGE),
    ("grpc.so_reuseport", 0),
    ("grpc.keepalive_time_ms", 60_000),
    ("grpc.keepalive_timeout_ms", 20_000),
    ("grpc.keepalive_permit_without_calls", 1),
    ("grpc.http2.min_recv_ping_interval_without_data_ms", 10_000),
    ("grpc.http2.max_ping_strikes", 0),
)


class ChaincodeServer(chaincode_shim_grpc.ChaincodeServicer):  # type: ignore[misc]  # its base has no types
    """Serves a chaincode to peers.

    Args:
        chaincode: what is invoked.
        package_id: the id that peers know it by.
        address: host and port to listen at; port 0 takes a free one. `unix:` and a path listens there, for the same host only.
        tls: TLS, mutual if it names a client CA; None serves plainly, for the same host only.
        clock: this service's clock.
        tolerance: how far a proposal's timestamp may be off the clock, seconds.
        workers: how many transactions run at once.
        deadline: seconds after which a transaction is answered without its function; keep it below the peer's `executetimeout`.
        on_exhausted: called when half of the workers hang.
    """

    def __init__(
        self,
        chaincode: Chaincode,
        *,
        package_id: str,
        address: str = "127.0.0.1:0",
        tls: TlsConfiguration | None = None,
        clock: Callable[[], float] = time.time,
        tolerance: int = 300,
        workers: int = 64,
        deadline: float = 3.0,
        on_exhausted: Callable[[], None] | None = None,
    ) -> None:
        self._chaincode = chaincode
        self._package_id = package_id
        self._clock = clock
        self._tolerance = tolerance
        self._deadline = deadline
        self._workers = workers
        self._hung = 0
        self._on_exhausted = on_exhausted
        self._pool = futures.ThreadPoolExecutor(workers, "chaincode")
        self._watch = Watch(deadline / 10, self._count_hung)
        self._server = grpc.server(futures.ThreadPoolExecutor(16, "peer-stream"), options=_OPTIONS)
        chaincode_shim_grpc.add_ChaincodeServicer_to_server(self, self._server)
        self._port = self._bind(address, tls)
        self.address = address if address.startswith("unix:") else f"{address.rsplit(':', 1)[0]}:{self._port}"

    def start(self) -> str:
        """Begins to serve; returns the address, with the port that was taken."""
        self._server.start()
        return self.address

    def stop(self, grace: float = 5.0) -> None:
        """Takes no new connections, lets what is running end within the grace period (seconds), and ends."""
        ends = time.monotonic() + grace
        drained = threading.Event()
        while time.monotonic() < ends and not all(session.idle for session in list(self._watch.sessions)):
            drained.wait(0.01)
        self._server.stop(0).wait()
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._watch.stop()

    def wait(self) -> None:
        """Waits until the server is stopped."""
        self._server.wait_for_termination()

    def Connect(self, incoming: Iterator[Any], context: grpc.ServicerContext) -> Iterator[Any]:  # noqa: N802 - Fabric's name
        """A peer's stream."""
        session = Session(package_id=self._package_id, execute=self._run, pool=self._pool, deadline=self._deadline)
        self._watch.sessions.add(session)
        reader = threading.Thread(target=session.read, args=(incoming,), name="peer-reader", daemon=True)
        reader.start()
        try:
            yield from session.outgoing()
        finally:
            self._watch.sessions.discard(session)
            context.cancel()  # type: ignore[no-untyped-call]

    def _run(self, exchange: Exchange, message: Any, peer: Peer) -> None:
        execute(self._chaincode, exchange, message, peer=peer, now=int(self._clock()), tolerance=self._tolerance)

    def _count_hung(self, hung: int) -> None:
        self._hung += hung
        if self._hung * 2 >= self._workers and self._on_exhausted is not None:
            self._on_exhausted()

    def _bind(self, address: str, tls: TlsConfiguration | None) -> int:
        try:
            if tls is None:
                return self._server.add_insecure_port(address)
            return self._server.add_secure_port(address, tls.credentials())
        except RuntimeError:
            raise OSError(
                f"the chaincode service cannot listen at {address}: the port is taken or the address is not this host's"
            ) from None


def serve(server: ChaincodeServer) -> None:
    """Serves until SIGTERM or SIGINT, then drains."""
    asked = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: asked.set())
    server.start()
    asked.wait()
    server.stop()
