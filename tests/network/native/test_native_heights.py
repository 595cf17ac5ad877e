"""Orderers are brought to the same block."""

from collections.abc import Iterator, Sequence

import psutil
import pytest

from genpon_network.errors import UnreachableError
from genpon_network.native.opening import open_network
from genpon_network.nodes.administration import Administration
from genpon_network.nodes.chaincode import ChaincodeService
from genpon_network.nodes.heights import Heights
from genpon_network.topology import OrdererNode
from tests.support.native import LABEL, TinyNetwork, tiny_network

pytestmark = pytest.mark.fabric


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TinyNetwork]:
    with tiny_network(tmp_path_factory.mktemp("heights")) as network:
        network.up()
        yield network


def settling(network: TinyNetwork, started: list[str]) -> Heights:
    def start_again(orderers: Sequence[OrdererNode]) -> None:
        names = [orderer.name for orderer in orderers]
        started.extend(names)
        network.kill(*names)
        network.up()

    service = ChaincodeService(LABEL, probe=(b"ping",))
    return Heights(Administration(network.data, timeout=5.0), open_network(network.data), network.layout(), service, start_again)


def test_orderers_that_are_well_are_level_at_once(network: TinyNetwork) -> None:
    before, started = network.status()["orderer.toda"].height, list[str]()

    settling(network, started).settle(network.layout().orderers)

    assert started == []
    after = [network.status()[orderer.name].height for orderer in network.layout().orderers]
    assert before is not None
    assert after == [before + 1] * 4


def test_one_that_was_away_catches_up(network: TinyNetwork) -> None:
    network.kill("orderer.omura")
    for value in "abc":
        network.put("toda", "key", value)
    network.up()

    settling(network, []).settle(network.layout().orderers)

    assert len({network.status()[orderer.name].height for orderer in network.layout().orderers}) == 1


def test_one_that_does_not_answer_is_told(network: TinyNetwork) -> None:
    orderer = psutil.Process(network.pids()["orderer.toda"])
    orderer.suspend()
    try:
        with pytest.raises(UnreachableError, match=r"^orderer\.toda does not answer"):
            settling(network, []).settle(network.layout().orderers)
    finally:
        orderer.resume()
