"""What orderers and peers add to a block: signatures, the last configuration, validation codes, the commit hash."""

from dataclasses import dataclass
from typing import Any, Self

from genpon.blocks.identities import SignatureHeader
from genpon.blocks.reading import Kinds, Message, Undecoded, enum_name, open_bytes, unknown_fields_of
from genpon_core.fabric.protos import common, etcdraft_metadata, transaction
from genpon_core.fabric.smartbft import ViewMetadata

_SIGNATURES, _LAST_CONFIG, _TRANSACTIONS_FILTER, _ORDERER, _COMMIT_HASH = range(5)


@dataclass(frozen=True, kw_only=True)
class IdentifierHeader(Message):
    """A BFT orderer, by its `id` among the channel's consenters."""

    PROTO = common.IdentifierHeader

    identifier: int
    nonce: bytes


@dataclass(frozen=True, kw_only=True)
class MetadataSignature(Message):
    """An orderer's signature; Raft orderers have a signature header, BFT orderers an identifier header."""

    PROTO = common.MetadataSignature

    signature_header: SignatureHeader | Undecoded | None
    signature: bytes
    identifier_header: IdentifierHeader | Undecoded | None


@dataclass(frozen=True, kw_only=True)
class LastConfig(Message):
    """The number of the latest block with a configuration."""

    PROTO = common.LastConfig

    index: int


@dataclass(frozen=True, kw_only=True)
class RaftBlockMetadata(Message):
    """Where Raft stood."""

    PROTO = etcdraft_metadata.BlockMetadata

    consenter_ids: tuple[int, ...]
    next_consenter_id: int
    raft_index: int


@dataclass(frozen=True, kw_only=True)
class RaftConsenterMetadata(Message):
    """The wrapper of a `RaftBlockMetadata`."""

    PROTO = common.Metadata

    value: RaftBlockMetadata | Undecoded | None
    signatures: tuple[MetadataSignature, ...]


@dataclass(frozen=True, kw_only=True)
class BftViewMetadata(Message):
    """Where BFT stood: the view tells the leader."""

    PROTO = ViewMetadata

    view_id: int
    latest_sequence: int
    decisions_in_view: int
    black_list: tuple[int, ...]
    prev_commit_signature_digest: bytes


@dataclass(frozen=True, kw_only=True)
class OrdererBlockMetadata(Message):
    """What the orderers sign besides the header."""

    PROTO = common.OrdererBlockMetadata

    last_config: LastConfig | None
    consenter_metadata: RaftConsenterMetadata | BftViewMetadata | Undecoded | None


@dataclass(frozen=True, kw_only=True)
class RaftOrdererBlockMetadata(OrdererBlockMetadata):
    """The same, by Raft orderers."""

    consenter_metadata: RaftConsenterMetadata | Undecoded | None


@dataclass(frozen=True, kw_only=True)
class BftOrdererBlockMetadata(OrdererBlockMetadata):
    """The same, by BFT orderers."""

    consenter_metadata: BftViewMetadata | Undecoded | None


@dataclass(frozen=True, kw_only=True)
class BlockSignatures(Message):
    """The orderers' signatures, and what they sign besides the header."""

    PROTO = common.Metadata

    value: OrdererBlockMetadata | Undecoded | None
    signatures: tuple[MetadataSignature, ...]

    @classmethod
    def inner(cls, message: Any) -> Kinds:
        """By the form of the signatures, which Raft and BFT orderers make differently."""
        bft = any(signature.identifier_header for signature in message.signatures)
        return {"value": BftOrdererBlockMetadata if bft else RaftOrdererBlockMetadata}


@dataclass(frozen=True, kw_only=True)
class LastConfigMetadata(Message):
    """The latest configuration, where orderers before 2.0 wrote it."""

    PROTO = common.Metadata

    value: LastConfig | Undecoded | None
    signatures: tuple[MetadataSignature, ...]


@dataclass(frozen=True, kw_only=True)
class PlainMetadata(Message):
    """Bytes: the commit hash of a peer, or what orderers before 2.0 noted for themselves."""

    PROTO = common.Metadata

    value: bytes
    signatures: tuple[MetadataSignature, ...]


@dataclass(frozen=True, kw_only=True)
class BlockMetadata(Message):
    """What was added to a block; the header's hash does not cover it.

    Attributes:
        signatures: the orderers'.
        last_config: the latest configuration, in blocks of older orderers.
        transactions_filter: a validation code for each transaction, such as `VALID`, as the committing peer found; empty until then.
        orderer: notes of older orderers.
        commit_hash: the committing peer's, which covers all validation codes and updates up to this block.
        others: what a newer Fabric adds.
    """

    PROTO = common.BlockMetadata

    signatures: BlockSignatures | Undecoded | None
    last_config: LastConfigMetadata | Undecoded | None
    transactions_filter: tuple[str, ...]
    orderer: PlainMetadata | Undecoded | None
    commit_hash: PlainMetadata | Undecoded | None
    others: tuple[bytes, ...] = ()

    @classmethod
    def read(cls, message: Any, depth: int) -> Self:
        """The parts by their position."""
        parts = list(message.metadata)

        def part(position: int, kind: type[Message]) -> Any:
            return open_bytes(kind, parts[position], depth) if position < len(parts) and parts[position] else None

        codes = parts[_TRANSACTIONS_FILTER] if len(parts) > _TRANSACTIONS_FILTER else b""
        return cls(
            signatures=part(_SIGNATURES, BlockSignatures),
            last_config=part(_LAST_CONFIG, LastConfigMetadata),
            transactions_filter=tuple(code_name(code) for code in codes),
            orderer=part(_ORDERER, PlainMetadata),
            commit_hash=part(_COMMIT_HASH, PlainMetadata),
            others=tuple(parts[_COMMIT_HASH + 1 :]),
            unknown_fields=unknown_fields_of(message),
        )


def code_name(code: int) -> str:
    """The name of a validation code."""
    return enum_name(transaction.TxValidationCode.DESCRIPTOR, code)
