"""Where to connect and how, the same for both kinds of channel."""

from collections.abc import Sequence
from typing import Any

import grpc

from genpon.gateway.options import Tls

# Fabric's peers take messages of 100 MB, and end connections that are pinged more often than once a minute.
_MESSAGE_LIMIT = 100 * 1024 * 1024
_OPTIONS = (
    ("grpc.max_receive_message_length", _MESSAGE_LIMIT),
    ("grpc.max_send_message_length", _MESSAGE_LIMIT),
    ("grpc.keepalive_time_ms", 60_000),
    ("grpc.keepalive_timeout_ms", 20_000),
)


def channel_options(tls: Tls | None) -> list[tuple[str, Any]]:
    """The gRPC options of a channel of our own."""
    name = [("grpc.ssl_target_name_override", tls.server_name)] if tls and tls.server_name else []
    return [*_OPTIONS, *name]


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
