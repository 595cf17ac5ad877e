"""Positions kept in memory and in files, those of the Go and Node clients included."""

import json
from pathlib import Path

import pytest

from genpon.gateway import ChaincodeEvent, Checkpointer, CheckpointError, FileCheckpointer, InMemoryCheckpointer


def position(checkpointer: Checkpointer) -> tuple[int | None, str]:
    return checkpointer.block_number, checkpointer.transaction_id


@pytest.fixture(params=["memory", "file"])
def checkpointer(request: pytest.FixtureRequest, tmp_path: Path) -> Checkpointer:
    return InMemoryCheckpointer() if request.param == "memory" else FileCheckpointer(tmp_path / "checkpoint.json")


def test_positions(checkpointer: Checkpointer) -> None:
    assert position(checkpointer) == (None, "")
    checkpointer.checkpoint_block(0)
    assert position(checkpointer) == (1, "")
    checkpointer.checkpoint_transaction(4, "tx")
    assert position(checkpointer) == (4, "tx")
    checkpointer.checkpoint_chaincode_event(ChaincodeEvent(5, "tx2", "basic", "created", b""))
    assert position(checkpointer) == (5, "tx2")
    checkpointer.checkpoint_block(5)
    assert position(checkpointer) == (6, "")


def test_a_file_outlives_its_checkpointer_and_leaves_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "checkpoint.json"
    FileCheckpointer(path).checkpoint_transaction(2**53 + 1, "tx")
    assert position(FileCheckpointer(str(path))) == (2**53 + 1, "tx")
    assert list(tmp_path.iterdir()) == [path]
    assert json.loads(path.read_text()) == {"blockNumber": 2**53 + 1, "transactionId": "tx"}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('{"blockNumber":7,"transactionId":"tx"}', (7, "tx")),  # Go
        ('{"blockNumber":7,"transactionId":""}', (7, "")),
        ('{"blockNumber":0,"transactionId":""}', (None, "")),
        ('{"blockNumber":0,"transactionId":"tx"}', (0, "tx")),
        ('{"blockNumber":"7","transactionId":"tx"}', (7, "tx")),  # Node
        ('{"blockNumber":"7"}', (7, "")),
        ("{}", (None, "")),
        ("", (None, "")),
    ],
)
def test_files_of_other_clients(tmp_path: Path, content: str, expected: tuple[int | None, str]) -> None:
    path = tmp_path / "checkpoint.json"
    path.write_text(content)
    assert position(FileCheckpointer(path)) == expected


@pytest.mark.parametrize(
    "content", ["[]", "7", "{", '{"blockNumber":"x"}', '{"blockNumber":true}', '{"blockNumber":1,"transactionId":2}', "\ud800"]
)
def test_files_that_are_no_checkpoints_are_refused_and_kept(tmp_path: Path, content: str) -> None:
    path = tmp_path / "checkpoint.json"
    path.write_bytes(content.encode(errors="surrogatepass"))
    with pytest.raises(CheckpointError, match="cannot be read"):
        FileCheckpointer(path)
    assert path.read_bytes() == content.encode(errors="surrogatepass")


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="cannot be written"):
        FileCheckpointer(tmp_path / "missing" / "checkpoint.json")
    with pytest.raises(CheckpointError, match="cannot be read"):
        FileCheckpointer(tmp_path)
