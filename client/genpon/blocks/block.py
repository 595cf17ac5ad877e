"""Blocks, as peers give them: whole, filtered, and with private data (Fabric documentation, "Ledger", "Blocks")."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from genpon.blocks.envelopes import Envelope
from genpon.blocks.metadata import BlockMetadata, code_name
from genpon.blocks.reading import Message, Undecoded, derived, named, open_bytes, read_fields
from genpon.blocks.rwsets import TxPvtReadWriteSet
from genpon.blocks.transactions import ChaincodeEvent
from genpon_core.fabric.blocks import data_hash, header_hash
from genpon_core.fabric.protos import common, events, transaction

NOT_VALIDATED = "NOT_VALIDATED"


@dataclass(frozen=True, kw_only=True)
class BlockHeader(Message):
    """A block's number and links; `hash` is computed, and the next block's `previous_hash` if both are genuine."""

    PROTO = common.BlockHeader

    number: int
    previous_hash: bytes
    data_hash: bytes
    hash: bytes = field(metadata=derived(header_hash))


@dataclass(frozen=True, kw_only=True)
class Block(Message):
    """A block.

    Attributes:
        header: its number and links.
        data: its transactions, in order.
        metadata: what orderers and the committing peer added.
        data_hash: the hash of its transactions, computed; the header's `data_hash` is the same if none was changed.
    """

    PROTO = common.Block

    header: BlockHeader
    data: tuple[Envelope | Undecoded, ...]
    metadata: BlockMetadata
    data_hash: bytes = field(metadata=derived(lambda block: data_hash(block.data.data)))

    @classmethod
    def read(cls, message: Any, depth: int) -> Self:
        """The block, its transactions without the message around them."""
        envelopes = tuple(open_bytes(Envelope, data, depth) for data in message.data.data)
        return cls(**read_fields(_Parts, message, depth), data=envelopes, data_hash=data_hash(message.data.data))

    @property
    def transactions(self) -> Iterator[tuple[str, Envelope | Undecoded]]:
        """Each transaction after its validation code; `NOT_VALIDATED` in blocks that no peer has committed, such as an orderer's."""
        codes = self.metadata.transactions_filter
        for position, envelope in enumerate(self.data):
            yield (codes[position] if position < len(codes) else NOT_VALIDATED), envelope


@dataclass(frozen=True, kw_only=True)
class _Parts(Message):
    PROTO = common.Block

    header: BlockHeader
    metadata: BlockMetadata


@dataclass(frozen=True, kw_only=True)
class ProcessedTransaction(Message):
    """A transaction and its validation code, as the committing peer found it."""

    PROTO = transaction.ProcessedTransaction

    envelope: Envelope | None = field(metadata=named("transactionEnvelope"))
    validation_code: str = field(metadata=derived(lambda message: code_name(message.validationCode)))


@dataclass(frozen=True, kw_only=True)
class FilteredChaincodeAction(Message):
    """What a transaction emitted; in a filtered block without the payload."""

    PROTO = events.FilteredChaincodeAction

    chaincode_event: ChaincodeEvent | None


@dataclass(frozen=True, kw_only=True)
class FilteredTransactionActions(Message):
    """What a transaction emitted."""

    PROTO = events.FilteredTransactionActions

    chaincode_actions: tuple[FilteredChaincodeAction, ...]


@dataclass(frozen=True, kw_only=True)
class FilteredTransaction(Message):
    """A transaction without its contents."""

    PROTO = events.FilteredTransaction

    txid: str
    type: str
    tx_validation_code: str
    transaction_actions: FilteredTransactionActions | None


@dataclass(frozen=True, kw_only=True)
class FilteredBlock(Message):
    """A block without the contents of its transactions."""

    PROTO = events.FilteredBlock

    channel_id: str
    number: int
    filtered_transactions: tuple[FilteredTransaction, ...]


@dataclass(frozen=True, kw_only=True)
class BlockAndPrivateData(Message):
    """A block with the private data that the reader may see, by the position of the transaction in the block."""

    PROTO = events.BlockAndPrivateData

    block: Block
    private_data_map: Mapping[int, TxPvtReadWriteSet]
