"""A call that changes the ledger: which transaction, with what, and how to tell that it has nothing left to do."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Call:
    """One transaction of the ledger's.

    Attributes:
        contract: the named contract.
        function: the transaction's name.
        arguments: what it is called with.
        settled: whether a result says that the ledger has this already, so that there is nothing to submit.
    """

    contract: str
    function: str
    arguments: tuple[str | bytes, ...]
    settled: Callable[[bytes], bool]
