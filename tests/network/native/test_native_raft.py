"""The same network with Raft: crashes are withstood, and the same ledger comes back."""

from collections.abc import Iterator

import pytest

from genpon.gateway import GatewayError
from genpon_network.topology.loading import DEFAULT, example
from tests.support.native import TinyNetwork, tiny_network
from tests.support.waiting import eventually

pytestmark = pytest.mark.fabric

TOWNS = ("nagasaki", "kawaguchi", "toda", "omura")


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TinyNetwork]:
    text = example(DEFAULT).replace(b"consensus: bft", b"consensus: raft")
    assert b"raft" in text
    with tiny_network(tmp_path_factory.mktemp("raft"), text=text) as network:
        network.up()
        yield network


def leaders(network: TinyNetwork) -> list[str]:
    return [name for name, node in network.status().items() if node.role == "leader"]


def put_when_possible(network: TinyNetwork, key: str, value: str) -> None:
    """While there is no leader the orderers refuse, and nothing is ordered."""
    eventually(lambda: network.put("nagasaki", key, value, patience=3.0), GatewayError)


def test_one_orderer_leads(network: TinyNetwork) -> None:
    network.put("toda", "bridge", "open")
    assert len(leaders(network)) == 1


def test_another_leads_when_the_leader_is_killed(network: TinyNetwork) -> None:
    (leader,) = leaders(network)
    network.kill(leader)
    put_when_possible(network, "bridge", "closed")
    assert leaders(network) != [leader]
    assert network.up() is True
    put_when_possible(network, "bridge", "open again")


def test_the_same_ledger_is_back_after_everything_was_killed(network: TinyNetwork) -> None:
    network.kill()
    assert network.up() is True
    network.reads("bridge", "open again", *TOWNS)
    put_when_possible(network, "road", "new")


@pytest.mark.timeout(300)
@pytest.mark.parametrize("new_key", [False, True], ids=["the same key", "a new key"])
def test_an_orderer_gets_newer_certificates_and_takes_part_again(network: TinyNetwork, *, new_key: bool) -> None:
    network.renew("orderer.toda", new_key=new_key)

    # Three of four are needed: with another one away, it must take part.
    network.kill("orderer.omura")
    put_when_possible(network, "bridge", "renewed")
    assert network.up() is True
