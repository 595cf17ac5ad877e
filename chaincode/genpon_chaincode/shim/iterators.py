"""Results of range, rich and history queries; iterators fetch as they go and close themselves."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from genpon_chaincode.shim.calls import PeerCalls, read_answer
from genpon_core.fabric.protos import chaincode_shim as protos
from genpon_core.fabric.protos import queryresult

_Type = protos.ChaincodeMessage
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class KeyValue:
    """A key and its value."""

    key: str
    value: bytes


@dataclass(frozen=True, slots=True)
class KeyModification:
    """A change of a key: the transaction, its time (seconds and nanoseconds since 1970 UTC), and the value, empty for a deletion."""

    transaction_id: str
    value: bytes
    seconds: int
    nanos: int
    is_delete: bool


class ResultIterator(Generic[T]):
    """Results, one after the other; it closes itself at the end, at the end of a `with` block, and with the transaction.

    Args:
        calls: the transaction's connection.
        payload: the first `QueryResponse`.
        read: makes a result of its bytes.
    """

    def __init__(self, calls: PeerCalls, payload: bytes, read: Callable[[bytes], T]) -> None:
        self._calls = calls
        self._read = read
        self._response = read_answer(protos.QueryResponse, payload)
        self._results = iter(self._response.results)
        self._open: bool = self._response.has_more

    @property
    def metadata(self) -> bytes:
        """The last `QueryResponseMetadata`, serialized."""
        return bytes(self._response.metadata)

    def __iter__(self) -> Iterator[T]:
        return self

    def __next__(self) -> T:
        while (result := next(self._results, None)) is None:
            if not self._open:
                raise StopIteration
            self._fetch()
        return self._read(result.resultBytes)

    def close(self) -> None:
        """Lets the peer forget the query; results are no longer fetched."""
        self._results = iter(())
        if self._open:
            self._open = False
            self._calls.call(_Type.QUERY_STATE_CLOSE, protos.QueryStateClose(id=self._response.id))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None or not self._open:
            self.close()

    def _fetch(self) -> None:
        payload = self._calls.call(_Type.QUERY_STATE_NEXT, protos.QueryStateNext(id=self._response.id))
        self._response = read_answer(protos.QueryResponse, payload)
        self._results = iter(self._response.results)
        self._open = self._response.has_more


@dataclass(frozen=True, slots=True)
class Page:
    """A page of results.

    Attributes:
        results: the keys and values.
        bookmark: where the next page begins; empty after the last.
        count: how many results the peer fetched.
    """

    results: tuple[KeyValue, ...]
    bookmark: str
    count: int

    def __iter__(self) -> Iterator[KeyValue]:
        return iter(self.results)

    def __len__(self) -> int:
        return len(self.results)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is left open; the block is for symmetry with ranges."""

    @classmethod
    def read(cls, iterator: ResultIterator[KeyValue]) -> "Page":
        """All that one paginated query gives."""
        results = tuple(iterator)
        metadata = read_answer(protos.QueryResponseMetadata, iterator.metadata)
        return cls(results, metadata.bookmark, metadata.fetched_records_count)


def read_key_value(data: bytes) -> KeyValue:
    """A `queryresult.KV`."""
    message: Any = read_answer(queryresult.KV, data)
    return KeyValue(message.key, message.value)


def read_modification(data: bytes) -> KeyModification:
    """A `queryresult.KeyModification`."""
    message: Any = read_answer(queryresult.KeyModification, data)
    return KeyModification(message.tx_id, message.value, message.timestamp.seconds, message.timestamp.nanos, message.is_delete)
