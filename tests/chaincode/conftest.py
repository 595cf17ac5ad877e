"""The chaincode that calls the stub, on the ledger that `--ledger` names."""

from collections.abc import Iterator

import pytest

from tests.support.stub_embedded import stub_embedded
from tests.support.stub_fabric import stub_fabric
from tests.support.stub_ledger import CHANNEL, ORGANISATIONS, Caller, StubLedger


@pytest.fixture(scope="session")
def stub_ledger(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StubLedger]:
    name = request.config.getoption("--ledger")
    folder = tmp_path_factory.mktemp("stub")
    with stub_embedded() if name == "embedded" else stub_fabric(folder, older=name == "fabric25") as ledger:
        yield ledger


@pytest.fixture
def caller(stub_ledger: StubLedger) -> Caller:
    """A client of Nagasaki, which every transaction is endorsed by."""
    return Caller(stub_ledger, ORGANISATIONS[0], CHANNEL)
