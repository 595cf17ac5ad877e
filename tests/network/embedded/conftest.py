"""A ledger with a chaincode that does what the tests say."""

from collections.abc import Iterator

import pytest

from genpon_network.embedded import EmbeddedLedger
from genpon_network.testing import LedgerFactory
from tests.support.raw_client import RawClient
from tests.support.scripted_chaincode import ScriptedChaincode


@pytest.fixture(scope="module")
def scripted() -> Iterator[ScriptedChaincode]:
    with ScriptedChaincode() as chaincode:
        yield chaincode


@pytest.fixture(scope="module")
def ledger(embedded_ledger: LedgerFactory, scripted: ScriptedChaincode) -> EmbeddedLedger:
    return embedded_ledger(chaincode_for=lambda _: scripted.address, batch_timeout=0.01, endorsing=["NagasakiMSP", "TodaMSP", "OmuraMSP"])


@pytest.fixture(scope="module")
def client(ledger: EmbeddedLedger) -> RawClient:
    return RawClient.of(ledger)
