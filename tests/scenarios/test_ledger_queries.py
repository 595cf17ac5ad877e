"""Questions about the ledger: blocks and transactions, asked for in every way."""

from typing import Any

import pytest

from genpon.blocks import Envelope, LedgerQueries
from genpon.blocks import aio as blocks_aio
from genpon.gateway import EvaluateError
from tests.support.blocking import around
from tests.support.scenario_ledger import CHANNEL, NAGASAKI, ORGANISATIONS


@pytest.fixture
def queries(network: Any) -> Any:
    """Asks Nagasaki's peer, at whose gateway transactions are committed."""
    return around(
        network,
        lambda network: LedgerQueries(network, organizations=[NAGASAKI]),
        lambda network: blocks_aio.LedgerQueries(network, organizations=[NAGASAKI]),
    )


def test_blocks_are_linked_up_to_the_end_of_the_chain(contract: Any, queries: Any, key: str) -> None:
    for value in ("1", "2"):
        contract.submit_transaction("put", key, value)
    info = queries.chain_info()
    last, before = queries.block(info.height - 1), queries.block(info.height - 2)
    assert (last.header.hash, before.header.hash) == (info.current_block_hash, info.previous_block_hash)
    assert last.header.previous_hash == before.header.hash
    assert last.header.data_hash == last.data_hash


def test_a_transaction_in_its_block(contract: Any, queries: Any, key: str) -> None:
    transaction = contract.new_proposal("put", key, b"\x00\xff").endorse()
    status = transaction.submit_and_wait()
    found = queries.transaction(transaction.transaction_id)
    block = queries.block(status.block_number)
    assert (found.validation_code, found.envelope) in list(block.transactions)
    assert block == queries.block_by_hash(block.header.hash) == queries.block_by_transaction_id(transaction.transaction_id)
    assert (found.validation_code, found.envelope.transaction_id) == ("VALID", transaction.transaction_id)
    (action,) = found.envelope.actions
    assert (found.envelope.creator.mspid, action.chaincode_spec.input.args) == (NAGASAKI, (b"put", key.encode(), b"\x00\xff"))
    (written,) = [write for space in action.chaincode_action.results.ns_rwset for write in space.rwset.writes]
    assert (written.key, written.value) == (key, b"\x00\xff")


def test_a_transaction_that_came_too_late(contract: Any, queries: Any, key: str) -> None:
    first, second = (contract.new_proposal("append", key, value).endorse() for value in "ab")
    first.submit_and_wait()
    second.submit().status()
    assert queries.transaction(second.transaction_id).validation_code == "MVCC_READ_CONFLICT"
    block = queries.block_by_transaction_id(second.transaction_id)
    codes = {envelope.transaction_id: code for code, envelope in block.transactions if isinstance(envelope, Envelope)}
    assert codes[second.transaction_id] == "MVCC_READ_CONFLICT"


@pytest.mark.parametrize(
    ("method", "argument"),
    [("block", 10_000_000), ("block_by_hash", b"no"), ("block_by_transaction_id", "no"), ("transaction", "no")],
)
def test_what_is_not_there(queries: Any, method: str, argument: Any) -> None:
    with pytest.raises(EvaluateError, match="no such") as missing:
        getattr(queries, method)(argument)
    assert missing.value.chaincode_response is not None
    assert missing.value.chaincode_response.status == 500


def test_the_channels_configuration(queries: Any) -> None:
    header = queries.config_block().data[0].channel_header
    assert (header.type, header.channel_id) == ("CONFIG", CHANNEL)
    application = queries.config().channel_group.groups["Application"]
    assert sorted(application.groups) == sorted(ORGANISATIONS)
    assert {group.values["MSP"].value.config.name for group in application.groups.values()} == set(ORGANISATIONS)
