"""What a gateway answers instead of a result: a gRPC status with the peers' details, as Fabric's gateway gives it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import grpc
from google.protobuf.any_pb2 import Any as AnyMessage
from google.rpc.status_pb2 import Status

from genpon_core.fabric.protos import gateway

DETAILS_KEY = "grpc-status-details-bin"


@dataclass(frozen=True, slots=True)
class Detail:
    """One peer's reason."""

    address: str
    msp_id: str
    message: str


class GatewayFailure(Exception):  # noqa: N818 - an answer of the protocol, not a fault of ours
    """A gRPC status that a gateway's method ends with.

    Attributes:
        code: the gRPC status code.
        message: its text.
        details: the reasons of single peers.
    """

    def __init__(self, code: grpc.StatusCode, message: str, details: Sequence[Detail] = ()) -> None:
        self.code = code
        self.message = message
        self.details = tuple(details)
        super().__init__(message)

    def trailing_metadata(self) -> tuple[tuple[str, bytes], ...]:
        """The trailer that carries the details; none without details."""
        if not self.details:
            return ()
        status = Status(code=self.code.value[0], message=self.message, details=[_pack(detail) for detail in self.details])
        return ((DETAILS_KEY, status.SerializeToString()),)


def _pack(detail: Detail) -> Any:
    packed = AnyMessage()
    packed.Pack(gateway.ErrorDetail(address=detail.address, msp_id=detail.msp_id, message=detail.message))
    return packed


class PeerRefusal(Exception):  # noqa: N818 - as above
    """A peer that does not endorse a proposal.

    Attributes:
        message: why.
        code: what a gateway makes of it when it evaluates.
        another_may_answer: whether a gateway asks the next peer.
        lost: whether the gateway forgets the peer until it is back.
    """

    def __init__(self, message: str, code: grpc.StatusCode, *, another_may_answer: bool = False, lost: bool = False) -> None:
        self.message = message
        self.code = code
        self.another_may_answer = another_may_answer
        self.lost = lost
        super().__init__(message)

    def from_afar(self) -> "PeerRefusal":
        """What a gateway makes of it that asked over the network.

        A proposal that is not acceptable is refused by a gRPC error, which it cannot tell from a peer that is away.
        """
        if self.code not in (grpc.StatusCode.FAILED_PRECONDITION, grpc.StatusCode.UNAVAILABLE) or self.lost:
            return self
        message = f"rpc error: code = Unknown desc = {self.message}"
        return PeerRefusal(message, grpc.StatusCode.UNAVAILABLE, another_may_answer=True)
