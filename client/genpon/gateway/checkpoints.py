"""Where a reader of events is, so that a new stream goes on behind the last event that was processed."""

import json
import os
import tempfile
from pathlib import Path
from typing import Protocol

from genpon.gateway.errors import CheckpointError
from genpon.gateway.events import ChaincodeEvent


class Checkpoint(Protocol):
    """A position in a channel's blocks.

    Example:
        ```python
        class Yesterday:
            block_number = 0
            transaction_id = ""

        with network.get_block_events(checkpoint=Yesterday()) as blocks:
            assert next(blocks).header.number == 0
        ```
    """

    @property
    def block_number(self) -> int | None:
        """The block in which the next event is expected; None if nothing was processed yet."""

    @property
    def transaction_id(self) -> str:
        """The last transaction of that block that was processed; empty if none was."""


class Checkpointer(Checkpoint, Protocol):
    """Keeps a position; record an event after it is processed, and it is delivered at least once.

    Example:
        ```python
        class InADatabase(InMemoryCheckpointer):
            def checkpoint_transaction(self, block_number, transaction_id):
                super().checkpoint_transaction(block_number, transaction_id)
                database["position"] = (block_number, transaction_id)  # in the transaction that keeps the event's effect

        database = {}
        InADatabase().checkpoint_block(7)
        assert database == {"position": (8, "")}
        ```
    """

    def checkpoint_block(self, block_number: int) -> None:
        """Records that a block was processed."""

    def checkpoint_transaction(self, block_number: int, transaction_id: str) -> None:
        """Records that a transaction of a block was processed."""

    def checkpoint_chaincode_event(self, event: ChaincodeEvent) -> None:
        """Records that a chaincode event was processed."""


class InMemoryCheckpointer:
    """Keeps the position as long as the process runs.

    Example:
        ```python
        checkpointer = InMemoryCheckpointer()
        checkpointer.checkpoint_block(7)
        assert checkpointer.block_number == 8
        ```
    """

    def __init__(self) -> None:
        self._block_number: int | None = None
        self._transaction_id = ""

    @property
    def block_number(self) -> int | None:
        """The block in which the next event is expected; None if nothing was processed yet."""
        return self._block_number

    @property
    def transaction_id(self) -> str:
        """The last transaction of that block that was processed; empty if none was."""
        return self._transaction_id

    def checkpoint_block(self, block_number: int) -> None:
        """Records that a block was processed: the next event is in a later one."""
        self.checkpoint_transaction(block_number + 1, "")

    def checkpoint_transaction(self, block_number: int, transaction_id: str) -> None:
        """Records that a transaction of a block was processed."""
        self._block_number = block_number
        self._transaction_id = transaction_id

    def checkpoint_chaincode_event(self, event: ChaincodeEvent) -> None:
        """Records that a chaincode event was processed."""
        self.checkpoint_transaction(event.block_number, event.transaction_id)


class FileCheckpointer(InMemoryCheckpointer):
    """Keeps the position in a file, replaced in one step and synced, so that a crash leaves the old position or the new.

    The file is JSON as the Go client writes it; those of the Node client are read too.

    Example:
        ```python
        FileCheckpointer(folder / "blocks.json").checkpoint_block(7)
        assert FileCheckpointer(folder / "blocks.json").block_number == 8
        ```
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Reads the file, or creates it.

        Raises:
            CheckpointError: if it is no checkpoint, or cannot be read or written; also raised when a position is recorded.
        """
        super().__init__()
        self._path = Path(path)
        self._load()
        self._save()

    def checkpoint_transaction(self, block_number: int, transaction_id: str) -> None:
        """Records that a transaction of a block was processed, and returns when that is on the disk."""
        super().checkpoint_transaction(block_number, transaction_id)
        self._save()

    def _load(self) -> None:
        try:
            text = self._path.read_text(encoding="utf-8")
            self._block_number, self._transaction_id = _parse(text) if text.strip() else (None, "")
        except FileNotFoundError:
            return
        except (OSError, ValueError, TypeError) as error:
            raise CheckpointError(
                f"the checkpoint {self._path} cannot be read: {type(error).__name__}",
                next_step="Give a checkpoint file of this or another Gateway client, or a path where there is none.",
            ) from error

    def _save(self) -> None:
        known = {} if self._block_number is None else {"blockNumber": self._block_number, "transactionId": self._transaction_id}
        try:
            _replace(self._path, json.dumps(known).encode())
        except OSError as error:
            raise CheckpointError(
                f"the checkpoint {self._path} cannot be written: {type(error).__name__}",
                next_step="Give a path in a folder that exists and may be written to.",
            ) from error


def _parse(text: str) -> tuple[int | None, str]:
    state = json.loads(text)
    if not isinstance(state, dict):
        raise TypeError("not an object")
    block, transaction_id = state.get("blockNumber"), state.get("transactionId") or ""
    if not isinstance(transaction_id, str) or isinstance(block, bool):
        raise TypeError("wrong types")
    number = None if block is None else int(block)
    # The Go client has no other form for "nothing yet" than block 0 without a transaction.
    return (None, "") if number == 0 and not transaction_id else (number, transaction_id)


def _replace(path: Path, content: bytes) -> None:
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
