"""Every validation code that a transaction can get, by its real cause."""

import hashlib
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from genpon_core.fabric.blocks import validation_codes
from genpon_core.fabric.headers import TransactionContext, channel_header
from genpon_core.fabric.policies import n_out_of, unsatisfiable
from genpon_core.fabric.protos import common, proposal, proposal_response, transaction
from genpon_core.fabric.signatures import to_low_s
from genpon_network.embedded import EmbeddedLedger
from genpon_network.pki import OrganisationAuthority
from tests.support.raw_client import RawClient, another, header_of, transaction_id_of
from tests.support.scripted_chaincode import ScriptedChaincode

Code = transaction.TxValidationCode
FROZEN = unsatisfiable().SerializeToString().hex()
TWO = ("NagasakiMSP", "TodaMSP")


def code_of_ordered(ledger: EmbeddedLedger, envelope: Any) -> int:
    """Has an envelope ordered without any check, and gives its code from the block it stands in."""
    serialized = envelope if isinstance(envelope, bytes) else envelope.SerializeToString()
    before = ledger.height()
    ledger.order(serialized)
    RawClient.of(ledger).run(["put", "after", "it"])
    blocks = ledger.blocks()[before:]
    return next(code for block in blocks for data, code in zip(block.data.data, validation_codes(block), strict=True) if data == serialized)


def resigned(client: RawClient, payload: Any) -> Any:
    serialized = payload.SerializeToString()
    return common.Envelope(payload=serialized, signature=client.sign(serialized))


def test_valid(client: RawClient) -> None:
    assert client.run(["put", "valid", "1"]) == Code.VALID
    assert client.evaluate(["get", "valid"]) == ["1"]


def test_bad_payload(ledger: EmbeddedLedger) -> None:
    assert code_of_ordered(ledger, common.Envelope(payload=b"\xff")) == Code.BAD_PAYLOAD


def test_no_envelope(ledger: EmbeddedLedger) -> None:
    assert code_of_ordered(ledger, b"\xff\xff") == Code.INVALID_OTHER_REASON


def test_bad_common_header(ledger: EmbeddedLedger, client: RawClient) -> None:
    payload = common.Payload.FromString(client.endorse(["put", "k", "1"]).payload)
    header = common.ChannelHeader.FromString(payload.header.channel_header)
    header.epoch = 1
    payload.header.channel_header = header.SerializeToString()
    assert code_of_ordered(ledger, resigned(client, payload)) == Code.BAD_COMMON_HEADER


@pytest.mark.parametrize("forge", ["another key", "high S", "changed payload", "nothing"])
def test_bad_creator_signature(ledger: EmbeddedLedger, client: RawClient, forge: str) -> None:
    envelope = client.endorse(["put", "k", "1"])
    stranger = another(client, enrolment=ledger.enrol("NagasakiMSP", "u-2"))
    forged: dict[str, Callable[[], bytes]] = {
        "another key": lambda: stranger.sign(envelope.payload),
        "high S": lambda: high_s(client, envelope.payload),
        "changed payload": lambda: client.sign(envelope.payload + b"\x00"),
        "nothing": lambda: b"",
    }
    envelope.signature = forged[forge]()
    assert code_of_ordered(ledger, envelope) == Code.BAD_CREATOR_SIGNATURE


def high_s(client: RawClient, message: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric import utils  # noqa: PLC0415

    r, s = utils.decode_dss_signature(client.sign(message))
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    signature = utils.encode_dss_signature(r, order - s)
    assert to_low_s(signature, client.enrolment.private_key.curve) != signature
    return signature


@pytest.mark.parametrize("msp_id", ["NagasakiMSP", "StrangeMSP"])
def test_unknown_authority(ledger: EmbeddedLedger, client: RawClient, msp_id: str) -> None:
    authority = OrganisationAuthority.create(msp_id=msp_id, domain="nagasaki.example", now=datetime.now(UTC))
    stranger = another(client, msp_id=msp_id, enrolment=authority.issue("u-3", "client"))
    payload = common.Payload.FromString(client.endorse(["put", "k", "1"]).payload)
    payload.header.signature_header = TransactionContext.new(stranger.creator).signature_header()
    assert code_of_ordered(ledger, resigned(stranger, payload)) == Code.BAD_CREATOR_SIGNATURE


def test_bad_transaction_id(ledger: EmbeddedLedger, client: RawClient) -> None:
    payload = common.Payload.FromString(client.endorse(["put", "k", "1"]).payload)
    payload.header.signature_header = TransactionContext.new(client.creator).signature_header()
    assert code_of_ordered(ledger, resigned(client, payload)) == Code.BAD_PROPOSAL_TXID


def test_another_channel(ledger: EmbeddedLedger, client: RawClient) -> None:
    context = TransactionContext.new(client.creator)
    payload = common.Payload.FromString(client.endorse(["put", "k", "1"]).payload)
    payload.header.signature_header = context.signature_header()
    payload.header.channel_header = channel_header(3, "elsewhere", context.transaction_id, Timestamp(), chaincode_name="genpon")
    assert code_of_ordered(ledger, resigned(client, payload)) == Code.TARGET_CHAIN_NOT_FOUND


def test_result_of_another_proposal(ledger: EmbeddedLedger, client: RawClient) -> None:
    payload = common.Payload.FromString(client.endorse(["put", "k", "1"]).payload)
    payload.data = common.Payload.FromString(client.endorse(["put", "k", "2"]).payload).data
    assert code_of_ordered(ledger, resigned(client, payload)) == Code.INVALID_ENDORSER_TRANSACTION


def with_action(client: RawClient, envelope: Any, change: Callable[[Any], None]) -> Any:
    """The transaction with its endorsed action changed, endorsements left as they were, and signed again."""
    payload = common.Payload.FromString(envelope.payload)
    body = transaction.Transaction.FromString(payload.data)
    action = transaction.ChaincodeActionPayload.FromString(body.actions[0].payload)
    response = proposal_response.ProposalResponsePayload.FromString(action.action.proposal_response_payload)
    inner = proposal.ChaincodeAction.FromString(response.extension)
    change(inner)
    response.extension = inner.SerializeToString()
    action.action.proposal_response_payload = response.SerializeToString()
    body.actions[0].payload = action.SerializeToString()
    payload.data = body.SerializeToString()
    return resigned(client, payload)


def test_changed_result(ledger: EmbeddedLedger, client: RawClient) -> None:
    def change(action: Any) -> None:
        action.results = action.results.replace(b"honest-value", b"forged-value")

    envelope = with_action(client, client.endorse(["put", "k", "honest-value"]), change)
    assert code_of_ordered(ledger, envelope) == Code.ENDORSEMENT_POLICY_FAILURE


def test_broken_read_write_set(ledger: EmbeddedLedger, client: RawClient) -> None:
    def change(action: Any) -> None:
        action.results = b"\xff"

    assert code_of_ordered(ledger, with_action(client, client.endorse(["put", "k", "1"]), change)) == Code.BAD_RWSET


def test_another_chaincode(ledger: EmbeddedLedger, client: RawClient) -> None:
    def change(action: Any) -> None:
        action.chaincode_id.name = "another"

    assert code_of_ordered(ledger, with_action(client, client.endorse(["put", "k", "1"]), change)) == Code.INVALID_CHAINCODE


def test_duplicate_transaction_id(client: RawClient) -> None:
    envelope = client.endorse(["put", "twice", "1"])
    client.submit(envelope)
    assert client.status(transaction_id_of(envelope))[0] == Code.VALID
    envelope.signature = client.sign(envelope.payload)
    assert code_of_ordered(client.ledger, envelope) == Code.DUPLICATE_TXID
    assert client.status(transaction_id_of(envelope))[0] == Code.VALID


def test_duplicates_in_one_block(ledger: EmbeddedLedger, client: RawClient) -> None:
    envelope = client.endorse(["put", "both", "1"])
    other = common.Envelope(payload=envelope.payload, signature=client.sign(envelope.payload))
    before = ledger.height()
    client.submit(envelope)
    client.submit(other)
    number = client.status(transaction_id_of(envelope))[1]
    client.run(["put", "after", "it"])
    codes = b"".join(validation_codes(block) for block in ledger.blocks()[before : number + 2])
    assert codes.count(Code.DUPLICATE_TXID) == 1


def test_too_few_endorsements(client: RawClient) -> None:
    assert client.run(["put", "few", "1"], by=("TodaMSP",)) == Code.ENDORSEMENT_POLICY_FAILURE


def test_endorsement_outside_the_set(client: RawClient) -> None:
    assert client.run(["put", "outside", "1"], by=("TodaMSP", "KawaguchiMSP")) == Code.ENDORSEMENT_POLICY_FAILURE


def test_one_endorser_twice(ledger: EmbeddedLedger, client: RawClient) -> None:
    payload = common.Payload.FromString(client.endorse(["put", "k", "1"], by=("TodaMSP",)).payload)
    body = transaction.Transaction.FromString(payload.data)
    action = transaction.ChaincodeActionPayload.FromString(body.actions[0].payload)
    action.action.endorsements.append(action.action.endorsements[0])
    body.actions[0].payload = action.SerializeToString()
    payload.data = body.SerializeToString()
    assert code_of_ordered(ledger, resigned(client, payload)) == Code.ENDORSEMENT_POLICY_FAILURE


@pytest.mark.parametrize(("name", "more"), [("put", ["2"]), ("delete", []), ("policy", [FROZEN])])
def test_frozen_key(client: RawClient, name: str, more: list[str]) -> None:
    key = f"frozen-{name}"
    client.run(["put", key, "1"], ["policy", key, FROZEN])
    assert client.run([name, key, *more], by=client.ledger.organisations) == Code.ENDORSEMENT_POLICY_FAILURE
    assert client.evaluate(["get", key], ["get_policy", key]) == ["1", {"VALIDATION_PARAMETER": FROZEN}]


def test_key_level_policy(client: RawClient) -> None:
    own = n_out_of(1, ["KawaguchiMSP"], "peer").SerializeToString().hex()
    assert client.run(["put", "owned", "1"], ["policy", "owned", own]) == Code.VALID
    assert client.run(["put", "owned", "2"], by=TWO) == Code.ENDORSEMENT_POLICY_FAILURE
    assert client.run(["put", "owned", "3"], by=("KawaguchiMSP",)) == Code.VALID
    assert client.run(["put", "owned", "4"], ["put", "free", "4"], by=("KawaguchiMSP",)) == Code.ENDORSEMENT_POLICY_FAILURE
    assert client.run(["put", "owned", "5"], ["put", "free", "5"], by=("KawaguchiMSP", *TWO)) == Code.VALID
    assert client.run(["delete", "owned"], by=("KawaguchiMSP",)) == Code.VALID
    assert client.run(["put", "owned", "6"], by=TWO) == Code.VALID


def test_policy_changed_in_the_same_block(client: RawClient) -> None:
    client.run(["put", "changing", "1"])
    first = client.endorse(["policy", "changing", n_out_of(1, ["TodaMSP"], "peer").SerializeToString().hex()])
    second = client.endorse(["put", "changing", "2"])
    client.submit(first)
    client.submit(second)
    assert client.status(transaction_id_of(first))[0] == Code.VALID
    assert client.status(transaction_id_of(second))[0] == Code.ENDORSEMENT_POLICY_FAILURE


@pytest.mark.parametrize("together", [True, False], ids=["one block", "two blocks"])
def test_stale_read(client: RawClient, *, together: bool) -> None:
    client.run(["put", "read", "1"])
    stale = client.endorse(["get", "read"], ["put", "read", "3"])
    winner = client.endorse(["get", "read"], ["put", "read", "2"])
    submit_both(client, winner, stale, together=together)
    assert client.status(transaction_id_of(winner))[0] == Code.VALID
    assert client.status(transaction_id_of(stale))[0] == Code.MVCC_READ_CONFLICT
    assert client.evaluate(["get", "read"]) == ["2"]


@pytest.mark.parametrize("together", [True, False], ids=["one block", "two blocks"])
def test_stale_absence(client: RawClient, *, together: bool) -> None:
    key = f"absent-{together}"
    stale = client.endorse(["get", key], ["put", "seen", "nothing"])
    submit_both(client, client.endorse(["put", key, "1"]), stale, together=together)
    assert client.status(transaction_id_of(stale))[0] == Code.MVCC_READ_CONFLICT


@pytest.mark.parametrize("together", [True, False], ids=["one block", "two blocks"])
@pytest.mark.parametrize("count", [0, 3, 50, 51, 120])
def test_phantom(client: RawClient, count: int, *, together: bool) -> None:
    prefix = f"range-{count}-{together}-"
    if count:
        client.run(["batch", *([f"{prefix}{index:04}", "1"] for index in range(count))])
    scan = ["range", prefix, prefix + "~"]
    stale = client.endorse(scan, ["put", f"{prefix}stale", "1"])
    winner = client.endorse(scan, ["put", f"{prefix}winner", "1"])
    submit_both(client, winner, stale, together=together)
    assert client.status(transaction_id_of(winner))[0] == Code.VALID
    assert client.status(transaction_id_of(stale))[0] == Code.PHANTOM_READ_CONFLICT


def test_a_range_that_did_not_change(client: RawClient) -> None:
    client.run(["batch", ["calm-1", "1"], ["calm-2", "1"]])
    waiting = client.endorse(["range", "calm-", "calm-~"], ["put", "outcome", "1"])
    client.run(["put", "calm", "outside the range"])
    client.submit(waiting)
    assert client.status(transaction_id_of(waiting))[0] == Code.VALID


def submit_both(client: RawClient, first: Any, second: Any, *, together: bool) -> None:
    client.submit(first)
    if not together:
        client.status(transaction_id_of(first))
    client.submit(second)


def test_a_waiting_status_is_told(client: RawClient) -> None:
    envelope = client.endorse(["put", "awaited", "1"])
    found: list[int] = []
    waiting = threading.Thread(target=lambda: found.append(client.status(transaction_id_of(envelope))[0]))
    waiting.start()
    client.submit(envelope)
    waiting.join()
    assert found == [Code.VALID]


def test_an_expired_member_stays_valid_in_old_blocks(ledger: EmbeddedLedger) -> None:
    """Fabric checks a certificate's dates where messages come in, not where blocks are validated."""
    enrolment = ledger.enrol("NagasakiMSP", "u-4", validity=timedelta(minutes=30))
    client = RawClient.of(ledger, enrolment=enrolment)
    envelope = client.endorse(["put", "old", "1"])
    ledger.clock.advance(3600)
    try:
        assert code_of_ordered(ledger, envelope) == Code.VALID
    finally:
        ledger.clock.advance(-3600)


def test_transaction_id_binds_the_creator(client: RawClient, scripted: ScriptedChaincode) -> None:
    del scripted
    envelope = client.endorse(["put", "k", "1"])
    payload = common.Payload.FromString(envelope.payload)
    nonce = common.SignatureHeader.FromString(payload.header.signature_header).nonce
    assert header_of(envelope).tx_id == hashlib.sha256(nonce + client.creator).hexdigest()
