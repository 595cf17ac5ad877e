"""The ledger's clock: the machine's, moved by what a test asks for."""

import time
from datetime import UTC, datetime


class Clock:
    """The time of the peers and of in-process chaincode services; call it to read it.

    Example:
        >>> clock = Clock()
        >>> before = clock()
        >>> clock.advance(3600)
        >>> (clock() - before).total_seconds() >= 3600
        True
    """

    def __init__(self) -> None:
        self._offset = 0.0

    def __call__(self) -> datetime:
        """The current time, in UTC."""
        return datetime.fromtimestamp(self.timestamp(), UTC)

    def timestamp(self) -> float:
        """The current time, in seconds since 1970."""
        return time.time() + self._offset

    def advance(self, seconds: float) -> None:
        """Moves the clock; a negative number moves it back."""
        self._offset += seconds
