"""The history of a key: every valid write and deletion, newest first, through restarts."""

from pathlib import Path

import pytest

from genpon_core.fabric.protos import transaction
from genpon_network.embedded import DEFAULT_ORGANISATIONS, ChaincodeSpec, EmbeddedLedger
from tests.support.raw_client import RawClient, header_of, transaction_id_of
from tests.support.scripted_chaincode import ScriptedChaincode

Code = transaction.TxValidationCode


def submitted(client: RawClient, *steps: list[str]) -> tuple[str, int]:
    """The id and the timestamp of a transaction, in nanoseconds, once it is valid."""
    envelope = client.endorse(*steps)
    client.submit(envelope)
    assert client.status(transaction_id_of(envelope))[0] == Code.VALID
    return transaction_id_of(envelope), header_of(envelope).timestamp.ToNanoseconds()


def test_writes_and_deletions_newest_first(client: RawClient) -> None:
    first = submitted(client, ["put", "h", "1"])
    submitted(client, ["put", "h0", "near"], ["put", "h\x00", "nearer"])
    second = submitted(client, ["delete", "h"])
    third = submitted(client, ["put", "h", "3"])
    assert client.evaluate(["history", "h"]) == [
        [[third[0], "3", third[1], False], [second[0], "", second[1], True], [first[0], "1", first[1], False]]
    ]
    assert client.evaluate(["history", "never"]) == [[]]


def test_an_invalid_transaction_leaves_no_trace(client: RawClient) -> None:
    client.run(["put", "i", "1"])
    winner, loser = (client.endorse(["get", "i"], ["put", "i", value]) for value in "23")
    client.submit(winner)
    client.submit(loser)
    assert client.status(transaction_id_of(loser))[0] == Code.MVCC_READ_CONFLICT
    (changes,) = client.evaluate(["history", "i"])
    assert [change[1] for change in changes] == ["2", "1"]


def test_several_writes_in_one_block(client: RawClient) -> None:
    envelopes = [client.endorse(["put", "together", value]) for value in "123"]
    for envelope in envelopes:
        client.submit(envelope)
    client.status(transaction_id_of(envelopes[-1]))
    (changes,) = client.evaluate(["history", "together"])
    assert [change[1] for change in changes] == ["3", "2", "1"]


def test_the_own_write_and_a_policy_are_no_history(client: RawClient) -> None:
    client.run(["put", "own", "1"])
    client.run(["policy", "own", ""])
    (changes,) = client.evaluate(["put", "own", "2"], ["history", "own"])
    assert [change[1] for change in changes] == ["1"]


@pytest.mark.parametrize("count", [99, 100, 101])
def test_long_histories_come_in_batches(client: RawClient, count: int) -> None:
    key = f"long-{count}"
    envelopes = [client.endorse(["put", key, str(number)]) for number in range(count)]
    for envelope in envelopes:
        client.submit(envelope)
    client.status(transaction_id_of(envelopes[-1]))
    (changes,) = client.evaluate(["history", key])
    assert [change[1] for change in changes] == [str(number) for number in reversed(range(count))]


def test_each_chaincode_has_its_own_also_after_a_restart(tmp_path: Path, scripted: ScriptedChaincode) -> None:
    def opened() -> EmbeddedLedger:
        specs = [ChaincodeSpec(name=name, address_for=lambda _: scripted.address) for name in ("one", "two")]
        return EmbeddedLedger(DEFAULT_ORGANISATIONS, chaincodes=specs, directory=tmp_path, batch_timeout=0.01)

    with opened() as ledger:
        RawClient.of(ledger, chaincode="one").run(["put", "k", "one's"], ["call", "two", ["put", "k", "two's"]])
    with opened() as ledger:
        one, two = (RawClient.of(ledger, chaincode=name).evaluate(["history", "k"])[0] for name in ("one", "two"))
    assert ([change[1] for change in one], [change[1] for change in two]) == (["one's"], ["two's"])
    assert one[0][0] == two[0][0]
