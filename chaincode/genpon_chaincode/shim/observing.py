"""What a service tells of itself: how many transactions, how they ended and how long they took, what hangs, who is connected."""

from enum import StrEnum
from typing import Protocol


class Outcome(StrEnum):
    """How a transaction ended.

    Attributes:
        OK: the function's answer.
        REFUSED: an answer with a status from 400 to 499.
        FAILED: an answer with a status of 500 or above, an exception among them.
        LATE: not in time; the runtime has answered.
        LOST: the peer's stream was lost before the answer.
    """

    OK = "ok"
    REFUSED = "refused"
    FAILED = "failed"
    LATE = "late"
    LOST = "lost"


class Observer(Protocol):
    """Is told what happens."""

    def began(self) -> None:
        """A transaction has come."""

    def ended(self, outcome: Outcome, seconds: float) -> None:
        """It has ended, so many seconds after it came."""

    def hanging(self, change: int) -> None:
        """One more function hangs, or one less."""

    def connected(self, change: int) -> None:
        """One more peer is connected, or one less."""


class Unobserved:
    """Nobody is told."""

    def began(self) -> None:
        """A transaction has come."""

    def ended(self, outcome: Outcome, seconds: float) -> None:
        """It has ended."""

    def hanging(self, change: int) -> None:
        """One more function hangs, or one less."""

    def connected(self, change: int) -> None:
        """One more peer is connected, or one less."""
