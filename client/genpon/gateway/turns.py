"""Which of several gateways to use next, without those that were away a moment ago.

Example:
    >>> from genpon.gateway.turns import Turns
    >>> turns = Turns(["peer0:7051", "peer1:7051"])
    >>> turns.away("peer0:7051")
    >>> turns.order()
    ('peer1:7051', 'peer0:7051')
"""

import itertools
import threading
import time
from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
REST = 30.0


class Turns(Generic[K]):
    """An order of gateways in which those that were away stand at the end for a while; one object serves all threads."""

    def __init__(
        self, gateways: Sequence[K], *, rotate: bool = False, rest: float = REST, now: Callable[[], float] = time.monotonic
    ) -> None:
        """Begins with nobody away.

        Args:
            gateways: what there is to choose from, the preferred one first.
            rotate: whether each order begins at the next one, which spreads the load.
            rest: how long one that was away is avoided, seconds.
            now: a clock that never goes back, seconds.
        """
        self._orders = [tuple(gateways[start:]) + tuple(gateways[:start]) for start in range(len(gateways) if rotate else 1)]
        self._next = itertools.count()
        self._rest = rest
        self._now = now
        self._avoided: dict[K, float] = {}
        self._lock = threading.Lock()

    def order(self, first: K | None = None) -> tuple[K, ...]:
        """The gateways, the best first; of those that are avoided the one that was so longest.

        Args:
            first: the one to prefer unless it is avoided; None takes the next in turn.
        """
        order = self._orders[next(self._next) % len(self._orders)] if first is None else self._orders[0]
        if first is not None and first != order[0]:
            order = (first, *(gateway for gateway in order if gateway != first))
        return self._rested(order) if self._avoided else order

    def away(self, gateway: K) -> None:
        """Notes that a gateway did not answer."""
        with self._lock:
            self._avoided[gateway] = self._now() + self._rest

    def back(self, gateway: K) -> None:
        """Notes that a gateway answered."""
        if self._avoided:
            with self._lock:
                self._avoided.pop(gateway, None)

    def _rested(self, order: tuple[K, ...]) -> tuple[K, ...]:
        now = self._now()
        with self._lock:
            waits = {gateway: max(self._avoided.get(gateway, 0.0) - now, 0.0) for gateway in order}
        return tuple(sorted(order, key=waits.__getitem__))
