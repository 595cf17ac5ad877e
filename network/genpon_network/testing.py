"""The pytest plugin: fixtures that run chaincode, in memory or on embedded ledgers.

```python
def test_in_memory(memory_ledger):
    ledger = memory_ledger(Assets)
    ledger.submit("create", "car-1")

@pytest.fixture(scope="module")
def ledger(embedded_ledger):
    return embedded_ledger(Assets)

def test_with_the_real_protocols(ledger):
    with ledger.connect("TodaMSP") as gateway:
        gateway.get_network("genpon").get_contract("genpon").submit_transaction("create", "car-2")
```

`Assets` is a chaincode or a contract, or a class of either. Without one, `chaincode_for` names where chaincode services run.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Protocol

import pytest

if TYPE_CHECKING:
    from genpon_network.embedded import ChaincodeLike, EmbeddedLedger, MemoryLedger


class LedgerFactory(Protocol):
    """Starts an embedded ledger of the four default municipalities; options as of `EmbeddedLedger`."""

    def __call__(
        self, chaincode: "ChaincodeLike | None" = None, *, others: "Mapping[str, ChaincodeLike] | None" = None, **options: Any
    ) -> "EmbeddedLedger":
        """Starts it; it lives as long as the fixture.

        Args:
            chaincode: what runs on it, in threads of this process; each organisation has an object of its own if it is a class.
            others: further chaincodes by name, which it may call.
            options: as of `EmbeddedLedger`.
        """


class MemoryLedgerFactory(Protocol):
    """Makes a ledger in memory; options as of `MemoryLedger`."""

    def __call__(self, chaincode: "ChaincodeLike | None" = None, **options: Any) -> "MemoryLedger":
        """Makes it; it lives as long as the fixture."""


def _factory(stack: ExitStack) -> LedgerFactory:
    # pytest loads plugins in every run, so nothing is imported before a ledger is wanted.
    from genpon_network.embedded import DEFAULT_ORGANISATIONS, ChaincodeSpec, Clock, EmbeddedLedger  # noqa: PLC0415
    from genpon_network.embedded.chaincode_services import ChaincodeThreads, as_chaincode  # noqa: PLC0415

    def start(
        chaincode: "ChaincodeLike | None" = None, *, others: "Mapping[str, ChaincodeLike] | None" = None, **options: Any
    ) -> EmbeddedLedger:
        organisations = options.pop("organisations", DEFAULT_ORGANISATIONS)
        clock = options.setdefault("clock", Clock())

        def address_for(given: "ChaincodeLike") -> Any:
            return stack.enter_context(ChaincodeThreads(lambda _: as_chaincode(given), clock)).address

        if chaincode is not None:
            options["chaincode_for"] = address_for(chaincode)
        further = [ChaincodeSpec(name=name, address_for=address_for(other)) for name, other in (others or {}).items()]
        options["chaincodes"] = [*options.get("chaincodes", ()), *further]
        return stack.enter_context(EmbeddedLedger(organisations, **options))

    return start


@pytest.fixture
def memory_ledger() -> Iterator[MemoryLedgerFactory]:
    """A function that makes ledgers in memory; they end with the test."""
    from genpon_network.embedded import MemoryLedger  # noqa: PLC0415 - as above

    with ExitStack() as stack:

        def make(chaincode: "ChaincodeLike | None" = None, **options: Any) -> MemoryLedger:
            return stack.enter_context(MemoryLedger(chaincode, **options))

        yield make


@pytest.fixture(scope="module")
def embedded_ledger() -> Iterator[LedgerFactory]:
    """A function that starts embedded ledgers; they end with the module's tests."""
    with ExitStack() as stack:
        yield _factory(stack)


@pytest.fixture(scope="session")
def session_embedded_ledger() -> Iterator[LedgerFactory]:
    """A function that starts embedded ledgers; they end with the whole run."""
    with ExitStack() as stack:
        yield _factory(stack)


@pytest.fixture
def fresh_embedded_ledger() -> Iterator[LedgerFactory]:
    """A function that starts embedded ledgers; they end with the test."""
    with ExitStack() as stack:
        yield _factory(stack)
