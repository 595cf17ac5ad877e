"""Pauses between attempts that grow, and differ from client to client, so that many do not come back at once.

Example:
    >>> from genpon.gateway.backoff import Backoff
    >>> backoff = Backoff(first=0.1, longest=2.0)
    >>> [backoff.limit(earlier) for earlier in range(6)]
    [0.1, 0.2, 0.4, 0.8, 1.6, 2.0]
    >>> backoff.pause(3) <= 0.8
    True
"""

import secrets
from dataclasses import dataclass

_RANDOM = secrets.SystemRandom()
_MOST_DOUBLINGS = 30


@dataclass(frozen=True, slots=True)
class Backoff:
    """How long to wait before another attempt.

    Attributes:
        first: the most after the first attempt, seconds.
        longest: the most after any attempt, seconds.
    """

    first: float
    longest: float

    def limit(self, earlier: int) -> float:
        """The most to wait after one more than so many attempts, seconds: twice as long each time."""
        return float(min(self.first * 2 ** min(earlier, _MOST_DOUBLINGS), self.longest))

    def pause(self, earlier: int) -> float:
        """A random part of the limit, seconds."""
        return part_of(self.limit(earlier))


def part_of(limit: float) -> float:
    """A random part of a pause."""
    return _RANDOM.uniform(0, limit)
