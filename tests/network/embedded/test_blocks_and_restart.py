"""Blocks that hang together, and a ledger that is started again."""

import asyncio
import hashlib
import itertools
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from genpon_core.fabric.blocks import data_hash, header_hash, is_linked, validation_codes
from genpon_core.fabric.protos import common, transaction
from genpon_core.profiles import ConnectionProfile
from genpon_network.embedded import DEFAULT_ORGANISATIONS, EmbeddedLedger
from genpon_network.embedded.blocks import Blocks
from genpon_network.embedded.store import Store
from tests.support.raw_client import RawClient, transaction_id_of
from tests.support.scripted_chaincode import ScriptedChaincode

VALID = transaction.TxValidationCode.VALID


def test_blocks_are_linked(client: RawClient) -> None:
    for number in range(3):
        client.run(["put", f"linked-{number}", "1"])
    blocks = client.ledger.blocks()
    assert [block.header.number for block in blocks] == list(range(len(blocks)))
    assert all(is_linked(one, two) for one, two in itertools.pairwise(blocks))
    changed = common.Block.FromString(blocks[1].SerializeToString())
    changed.data.data[0] += b"\x00"
    assert not is_linked(blocks[0], changed)


def test_who_reads_many_blocks_lets_others_work(tmp_path: Path) -> None:
    store = Store(tmp_path / "ledger.sqlite")
    for number in range(50):
        with store.commit() as commit:
            commit.add_block(number, common.Block(header=common.BlockHeader(number=number)).SerializeToString())
    blocks = Blocks(store)
    turns: list[int] = []

    async def read() -> list[int]:
        return [(await blocks.get(number)).header.number for number in range(50)]

    async def other() -> None:
        while True:
            turns.append(1)
            await asyncio.sleep(0)

    async def both() -> list[int]:
        working = asyncio.create_task(other())
        found = await read()
        working.cancel()
        return found

    assert asyncio.run(both()) == list(range(50))
    assert len(turns) >= 49
    store.close()


def test_header_hash_is_the_one_of_fabric() -> None:
    """ASN.1 DER of number and hashes; a number with its top bit set gets a leading zero."""
    header = common.BlockHeader(number=128, previous_hash=b"\x01" * 32, data_hash=b"\x02" * 32)
    der = bytes.fromhex("3048020200800420" + "01" * 32 + "0420" + "02" * 32)
    assert header_hash(header) == hashlib.sha256(der).digest()
    assert data_hash([b"a", b"b"]) == data_hash([b"ab"])


def test_block_zero_names_the_authorities(ledger: EmbeddedLedger) -> None:
    genesis = ledger.blocks()[0]
    assert list(validation_codes(genesis)) == [VALID]
    for msp_id in ledger.organisations:
        assert msp_id.encode() in genesis.data.data[0]


def test_batch_size(fresh_embedded_ledger: object, scripted: ScriptedChaincode) -> None:
    assert callable(fresh_embedded_ledger)
    ledger = fresh_embedded_ledger(chaincode_for=lambda _: scripted.address, batch_timeout=30, batch_size=3)
    client = RawClient.of(ledger)
    envelopes = [client.endorse(["put", f"k{number}", "1"]) for number in range(3)]
    for envelope in envelopes:
        client.submit(envelope)
    assert {client.status(transaction_id_of(envelope)) for envelope in envelopes} == {(VALID, 1)}


def test_restart_keeps_everything(tmp_path: Path, scripted: ScriptedChaincode) -> None:
    def start() -> EmbeddedLedger:
        return EmbeddedLedger(DEFAULT_ORGANISATIONS, chaincode_for=lambda _: scripted.address, directory=tmp_path, batch_timeout=0.01)

    with start() as ledger:
        client = RawClient.of(ledger)
        envelope = client.endorse(["put", "kept", "1"])
        client.submit(envelope)
        client.status(transaction_id_of(envelope))
        before = ([block.SerializeToString() for block in ledger.blocks()], ledger.state(), ledger.identity("TodaMSP"))
        with pytest.raises(OSError, match="a ledger is running in"):
            start().open()
    with start() as ledger:
        assert ([block.SerializeToString() for block in ledger.blocks()], ledger.state(), ledger.identity("TodaMSP")) == before
        client = RawClient.of(ledger)
        assert client.status(transaction_id_of(envelope))[0] == VALID
        assert client.run(["get", "kept"], ["put", "kept", "2"]) == VALID


def test_what_was_ordered_is_committed_at_the_end(tmp_path: Path, scripted: ScriptedChaincode) -> None:
    options = {"chaincode_for": lambda _: scripted.address, "directory": tmp_path, "batch_timeout": 20}
    with EmbeddedLedger(DEFAULT_ORGANISATIONS, **options) as ledger:
        client = RawClient.of(ledger)
        client.submit(client.endorse(["put", "late", "1"]))
        ledger.close()
    with EmbeddedLedger(DEFAULT_ORGANISATIONS, **options) as ledger:
        assert ledger.state()["genpon", "late"] == (b"1", b"")


def test_a_ledger_that_could_not_commit_is_closed_all_the_same(tmp_path: Path, scripted: ScriptedChaincode) -> None:
    options = {"chaincode_for": lambda _: scripted.address, "directory": tmp_path, "batch_timeout": 20}
    ledger = EmbeddedLedger(DEFAULT_ORGANISATIONS, **options)
    ledger.open()
    client = RawClient.of(ledger)
    client.submit(client.endorse(["put", "late", "1"]))
    with sqlite3.connect(tmp_path / "ledger.sqlite", isolation_level=None) as other:
        other.execute("DROP TABLE transactions")
    with pytest.raises(sqlite3.Error):
        ledger.close()
    other.execute("CREATE TABLE transactions (id TEXT PRIMARY KEY, block INTEGER, position INTEGER, code INTEGER) WITHOUT ROWID")
    other.close()
    with EmbeddedLedger(DEFAULT_ORGANISATIONS, **options) as again:
        assert again.height() == 1


def test_profiles_and_keys(tmp_path: Path, scripted: ScriptedChaincode) -> None:
    with EmbeddedLedger(DEFAULT_ORGANISATIONS, chaincode_for=lambda _: scripted.address, directory=tmp_path) as ledger:
        for msp_id in ledger.organisations:
            path = ledger.profile_path(msp_id)
            profile = ConnectionProfile.from_json(path.read_bytes())
            assert profile == ledger.profile(msp_id)
            assert profile.gateways[0].msp_id == profile.msp_id == msp_id
            assert len(profile.gateways) == len(ledger.organisations)
            for identity in profile.identities:
                assert (path.parent / identity.private_key).stat().st_mode & 0o777 == 0o600
                assert b"CERTIFICATE" in (path.parent / identity.certificate).read_bytes()


_SUBMITTING = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from genpon_network.embedded.blocks import Blocks
from genpon_network.embedded.store import Store
from tests.support.raw_client import RawClient
from tests.support.scripted_chaincode import ScriptedChaincode
from genpon_network.embedded import DEFAULT_ORGANISATIONS, EmbeddedLedger
directory, life = Path(sys.argv[1]), sys.argv[2]
with ScriptedChaincode() as chaincode:
    options = {"chaincode_for": lambda _: chaincode.address, "directory": directory, "batch_timeout": 0.005}
    ledger = EmbeddedLedger(DEFAULT_ORGANISATIONS, **options)
    ledger.open()
    client = RawClient.of(ledger)

    def put(number):
        client.run(["put", f"{life}-{number}", "1"])
        sys.stdout.write(f"{life}-{number}\\n")
        sys.stdout.flush()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(put, range(10_000)))
"""
LIVES = 20


@pytest.mark.timeout(240)
def test_kill(tmp_path: Path, scripted: ScriptedChaincode) -> None:
    """Killed with -9 in the middle of submits, again and again: what clients were told is there, once, and blocks and state agree."""
    told = [key for life in range(LIVES) for key in _one_life(tmp_path, life)]
    with EmbeddedLedger(DEFAULT_ORGANISATIONS, chaincode_for=lambda _: scripted.address, directory=tmp_path) as ledger:
        blocks = ledger.blocks()
        assert all(is_linked(one, two) for one, two in itertools.pairwise(blocks))
        written = {key for namespace, key in ledger.state() if namespace == "genpon"}
        assert set(told) <= written
        assert len(written) == sum(len(block.data.data) for block in blocks[1:])
        assert RawClient.of(ledger).run(["put", "after", "1"]) == VALID


def _one_life(directory: Path, life: int) -> list[str]:
    """The keys that a ledger's clients were told are committed, until it is killed after some of them."""
    command = [sys.executable, "-c", _SUBMITTING, str(directory), str(life)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path.cwd()) as child:
        assert child.stdout is not None
        told = [child.stdout.readline() for _ in range(1 + life)]
        child.send_signal(signal.SIGKILL)
        rest = [line for line in child.stdout if line.endswith("\n")]
    return [line.strip() for line in told + rest]
