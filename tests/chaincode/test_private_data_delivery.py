"""Which private data peers deliver beside their blocks: what the peer's organisation keeps, and the client may see."""

from typing import Any

import pytest

from genpon.blocks import decode_block_and_private_data
from tests.support.stub_ledger import BRIEF, CHANNEL, COLLECTION, IMPLICIT, MEMBERS, ORGANISATIONS, OWN_POLICY, SCRIPT, Caller

NAGASAKI, KAWAGUCHI, TODA = ORGANISATIONS


def submitted(caller: Caller, *steps: list[Any]) -> int:
    """The block of a transaction."""
    return int(caller.endorse(*steps, by=MEMBERS).submit_and_wait().block_number)


def delivered(caller: Caller, block: int, *, to: str, at: str) -> dict[tuple[str, str], bytes | None]:
    """What a client is given beside a block's first transaction by a peer: values, None for deletions, by collection and key."""
    network = caller.ledger.gateway(to, at).get_network(CHANNEL)
    with network.get_block_and_private_data_events(start_block=block) as stream:
        message = decode_block_and_private_data(next(stream))
    assert message.block.header.number == block
    return {
        (collection.collection_name, write.key): None if write.is_delete else write.value
        for private in message.private_data_map.values()
        for namespace in private.ns_pvt_rwset
        if namespace.namespace == SCRIPT
        for collection in namespace.collection_pvt_rwset
        for write in collection.rwset.writes
    }


@pytest.mark.parametrize(
    ("to", "at", "collections"),
    [
        (NAGASAKI, NAGASAKI, {COLLECTION, OWN_POLICY, IMPLICIT}),
        (KAWAGUCHI, KAWAGUCHI, {COLLECTION, OWN_POLICY}),
        (KAWAGUCHI, NAGASAKI, {COLLECTION, OWN_POLICY, IMPLICIT}),
        (TODA, NAGASAKI, {OWN_POLICY, IMPLICIT}),
        (TODA, TODA, set()),
        (NAGASAKI, TODA, set()),
    ],
)
def test_what_the_peer_keeps_and_the_client_may_see(caller: Caller, to: str, at: str, collections: set[str]) -> None:
    block = submitted(caller, *(["put_private_data", name, "told", name.encode()] for name in (COLLECTION, OWN_POLICY, IMPLICIT)))
    assert delivered(caller, block, to=to, at=at) == {(name, "told"): name.encode() for name in collections}


def test_deletions_are_delivered(caller: Caller) -> None:
    block = submitted(caller, ["delete_private_data", COLLECTION, "deleted"])
    assert delivered(caller, block, to=NAGASAKI, at=NAGASAKI) == {(COLLECTION, "deleted"): None}


def test_purged_values_are_delivered_no_more(caller: Caller) -> None:
    first = submitted(caller, ["put_private_data", COLLECTION, "secret", b"1"], ["put_private_data", COLLECTION, "other", b"2"])
    second = submitted(caller, ["purge_private_data", COLLECTION, "secret"])
    assert delivered(caller, first, to=NAGASAKI, at=NAGASAKI) == {(COLLECTION, "other"): b"2"}
    assert delivered(caller, second, to=NAGASAKI, at=NAGASAKI) == {}


def test_expired_values_are_delivered_no_more(caller: Caller) -> None:
    block = submitted(caller, ["put_private_data", BRIEF, "short", b"1"])
    assert delivered(caller, block, to=NAGASAKI, at=NAGASAKI) == {(BRIEF, "short"): b"1"}
    for _ in range(3):
        submitted(caller, ["put_state", "next", b"1"])
    assert delivered(caller, block, to=NAGASAKI, at=NAGASAKI) == {}
