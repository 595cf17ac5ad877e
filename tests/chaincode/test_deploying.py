"""Any chaincode with any collections is deployed to a running network, changed, and refused where Fabric refuses it."""

import json
from dataclasses import replace

import pytest

from genpon.gateway import Contract
from genpon_core.fabric.expressions import parse_rule
from genpon_network.errors import NetworkError
from genpon_network.lifecycle.collection_files import read_collections
from genpon_network.lifecycle.definitions import Definition, committed
from genpon_network.lifecycle.private_collections import PrivateCollection
from genpon_network.nodes.administration import Administration
from genpon_network.nodes.deploying import Deployment, service_environment
from tests.support.stub_fabric import StubFabric
from tests.support.stub_ledger import CHANNEL, ORGANISATIONS, StubLedger
from tests.support.stub_script import decode, encode

pytestmark = [pytest.mark.real("the lifecycle"), pytest.mark.newer("the list of what an organisation has approved")]
NAGASAKI, KAWAGUCHI, TODA = ORGANISATIONS
THIRD = "third"
FILE = json.dumps(
    [
        {
            "name": "offers",
            "policy": f"OR('{NAGASAKI}.member', '{TODA}.member')",
            "requiredPeerCount": 0,
            "maxPeerCount": 1,
            "blockToLive": 1000,
            "memberOnlyRead": True,
            "endorsementPolicy": {"signaturePolicy": f"AND('{NAGASAKI}.peer', '{TODA}.peer')"},
        }
    ]
).encode()


@pytest.fixture(scope="module")
def network(stub_ledger: StubLedger) -> StubFabric:
    assert isinstance(stub_ledger, StubFabric)
    return stub_ledger


@pytest.fixture(scope="module")
def deployment(network: StubFabric) -> Deployment:
    policy = parse_rule(f"OR('{NAGASAKI}.peer', '{KAWAGUCHI}.peer', '{TODA}.peer')")
    definition = Definition(THIRD, "1", policy, read_collections(FILE))
    return Deployment(f"{THIRD}_1", definition, network.serve(f"{THIRD}_1"), probe=(b"ping",))


@pytest.fixture
def contract(stub_ledger: StubLedger) -> Contract:
    return stub_ledger.gateway(NAGASAKI).get_network(CHANNEL).get_contract(THIRD)


def sequence(network: StubFabric) -> int:
    layout = network.network.layout()
    with Administration(network.network.data).peer(layout.peers[0]) as peer:
        return int(committed(peer, CHANNEL, THIRD).sequence)


def put(contract: Contract, collection: str, *by: str) -> str:
    """The validation code of a write to a collection."""
    script = encode([["put_private_data", collection, "k", b"1"]])
    return contract.new_proposal("run", script, endorsing_organizations=by).endorse().submit().status().code


def test_it_is_deployed_once(network: StubFabric, deployment: Deployment, contract: Contract) -> None:
    assert [network.deploy(deployment), network.deploy(deployment), sequence(network)] == [True, False, 1]
    contract.submit_transaction("run", encode([["put_state", "k", b"1"]]), endorsing_organizations=[TODA])
    assert decode(contract.evaluate_transaction("run", encode([["get_state", "k"]]))) == [b"1"]


def test_its_collections_are_those_of_the_file(network: StubFabric, deployment: Deployment, contract: Contract) -> None:
    network.deploy(deployment)
    assert put(contract, "offers", KAWAGUCHI) == "ENDORSEMENT_POLICY_FAILURE"
    assert put(contract, "offers", NAGASAKI, TODA) == "VALID"


def test_a_changed_definition_is_the_next_sequence(network: StubFabric, deployment: Deployment, contract: Contract) -> None:
    network.deploy(deployment)
    (offers,) = deployment.definition.collections
    more = (offers, replace(offers, name="more", endorsement=None))
    policy = parse_rule(f"OutOf(2, '{NAGASAKI}.peer', '{KAWAGUCHI}.peer', '{TODA}.peer')")
    changed = replace(deployment, definition=replace(deployment.definition, version="2", endorsement=policy, collections=more))
    before = sequence(network)
    assert [network.deploy(changed), network.deploy(changed), sequence(network)] == [True, False, before + 1]
    assert [put(contract, "more", TODA), put(contract, "more", KAWAGUCHI, TODA)] == ["ENDORSEMENT_POLICY_FAILURE", "VALID"]
    with pytest.raises(NetworkError, match=r"existing collection \[more\] missing in the proposed collection configuration"):
        network.deploy(deployment)
    longer = replace(changed.definition, collections=(replace(offers, block_to_live=1), more[1]))
    with pytest.raises(NetworkError, match="the BlockToLive in an existing collection"):
        network.deploy(replace(changed, definition=longer))


def test_every_organisation_has_a_service(network: StubFabric, deployment: Deployment) -> None:
    with pytest.raises(NetworkError, match=f"has no service of {KAWAGUCHI}, {TODA}; name one of each organisation"):
        network.deploy(replace(deployment, ports={NAGASAKI: 1}))


@pytest.mark.parametrize("where", ["ports", "policy", "collection", "collection's policy"])
def test_what_no_organisation_could_endorse_or_keep_is_refused(network: StubFabric, deployment: Deployment, where: str) -> None:
    (offers,) = deployment.definition.collections
    nobody = parse_rule(f"OR('{NAGASAKI}.peer', AND('{TODA}.peer', 'NobodyMSP.peer'))")
    wrong = {
        "ports": replace(deployment, ports={**deployment.ports, "NobodyMSP": 1}),
        "policy": replace(deployment, definition=replace(deployment.definition, endorsement=nobody)),
        "collection": _with(deployment, replace(offers, members=(NAGASAKI, "NobodyMSP"))),
        "collection's policy": _with(deployment, replace(offers, endorsement=nobody)),
    }
    with pytest.raises(NetworkError, match=f"chaincode {THIRD} names NobodyMSP, of which the network has none; it has {NAGASAKI}, "):
        network.deploy(wrong[where])


def _with(deployment: Deployment, collection: PrivateCollection) -> Deployment:
    return replace(deployment, definition=replace(deployment.definition, collections=(collection,)))


def test_a_service_is_told_its_place(network: StubFabric, deployment: Deployment) -> None:
    told = service_environment(network.network.data, network.consortium, deployment, TODA)
    address, package_id = f"127.0.0.1:{deployment.ports[TODA]}", deployment.package.package_id
    assert (told["CHAINCODE_SERVER_ADDRESS"], told["CHAINCODE_ID"], told["CORE_PEER_LOCALMSPID"]) == (address, package_id, TODA)
