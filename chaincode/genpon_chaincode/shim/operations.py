"""An HTTP endpoint for operators, as peers have one: `/healthz` and `/metrics` (Fabric documentation, "The Operations Service")."""

import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, make_wsgi_app

from genpon_chaincode.shim.addresses import host_and_port
from genpon_chaincode.shim.observing import Outcome
from genpon_chaincode.shim.tls import TlsConfiguration

_MAY_SEE = "genpon.may_see_figures"
_OTHERS = {"/metrics": HTTPStatus.UNAUTHORIZED}
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5)


class Metrics:
    """The figures of one service, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self._ended = Counter("chaincode_transactions", "Transactions by how they ended.", ["outcome"], registry=registry)
        self._seconds = Histogram(
            "chaincode_transaction_seconds", "From a transaction's arrival to its answer.", buckets=_SECONDS, registry=registry
        )
        self._running = Gauge("chaincode_transactions_running", "Transactions without an answer yet.", registry=registry)
        self._hanging = Gauge("chaincode_functions_hanging", "Functions at work past their deadline.", registry=registry)
        self._peers = Gauge("chaincode_peers_connected", "Streams from peers.", registry=registry)
        self._of = {outcome: self._ended.labels(outcome.value) for outcome in Outcome}
        ProcessCollector(registry=registry)

    def began(self) -> None:
        """A transaction has come."""
        self._running.inc()

    def ended(self, outcome: Outcome, seconds: float) -> None:
        """It has ended."""
        self._running.dec()
        self._of[outcome].inc()
        self._seconds.observe(seconds)

    def hanging(self, change: int) -> None:
        """One more function hangs, or one less."""
        self._hanging.inc(change)

    def connected(self, change: int) -> None:
        """One more peer is connected, or one less."""
        self._peers.inc(change)


class Operations:
    """The endpoint. In plain HTTP let it listen on the loopback interface or an administrative network only.

    With TLS it does what Fabric's own does: `/healthz` is open, `/metrics` wants a certificate of the clients' CA.

    Args:
        address: host and port; port 0 takes a free one.
        registry: what `/metrics` shows, in OpenMetrics format for those who ask for it.
        healthy: whether the service takes transactions.
        tls: its certificate and key, and whose clients may see figures; None for plain HTTP.

    Raises:
        OSError: if it cannot listen there.
        ValueError: if the address is none.
    """

    def __init__(self, address: str, registry: CollectorRegistry, healthy: Callable[[], bool], tls: TlsConfiguration | None = None) -> None:
        host, port = host_and_port(address, "operations endpoint")
        figures = make_wsgi_app(registry)

        def answer(environment: dict[str, Any], respond: Callable[..., Any]) -> Iterable[bytes]:
            path = environment["PATH_INFO"]
            if path == "/metrics" and environment[_MAY_SEE]:
                shown: Iterable[bytes] = figures(environment, respond)
                return shown
            status, body = _health(healthy()) if path == "/healthz" else (_OTHERS.get(path, HTTPStatus.NOT_FOUND), b"")
            respond(f"{status.value} {status.phrase}", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
            return [body]

        try:
            self._server = make_server(host, port, answer, _Server, _Silent)
        except OSError as error:
            raise OSError(f"the operations endpoint cannot listen at {address} ({error.strerror}); choose another port or host") from None
        self._server.tls = tls.server_context() if tls is not None else None
        self.address = f"{host}:{self._server.server_port}"

    def start(self) -> None:
        """Begins to answer."""
        threading.Thread(target=self._server.serve_forever, args=(0.2,), name="chaincode-operations", daemon=True).start()

    def stop(self) -> None:
        """Answers no more."""
        self._server.shutdown()
        self._server.server_close()


class _Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True
    tls: ssl.SSLContext | None = None

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        if self.tls is None:
            return connection, address
        # The handshake is left to the connection's own thread, so that a silent client holds up nobody.
        return self.tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False), address

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that breaks off, or whose certificate is not taken, is its own affair."""

    def server_bind(self) -> None:
        # The base class asks the name service for the host's name, which may take long and is not needed.
        socketserver.TCPServer.server_bind(self)
        host, port = self.server_address[:2]
        self.server_name, self.server_port = str(host), int(port)
        self.setup_environ()


class _Silent(WSGIRequestHandler):
    timeout = 5.0

    def get_environ(self) -> dict[str, Any]:
        encrypted = isinstance(self.connection, ssl.SSLSocket)
        return super().get_environ() | {_MAY_SEE: not encrypted or self.connection.getpeercert() is not None}

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the base class names it so
        """Requests are not logged."""


def _health(healthy: bool) -> tuple[HTTPStatus, bytes]:
    return (HTTPStatus.OK, b'{"status":"OK"}') if healthy else (HTTPStatus.SERVICE_UNAVAILABLE, b'{"status":"stopping"}')
