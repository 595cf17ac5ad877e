"""Queries whose results go out in batches: ranges, and the history of a key."""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

from genpon_core.fabric.protos import chaincode_shim as shim
from genpon_network.embedded.simulation_rules import SimulationError

BATCH = 100
"""How many results one message carries, as in Fabric."""

LIMIT = 100_000
"""How many results a query gives at most, as in Fabric's sample configuration."""


class OpenQueries:
    """The queries that one chaincode has open in one transaction."""

    def __init__(self) -> None:
        self._open: dict[str, _OpenQuery] = {}
        self._ids = itertools.count(1)

    def begin(self, results: Iterator[bytes]) -> bytes:
        """Opens a query: the first `protos.QueryResponse`, serialized."""
        identity = str(next(self._ids))
        self._open[identity] = _OpenQuery(itertools.islice(results, LIMIT))
        return self._respond(identity)

    def page(self, results: Iterator[bytes], size: int, bookmark: Callable[[], str]) -> bytes:
        """The only `protos.QueryResponse` of a paginated query, serialized.

        Args:
            results: the results from where the page begins.
            size: how many of them the page has; 0 for all.
            bookmark: tells, after that, where the next page begins.
        """
        found = list(itertools.islice(results, min(size, LIMIT) if size > 0 else LIMIT))
        described = shim.QueryResponseMetadata(fetched_records_count=len(found), bookmark=bookmark())
        return _message(found, str(next(self._ids)), metadata=described.SerializeToString())

    def next(self, payload: bytes) -> bytes:
        """Answers a `protos.QueryStateNext`.

        Raises:
            SimulationError: if that query is not open.
        """
        return self._respond(shim.QueryStateNext.FromString(payload).id)

    def close(self, payload: bytes) -> bytes:
        """Answers a `protos.QueryStateClose`."""
        identity = shim.QueryStateClose.FromString(payload).id
        self._open.pop(identity, None)
        return _message([], identity)

    def _respond(self, identity: str) -> bytes:
        query = self._open.get(identity)
        if query is None:
            raise SimulationError("query iterator not found")
        batch, more = query.batch()
        if not more:
            del self._open[identity]
        return _message(batch, identity, has_more=more)


class _OpenQuery:
    """A query that is being read; one result is always read ahead, as in Fabric, so that the range that was read is the same."""

    def __init__(self, results: Iterator[bytes]) -> None:
        self._results = results
        self._ahead: list[bytes] = []

    def batch(self) -> tuple[list[bytes], bool]:
        """The next results, and whether there are more."""
        batch = [*self._ahead, *itertools.islice(self._results, BATCH - len(self._ahead))]
        self._ahead = list(itertools.islice(self._results, 1)) if len(batch) == BATCH else []
        return batch, bool(self._ahead)


def _message(results: list[bytes], identity: str, **fields: Any) -> bytes:
    return bytes(shim.QueryResponse(results=[{"resultBytes": result} for result in results], id=identity, **fields).SerializeToString())
