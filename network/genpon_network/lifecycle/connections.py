"""gRPC connections to peers and orderers, and what their errors mean."""

import re
from types import TracebackType
from typing import Any, Self

import grpc
from google.rpc import status_pb2

from genpon_core.fabric.protos import gateway
from genpon_network.errors import NetworkError, UnreachableError
from genpon_network.words import Message

MESSAGE_LIMIT = 100 << 20
_OPTIONS = [
    ("grpc.max_receive_message_length", MESSAGE_LIMIT),
    ("grpc.max_send_message_length", MESSAGE_LIMIT),
    # A node that is just starting is tried again at once, not after gRPC's growing pauses.
    ("grpc.initial_reconnect_backoff_ms", 50),
    # How long one attempt to connect may take, whatever its name says: a busy node's TLS handshake, or one that hangs.
    ("grpc.min_reconnect_backoff_ms", 3000),
    ("grpc.max_reconnect_backoff_ms", 200),
]
_UNREACHABLE = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED)
_BLANKS = re.compile(r"\s+")


class Connection:
    """A TLS connection to one node; a context manager.

    Attributes:
        name: the node's name, for messages.
        channel: the gRPC channel.
    """

    def __init__(self, name: str, address: str, tls_ca_pem: bytes) -> None:
        self.name = name
        self.channel = grpc.secure_channel(address, grpc.ssl_channel_credentials(tls_ca_pem), options=_OPTIONS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.channel.close()

    def failure(self, what: Message, error: grpc.RpcError) -> NetworkError:
        """Our error for a failed call, in one line, with the details that other peers gave.

        Args:
            what: has not happened.
            error: why.
        """
        code = error.code() if isinstance(error, grpc.Call) else grpc.StatusCode.UNKNOWN
        reason = one_line("; ".join([str(error.details() or code.name), *_details(error)])) if isinstance(error, grpc.Call) else code.name
        kind = UnreachableError if code in _UNREACHABLE else NetworkError
        return kind("{what}: {reason}", what=what, reason=reason)


def one_line(text: str) -> str:
    """Text without line breaks and repeated blanks, cut at 500 characters."""
    return _BLANKS.sub(" ", text).strip()[:500]


def _details(error: grpc.Call) -> list[str]:
    for key, value in error.trailing_metadata() or ():
        if key == "grpc-status-details-bin":
            packed = status_pb2.Status.FromString(value)
            return [_detail(item) for item in packed.details if item.Is(gateway.ErrorDetail.DESCRIPTOR)]
    return []


def _detail(item: Any) -> str:
    detail = gateway.ErrorDetail()
    item.Unpack(detail)
    return f"{detail.msp_id} at {detail.address}: {detail.message}"
