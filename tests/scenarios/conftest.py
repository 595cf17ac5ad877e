"""One ledger with the fixture chaincode for the whole session, and both clients: each scenario runs with either."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from genpon import gateway as sync_client
from genpon.gateway import aio as asyncio_client
from tests.support.blocking import Loop
from tests.support.scenario_fabric import fabric_scenarios
from tests.support.scenario_ledger import CHAINCODE, CHANNEL, NAGASAKI, ScenarioLedger, connection, embedded_scenarios

Connect = Callable[..., Any]


@pytest.fixture(scope="session")
def ledger(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ScenarioLedger]:
    if request.config.getoption("--ledger") != "embedded":
        with fabric_scenarios(request.getfixturevalue("fabric")) as real:
            yield real
    else:
        with embedded_scenarios(tmp_path_factory.mktemp("scenarios"), batch_timeout=0.01) as embedded:
            yield embedded


@pytest.fixture(params=["sync", "asyncio"])
def connect(request: pytest.FixtureRequest) -> Iterator[Connect]:
    """Connects with either client, options as of its `connect`; closed at the end of the test."""
    with ExitStack() as stack:
        if request.param == "sync":
            yield lambda **options: stack.enter_context(sync_client.connect(**options))
        else:
            loop = stack.enter_context(Loop())
            yield lambda **options: stack.enter_context(loop.call(asyncio_client.connect, **options))


@pytest.fixture
def gateway(connect: Connect, ledger: ScenarioLedger) -> Any:
    """A client of Nagasaki at its own gateway."""
    return connect(**connection(ledger, NAGASAKI))


@pytest.fixture
def network(gateway: Any) -> Any:
    return gateway.get_network(CHANNEL)


@pytest.fixture
def contract(network: Any) -> Any:
    """The default contract of the fixture chaincode."""
    return network.get_contract(CHAINCODE)


@pytest.fixture
def key(request: pytest.FixtureRequest) -> str:
    """A key that no other test uses."""
    return str(request.node.name)
