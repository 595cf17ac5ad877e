"""Whose gateway to use: one's own, unless it was away a moment ago."""

import threading
import time
from collections.abc import Callable, Sequence

REST = 30.0


class Turns:
    """An order of gateways in which those that were away stand at the end for a while; one object serves all threads."""

    def __init__(self, msp_ids: Sequence[str], *, rest: float = REST, now: Callable[[], float] = time.monotonic) -> None:
        """Begins with nobody away.

        Args:
            msp_ids: whose gateways there are, the preferred one first.
            rest: how long one that was away is avoided, seconds.
            now: a clock that never goes back, seconds.
        """
        self._msp_ids = tuple(msp_ids)
        self._rest = rest
        self._now = now
        self._avoided: dict[str, float] = {}
        self._lock = threading.Lock()

    def order(self) -> tuple[str, ...]:
        """The gateways, the best first; of those that are avoided the one that was so longest."""
        now = self._now()
        with self._lock:
            waits = {msp_id: max(self._avoided.get(msp_id, 0.0) - now, 0.0) for msp_id in self._msp_ids}
        return tuple(sorted(self._msp_ids, key=waits.__getitem__))

    def away(self, msp_id: str) -> None:
        """Notes that a gateway did not answer."""
        with self._lock:
            self._avoided[msp_id] = self._now() + self._rest
