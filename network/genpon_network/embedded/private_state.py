"""Private data in the ledger's file: what each organisation keeps for the collections it is a member of, in rows of its own.

`private_state` has the values as they are; `private_writes` every transaction's private write set, key by key, so that a purged or expired
key can be taken out of it; `expiry` which keys are to be looked at when.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from genpon_core.fabric.protos import kvrwset, rwset
from genpon_network.embedded.spaces import Space, digest, key_hash
from genpon_network.embedded.versions import Version

SCHEMA = """
CREATE TABLE IF NOT EXISTS private_state
    (organisation TEXT NOT NULL, namespace TEXT NOT NULL, collection TEXT NOT NULL, key BLOB NOT NULL, hash BLOB NOT NULL,
     value BLOB NOT NULL, block INTEGER NOT NULL, position INTEGER NOT NULL,
     PRIMARY KEY (organisation, namespace, collection, key)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS private_state_hash ON private_state (namespace, collection, hash);
CREATE TABLE IF NOT EXISTS private_writes
    (organisation TEXT NOT NULL, block INTEGER NOT NULL, position INTEGER NOT NULL, namespace TEXT NOT NULL, collection TEXT NOT NULL,
     key BLOB NOT NULL, hash BLOB NOT NULL, value BLOB, is_metadata INTEGER NOT NULL,
     PRIMARY KEY (organisation, block, position, namespace, collection, is_metadata, key)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS private_writes_hash ON private_writes (namespace, collection, hash);
CREATE TABLE IF NOT EXISTS expiry
    (at INTEGER NOT NULL, namespace TEXT NOT NULL, collection TEXT NOT NULL, hash BLOB NOT NULL, block INTEGER NOT NULL,
     PRIMARY KEY (at, namespace, collection, hash, block)) WITHOUT ROWID;
"""
_GET = "SELECT value, block, position FROM private_state WHERE organisation = ? AND namespace = ? AND collection = ? AND key = ?"
_RANGE = """SELECT key, value, block, position FROM private_state
    WHERE organisation = ? AND namespace = ? AND collection = ? AND key >= ? AND key < ? ORDER BY key LIMIT ?"""
_EVERYTHING = "SELECT namespace, collection, key, value FROM private_state WHERE organisation = ? ORDER BY namespace, collection, key"
_OF_BLOCK = """SELECT position, namespace, collection, key, value, is_metadata FROM private_writes
    WHERE organisation = ? AND block = ? ORDER BY position, namespace, collection, is_metadata, key"""
_KEPT = "SELECT organisation, value FROM private_state WHERE namespace = ? AND collection = ? AND hash = ?"
_RENEW = "UPDATE private_state SET block = ?, position = ? WHERE organisation = ? AND namespace = ? AND collection = ? AND hash = ?"
_DELETE = "DELETE FROM private_state WHERE namespace = ? AND collection = ? AND hash = ?"
_FORGET = "DELETE FROM private_writes WHERE namespace = ? AND collection = ? AND hash = ?"
_FORGET_OF_BLOCK = "DELETE FROM private_writes WHERE namespace = ? AND collection = ? AND hash = ? AND block = ?"
_AFTER_ALL = b"\xff"


@dataclass(frozen=True, slots=True)
class PrivateEntry:
    """A private value, and the transaction that last changed the key."""

    value: bytes
    version: Version


class PrivateView:
    """Private data as one SQLite connection sees it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def get(self, organisation: str, space: Space, key: str) -> PrivateEntry | None:
        """A value that an organisation keeps, or None."""
        row = self._connection.execute(_GET, (organisation, space.namespace, space.collection, key.encode())).fetchone()
        return None if row is None else PrivateEntry(row[0], Version(row[1], row[2]))

    def range(self, organisation: str, space: Space, start: str, end: str, limit: int) -> list[tuple[str, PrivateEntry]]:
        """Up to `limit` values from `start` on and before `end` (empty: to the last), in the order of the keys' UTF-8 bytes."""
        until = end.encode() if end else _AFTER_ALL
        rows = self._connection.execute(_RANGE, (organisation, space.namespace, space.collection, start.encode(), until, limit))
        return [(row[0].decode(), PrivateEntry(row[1], Version(row[2], row[3]))) for row in rows]

    def everything(self, organisation: str) -> dict[tuple[str, str, str], bytes]:
        """All values that an organisation keeps, by namespace, collection and key."""
        rows = self._connection.execute(_EVERYTHING, (organisation,))
        return {(row[0], row[1], row[2].decode()): row[3] for row in rows}

    def writes_of_block(self, organisation: str, number: int) -> dict[int, Any]:
        """The private write sets of a block that an organisation keeps: for each transaction, by its place, a `rwset.TxPvtReadWriteSet`."""
        rows = self._connection.execute(_OF_BLOCK, (organisation, number))
        return {position: _transaction_writes(found) for position, found in groupby(rows, key=lambda row: int(row[0]))}


class PrivateCommit(PrivateView):
    """Private data of a block being committed."""

    def put(self, organisations: Iterable[str], space: Space, write: Any, version: Version) -> None:
        """Sets a value from a `kvrwset.KVWrite` for the organisations that keep it."""
        key = write.key.encode()
        rows = [
            (msp_id, space.namespace, space.collection, key, key_hash(write.key), write.value, version.block, version.position)
            for msp_id in organisations
        ]
        self._connection.executemany("INSERT OR REPLACE INTO private_state VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def delete(self, space: Space, hashed: bytes) -> None:
        """Removes a value from every organisation."""
        self._connection.execute(_DELETE, (space.namespace, space.collection, hashed))

    def purge(self, space: Space, hashed: bytes) -> None:
        """Removes a value from every organisation, and the key with all its values from every write set."""
        self.delete(space, hashed)
        self._connection.execute(_FORGET, (space.namespace, space.collection, hashed))

    def renew(self, space: Space, hashed: bytes, value_hash: bytes, version: Version) -> None:
        """Gives a value that is the current one a new version, since its metadata has changed."""
        key = (space.namespace, space.collection, hashed)
        for organisation, value in self._connection.execute(_KEPT, key).fetchall():
            if digest(value) == value_hash:
                self._connection.execute(_RENEW, (version.block, version.position, organisation, *key))

    def add_writes(self, organisations: Iterable[str], space: Space, writes: Any, version: Version) -> None:
        """Keeps a private write set, a `kvrwset.KVRWSet`, for the organisations that are members."""
        for organisation in organisations:
            place = (organisation, version.block, version.position, space.namespace, space.collection)
            rows = [
                (*place, write.key.encode(), key_hash(write.key), None if write.is_delete else write.value, 0) for write in writes.writes
            ]
            rows += [(*place, write.key.encode(), key_hash(write.key), None, 1) for write in writes.metadata_writes]
            self._connection.executemany("INSERT OR REPLACE INTO private_writes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def add_expiry(self, at: int, space: Space, hashed: bytes, block: int) -> None:
        """Notes that what a block wrote under a key is to be deleted with another block."""
        row = (at, space.namespace, space.collection, hashed, block)
        self._connection.execute("INSERT OR IGNORE INTO expiry VALUES (?, ?, ?, ?, ?)", row)

    def take_expired(self, number: int) -> list[tuple[Space, bytes, int]]:
        """What is to be deleted with a block: space, hash of the key, and the block that wrote it; write sets have it no more."""
        rows = self._connection.execute("SELECT namespace, collection, hash, block FROM expiry WHERE at <= ?", (number,)).fetchall()
        self._connection.execute("DELETE FROM expiry WHERE at <= ?", (number,))
        self._connection.executemany(_FORGET_OF_BLOCK, rows)
        return [(Space(row[0], row[1]), row[2], row[3]) for row in rows]


def _transaction_writes(rows: Iterable[Any]) -> Any:
    message = rwset.TxPvtReadWriteSet(data_model=rwset.TxReadWriteSet.KV)
    for namespace, of_namespace in groupby(rows, key=lambda row: row[1]):
        item = message.ns_pvt_rwset.add(namespace=namespace)
        for collection, of_collection in groupby(of_namespace, key=lambda row: row[2]):
            writes = kvrwset.KVRWSet()
            for *_, key, value, is_metadata in of_collection:
                if is_metadata:
                    writes.metadata_writes.add(key=key.decode())
                else:
                    writes.writes.add(key=key.decode(), value=value or b"", is_delete=value is None)
            item.collection_pvt_rwset.add(collection_name=collection, rwset=writes.SerializeToString())
    return message
