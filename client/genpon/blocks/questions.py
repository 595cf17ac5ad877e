"""What all kinds of ledger queries share: the questions to a peer's system chaincodes, and how answers are read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from genpon.blocks.block import Block, ProcessedTransaction
from genpon.blocks.config import Config
from genpon.blocks.decoding import decode, decode_block, decode_processed_transaction
from genpon.blocks.envelopes import ConfigEnvelope, Envelope, Payload
from genpon.blocks.reading import Message, named
from genpon.gateway.errors import MessageError
from genpon_core.fabric.protos import common_ledger

QSCC = "qscc"
CSCC = "cscc"
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class BootstrappingSnapshotInfo(Message):
    """The last block that a peer does not have, because it began with a snapshot."""

    PROTO = common_ledger.BootstrappingSnapshotInfo

    last_block_in_snapshot: int = field(metadata=named("lastBlockInSnapshot"))


@dataclass(frozen=True, kw_only=True)
class ChainInfo(Message):
    """How far a peer's ledger goes: the number of blocks, and the hashes of the last block and of the one before."""

    PROTO = common_ledger.BlockchainInfo

    height: int
    current_block_hash: bytes = field(metadata=named("currentBlockHash"))
    previous_block_hash: bytes = field(metadata=named("previousBlockHash"))
    bootstrapping_snapshot_info: BootstrappingSnapshotInfo | None = field(metadata=named("bootstrappingSnapshotInfo"))


@dataclass(frozen=True)
class Question(Generic[T]):
    """A function of a system chaincode, its arguments after the channel, and what reads the answer."""

    function: str
    read: Callable[[bytes], T]
    arguments: tuple[str | bytes, ...] = ()
    chaincode: str = QSCC


def chain_info() -> Question[ChainInfo]:
    """How far the ledger goes."""
    return Question("GetChainInfo", lambda answer: decode(ChainInfo, answer))


def block(number: int) -> Question[Block]:
    """A block by its number.

    Raises:
        ValueError: for a number that no block can have.
    """
    if not 0 <= number < 2**64 - 1:
        raise ValueError(f"{number} is no block's number; the first block is 0")
    return Question("GetBlockByNumber", decode_block, (str(number),))


def block_by_hash(block_hash: bytes) -> Question[Block]:
    """A block by its header's hash."""
    return Question("GetBlockByHash", decode_block, (block_hash,))


def block_by_transaction_id(transaction_id: str) -> Question[Block]:
    """The block that holds a transaction."""
    return Question("GetBlockByTxID", decode_block, (transaction_id,))


def transaction(transaction_id: str) -> Question[ProcessedTransaction]:
    """A transaction by its id."""
    return Question("GetTransactionByID", decode_processed_transaction, (transaction_id,))


def config_block() -> Question[Block]:
    """The block with the configuration that is in force."""
    return Question("GetConfigBlock", decode_block, chaincode=CSCC)


def config_of(config_block: Block) -> Config:
    """The configuration in a block.

    Raises:
        MessageError: if the block holds none.
    """
    first = config_block.data[0] if config_block.data else None
    payload = first.payload if isinstance(first, Envelope) else None
    envelope = payload.data if isinstance(payload, Payload) else None
    if isinstance(envelope, ConfigEnvelope) and envelope.config:
        return envelope.config
    number = config_block.header.number
    raise MessageError(f"block {number} holds no channel configuration", next_step="Ask another organisation's peer.")
