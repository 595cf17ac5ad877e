"""What peers answer about the ledger and their channels, through any gateway's Evaluate."""

from typing import Any

import grpc
import pytest

from genpon_core.fabric.blocks import header_hash, is_linked
from genpon_core.fabric.protos import common, common_ledger, configtx, transaction
from genpon_network.embedded import EmbeddedLedger
from tests.support.raw_client import RawClient, another, transaction_id_of
from tests.support.rpc_refusals import refused

Code = grpc.StatusCode
TxCode = transaction.TxValidationCode


@pytest.fixture
def qscc(client: RawClient) -> RawClient:
    return another(client, chaincode="qscc")


@pytest.fixture
def cscc(client: RawClient) -> RawClient:
    return another(client, chaincode="cscc")


def info(qscc: RawClient) -> Any:
    return common_ledger.BlockchainInfo.FromString(qscc.ask(b"GetChainInfo", b"genpon"))


def block(qscc: RawClient, function: str, argument: bytes) -> Any:
    return common.Block.FromString(qscc.ask(function.encode(), b"genpon", argument))


def test_chain_info_names_the_last_two_headers(qscc: RawClient, client: RawClient, ledger: EmbeddedLedger) -> None:
    client.run(["put", "info", "1"])
    *_, previous, last = ledger.blocks()
    told = info(qscc)
    assert told.height == ledger.height() == last.header.number + 1
    assert (told.currentBlockHash, told.previousBlockHash) == (header_hash(last.header), header_hash(previous.header))


def test_blocks_by_number_hash_and_transaction(qscc: RawClient, client: RawClient, ledger: EmbeddedLedger) -> None:
    ids = []
    for index in range(3):
        envelope = client.endorse(["put", f"asked-{index}", "1"])
        client.submit(envelope)
        client.status(transaction_id_of(envelope))
        ids.append(transaction_id_of(envelope))
    for transaction_id, kept in zip(ids, ledger.blocks()[-3:], strict=True):
        number = str(kept.header.number).encode()
        assert block(qscc, "GetBlockByNumber", number) == kept
        assert block(qscc, "GetBlockByHash", header_hash(kept.header)) == kept
        assert block(qscc, "GetBlockByTxID", transaction_id.encode()) == kept
    assert is_linked(block(qscc, "GetBlockByNumber", b"0"), block(qscc, "GetBlockByNumber", b"1"))
    assert block(qscc, "GetBlockByNumber", str(2**64 - 1).encode()).header.number == ledger.height() - 1


def test_a_transaction_with_its_validation_code(qscc: RawClient, client: RawClient) -> None:
    winner, loser = (client.endorse(["get", "asked"], ["put", "asked", value]) for value in "12")
    for envelope, code in ((winner, TxCode.VALID), (loser, TxCode.MVCC_READ_CONFLICT)):
        client.submit(envelope)
        client.status(transaction_id_of(envelope))
        answer = qscc.ask(b"GetTransactionByID", b"genpon", transaction_id_of(envelope).encode())
        processed = transaction.ProcessedTransaction.FromString(answer)
        assert (processed.transactionEnvelope, processed.validationCode) == (envelope, code)


def test_the_configuration_begins_in_block_zero(cscc: RawClient, ledger: EmbeddedLedger) -> None:
    assert common.Block.FromString(cscc.ask(b"GetConfigBlock", b"genpon")) == ledger.blocks()[0]
    configuration = configtx.Config.FromString(cscc.ask(b"GetChannelConfig", b"genpon"))
    assert set(configuration.channel_group.groups["Application"].groups) == set(ledger.organisations)
    with refused(Code.UNKNOWN) as refusal:
        cscc.ask(b"GetConfigBlock", b"elsewhere")
    assert refusal().message.endswith("unknown channel ID, elsewhere")


@pytest.mark.parametrize("role", ["peer", "orderer"])
def test_who_may_not_write_may_ask(ledger: EmbeddedLedger, role: Any) -> None:
    reader = RawClient.of(ledger, enrolment=ledger.enrol("NagasakiMSP", "u-8", role), chaincode="qscc")
    assert info(reader).height == ledger.height()


def test_strangers_may_not_ask(qscc: RawClient) -> None:
    with refused(Code.FAILED_PRECONDITION):
        info(another(qscc, msp_id="StrangeMSP"))


def test_a_number_beyond_all_bounds(qscc: RawClient) -> None:
    with refused(Code.UNKNOWN) as refusal:
        qscc.ask(b"GetBlockByNumber", b"genpon", b"9" * 5000)
    assert refusal().message.endswith("value out of range")
