"""How often a transaction is endorsed and submitted anew."""

from dataclasses import dataclass

from genpon.gateway.backoff import Backoff


@dataclass(frozen=True, slots=True)
class Retry:
    """Attempts at one transaction, each with an id of its own.

    Attributes:
        attempts: how many in all.
        backoff: the pauses between them.
    """

    attempts: int
    backoff: Backoff

    def __post_init__(self) -> None:
        """Raises ValueError for less than one attempt, or negative pauses."""
        if self.attempts < 1:
            raise ValueError(f"at least one attempt is needed, not {self.attempts}")
        if not 0 <= self.backoff.first <= self.backoff.longest:
            raise ValueError("the first pause is at least 0 seconds and at most as long as the longest")


ONCE = Retry(1, Backoff(first=0.0, longest=0.0))
