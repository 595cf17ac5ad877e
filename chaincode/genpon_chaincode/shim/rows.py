"""Rows that a range or history query returns, fetched from the peer page by page as they are read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Generic, TypeVar

from genpon_chaincode.shim.exchange import Exchange, Type
from genpon_core.fabric.protos import chaincode_shim as messages
from genpon_core.fabric.protos import queryresult

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """A key and its value."""

    key: str
    value: bytes


@dataclass(frozen=True, slots=True)
class Modification:
    """A value that a key had."""

    transaction_id: str
    value: bytes
    seconds: int
    deleted: bool


def read_row(data: bytes) -> Row:
    """A row from a `queryresult.KV` message."""
    message = queryresult.KV.FromString(data)
    return Row(message.key, message.value)


def read_modification(data: bytes) -> Modification:
    """A modification from a `queryresult.KeyModification` message."""
    message = queryresult.KeyModification.FromString(data)
    return Modification(message.tx_id, message.value, message.timestamp.seconds, message.is_delete)


class Rows(Generic[T]):
    """An iterator over results that closes itself at its end, on an error, and as a context manager.

    Attributes:
        bookmark: where the next page begins; empty after the last page or for a query without pages.
        fetched: how many rows the page has.
    """

    def __init__(self, exchange: Exchange, answer: bytes, read: Callable[[bytes], T]) -> None:
        self._exchange = exchange
        self._read = read
        self._response: Any = messages.QueryResponse.FromString(answer)
        metadata = messages.QueryResponseMetadata.FromString(self._response.metadata)
        self.bookmark: str = metadata.bookmark
        self.fetched: int = metadata.fetched_records_count
        self._open = bool(self._response.has_more)

    def __iter__(self) -> Iterator[T]:
        try:
            while True:
                for result in self._response.results:
                    yield self._read(result.resultBytes)
                if not self._response.has_more:
                    self._open = False
                    return
                request = messages.QueryStateNext(id=self._response.id).SerializeToString()
                self._response = messages.QueryResponse.FromString(self._exchange.call(Type.QUERY_STATE_NEXT, request))
        finally:
            self.close()

    def __enter__(self) -> "Rows[T]":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Frees what the peer holds for the query."""
        if self._open:
            self._open = False
            request = messages.QueryStateClose(id=self._response.id).SerializeToString()
            self._exchange.call(Type.QUERY_STATE_CLOSE, request)
