"""Whom to ask for endorsements: exactly k organisations of the endorsing set, those that failed last.

All organisations that are named are mandatory, and one that hangs costs the whole wait; so no more than k are named, and after a failure
the next set leaves out whoever failed most recently and most often.
"""

import threading
from collections.abc import Iterable

from genpon_core.profiles import EndorsingSet


class Endorsers:
    """Remembers which organisations of an endorsing set answered; one object serves all threads of a client."""

    def __init__(self, endorsing: EndorsingSet, *, first: str = "") -> None:
        """Begins without suspicion.

        Args:
            endorsing: the set and how many of it must agree.
            first: the organisation to prefer, usually one's own.
        """
        self.threshold = endorsing.threshold
        self._order = sorted(endorsing.msp_ids, key=lambda msp_id: msp_id != first)
        self._failures = dict.fromkeys(self._order, 0)
        self._lock = threading.Lock()

    @property
    def members(self) -> tuple[str, ...]:
        """The endorsing set, the preferred organisation first."""
        return tuple(self._order)

    def choose(self) -> tuple[str, ...]:
        """The k organisations that have failed least."""
        with self._lock:
            ranked = sorted(self._order, key=lambda msp_id: self._failures[msp_id])
        return tuple(ranked[: self.threshold])

    def answered(self, msp_ids: Iterable[str]) -> None:
        """Notes organisations that endorsed."""
        with self._lock:
            for msp_id in msp_ids:
                self._failures[msp_id] = 0

    def failed(self, msp_ids: Iterable[str]) -> None:
        """Notes organisations that did not; where nobody knows which of a set it was, the whole set."""
        with self._lock:
            for msp_id in msp_ids:
                if msp_id in self._failures:
                    self._failures[msp_id] += 1
