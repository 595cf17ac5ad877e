"""Where to connect and how, the same for both kinds of channel."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

import grpc
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from grpc import aio

from genpon.gateway._internal.effects import Invoke, Open
from genpon.gateway.errors import GatewayError
from genpon.gateway.options import Tls

# Fabric's peers take messages of 100 MB, and end connections that are pinged more often than once a minute.
_MESSAGE_LIMIT = 100 * 1024 * 1024
_METADATA_LIMIT = 16 * 1024 * 1024
_LOOPBACK = ("127.", "localhost:", "[::1]:")
_OPTIONS = (
    ("grpc.max_receive_message_length", _MESSAGE_LIMIT),
    ("grpc.max_send_message_length", _MESSAGE_LIMIT),
    # What each peer said comes as metadata, of which gRPC would take 8 KB; the official Go client takes 16 MB.
    ("grpc.max_metadata_size", _METADATA_LIMIT),
    ("grpc.absolute_max_metadata_size", _METADATA_LIMIT),
    ("grpc.keepalive_time_ms", 60_000),
    ("grpc.keepalive_timeout_ms", 20_000),
    # A gateway that comes back is used at once; gRPC itself would wait up to two minutes after several failures.
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.max_reconnect_backoff_ms", 1_000),
)


class Calls:
    """Begins calls on one of several channels, which are all sync or all asyncio; each method of a channel is prepared once."""

    def __init__(self, channels: Sequence[Any]) -> None:
        self.channels = channels
        self._methods: dict[tuple[int, str], Callable[..., Any]] = {}

    def begin(self, call: Invoke | Open) -> Any:
        """What the channel gives for a call: a response, an awaitable of one, or a stream of responses.

        Raises:
            GatewayError: if the channel is closed.
        """
        key = (call.target, call.rpc.path)
        method = self._methods.get(key)
        if method is None:
            channel = self.channels[call.target]
            kind = channel.unary_unary if isinstance(call, Invoke) else channel.unary_stream
            method = kind(call.rpc.path, request_serializer=call.rpc.serialize, response_deserializer=call.rpc.deserialize)
            self._methods[key] = method
        options = call.options
        try:
            return method(call.request, timeout=options.timeout, metadata=options.metadata, wait_for_ready=options.wait_for_ready)
        except (ValueError, aio.UsageError):
            raise GatewayError("the channel to the gateway is closed", next_step="Connect again, with an open channel.") from None


def require_open(closed: bool) -> None:
    """Raises GatewayError if a connection is closed."""
    if closed:
        raise GatewayError("the connection to the gateway is closed", next_step="Connect again.")


def channel_options(target: str, tls: Tls | None) -> list[tuple[str, Any]]:
    """The gRPC options of a channel of our own."""
    options: list[tuple[str, Any]] = list(_OPTIONS)
    if tls is not None and tls.server_name:
        options.append(("grpc.ssl_target_name_override", tls.server_name))
    if target.startswith(_LOOPBACK):
        # gRPC would ask the proxy in the environment for it, which has another loopback interface.
        options.append(("grpc.enable_http_proxy", 0))
    return options


def credentials(tls: Tls) -> grpc.ChannelCredentials:
    """The gRPC credentials for TLS options."""
    return grpc.ssl_channel_credentials(tls.root_certificates_pem, tls.private_key_pem, tls.certificate_pem)


def as_targets(target: Any) -> tuple[Any, ...]:
    """One target, or several, as a tuple.

    Raises:
        ValueError: if there is none.
    """
    targets = tuple(target) if isinstance(target, Sequence) and not isinstance(target, str) else (target,)
    if not targets:
        raise ValueError("no target to connect to; give host:port, or a channel")
    return targets


def certificate_hash(tls: Tls | None) -> bytes:
    """SHA-256 of the client's TLS certificate, which ties a request for blocks to a mutual TLS connection; empty without one."""
    if tls is None or tls.certificate_pem is None:
        return b""
    certificate = x509.load_pem_x509_certificate(tls.certificate_pem)
    return hashlib.sha256(certificate.public_bytes(Encoding.DER)).digest()
