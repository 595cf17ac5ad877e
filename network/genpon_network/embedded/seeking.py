"""Where a delivery of blocks begins and ends (Fabric's `orderer.SeekInfo`; documentation, "Peer channel-based event services")."""

from dataclasses import dataclass
from typing import Any

from genpon_core.fabric.protos import common, orderer_ab

_FAIL_IF_NOT_READY = orderer_ab.SeekInfo.SeekBehavior.Value("FAIL_IF_NOT_READY")
_HEADER_WITH_SIG = orderer_ab.SeekInfo.SeekContentType.Value("HEADER_WITH_SIG")


class DeliveryEnded(Exception):  # noqa: N818 - an answer of the protocol, not a fault of ours
    """A delivery that ends before its last block.

    Attributes:
        status: the `common.Status` that the client gets.
    """

    def __init__(self, status: str) -> None:
        self.status = common.Status.Value(status)
        super().__init__(status)


@dataclass(frozen=True, slots=True)
class Span:
    """Which blocks are wanted.

    Attributes:
        start: the first one's number.
        stop: the last one's; one before the start never comes, so the delivery has no end.
        waits: whether blocks that are not there yet are waited for.
        whole: whether the blocks' transactions are wanted too.
    """

    start: int
    stop: int
    waits: bool
    whole: bool

    @classmethod
    def of(cls, seek: Any, height: int) -> "Span":
        """What a `SeekInfo` means on a ledger of so many blocks.

        Raises:
            DeliveryEnded: if it means nothing.
        """
        if not seek.HasField("start") or not seek.HasField("stop"):
            raise DeliveryEnded("BAD_REQUEST")
        start = _start(seek.start, height)
        stop = _stop(seek, start, height)
        return cls(start, stop, seek.behavior != _FAIL_IF_NOT_READY, seek.content_type != _HEADER_WITH_SIG)


def _start(position: Any, height: int) -> int:
    match position.WhichOneof("Type"):
        case "oldest":
            return 0
        case "newest":
            return height - 1
        case "next_commit":
            return height
        case "specified" if position.specified.number <= height:
            return int(position.specified.number)
        case _:
            raise DeliveryEnded("NOT_FOUND")


def _stop(seek: Any, start: int, height: int) -> int:
    match seek.stop.WhichOneof("Type"):
        case "oldest":
            return start
        case "newest":
            return start if seek.start == seek.stop else height - 1
        case "specified":
            if seek.stop.specified.number < start:
                raise DeliveryEnded("BAD_REQUEST")
            return int(seek.stop.specified.number)
        case _:
            return 0
