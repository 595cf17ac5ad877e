"""Every public name of the Gateway client shows an example, which runs as it stands against a ledger."""

from collections.abc import Iterator
from typing import Any

import pytest

import genpon.gateway
from genpon.gateway import aio
from tests.support.examples import ExampleLedger, example_ledger, example_of

NEEDS_MORE = {"HSMSigner"}
SYNC = [("", genpon.gateway), *((name, getattr(genpon.gateway, name)) for name in genpon.gateway.__all__)]
ASYNC = [("", aio), *((name, getattr(aio, name)) for name in aio.__all__)]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ExampleLedger]:
    with example_ledger(tmp_path_factory.mktemp("ledger")) as running:
        yield running


@pytest.mark.parametrize(("name", "documented"), [case for case in SYNC if case[0] not in NEEDS_MORE], ids=lambda value: str(value)[:30])
def test_the_example_of_a_name(ledger: ExampleLedger, name: str, documented: Any) -> None:
    example = example_of(documented)
    assert example, name
    ledger.run(example)


@pytest.mark.parametrize(("name", "documented"), ASYNC, ids=lambda value: str(value)[:30])
def test_the_example_of_a_name_of_the_asyncio_client(ledger: ExampleLedger, name: str, documented: Any) -> None:
    example = example_of(documented)
    assert "await " in example or "async " in example, name
    ledger.run(example, asynchronous=True)
