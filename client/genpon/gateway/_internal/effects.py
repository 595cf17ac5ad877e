"""What a flow asks its driver to do.

A flow is a generator that yields effects, is sent their results and returns the operation's result. It is written once; the sync driver
performs effects by blocking, the asyncio driver by awaiting. Failures are thrown into the flow as errors of this package.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any, TypeVar

from genpon.gateway.errors import CallError
from genpon.gateway.options import CallOptions

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rpc:
    """One method of a peer's gRPC services, whether it answers once or with a stream."""

    path: str
    serialize: Callable[[Any], bytes]
    deserialize: Callable[[bytes], Any]
    error: type[CallError]


@dataclass(frozen=True, slots=True)
class Sign:
    """Have a digest signed; the result is the signature."""

    digest: bytes


@dataclass(frozen=True, slots=True)
class Invoke:
    """Make a unary call at the target of that index; the result is the response."""

    rpc: Rpc
    request: Any
    options: CallOptions
    transaction_id: str
    target: int


@dataclass(frozen=True, slots=True)
class Open:
    """Begin a call that answers with a stream, at the target of that index; the result is the driver's stream of responses."""

    rpc: Rpc
    request: Any
    options: CallOptions
    target: int


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait so many seconds."""

    seconds: float


Effect = Sign | Invoke | Open | Pause
Flow = Generator[Effect, Any, T]
