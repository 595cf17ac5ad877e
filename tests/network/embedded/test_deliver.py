"""Blocks for clients, whole, filtered and with private data: which are sent, to whom, and with which status it ends."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import grpc
import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from genpon_core.fabric.protos import common, orderer_ab, transaction
from genpon_network.embedded import EmbeddedLedger
from genpon_network.testing import LedgerFactory
from tests.support.block_requests import FOR_EVER, FORMS, NEWEST, NEXT, NOWHERE, OLDEST, block, number_of, numbers, seek, signed
from tests.support.raw_client import RawClient, transaction_id_of
from tests.support.rpc_refusals import refused
from tests.support.scripted_chaincode import ScriptedChaincode

TxCode = transaction.TxValidationCode


@pytest.fixture(scope="module")
def grown(client: RawClient, ledger: EmbeddedLedger) -> int:
    """The height of a ledger that does not grow while a test reads it."""
    while ledger.height() < 5:
        client.run(["emit", "made", "secret"], ["put", "grown", "1"])
    return ledger.height()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (lambda _: (OLDEST, NEWEST), lambda height: [*range(height), "SUCCESS"]),
        (lambda _: (OLDEST, OLDEST), lambda _: [0, "SUCCESS"]),
        (lambda _: (NEWEST, NEWEST), lambda height: [height - 1, "SUCCESS"]),
        (lambda _: (block(2), block(3)), lambda _: [2, 3, "SUCCESS"]),
        (lambda _: (block(2), OLDEST), lambda _: [2, "SUCCESS"]),
        (lambda _: (OLDEST, NOWHERE), lambda _: [0, "SUCCESS"]),
        (lambda _: (OLDEST, NEXT), lambda _: [0, "SUCCESS"]),
        (lambda _: (block(3), block(2)), lambda _: ["BAD_REQUEST"]),
        (lambda height: (block(height + 1), block(FOR_EVER)), lambda _: ["NOT_FOUND"]),
        (lambda _: (NOWHERE, NEWEST), lambda _: ["NOT_FOUND"]),
    ],
)
def test_which_blocks_are_sent(client: RawClient, grown: int, form: str, span: Any, expected: Any) -> None:
    assert numbers(client, form, seek(*span(grown))) == expected(grown)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("start", [lambda height: block(height - 1), block, lambda _: NEXT])
def test_who_does_not_want_to_wait_is_told(client: RawClient, grown: int, form: str, start: Callable[[int], Any]) -> None:
    impatient = seek(start(grown), block(FOR_EVER), behavior=orderer_ab.SeekInfo.FAIL_IF_NOT_READY)
    *before, status = numbers(client, form, impatient)
    assert status == "NOT_FOUND"
    assert before in ([], [grown - 1])


@pytest.mark.parametrize("form", FORMS)
def test_who_waits_gets_each_block_as_it_comes(client: RawClient, ledger: EmbeddedLedger, form: str) -> None:
    height = ledger.height()
    stream = client.deliver(form, client.seek(seek(block(height), block(height + 1))))
    for number in (height, height + 1):
        client.run(["put", "waited for", "1"])
        assert number_of(next(stream)) == number
    assert [number_of(response) for response in stream] == ["SUCCESS"]


@pytest.mark.parametrize("form", FORMS)
def test_from_the_next_block_on_without_an_end(client: RawClient, ledger: EmbeddedLedger, form: str) -> None:
    stream = client.deliver(form, client.seek(seek(NEWEST, block(FOR_EVER))))
    seen = [number_of(next(stream))]
    while len(seen) < 4:
        client.run(["put", "without an end", "1"])
        seen.append(number_of(next(stream)))
    stream.cancel()
    assert seen == list(range(ledger.height() - 4, ledger.height()))


@pytest.mark.parametrize("form", ["Deliver", "DeliverWithPrivateData"])
def test_whole_blocks_are_what_was_committed(client: RawClient, ledger: EmbeddedLedger, form: str) -> None:
    winner, loser = (client.endorse(["get", "contested"], ["put", "contested", value]) for value in "12")
    for envelope, code in ((winner, TxCode.VALID), (loser, TxCode.MVCC_READ_CONFLICT)):
        client.submit(envelope)
        assert client.status(transaction_id_of(envelope))[0] == code
    responses = list(client.deliver(form, client.seek(seek(OLDEST, NEWEST))))[:-1]
    delivered = [response.block if form == "Deliver" else response.block_and_private_data.block for response in responses]
    assert delivered == ledger.blocks()


def test_filtered_blocks_tell_codes_and_events_without_payload(client: RawClient, ledger: EmbeddedLedger) -> None:
    height = ledger.height()
    winner, loser = (client.endorse(["get", "shown"], ["put", "shown", v], ["emit", f"shown-{v}", "secret"]) for v in "12")
    quiet = client.endorse(["put", "quiet", "1"])
    for envelope in (winner, loser, quiet):
        client.submit(envelope)
        client.status(transaction_id_of(envelope))
    responses = list(client.deliver("DeliverFiltered", client.seek(seek(block(height), NEWEST))))[:-1]
    told = [entry for response in responses for entry in response.filtered_block.filtered_transactions]
    assert {response.filtered_block.channel_id for response in responses} == {"genpon"}
    assert [(entry.txid, entry.tx_validation_code) for entry in told] == [
        (transaction_id_of(winner), TxCode.VALID),
        (transaction_id_of(loser), TxCode.MVCC_READ_CONFLICT),
        (transaction_id_of(quiet), TxCode.VALID),
    ]
    events = [[action.chaincode_event for action in entry.transaction_actions.chaincode_actions] for entry in told]
    assert [[(event.event_name, event.tx_id, event.payload) for event in some] for some in events] == [
        [("shown-1", transaction_id_of(winner), b"")],
        [("shown-2", transaction_id_of(loser), b"")],
        [],
    ]


def test_the_filtered_genesis_names_the_channel(client: RawClient) -> None:
    first, _ = client.deliver("DeliverFiltered", client.seek(seek(OLDEST, OLDEST)))
    [entry] = first.filtered_block.filtered_transactions
    assert (first.filtered_block.channel_id, entry.type, entry.WhichOneof("Data")) == ("genpon", common.HeaderType.Value("CONFIG"), None)


def test_headers_without_transactions(client: RawClient, ledger: EmbeddedLedger, grown: int) -> None:
    bare = seek(OLDEST, NEWEST, content_type=orderer_ab.SeekInfo.HEADER_WITH_SIG)
    delivered = [response.block for response in client.deliver("Deliver", client.seek(bare))][:-1]
    kept = ledger.blocks()
    assert len(delivered) >= grown
    assert delivered[0] == kept[0], "the configuration is always whole"
    assert [(one.header, one.metadata) for one in delivered] == [(one.header, one.metadata) for one in kept]
    assert not any(one.HasField("data") for one in delivered[1:])


@pytest.mark.parametrize("seconds", [-301, 301, 2**62])
def test_requests_out_of_their_time(client: RawClient, seconds: int) -> None:
    timestamp = Timestamp(seconds=int(client.ledger.clock.timestamp()) + seconds, nanos=-5)
    assert [number_of(one) for one in client.deliver("Deliver", client.seek(seek(OLDEST, OLDEST), timestamp=timestamp))] == ["BAD_REQUEST"]


@pytest.mark.parametrize("role", ["client", "admin", "peer", "orderer"])
def test_every_member_may_read(ledger: EmbeddedLedger, role: Any) -> None:
    client = RawClient.of(ledger, "TodaMSP", enrolment=ledger.enrol("TodaMSP", f"r-{role}", role), at="OmuraMSP")
    assert numbers(client, "DeliverFiltered", seek(OLDEST, OLDEST)) == [0, "SUCCESS"]


def test_a_certificate_that_expires_ends_the_delivery(ledger: EmbeddedLedger, client: RawClient) -> None:
    guest = RawClient.of(ledger, enrolment=ledger.enrol("NagasakiMSP", "r-short", validity=timedelta(minutes=30)))
    stream = guest.deliver("Deliver", guest.seek(seek(NEWEST, block(FOR_EVER))))
    assert isinstance(number_of(next(stream)), int)
    ledger.clock.advance(3600)
    try:
        client.run(["put", "after the expiry", "1"])
        assert [number_of(response) for response in stream] == ["FORBIDDEN"]
        assert numbers(guest, "Deliver", seek(OLDEST, OLDEST)) == ["FORBIDDEN"]
    finally:
        ledger.clock.advance(-3600)


def test_a_proposal_beyond_all_calendars(client: RawClient) -> None:
    with refused(grpc.StatusCode.UNAVAILABLE) as refusal:
        client.evaluate(["get", "k"], seconds=2**40)
    assert {"incorrect timestamp 9999-12-31" in detail.message for detail in refusal().details.values()} == {True}


def test_transactions_that_cannot_be_read(fresh_embedded_ledger: LedgerFactory, scripted: ScriptedChaincode) -> None:
    """As at Fabric's peers: no envelope is passed over, a transaction that is none costs the filtered block."""
    ledger = fresh_embedded_ledger(chaincode_for=lambda _: scripted.address, batch_timeout=0.01)
    client = RawClient.of(ledger)
    broken = client.endorse(["put", "k", "1"])
    payload = common.Payload.FromString(broken.payload)
    payload.data = b"\xff\xff"
    for envelope in (b"\xff no envelope", signed(client, payload.SerializeToString()).SerializeToString()):
        height = ledger.height()
        ledger.order(envelope)
        assert numbers(client, "Deliver", seek(block(height), block(height))) == [height, "SUCCESS"]
    assert client.run(["put", "k", "2"]) == TxCode.VALID
    assert numbers(client, "DeliverFiltered", seek(block(1), block(3))) == [1, "BAD_REQUEST", 3, "SUCCESS"]
    empty = next(client.deliver("DeliverFiltered", client.seek(seek(block(1), block(1))))).filtered_block
    assert not empty.filtered_transactions
