"""What a transaction read and wrote (Fabric documentation, "Read-Write set semantics")."""

from dataclasses import dataclass
from typing import Any

from genpon.blocks.policies import SignaturePolicyEnvelope
from genpon.blocks.reading import Kinds, Message, Undecoded
from genpon_core.fabric.protos import kvrwset, rwset

_KEY_POLICY = "VALIDATION_PARAMETER"


@dataclass(frozen=True, kw_only=True)
class Version(Message):
    """Which transaction last wrote a key: a block, and the position in it."""

    PROTO = kvrwset.Version

    block_num: int
    tx_num: int


@dataclass(frozen=True, kw_only=True)
class KVRead(Message):
    """A key that was read; without a version it did not exist."""

    PROTO = kvrwset.KVRead

    key: str
    version: Version | None


@dataclass(frozen=True, kw_only=True)
class KVWrite(Message):
    """A key that was written or deleted."""

    PROTO = kvrwset.KVWrite

    key: str
    is_delete: bool
    value: bytes


@dataclass(frozen=True, kw_only=True)
class KVMetadataEntry(Message):
    """One piece of a key's metadata; `VALIDATION_PARAMETER` is its key-level endorsement policy."""

    PROTO = kvrwset.KVMetadataEntry

    name: str
    value: SignaturePolicyEnvelope | Undecoded | None

    @classmethod
    def inner(cls, message: Any) -> Kinds:
        """The policy, where the entry is one."""
        return {"value": SignaturePolicyEnvelope if message.name == _KEY_POLICY else "metadata of an unknown name"}


@dataclass(frozen=True, kw_only=True)
class KVMetadataWrite(Message):
    """A key's new metadata."""

    PROTO = kvrwset.KVMetadataWrite

    key: str
    entries: tuple[KVMetadataEntry, ...]


@dataclass(frozen=True, kw_only=True)
class QueryReads(Message):
    """Every key that a range query met."""

    PROTO = kvrwset.QueryReads

    kv_reads: tuple[KVRead, ...]


@dataclass(frozen=True, kw_only=True)
class QueryReadsMerkleSummary(Message):
    """A summary of a range query with many results."""

    PROTO = kvrwset.QueryReadsMerkleSummary

    max_degree: int
    max_level: int
    max_level_hashes: tuple[bytes, ...]


@dataclass(frozen=True, kw_only=True)
class RangeQueryInfo(Message):
    """A range query, from `start_key` to before `end_key`, and its results or their summary."""

    PROTO = kvrwset.RangeQueryInfo

    start_key: str
    end_key: str
    itr_exhausted: bool
    raw_reads: QueryReads | None
    reads_merkle_hashes: QueryReadsMerkleSummary | None


@dataclass(frozen=True, kw_only=True)
class KVRWSet(Message):
    """Reads and writes of one namespace's public state."""

    PROTO = kvrwset.KVRWSet

    reads: tuple[KVRead, ...]
    range_queries_info: tuple[RangeQueryInfo, ...]
    writes: tuple[KVWrite, ...]
    metadata_writes: tuple[KVMetadataWrite, ...]


@dataclass(frozen=True, kw_only=True)
class KVReadHash(Message):
    """A private key that was read, by its hash."""

    PROTO = kvrwset.KVReadHash

    key_hash: bytes
    version: Version | None


@dataclass(frozen=True, kw_only=True)
class KVWriteHash(Message):
    """A private key that was written, deleted or purged, by its hash and its value's."""

    PROTO = kvrwset.KVWriteHash

    key_hash: bytes
    is_delete: bool
    value_hash: bytes
    is_purge: bool


@dataclass(frozen=True, kw_only=True)
class KVMetadataWriteHash(Message):
    """A private key's new metadata."""

    PROTO = kvrwset.KVMetadataWriteHash

    key_hash: bytes
    entries: tuple[KVMetadataEntry, ...]


@dataclass(frozen=True, kw_only=True)
class HashedRWSet(Message):
    """Reads and writes of a private data collection, by hashes."""

    PROTO = kvrwset.HashedRWSet

    hashed_reads: tuple[KVReadHash, ...]
    hashed_writes: tuple[KVWriteHash, ...]
    metadata_writes: tuple[KVMetadataWriteHash, ...]


@dataclass(frozen=True, kw_only=True)
class CollectionHashedReadWriteSet(Message):
    """One private data collection."""

    PROTO = rwset.CollectionHashedReadWriteSet

    collection_name: str
    hashed_rwset: HashedRWSet | Undecoded
    pvt_rwset_hash: bytes


@dataclass(frozen=True, kw_only=True)
class NsReadWriteSet(Message):
    """One namespace: a chaincode's public state and its collections."""

    PROTO = rwset.NsReadWriteSet

    namespace: str
    rwset: KVRWSet | Undecoded
    collection_hashed_rwset: tuple[CollectionHashedReadWriteSet, ...]


@dataclass(frozen=True, kw_only=True)
class TxReadWriteSet(Message):
    """All that a transaction read and wrote."""

    PROTO = rwset.TxReadWriteSet

    data_model: str
    ns_rwset: tuple[NsReadWriteSet, ...]


@dataclass(frozen=True, kw_only=True)
class CollectionPvtReadWriteSet(Message):
    """What was written into a private data collection."""

    PROTO = rwset.CollectionPvtReadWriteSet

    collection_name: str
    rwset: KVRWSet | Undecoded


@dataclass(frozen=True, kw_only=True)
class NsPvtReadWriteSet(Message):
    """The private data of one namespace."""

    PROTO = rwset.NsPvtReadWriteSet

    namespace: str
    collection_pvt_rwset: tuple[CollectionPvtReadWriteSet, ...]


@dataclass(frozen=True, kw_only=True)
class TxPvtReadWriteSet(Message):
    """The private data of one transaction."""

    PROTO = rwset.TxPvtReadWriteSet

    data_model: str
    ns_pvt_rwset: tuple[NsPvtReadWriteSet, ...]
