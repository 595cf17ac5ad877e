"""Private data: values come as transient data, reach the collection's members only, and decide who endorses."""

import hashlib
from typing import Any

import pytest

from genpon.gateway import CommitError, EndorseError, EvaluateError
from genpon_core.fabric.protos import kvrwset
from tests.scenarios.conftest import Connect
from tests.support.endorsements import endorsers
from tests.support.event_kinds import BLOCK_AND_PRIVATE_DATA_EVENTS, CHAINCODE_EVENTS, told
from tests.support.scenario_ledger import CHAINCODE, CHANNEL, KAWAGUCHI, NAGASAKI, OMURA, ORGANISATIONS, TODA, ScenarioLedger, connection
from tests.support.waiting import eventually

PAIR, OTHERS, OWNED = "pair", "others", "owned"
"""Collections: of Nagasaki and Kawaguchi; of Kawaguchi and Toda; of three, where Nagasaki and Omura endorse."""


def implicit(msp_id: str) -> str:
    return f"_implicit_org_{msp_id}"


@pytest.fixture
def secret(key: str) -> str:
    return f"secret of {key}"


@pytest.fixture
def private(network: Any) -> Any:
    """Nagasaki's client."""
    return network.get_contract(CHAINCODE, "private")


@pytest.fixture
def private_of(connect: Connect, ledger: ScenarioLedger) -> Any:
    """The contract for the client of any organisation."""
    return lambda msp_id: connect(**connection(ledger, msp_id)).get_network(CHANNEL).get_contract(CHAINCODE, "private")


@pytest.fixture
def keep(private: Any, ledger: ScenarioLedger, key: str, secret: str) -> Any:
    """Puts the test's secret into a collection, and waits until every peer has the block; gives its status."""

    def put(collection: str, **options: Any) -> Any:
        status = private.new_proposal("put", collection, key, transient={"value": secret}, **options).endorse().submit_and_wait()
        ledger.settle()
        return status

    return put


def read(contract: Any, msp_id: str, collection: str, key: str, function: str = "get") -> bytes:
    """What one organisation's peer tells."""
    return bytes(contract.evaluate_transaction(function, collection, key, endorsing_organizations=[msp_id]))


def test_members_read_the_value_and_everybody_its_digest(
    private_of: Any, private: Any, ledger: ScenarioLedger, key: str, secret: str
) -> None:
    private.submit_transaction("put", PAIR, key, transient={"value": secret})
    ledger.settle()
    for member in (NAGASAKI, KAWAGUCHI):
        assert eventually(lambda member=member: read(private_of(member), member, PAIR, key), EvaluateError) == secret.encode()
    digest = hashlib.sha256(secret.encode()).digest()
    assert {read(private_of(msp_id), msp_id, PAIR, key, "digest") for msp_id in ORGANISATIONS} == {digest}
    for stranger in (TODA, OMURA):
        with pytest.raises(EvaluateError):
            read(private_of(stranger), stranger, PAIR, key)


def test_a_stranger_may_not_read_at_a_members_peer(private_of: Any, keep: Any, key: str, secret: str) -> None:
    keep(PAIR)
    with pytest.raises(EvaluateError) as refused:
        read(private_of(TODA), NAGASAKI, PAIR, key)
    assert secret not in str(refused.value)


def test_a_stranger_may_not_write_where_members_only_may(private_of: Any, key: str) -> None:
    with pytest.raises(EndorseError):
        private_of(TODA).submit_transaction("put", PAIR, key, transient={"value": "x"}, endorsing_organizations=[NAGASAKI, KAWAGUCHI])


@pytest.mark.parametrize(
    ("collection", "expected"), [(PAIR, [NAGASAKI, KAWAGUCHI]), (OTHERS, [KAWAGUCHI, TODA]), (OWNED, [NAGASAKI, OMURA])]
)
def test_the_gateway_chooses_members_to_endorse(private: Any, key: str, secret: str, collection: str, expected: list[str]) -> None:
    """Nobody outside is shown the value; a collection's own policy goes before the chaincode's."""
    endorsed = private.new_proposal("put", collection, key, transient={"value": secret}).endorse()
    assert endorsers(endorsed.envelope) == sorted(expected)
    assert secret.encode() not in endorsed.envelope
    assert endorsed.submit_and_wait().successful


def test_the_policy_of_the_collection_decides_at_the_commit(private: Any, key: str, secret: str) -> None:
    with pytest.raises(CommitError) as refused:
        private.submit_transaction("put", OWNED, key, transient={"value": secret}, endorsing_organizations=[NAGASAKI, KAWAGUCHI])
    assert refused.value.code == "ENDORSEMENT_POLICY_FAILURE"
    private.submit_transaction("put", OWNED, key, transient={"value": secret}, endorsing_organizations=[NAGASAKI, OMURA])
    assert read(private, NAGASAKI, OWNED, key) == secret.encode()


def test_who_is_named_endorses_although_no_member(private: Any, key: str, secret: str) -> None:
    """To name an organisation is to trust it with the value."""
    proposed = private.new_proposal("put", OTHERS, key, transient={"value": secret}, endorsing_organizations=[NAGASAKI, TODA])
    endorsed = proposed.endorse()
    assert endorsers(endorsed.envelope) == sorted([NAGASAKI, TODA])
    assert endorsed.submit_and_wait().successful


def test_a_collection_of_one_organisation_needs_its_endorsement_alone(
    private_of: Any, private: Any, keep: Any, key: str, secret: str
) -> None:
    own = implicit(NAGASAKI)
    assert keep(own, endorsing_organizations=[NAGASAKI]).successful
    assert read(private, NAGASAKI, own, key) == secret.encode()
    assert read(private_of(TODA), TODA, own, key, "digest") == hashlib.sha256(secret.encode()).digest()
    with pytest.raises(CommitError):
        keep(own, endorsing_organizations=[KAWAGUCHI, TODA])


def test_a_deleted_value_is_gone_everywhere(private_of: Any, private: Any, keep: Any, ledger: ScenarioLedger, key: str) -> None:
    keep(PAIR)
    private.submit_transaction("delete", PAIR, key, endorsing_organizations=[NAGASAKI, KAWAGUCHI])
    ledger.settle()
    assert read(private, NAGASAKI, PAIR, key) == b""
    assert read(private_of(OMURA), OMURA, PAIR, key, "digest") == b""


def values(item: Any) -> dict[str, bytes]:
    """The private values that came with a block, by key."""
    sets = [
        kvrwset.KVRWSet.FromString(collection.rwset)
        for private in item.private_data_map.values()
        for namespace in private.ns_pvt_rwset
        for collection in namespace.collection_pvt_rwset
    ]
    return {write.key: write.value for one in sets for write in one.writes}


@pytest.mark.parametrize("msp_id", ORGANISATIONS)
def test_blocks_come_with_the_values_that_the_client_may_see(
    connect: Connect, keep: Any, ledger: ScenarioLedger, key: str, msp_id: str
) -> None:
    status = keep(PAIR)
    network = connect(**connection(ledger, msp_id)).get_network(CHANNEL)
    with BLOCK_AND_PRIVATE_DATA_EVENTS.stream(network, start_block=status.block_number) as stream:
        item = next(stream)
    assert status.transaction_id in BLOCK_AND_PRIVATE_DATA_EVENTS.transactions(item)
    assert values(item) == ({key: f"secret of {key}".encode()} if msp_id in (NAGASAKI, KAWAGUCHI) else {})


def test_an_event_beside_private_values_is_heard_by_all(connect: Connect, private: Any, ledger: ScenarioLedger, key: str) -> None:
    options = {"transient": {"value": "1"}, "endorsing_organizations": [NAGASAKI]}
    status = private.new_proposal("put_and_emit", implicit(NAGASAKI), key, key, **options).endorse().submit_and_wait()
    network = connect(**connection(ledger, OMURA)).get_network(CHANNEL)
    with CHAINCODE_EVENTS.stream(network, start_block=status.block_number) as stream:
        assert told(CHAINCODE_EVENTS, stream, [status.transaction_id]) == [status.transaction_id]


def test_a_conflict_on_a_private_value_is_found(private: Any, key: str) -> None:
    first, second = (private.new_proposal("append", PAIR, key, transient={"value": value}).endorse() for value in "ab")
    first.submit_and_wait()
    with pytest.raises(CommitError) as conflict:
        second.submit_and_wait()
    assert (conflict.value.code, conflict.value.retryable) == ("MVCC_READ_CONFLICT", True)
    assert read(private, NAGASAKI, PAIR, key) == b"a"
