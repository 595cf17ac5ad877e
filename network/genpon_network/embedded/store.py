"""Blocks and the state they lead to, in one SQLite file; a block and its effects are committed in one SQLite transaction.

The file is in write-ahead mode, so that a simulation reads the state as it was when it began, while blocks go on being committed.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from genpon_network.embedded import private_state, transient
from genpon_network.embedded.private_state import PrivateCommit, PrivateView
from genpon_network.embedded.transient import Transient
from genpon_network.embedded.versions import Version

_SCHEMA = """
CREATE TABLE IF NOT EXISTS blocks (number INTEGER PRIMARY KEY, block BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS transactions
    (id TEXT PRIMARY KEY, block INTEGER NOT NULL, position INTEGER NOT NULL, code INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS state
    (namespace TEXT NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL, metadata BLOB, block INTEGER NOT NULL, position INTEGER NOT NULL,
     PRIMARY KEY (namespace, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS history
    (namespace TEXT NOT NULL, key BLOB NOT NULL, block INTEGER NOT NULL, position INTEGER NOT NULL,
     PRIMARY KEY (namespace, key, block, position)) WITHOUT ROWID;
"""
_GET = "SELECT value, metadata, block, position FROM state WHERE namespace = ? AND key = ?"
_RANGE = "SELECT key, value, metadata, block, position FROM state WHERE namespace = ? AND key >= ? AND key < ? ORDER BY key LIMIT ?"
_HISTORY = "SELECT block, position FROM history WHERE namespace = ? AND key = ? ORDER BY block DESC, position DESC"
_AFTER_ALL = b"\xff"
"""Greater than every key: no UTF-8 text begins with this byte."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A key's value, its metadata (a serialized `kvrwset.KVMetadataWrite`, or nothing) and its version."""

    value: bytes
    metadata: bytes | None
    version: Version


@dataclass(frozen=True, slots=True)
class Committed:
    """Where a transaction stands, and the validation code it got."""

    block: int
    position: int
    code: int


class View:
    """The state as one SQLite connection sees it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def get(self, namespace: str, key: str) -> Entry | None:
        """A key's entry, or None."""
        row = self.connection.execute(_GET, (namespace, key.encode())).fetchone()
        return None if row is None else Entry(row[0], row[1], Version(row[2], row[3]))

    def range(self, namespace: str, start: str, end: str, limit: int) -> list[tuple[str, Entry]]:
        """Up to `limit` entries from `start` on and before `end` (empty: to the last), in the order of their keys' UTF-8 bytes."""
        until = end.encode() if end else _AFTER_ALL
        rows = self.connection.execute(_RANGE, (namespace, start.encode(), until, limit))
        return [(row[0].decode(), Entry(row[1], row[2], Version(row[3], row[4]))) for row in rows]

    def history(self, namespace: str, key: str) -> list[Version]:
        """The transactions that wrote a key's value or deleted it, newest first."""
        return [Version(*row) for row in self.connection.execute(_HISTORY, (namespace, key.encode()))]

    @property
    def private(self) -> PrivateView:
        """What organisations keep of private data."""
        return PrivateView(self.connection)

    def block(self, number: int) -> bytes | None:
        """A serialized `common.Block`, or None."""
        row = self.connection.execute("SELECT block FROM blocks WHERE number = ?", (number,)).fetchone()
        return None if row is None else bytes(row[0])


class Snapshot(View):
    """The state after one block, for the simulations that began then.

    Several municipalities simulate the same transaction and read the same keys, so what was read is remembered.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self.readers = 0
        self._entries: dict[tuple[str, str], Entry | None] = {}
        self._ranges: dict[tuple[str, str, str, int], list[tuple[str, Entry]]] = {}
        connection.execute("BEGIN")
        connection.execute("SELECT 1 FROM state LIMIT 1").fetchall()

    def get(self, namespace: str, key: str) -> Entry | None:
        """A key's entry, or None."""
        wanted = (namespace, key)
        if wanted not in self._entries:
            self._entries[wanted] = super().get(namespace, key)
        return self._entries[wanted]

    def range(self, namespace: str, start: str, end: str, limit: int) -> list[tuple[str, Entry]]:
        """As of `View`; a list of the caller's own."""
        wanted = (namespace, start, end, limit)
        if wanted not in self._ranges:
            self._ranges[wanted] = super().range(namespace, start, end, limit)
        return list(self._ranges[wanted])


class Store:
    """The ledger's file.

    Args:
        path: where it is; it is made if missing.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer = self._connect()
        self._writer.execute("PRAGMA journal_mode = WAL")
        self._writer.executescript(_SCHEMA + private_state.SCHEMA + transient.SCHEMA)
        self._idle: list[sqlite3.Connection] = []
        self._current: Snapshot | None = None

    def close(self) -> None:
        """Closes all connections."""
        self._retire()
        for connection in [*self._idle, self._writer]:
            connection.close()

    @contextmanager
    def snapshot(self) -> Iterator[View]:
        """The state after the last committed block, unmoved by blocks that follow."""
        if self._current is None:
            self._current = Snapshot(self._idle.pop() if self._idle else self._connect())
        snapshot = self._current
        snapshot.readers += 1
        try:
            yield snapshot
        finally:
            snapshot.readers -= 1
            if snapshot.readers == 0 and snapshot is not self._current:
                self._release(snapshot)

    @contextmanager
    def commit(self) -> Iterator["Commit"]:
        """One SQLite transaction for a block and its effects: all of it is kept, or nothing."""
        self._writer.execute("BEGIN IMMEDIATE")
        try:
            yield Commit(self._writer)
        except BaseException:
            self._writer.execute("ROLLBACK")
            raise
        self._writer.execute("COMMIT")
        self._retire()

    @property
    def latest(self) -> View:
        """The state after the last committed block."""
        return View(self._writer)

    @property
    def transient(self) -> Transient:
        """What endorsers have simulated."""
        return Transient(self._writer)

    def height(self) -> int:
        """The number of blocks."""
        return int(self._writer.execute("SELECT COALESCE(MAX(number) + 1, 0) FROM blocks").fetchone()[0])

    def block(self, number: int) -> bytes | None:
        """A serialized `common.Block`, or None."""
        return self.latest.block(number)

    def blocks(self) -> list[bytes]:
        """All blocks, serialized, in their order."""
        return [bytes(row[0]) for row in self._writer.execute("SELECT block FROM blocks ORDER BY number")]

    def everything(self) -> dict[tuple[str, str], tuple[bytes, bytes]]:
        """The whole state: value and metadata of each namespace and key."""
        rows = self._writer.execute("SELECT namespace, key, value, metadata FROM state ORDER BY namespace, key")
        return {(row[0], row[1].decode()): (row[2], row[3] or b"") for row in rows}

    def transaction(self, transaction_id: str) -> Committed | None:
        """Where the first transaction of that id stands, or None."""
        row = self._writer.execute("SELECT block, position, code FROM transactions WHERE id = ?", (transaction_id,)).fetchone()
        return None if row is None else Committed(*row)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, isolation_level=None)
        connection.execute("PRAGMA synchronous = NORMAL")
        # What is deleted, private values above all, is overwritten in the file.
        connection.execute("PRAGMA secure_delete = ON")
        return connection

    def _retire(self) -> None:
        snapshot, self._current = self._current, None
        if snapshot is not None and snapshot.readers == 0:
            self._release(snapshot)

    def _release(self, snapshot: Snapshot) -> None:
        snapshot.connection.execute("COMMIT")
        self._idle.append(snapshot.connection)


class Commit(View):
    """A block being committed; reads see what was written before in it."""

    @property
    def private(self) -> PrivateCommit:
        """What organisations keep of private data."""
        return PrivateCommit(self.connection)

    @property
    def transient(self) -> Transient:
        """What endorsers have simulated."""
        return Transient(self.connection)

    def put(self, namespace: str, key: str, entry: Entry) -> None:
        """Sets a key's value, metadata and version."""
        row = (namespace, key.encode(), entry.value, entry.metadata, entry.version.block, entry.version.position)
        self.connection.execute("INSERT OR REPLACE INTO state VALUES (?, ?, ?, ?, ?, ?)", row)

    def delete(self, namespace: str, key: str) -> None:
        """Removes a key and its metadata."""
        self.connection.execute("DELETE FROM state WHERE namespace = ? AND key = ?", (namespace, key.encode()))

    def add_history(self, namespace: str, key: str, version: Version) -> None:
        """Notes that a transaction wrote a key's value or deleted it."""
        row = (namespace, key.encode(), version.block, version.position)
        self.connection.execute("INSERT OR IGNORE INTO history VALUES (?, ?, ?, ?)", row)

    def add_transaction(self, transaction_id: str, place: Committed) -> None:
        """Notes where a transaction stands; the first of an id counts."""
        row = (transaction_id, place.block, place.position, place.code)
        self.connection.execute("INSERT OR IGNORE INTO transactions VALUES (?, ?, ?, ?)", row)

    def add_block(self, number: int, block: bytes) -> None:
        """Keeps a serialized block."""
        self.connection.execute("INSERT INTO blocks VALUES (?, ?)", (number, block))
