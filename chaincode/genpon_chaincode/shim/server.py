"""Chaincode as a service: the peer dials in, the service speaks the chaincode protocol (`protos.Chaincode/Connect`)."""

import os
import time
from collections.abc import Callable, Mapping
from concurrent import futures
from typing import TYPE_CHECKING, Any

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc

from genpon_chaincode.shim.addresses import host_and_port
from genpon_chaincode.shim.chaincode import Chaincode
from genpon_chaincode.shim.determinism import chosen
from genpon_chaincode.shim.execution import Rules
from genpon_chaincode.shim.link import MAX_MESSAGE
from genpon_chaincode.shim.observing import Unobserved
from genpon_chaincode.shim.service import Bounds, ChaincodeService
from genpon_chaincode.shim.tls import TlsConfiguration

if TYPE_CHECKING:
    from genpon_chaincode.shim.operations import Operations

SERVICE = "protos.Chaincode"
ORGANISATION = "CORE_PEER_LOCALMSPID"
_PACKAGE_ID = ("CHAINCODE_ID", "CORE_CHAINCODE_ID_NAME", "CORE_CHAINCODE_ID")
_ADDRESS = ("CHAINCODE_SERVER_ADDRESS", "CORE_CHAINCODE_ADDRESS")
_OPERATIONS = "CHAINCODE_OPERATIONS_ADDRESS"
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
    """A chaincode service for up to 64 peers. It answers gRPC health checks too, for `protos.Chaincode` and as a whole.

    Args:
        chaincode: what works on the transactions.
        address: host and port to listen on; port 0 takes a free one. `unix:` and a path listens there, for the same host only.
        package_id: the chaincode package's id, with which it registers.
        peer_msp_id: the organisation whose peers it serves, as `CORE_PEER_LOCALMSPID` says unless given.
        tls: its certificate and key, and whom it lets in; None for plain text on a trusted network.
        operations_address: host and port of an HTTP endpoint with `/healthz` and `/metrics`, with TLS if `tls` is given; none by default.
            Needs `genpon[metrics]`.
        check_determinism: whether every transaction is run twice and refused if the second run differs; for tests. Without it
            `CHAINCODE_CHECK_DETERMINISM` decides, and it is off.
        clock: seconds since 1970 UTC.
        tolerance: how many seconds a proposal's timestamp may be off the clock.
        deadline: seconds from a transaction's arrival to its answer; shorter than the peer's `executetimeout`, since a transaction holds
            up the commit of blocks on its peer.
        workers: how many transactions are worked on at once.
        max_hanging: after how many functions that hang past their deadline `on_exhausted` is called.
        on_exhausted: ends the process, to be started again: Python cannot stop a thread.

    Raises:
        ValueError: for a setting that is missing or cannot be used.
        TypeError: for what is no chaincode.
        OSError: if it cannot listen at an address.
    """

    def __init__(
        self,
        chaincode: Chaincode,
        *,
        address: str = "127.0.0.1:0",
        package_id: str,
        peer_msp_id: str | None = None,
        tls: TlsConfiguration | None = None,
        operations_address: str | None = None,
        check_determinism: bool | None = None,
        clock: Callable[[], float] = time.time,
        tolerance: float = 300.0,
        deadline: float = 3.0,
        workers: int = 32,
        max_hanging: int = 8,
        on_exhausted: Callable[[], None] | None = None,
    ) -> None:
        if isinstance(chaincode, type) or not callable(getattr(chaincode, "invoke", None)):
            raise TypeError("what is served is an object with a method invoke; contracts are made one: ContractChaincode([Assets()])")
        if not package_id:
            raise ValueError("the chaincode package's id is missing; peers tell services apart by it")
        observer = Unobserved() if operations_address is None else _metrics()
        organisation = os.environ.get(ORGANISATION, "") if peer_msp_id is None else peer_msp_id
        rules = Rules(chaincode, chosen(check_determinism), organisation, tolerance, clock)
        self._service = ChaincodeService(package_id, rules, Bounds(deadline, workers, max_hanging, on_exhausted), observer)
        self._health = health.HealthServicer()
        self._server = grpc.server(futures.ThreadPoolExecutor(_STREAMS, "chaincode-stream"), options=_OPTIONS)
        handler = grpc.stream_stream_rpc_method_handler(self._service.connect)
        self._server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(SERVICE, {"Connect": handler}),))
        health_pb2_grpc.add_HealthServicer_to_server(self._health, self._server)
        port = self._bind(address, tls)
        self.address = address if address.startswith("unix:") else f"{address.rpartition(':')[0]}:{port}"
        self._operations = self._operate(operations_address, observer, tls) if operations_address is not None else None

    @classmethod
    def from_environment(cls, chaincode: Chaincode, environment: Mapping[str, str], **options: Any) -> "ChaincodeServer":
        """A server as the environment says.

        `CHAINCODE_ID` is the package's id, `CHAINCODE_SERVER_ADDRESS` where to listen, `CHAINCODE_OPERATIONS_ADDRESS` the endpoint for
        operators; TLS as in `TlsConfiguration.from_environment`. The Node runtime's names (`CORE_CHAINCODE_…`) are known as well.

        Args:
            chaincode: what works on the transactions.
            environment: such as `os.environ`.
            options: of the class; each goes before the environment.

        Raises:
            ValueError: for a setting that is missing or cannot be used.
            OSError: for a file that cannot be read, or an address at which it cannot listen.
        """
        named: dict[str, Any] = {
            "package_id": lambda: _required(environment, _PACKAGE_ID),
            "address": lambda: _required(environment, _ADDRESS),
            "peer_msp_id": lambda: environment.get(ORGANISATION, ""),
            "tls": lambda: TlsConfiguration.from_environment(environment),
            "operations_address": lambda: environment.get(_OPERATIONS) or None,
        }
        return cls(chaincode, **{name: read() for name, read in named.items() if name not in options}, **options)

    @property
    def hanging(self) -> int:
        """How many functions hang past their deadline."""
        return self._service.hanging

    @property
    def operations_address(self) -> str | None:
        """Where operators ask, with the port that was taken; None without such an endpoint."""
        return self._operations.address if self._operations is not None else None

    def start(self) -> str:
        """Begins to serve; returns the address, with the port that was taken."""
        self._service.start()
        self._server.start()
        if self._operations is not None:
            self._operations.start()
        for name in ("", SERVICE):
            self._health.set(name, health_pb2.HealthCheckResponse.SERVING)
        return self.address

    def stop(self, grace: float = 5.0) -> None:
        """Refuses new transactions, waits up to `grace` seconds for those at work, then ends all streams."""
        self._health.enter_graceful_shutdown()
        self._service.drain(grace)
        self._server.stop(1.0).wait()
        self._service.close()
        if self._operations is not None:
            self._operations.stop()

    def _bind(self, address: str, tls: TlsConfiguration | None) -> int:
        if not address.startswith("unix:"):
            # gRPC would take the port modulo 65536.
            host_and_port(address, "chaincode service")
        try:
            if tls is None:
                return int(self._server.add_insecure_port(address))
            return int(self._server.add_secure_port(address, tls.credentials()))
        except RuntimeError:
            raise OSError(f"the chaincode service cannot listen at {address}; is the port taken, or the host not this one?") from None

    def _operate(self, address: str, metrics: Any, tls: TlsConfiguration | None) -> "Operations":
        from genpon_chaincode.shim.operations import Operations  # noqa: PLC0415 - as below

        return Operations(address, metrics.registry, lambda: not self._service.draining, tls)


def _metrics() -> Any:
    try:
        from genpon_chaincode.shim.operations import Metrics  # noqa: PLC0415 - its library is an extra
    except ModuleNotFoundError:
        raise ValueError("the endpoint for operators needs prometheus-client; install genpon[metrics]") from None
    return Metrics()


def _required(environment: Mapping[str, str], names: tuple[str, ...]) -> str:
    found = next((environment[name] for name in names if environment.get(name)), None)
    if found is None:
        raise ValueError(f"set {names[0]}")
    return found
