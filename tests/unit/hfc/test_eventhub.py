"""What listeners of a hub are told, where it begins and ends, and which registrations make no sense."""

import asyncio
from collections.abc import Callable
from typing import Any

import grpc
import pytest

from genpon.gateway import EventsError
from genpon.hfc import ChannelEventHub, HfcError, NotOfferedError
from genpon_core.fabric.protos import chaincode_event, common, common_ledger, events, orderer_ab, transaction
from tests.support.gateway_peer import Failure, ScriptedPeer, evaluated
from tests.unit.blocks.conftest import recorded
from tests.unit.hfc.conftest import PEER1, Old

Two = tuple[ScriptedPeer, ScriptedPeer]
HEIGHT = 6


@pytest.fixture
def hub(old: Old, peers: Two) -> ChannelEventHub:
    info = common_ledger.BlockchainInfo(height=HEIGHT).SerializeToString()
    peers[0].then("evaluate", *[evaluated(info)] * 10)
    peer = old.client.get_peer(PEER1)
    assert peer is not None
    return old.client.new_channel("channel").newChannelEventHub(peer, old.admin)


def filtered(number: int, *transactions: tuple[str, str, str]) -> Any:
    """A filtered block; each transaction as (id, validation code, name of its event)."""
    block = events.FilteredBlock(channel_id="channel", number=number)
    for name, code, event in transactions:
        one = block.filtered_transactions.add(txid=name, type=3, tx_validation_code=transaction.TxValidationCode.Value(code))
        emitted = chaincode_event.ChaincodeEvent(chaincode_id="cc", tx_id=name, event_name=event)
        one.transaction_actions.chaincode_actions.add(chaincode_event=emitted if event else None)
    return events.DeliverResponse(filtered_block=block)


def whole(number: int) -> Any:
    block = common.Block.FromString(recorded("bft"))
    block.header.number = number
    return events.DeliverResponse(block=block)


def listen(old: Old, hub: ChannelEventHub, **options: Any) -> None:
    async def main() -> None:
        await asyncio.wait_for(hub.connect(**options), timeout=10)

    old.run(main)


def started_at(peer: ScriptedPeer) -> Any:
    envelope = peer.asked("Envelope")[-1]
    return orderer_ab.SeekInfo.FromString(common.Payload.FromString(envelope.payload).data).start.specified.number


THREE = [
    filtered(5, ("a", "VALID", "moved")),
    filtered(6, ("b", "MVCC_READ_CONFLICT", "moved"), ("c", "VALID", "")),
    filtered(7, ("d", "VALID", "other")),
]


def test_blocks(old: Old, hub: ChannelEventHub, peers: Two) -> None:
    peers[0].then("filtered_blocks", *THREE)
    told: list[Any] = []
    hub.registerBlockEvent(unregister=False, onEvent=told.append)
    listen(old, hub, stop=7)
    assert [block["number"] for block in told] == [5, 6, 7]
    assert told[0]["filtered_transactions"][0]["tx_validation_code"] == "VALID"
    assert not hub.connected


def test_whole_blocks(old: Old, hub: ChannelEventHub, peers: Two) -> None:
    peers[0].then("blocks", whole(5))
    blocks: list[Any] = []
    codes: list[Any] = []
    emitted: list[Any] = []
    hub.registerBlockEvent(onEvent=blocks.append)
    hub.registerTxEvent("all", onEvent=lambda *told: codes.append(told))
    hub.registerChaincodeEvent("genpon", "^do", onEvent=lambda *told: emitted.append(told))
    listen(old, hub, filtered=False, stop=5)
    [block] = blocks
    tx_id = block["data"]["data"][0]["payload"]["header"]["channel_header"]["tx_id"]
    assert (block["header"]["number"], block["metadata"]["metadata"][2], codes) == (5, [0], [("all", "VALID", 5)])
    assert emitted == [({"chaincode_id": "genpon", "tx_id": tx_id, "event_name": "done", "payload": b"c"}, 5, tx_id, "VALID")]


def test_a_listener_is_told_once_unless_it_stays(old: Old, hub: ChannelEventHub, peers: Two) -> None:
    peers[0].then("filtered_blocks", *THREE)
    once: list[Any] = []
    always: list[Any] = []
    hub.registerBlockEvent(onEvent=once.append)
    staying = hub.registerBlockEvent(unregister=False, onEvent=always.append)
    listen(old, hub, stop=7)
    assert (len(once), len(always), hub.have_registrations()) == (1, 3, True)
    hub.unregisterBlockEvent(staying)
    assert not hub.have_registrations()


def test_transactions(old: Old, hub: ChannelEventHub, peers: Two) -> None:
    peers[0].then("filtered_blocks", *THREE)
    told: list[Any] = []
    hub.registerTxEvent("all", onEvent=lambda *one: told.append(one))
    hub.registerTxEvent("b", onEvent=lambda *one: told.append(one))
    assert hub.registerTxEvent("unwanted", onEvent=lambda *one: told.append(one)) == "unwanted"
    hub.unregisterTxEvent("unwanted")
    listen(old, hub, stop=7)
    assert told == [
        ("all", "VALID", 5),
        ("all", "MVCC_READ_CONFLICT", 6),
        ("all", "VALID", 6),
        ("b", "MVCC_READ_CONFLICT", 6),
        ("all", "VALID", 7),
    ]


def test_events_of_a_chaincode(old: Old, hub: ChannelEventHub, peers: Two) -> None:
    peers[0].then("filtered_blocks", *THREE)
    told: list[Any] = []
    hub.registerChaincodeEvent("cc", "mov", onEvent=lambda *one: told.append(one))
    other = hub.registerChaincodeEvent("another", ".*", onEvent=lambda *one: told.append(one))
    gone = hub.registerChaincodeEvent("cc", ".*", onEvent=lambda *one: told.append(one))
    hub.unregisterChaincodeEvent(gone)
    listen(old, hub, stop=7)
    event = {"chaincode_id": "cc", "event_name": "moved"}
    assert told == [({**event, "tx_id": "a"}, 5, "a", "VALID"), ({**event, "tx_id": "b"}, 6, "b", "MVCC_READ_CONFLICT")]
    hub.unregisterChaincodeEvent(other)


@pytest.mark.parametrize("where", ["connect", "registration"])
def test_events_in_arrays(old: Old, hub: ChannelEventHub, peers: Two, where: str) -> None:
    peers[0].then("filtered_blocks", filtered(5, ("a", "VALID", "e1"), ("b", "VALID", "e2")), filtered(6, ("c", "VALID", "x")))
    told: list[Any] = []

    async def main() -> None:
        listening = hub.connect(stop=6, as_array=where == "connect")
        hub.registerChaincodeEvent("cc", "e", as_array=None if where == "connect" else True, onEvent=told.append)
        await asyncio.wait_for(listening, timeout=10)

    old.run(main)
    assert [[(one["tx_id"], one["tx_status"], one["block_num"]) for one in array] for array in told] == [
        [("a", "VALID", 5), ("b", "VALID", 5)]
    ]


@pytest.mark.parametrize(
    ("options", "first"),
    [({}, HEIGHT - 1), ({"start": "newest"}, HEIGHT - 1), ({"start": "oldest"}, 0), ({"start": 3}, 3), ({"start": 0}, 0)],
)
def test_where_it_begins(old: Old, hub: ChannelEventHub, peers: Two, options: dict[str, Any], first: int) -> None:
    peers[0].then("filtered_blocks", filtered(first, ("a", "VALID", "")))
    hub.registerBlockEvent(disconnect=True)
    listen(old, hub, **options)
    assert started_at(peers[0]) == first


def test_it_goes_on_where_it_was(old: Old, hub: ChannelEventHub, peers: Two) -> None:
    peers[0].then("filtered_blocks", *THREE)
    hub.registerTxEvent("b", disconnect=True)
    listen(old, hub, start=5)
    hub.registerTxEvent("b", disconnect=True)
    listen(old, hub, start="last_seen")
    assert started_at(peers[0]) == 6


def test_it_ends_at_the_newest_block_of_its_beginning(old: Old, hub: ChannelEventHub, peers: Two) -> None:
    peers[0].then("filtered_blocks", *[filtered(number) for number in range(10)])
    told: list[Any] = []
    hub.registerBlockEvent(unregister=False, onEvent=told.append)
    listen(old, hub, start="oldest", stop="newest")
    assert [block["number"] for block in told] == list(range(HEIGHT))


def test_a_registration_names_the_blocks(old: Old, hub: ChannelEventHub, peers: Two) -> None:
    peers[0].then("filtered_blocks", *[filtered(number) for number in range(10)])
    told: list[Any] = []
    hub.registerBlockEvent(unregister=False, start=2, stop=4, onEvent=told.append)
    listen(old, hub)
    assert (started_at(peers[0]), [block["number"] for block in told][-1]) == (2, 4)


def test_disconnecting_from_outside_ends_it(old: Old, hub: ChannelEventHub, peers: Two) -> None:
    peers[0].then("filtered_blocks", filtered(5))

    async def main() -> None:
        arrived = asyncio.Event()
        hub.registerBlockEvent(unregister=False, onEvent=lambda _block: arrived.set())
        listening = asyncio.create_task(hub.connect())
        await asyncio.wait_for(arrived.wait(), timeout=10)
        assert hub.connected
        assert old.client.new_channel("channel").getChannelEventHubsForOrg(old.admin) == [hub]
        assert old.client.new_channel("channel").getChannelEventHubsForOrg(old.admin, "Org2MSP") == []
        hub.disconnect()
        await asyncio.wait_for(listening, timeout=10)

    old.run(main)
    assert not hub.connected
    assert old.client.new_channel("channel").getChannelEventHubsForOrg(old.admin) == []


def test_blocks_are_kept_from_connect_on(old: Old, hub: ChannelEventHub, peers: Two) -> None:
    """A program connects, submits, and only then waits; what was committed meanwhile must not be lost."""
    peers[0].then("filtered_blocks", *THREE)

    async def main() -> list[Any]:
        listening = hub.connect()
        await asyncio.to_thread(peers[0].wait_for, "Envelope")
        told: list[Any] = []
        hub.registerTxEvent("d", disconnect=True, onEvent=lambda *one: told.append(one))
        await asyncio.wait_for(listening, timeout=10)
        return told

    assert old.run(main) == [("d", "VALID", 7)]


def test_connecting_outside_of_a_loop(old: Old, hub: ChannelEventHub, peers: Two) -> None:
    peers[0].then("filtered_blocks", *THREE)
    told: list[Any] = []
    hub.registerBlockEvent(unregister=False, onEvent=told.append)
    listening = hub.connect(stop=7)

    async def main() -> None:
        await asyncio.wait_for(listening, timeout=10)

    old.run(main)
    assert len(told) == 3


def test_disconnecting_before_it_began_ends_it(old: Old, hub: ChannelEventHub, peers: Two) -> None:
    async def main() -> None:
        listening = hub.connect()
        hub.disconnect()
        await asyncio.wait_for(listening, timeout=10)

    old.run(main)
    assert not peers[0].asked("Envelope")


def test_another_peer(old: Old, hub: ChannelEventHub, peers: Two) -> None:
    peers[1].then("filtered_blocks", filtered(1))
    hub.registerBlockEvent(disconnect=True)
    listen(old, hub, start=1, target=list(old.client.peers.values())[1])
    assert len(peers[1].asked("Envelope")) == 1


def test_a_stream_that_breaks(old: Old, hub: ChannelEventHub, peers: Two) -> None:
    peers[0].then("filtered_blocks", filtered(5), Failure(grpc.StatusCode.UNAVAILABLE, "gone"))
    told: list[Any] = []
    hub.registerBlockEvent(onEvent=told.append)
    with pytest.raises(EventsError, match="gone"):
        listen(old, hub, start=5)
    assert (len(told), hub.connected) == (1, False)


def test_what_a_listener_raises_ends_it(old: Old, hub: ChannelEventHub, peers: Two) -> None:
    peers[0].then("filtered_blocks", *THREE)

    def fails(_block: Any) -> None:
        raise LookupError("the listener's own")

    hub.registerBlockEvent(onEvent=fails)
    with pytest.raises(LookupError, match="the listener's own"):
        listen(old, hub, start=5)
    assert not hub.connected


@pytest.mark.parametrize(
    ("attempt", "problem"),
    [
        (lambda hub: hub.connect(start="first"), "no block can be 'first'"),
        (lambda hub: hub.connect(start=-1), "no block can be -1"),
        (lambda hub: hub.connect(start=True), "no block can be True"),
        (lambda hub: hub.connect(stop="oldest"), "no block can be 'oldest'"),
        (lambda hub: hub.connect(start=5, stop=4), "block 5 comes after block 4"),
        (lambda hub: hub.registerBlockEvent(start="x"), "no block can be 'x'"),
        (lambda hub: hub.registerChaincodeEvent("cc", "("), "the pattern is no regular expression"),
        (lambda hub: (hub.registerBlockEvent(start=1), hub.connect(start=2)), "blocks are named both by a registration and by connect"),
        (lambda hub: (hub.registerBlockEvent(start=1), hub.registerTxEvent("a")), "is the only one of its hub"),
        (lambda hub: (hub.registerTxEvent("a"), hub.registerBlockEvent(start=1)), "is the only one of its hub"),
        (lambda hub: (hub.connect(start=1).close(), hub.registerBlockEvent(start=2)), "blocks are named both"),
    ],
)
def test_what_makes_no_sense(hub: ChannelEventHub, attempt: Callable[[ChannelEventHub], object], problem: str) -> None:
    with pytest.raises(HfcError, match=problem):
        attempt(hub)


def test_signed_events_are_not_offered(hub: ChannelEventHub) -> None:
    with pytest.raises(NotOfferedError, match="signed_event is not offered"):
        hub.connect(signed_event=object())
