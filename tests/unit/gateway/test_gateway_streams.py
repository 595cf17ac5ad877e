"""Streams of events, sync and asyncio: what is asked, what comes out, how they end."""

import asyncio
import hashlib
import threading
from typing import Any

import grpc
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from genpon.gateway import ChaincodeEvent, EventsError, EventStream, Gateway, InMemoryCheckpointer, connect
from genpon.gateway import aio as gateway_aio
from genpon_core.fabric.protos import common, events, orderer_ab
from genpon_core.fabric.protos import gateway as gateway_protos
from tests.support.gateway_peer import END, Client, Failure, ScriptedPeer, chaincode_events


def block(number: int) -> Any:
    return common.Block(header=common.BlockHeader(number=number))


FORMS: dict[str, tuple[str, Any]] = {
    "get_block_events": ("blocks", lambda number: events.DeliverResponse(block=block(number))),
    "get_filtered_block_events": (
        "filtered_blocks",
        lambda number: events.DeliverResponse(filtered_block=events.FilteredBlock(number=number)),
    ),
    "get_block_and_private_data_events": (
        "private_blocks",
        lambda number: events.DeliverResponse(block_and_private_data=events.BlockAndPrivateData(block=block(number))),
    ),
}


def number_of(message: Any) -> int:
    if isinstance(message, events.FilteredBlock):
        return int(message.number)
    return int((message.block if isinstance(message, events.BlockAndPrivateData) else message).header.number)


def seek_info(envelope: Any) -> tuple[Any, Any, Any]:
    payload = common.Payload.FromString(envelope.payload)
    channel_header = common.ChannelHeader.FromString(payload.header.channel_header)
    signature_header = common.SignatureHeader.FromString(payload.header.signature_header)
    return channel_header, signature_header, orderer_ab.SeekInfo.FromString(payload.data)


@pytest.mark.parametrize("form", FORMS)
def test_blocks_in_each_form(peer: ScriptedPeer, gateway: Gateway, client: Client, form: str) -> None:
    kind, response = FORMS[form]
    peer.then(kind, response(3), response(4))
    with getattr(gateway.get_network("contracts"), form)(start_block=3) as stream:
        assert [number_of(next(stream)), number_of(next(stream))] == [3, 4]
    [envelope] = peer.asked("Envelope")
    channel_header, signature_header, seek = seek_info(envelope)
    assert (channel_header.type, channel_header.channel_id) == (common.DELIVER_SEEK_INFO, "contracts")
    assert signature_header.creator == client.identity.to_bytes()
    assert (seek.start.specified.number, seek.stop.specified.number) == (3, 2**64 - 1)
    assert peer.streams_left.acquire(timeout=10)


def test_chaincode_events_one_by_one(peer: ScriptedPeer, gateway: Gateway, client: Client) -> None:
    peer.then("chaincode_events", chaincode_events(5, "created", "signed"), chaincode_events(6), chaincode_events(7, "done"))
    with gateway.get_network("contracts").get_chaincode_events("basic") as stream:
        seen = [next(stream) for _ in range(3)]
    assert seen[0] == ChaincodeEvent(5, "tx-created", "basic", "created", b"p")
    assert [(event.block_number, event.event_name) for event in seen] == [(5, "created"), (5, "signed"), (7, "done")]
    [asked] = peer.asked("SignedChaincodeEventsRequest")
    request = gateway_protos.ChaincodeEventsRequest.FromString(asked.request)
    assert (request.channel_id, request.chaincode_id, request.identity) == ("contracts", "basic", client.identity.to_bytes())
    assert request.start_position.WhichOneof("Type") == "next_commit"


def test_a_checkpoint_goes_before_the_start_block(peer: ScriptedPeer, gateway: Gateway) -> None:
    network = gateway.get_network("contracts")
    checkpoint = InMemoryCheckpointer()
    requests: list[Any] = []
    for position in (None, 0, (9, "tx")):
        if isinstance(position, tuple):
            checkpoint.checkpoint_transaction(*position)
        elif position is not None:
            checkpoint.checkpoint_transaction(position, "")
        with network.get_chaincode_events("basic", start_block=2, checkpoint=checkpoint):
            peer.wait_for("SignedChaincodeEventsRequest", len(requests) + 1)
        requests = [gateway_protos.ChaincodeEventsRequest.FromString(asked.request) for asked in peer.asked("SignedChaincodeEventsRequest")]
    assert [(request.start_position.specified.number, request.after_transaction_id) for request in requests] == [
        (2, ""),
        (0, ""),
        (9, "tx"),
    ]


def test_a_stream_that_breaks_raises(peer: ScriptedPeer, gateway: Gateway) -> None:
    peer.then("chaincode_events", chaincode_events(5, "created"), Failure(grpc.StatusCode.UNAVAILABLE, "gone"))
    with gateway.get_network("contracts").get_chaincode_events("basic") as stream:
        assert next(stream).event_name == "created"
        with pytest.raises(EventsError, match="gone") as caught:
            next(stream)
    assert caught.value.retryable


@pytest.mark.parametrize(
    ("status", "code", "step"),
    [
        ("FORBIDDEN", grpc.StatusCode.PERMISSION_DENIED, "Check the identity"),
        ("BAD_REQUEST", grpc.StatusCode.INVALID_ARGUMENT, "Correct the cause"),
        ("INTERNAL_SERVER_ERROR", grpc.StatusCode.ABORTED, "Correct the cause"),
    ],
)
def test_a_status_instead_of_a_block_raises(peer: ScriptedPeer, gateway: Gateway, status: str, code: grpc.StatusCode, step: str) -> None:
    peer.then("blocks", events.DeliverResponse(status=common.Status.Value(status)))
    with gateway.get_network("contracts").get_block_events() as stream, pytest.raises(EventsError, match=status) as ended:
        next(stream)
    assert (ended.value.code, ended.value.retryable) == (code, False)
    assert step in ended.value.next_step


def test_closing_releases_a_reader_in_another_thread(peer: ScriptedPeer, gateway: Gateway) -> None:
    stream = gateway.get_network("contracts").get_block_events()
    seen: list[Any] = []
    reader = threading.Thread(target=lambda: seen.extend(stream))
    reader.start()
    peer.wait_for("Envelope")
    stream.close()
    reader.join(10)
    assert not reader.is_alive()
    assert seen == []


@pytest.mark.parametrize("recorded", [True, False])
def test_a_broken_stream_is_opened_again_from_the_checkpoint_elsewhere(
    two_peers: tuple[ScriptedPeer, ScriptedPeer], client: Client, recorded: bool
) -> None:
    one, two = two_peers
    one.then("chaincode_events", chaincode_events(5, "created"), Failure(grpc.StatusCode.UNAVAILABLE, "stopped"))
    two.then("chaincode_events", chaincode_events(6, "signed"))
    checkpoint = InMemoryCheckpointer()
    with connect([one.target, two.target], identity=client.identity, signer=client.signer, tls=None) as gateway:
        network = gateway.get_network("contracts")
        with network.get_chaincode_events("basic", start_block=5, checkpoint=checkpoint, reconnect=True) as stream:
            event = next(stream)
            if recorded:
                checkpoint.checkpoint_chaincode_event(event)
            assert next(stream).event_name == "signed"
    [asked] = two.asked("SignedChaincodeEventsRequest")
    request = gateway_protos.ChaincodeEventsRequest.FromString(asked.request)
    assert (request.start_position.specified.number, request.after_transaction_id) == (5, "tx-created" if recorded else "")
    assert asked.signature != one.asked("SignedChaincodeEventsRequest")[0].signature


def test_what_would_only_come_again_is_raised_at_once(peer: ScriptedPeer, gateway: Gateway) -> None:
    peer.then("blocks", events.DeliverResponse(status=common.FORBIDDEN))
    with (
        gateway.get_network("contracts").get_block_events(checkpoint=InMemoryCheckpointer(), reconnect=True) as stream,
        pytest.raises(EventsError, match="FORBIDDEN"),
    ):
        next(stream)
    assert len(peer.requests) == 1


def test_reconnecting_needs_a_checkpoint(gateway: Gateway) -> None:
    with pytest.raises(ValueError, match="pass a checkpoint"):
        gateway.get_network("contracts").get_block_events(reconnect=True)


def test_reconnecting_under_asyncio(two_peers: tuple[ScriptedPeer, ScriptedPeer], client: Client) -> None:
    one, two = two_peers
    response = FORMS["get_block_events"][1]
    one.then("blocks", response(3), events.DeliverResponse(status=common.SERVICE_UNAVAILABLE))
    two.then("blocks", response(4))
    checkpoint = InMemoryCheckpointer()

    async def read() -> list[int]:
        targets = [one.target, two.target]
        async with gateway_aio.connect(targets, identity=client.identity, signer=client.signer, tls=None) as gateway:
            seen: list[int] = []
            async for message in gateway.get_network("contracts").get_block_events(start_block=3, checkpoint=checkpoint, reconnect=True):
                seen.append(number_of(message))
                checkpoint.checkpoint_block(seen[-1])
                if len(seen) == 2:
                    break
            return seen

    assert asyncio.run(read()) == [3, 4]
    assert seek_info(two.asked("Envelope")[0])[2].start.specified.number == 4


def test_a_time_out_ends_the_stream(gateway: Gateway) -> None:
    with gateway.get_network("contracts").get_block_events(timeout=0.05) as stream, pytest.raises(EventsError, match="DEADLINE_EXCEEDED"):
        next(stream)


def test_the_tls_certificate_is_named_where_there_is_one(peer: ScriptedPeer, client: Client) -> None:
    der = x509.load_pem_x509_certificate(client.identity.certificate_pem).public_bytes(Encoding.DER)
    digest = hashlib.sha256(der).digest()
    with (
        connect(peer.target, identity=client.identity, signer=client.signer, tls=None, tls_certificate_hash=digest) as gateway,
        gateway.get_network("contracts").get_block_events(),
    ):
        peer.wait_for("Envelope")
    assert seek_info(peer.asked("Envelope")[0])[0].tls_cert_hash == digest


def test_streams_under_asyncio(peer: ScriptedPeer, client: Client) -> None:
    peer.then("chaincode_events", chaincode_events(5, "created", "signed"), Failure(grpc.StatusCode.UNAVAILABLE, "gone"))
    peer.then("blocks", FORMS["get_block_events"][1](3))

    async def read() -> tuple[list[str], list[int]]:
        async with gateway_aio.connect(peer.target, identity=client.identity, signer=client.signer, tls=None) as gateway:
            network = gateway.get_network("contracts")
            events_stream = network.get_chaincode_events("basic")
            names = [(await anext(events_stream)).event_name for _ in range(2)]
            with pytest.raises(EventsError, match="gone"):
                await anext(events_stream)
            blocks: list[int] = []
            async with network.get_block_events(start_block=3) as stream:
                waiting = asyncio.ensure_future(_collect(stream, blocks))
                while not blocks:
                    await asyncio.wait([waiting], timeout=0.01)
                stream.close()
                await asyncio.wait_for(waiting, 10)
            return names, blocks

    assert asyncio.run(read()) == (["created", "signed"], [3])


async def _collect(stream: gateway_aio.EventStream[Any], into: list[int]) -> None:
    async for message in stream:
        into.append(number_of(message))  # noqa: PERF401 - another task watches the list


def test_waiting_under_asyncio_may_be_given_up_and_taken_up_again(peer: ScriptedPeer, client: Client) -> None:
    released = threading.Event()
    peer.then("blocks", lambda _: released.wait(10) and FORMS["get_block_events"][1](3))

    async def read() -> int:
        async with (
            gateway_aio.connect(peer.target, identity=client.identity, signer=client.signer, tls=None) as gateway,
            gateway.get_network("contracts").get_block_events() as stream,
        ):
            for _ in range(2):
                with pytest.raises(TimeoutError):
                    await asyncio.wait_for(anext(stream), 0.05)
            released.set()
            return number_of(await anext(stream))

    assert asyncio.run(read()) == 3
    assert len(peer.asked("Envelope")) == 1


def test_a_stream_that_the_gateway_ends_without_a_reason_raises(peer: ScriptedPeer, client: Client) -> None:
    peer.then("chaincode_events", END)
    peer.then("blocks", END)

    async def read(gateway: gateway_aio.Gateway) -> None:
        async with gateway, gateway.get_network("contracts").get_block_events() as stream:
            await anext(stream)

    async def main() -> None:
        await read(gateway_aio.connect(peer.target, identity=client.identity, signer=client.signer, tls=None))

    with (
        connect(peer.target, identity=client.identity, signer=client.signer, tls=None) as gateway,
        gateway.get_network("contracts").get_chaincode_events("basic") as stream,
        pytest.raises(EventsError, match="ended the stream"),
    ):
        next(stream)
    with pytest.raises(EventsError, match="ended the stream"):
        asyncio.run(main())


@pytest.mark.parametrize("form", FORMS)
def test_what_was_delivered_and_not_recorded_comes_again_also_without_a_start(
    two_peers: tuple[ScriptedPeer, ScriptedPeer], client: Client, form: str
) -> None:
    one, two = two_peers
    kind, response = FORMS[form]
    one.then(kind, response(7), response(8), Failure(grpc.StatusCode.UNAVAILABLE, "stopped"))
    two.then(kind, response(7))
    with connect([one.target, two.target], identity=client.identity, signer=client.signer, tls=None) as gateway:
        events_of = getattr(gateway.get_network("contracts"), form)
        with events_of(checkpoint=InMemoryCheckpointer(), reconnect=True) as stream:
            assert [number_of(next(stream)) for _ in range(3)] == [7, 8, 7]
    starts = [seek_info(peer.asked("Envelope")[0])[2].start for peer in two_peers]
    assert (starts[0].WhichOneof("Type"), starts[1].specified.number) == ("next_commit", 7)


@pytest.mark.parametrize("form", FORMS)
def test_a_peer_that_is_some_blocks_behind_is_asked_again(two_peers: tuple[ScriptedPeer, ScriptedPeer], client: Client, form: str) -> None:
    one, two = two_peers
    kind, response = FORMS[form]
    one.then(kind, response(7), Failure(grpc.StatusCode.UNAVAILABLE, "stopped"))
    two.then(kind, events.DeliverResponse(status=common.NOT_FOUND))
    checkpoint = InMemoryCheckpointer()
    seen: list[int] = []

    def read(stream: EventStream[Any]) -> None:
        while 8 not in seen:
            seen.append(number_of(next(stream)))
            checkpoint.checkpoint_block(seen[-1])

    with (
        connect([one.target, two.target], identity=client.identity, signer=client.signer, tls=None) as gateway,
        getattr(gateway.get_network("contracts"), form)(start_block=7, checkpoint=checkpoint, reconnect=True) as stream,
    ):
        reader = threading.Thread(target=read, args=(stream,))
        reader.start()
        two.wait_for("Envelope")
        two.answers[kind].clear()
        two.then(kind, response(8))
        reader.join(20)
    assert seen[-1] == 8


def test_a_channel_that_is_not_there_is_told_at_once(peer: ScriptedPeer, gateway: Gateway) -> None:
    peer.then("blocks", events.DeliverResponse(status=common.NOT_FOUND))
    with (
        gateway.get_network("elsewhere").get_block_events(checkpoint=InMemoryCheckpointer(), reconnect=True) as stream,
        pytest.raises(EventsError, match="it does not have the channel") as caught,
    ):
        next(stream)
    assert (caught.value.code, len(peer.requests)) == (grpc.StatusCode.NOT_FOUND, 1)


def test_a_stream_comes_back_after_many_failures(peer: ScriptedPeer, client: Client) -> None:
    peer.then("chaincode_events", Failure(grpc.StatusCode.UNAVAILABLE, "not yet"))
    checkpoint = InMemoryCheckpointer()
    checkpoint.checkpoint_block(4)

    def read(stream: EventStream[ChaincodeEvent]) -> None:
        seen.append(next(stream))

    seen: list[ChaincodeEvent] = []
    with (
        connect(peer.target, identity=client.identity, signer=client.signer, tls=None) as gateway,
        gateway.get_network("contracts").get_chaincode_events("basic", checkpoint=checkpoint, reconnect=True) as stream,
    ):
        reader = threading.Thread(target=read, args=(stream,))
        reader.start()
        peer.wait_for("SignedChaincodeEventsRequest", 3)
        peer.answers["chaincode_events"].clear()
        peer.then("chaincode_events", chaincode_events(5, "created"))
        reader.join(10)
    assert [event.event_name for event in seen] == ["created"]
    requests = [gateway_protos.ChaincodeEventsRequest.FromString(asked.request) for asked in peer.asked("SignedChaincodeEventsRequest")]
    assert {request.start_position.specified.number for request in requests} == {5}


def test_closing_ends_a_stream_that_waits_to_connect_again(peer: ScriptedPeer, gateway: Gateway) -> None:
    peer.then("blocks", Failure(grpc.StatusCode.UNAVAILABLE, "gone"))
    stream = gateway.get_network("contracts").get_block_events(checkpoint=InMemoryCheckpointer(), reconnect=True)
    seen: list[Any] = []
    reader = threading.Thread(target=lambda: seen.extend(stream))
    reader.start()
    peer.wait_for("Envelope", 2)
    stream.close()
    reader.join(10)
    assert (reader.is_alive(), seen, list(stream)) == (False, [], [])


def test_after_closing_nothing_more_is_read(peer: ScriptedPeer, gateway: Gateway) -> None:
    peer.then("chaincode_events", chaincode_events(5, "created", "signed"))
    stream = gateway.get_network("contracts").get_chaincode_events("basic")
    assert next(stream).event_name == "created"
    stream.close()
    assert list(stream) == []


@pytest.mark.parametrize("start", [-1, 2**64, "3", 1.5])
def test_a_block_that_is_no_number_is_refused(gateway: Gateway, start: Any) -> None:
    network = gateway.get_network("contracts")
    for call in (network.get_block_events, network.new_filtered_block_events_request):
        with pytest.raises(ValueError, match="is a number from 0, or None for the next one"):
            call(start_block=start)


def test_a_cancelled_task_is_cancelled(peer: ScriptedPeer, client: Client) -> None:
    async def read() -> None:
        async with (
            gateway_aio.connect(peer.target, identity=client.identity, signer=client.signer, tls=None) as gateway,
            gateway.get_network("contracts").get_block_events() as stream,
        ):
            await asyncio.wait_for(anext(stream), 0.05)

    with pytest.raises(TimeoutError):
        asyncio.run(read())
