"""The ledger's time: the latest of what the transaction says, the ledger clock, and the acts that a decision rests on.

It alone decides keys, roles and deadlines. It never goes back, so an act that was kept back is late, whatever its signer's clock said.
"""

from collections.abc import Iterable

from genpon_core.errors import Refusal
from genpon_core.records import Chain


def ledger_now(transaction_time: int, clock: int, chains: Iterable[Chain], *, clock_stale: int) -> int:
    """The moment at which an act is decided.

    Args:
        transaction_time: the transaction's timestamp, seconds since 1970 UTC.
        clock: the ledger clock, 0 before its first tick.
        chains: the chains that were read for the decision.
        clock_stale: how far, in seconds, a transaction may be past the clock.

    Raises:
        Refusal: `clock.stale`: the clock must be ticked first.
    """
    if transaction_time > clock + clock_stale:
        raise Refusal("clock.stale")
    return max([transaction_time, clock, *(chain[-1].recorded_at for chain in chains if chain)])
