"""Private write sets that endorsers have simulated and no block holds yet, in the ledger's file (Fabric's transient store)."""

import sqlite3

from genpon_network.embedded.spaces import Space, digest

SCHEMA = """
CREATE TABLE IF NOT EXISTS transient
    (id TEXT NOT NULL, namespace TEXT NOT NULL, collection TEXT NOT NULL, digest BLOB NOT NULL, writes BLOB NOT NULL,
     height INTEGER NOT NULL, PRIMARY KEY (id, namespace, collection, digest)) WITHOUT ROWID;
"""


class Transient:
    """What endorsers have simulated, until a block holds it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, transaction_id: str, space: Space, writes: bytes, height: int) -> None:
        """Keeps a serialized private write set, simulated when the ledger had so many blocks."""
        row = (transaction_id, space.namespace, space.collection, digest(writes), writes, height)
        self._connection.execute("INSERT OR REPLACE INTO transient VALUES (?, ?, ?, ?, ?, ?)", row)

    def find(self, transaction_id: str, space: Space, wanted: bytes) -> bytes | None:
        """The write set of that hash, or None."""
        row = self._connection.execute(
            "SELECT writes FROM transient WHERE id = ? AND namespace = ? AND collection = ? AND digest = ?",
            (transaction_id, space.namespace, space.collection, wanted),
        ).fetchone()
        return None if row is None else bytes(row[0])

    def forget(self, transaction_id: str) -> None:
        """Drops what a transaction has left: a block holds it."""
        self._connection.execute("DELETE FROM transient WHERE id = ?", (transaction_id,))

    def forget_before(self, height: int) -> None:
        """Drops what was simulated before the ledger had so many blocks."""
        self._connection.execute("DELETE FROM transient WHERE height < ?", (height,))
