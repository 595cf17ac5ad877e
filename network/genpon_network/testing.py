"""The pytest plugin: fixtures that start ledgers for tests.

```python
@pytest.fixture(scope="module")
def ledger(embedded_ledger):
    with MyChaincode() as chaincode:
        yield embedded_ledger(chaincode_for=lambda msp_id: chaincode.address)
```
"""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Protocol

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from genpon_network.embedded import EmbeddedLedger


class LedgerFactory(Protocol):
    """Starts an embedded ledger of the four default municipalities; options as of `EmbeddedLedger`."""

    def __call__(self, *, chaincode_for: "Callable[[str], str] | None" = None, **options: Any) -> "EmbeddedLedger":
        """Starts it; it lives as long as the fixture."""


def _factory(stack: ExitStack) -> LedgerFactory:
    from genpon_network.embedded import DEFAULT_ORGANISATIONS, EmbeddedLedger  # noqa: PLC0415 - pytest loads plugins in every run

    def start(*, chaincode_for: "Callable[[str], str] | None" = None, **options: Any) -> EmbeddedLedger:
        organisations = options.pop("organisations", DEFAULT_ORGANISATIONS)
        return stack.enter_context(EmbeddedLedger(organisations, chaincode_for=chaincode_for, **options))

    return start


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
