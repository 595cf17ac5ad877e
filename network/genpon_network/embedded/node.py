"""One organisation's gRPC server, with its own TLS certificate: its gateway, its delivery of blocks and the health service."""

from typing import Any

import grpc
import grpc.aio
from grpc_health.v1 import health, health_pb2, health_pb2_grpc

from genpon_core.fabric.protos import events_grpc, gateway_grpc
from genpon_network.embedded.chaincode_link import MAX_MESSAGE
from genpon_network.embedded.deliver_service import DeliverService
from genpon_network.embedded.gateway_service import GatewayService
from genpon_network.embedded.organisations import Organisation
from genpon_network.embedded.peer import Peer
from genpon_network.words import Message

SERVICES = ("", "gateway.Gateway")
_OPTIONS = (
    ("grpc.so_reuseport", 0),
    ("grpc.max_receive_message_length", MAX_MESSAGE),
    ("grpc.max_send_message_length", MAX_MESSAGE),
    ("grpc.keepalive_permit_without_calls", 1),
    ("grpc.http2.min_recv_ping_interval_without_data_ms", 10_000),
    ("grpc.http2.max_ping_strikes", 0),
)


class Node:
    """An organisation's peer and the server that its clients reach.

    Args:
        organisation: whose it is.
        host: the address to listen on.
        port: the port to listen on; 0 for any free one, which is kept from then on.
    """

    def __init__(self, organisation: Organisation, host: str, port: int) -> None:
        self.organisation = organisation
        self.peer: Peer
        self.service: GatewayService
        self.deliver: DeliverService
        self._host = host
        self._port = port
        self._server: Any = None

    @property
    def endpoint(self) -> str:
        """Host and port."""
        return f"{self._host}:{self._port}"

    async def listen(self) -> None:
        """Takes the port, so that the endpoint is known; nothing is answered before `start`.

        Raises:
            OSError: if the port is taken.
        """
        if self._server is not None:
            return
        self._server = grpc.aio.server(options=_OPTIONS)
        tls = self.organisation.tls
        credentials = grpc.ssl_server_credentials([(tls.private_key_pem, tls.certificate_pem)])
        try:
            self._port = self._server.add_secure_port(self.endpoint, credentials)
        except RuntimeError:
            self._server = None
            raise OSError(Message("{address} is taken; stop what listens there or choose another port", address=self.endpoint)) from None

    async def start(self) -> None:
        """Answers clients and other organisations' gateways."""
        await self.listen()
        gateway_grpc.add_GatewayServicer_to_server(self.service, self._server)
        events_grpc.add_DeliverServicer_to_server(self.deliver, self._server)
        servicer = health.aio.HealthServicer()  # type: ignore[attr-defined]
        health_pb2_grpc.add_HealthServicer_to_server(servicer, self._server)
        await self._server.start()
        for service in SERVICES:
            await servicer.set(service, health_pb2.HealthCheckResponse.SERVING)
        self.peer.running = True

    async def stop(self, grace: float | None = None) -> None:
        """Answers nobody any more; calls that are under way end with UNAVAILABLE or CANCELLED, after `grace` seconds where given."""
        self.peer.running = False
        server, self._server = self._server, None
        if server is not None:
            await server.stop(grace)
