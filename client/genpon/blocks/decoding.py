"""Bytes, or messages of the gateway's streams, into what they hold."""

from typing import Any, TypeVar

from genpon.blocks.block import Block, BlockAndPrivateData, FilteredBlock, ProcessedTransaction
from genpon.blocks.envelopes import Envelope
from genpon.blocks.reading import Message, Undecoded, open_bytes
from genpon.gateway.errors import MessageError

M = TypeVar("M", bound=Message)


def decode_block(block: Any) -> Block:
    """A block.

    Args:
        block: a `common.Block`: its bytes, or the message itself, as a stream of block events gives it.

    Raises:
        MessageError: if the bytes are no block. What is wrong inside a block raises nothing: it stands there as `Undecoded`.
    """
    return decode(Block, block)


def decode_filtered_block(block: Any) -> FilteredBlock:
    """A block without its contents: a `protos.FilteredBlock`. See `decode_block`."""
    return decode(FilteredBlock, block)


def decode_block_and_private_data(block: Any) -> BlockAndPrivateData:
    """A block with private data: a `protos.BlockAndPrivateData`. See `decode_block`."""
    return decode(BlockAndPrivateData, block)


def decode_processed_transaction(transaction: Any) -> ProcessedTransaction:
    """A transaction with its validation code: a `protos.ProcessedTransaction`. See `decode_block`."""
    return decode(ProcessedTransaction, transaction)


def decode_envelope(envelope: Any) -> Envelope:
    """A transaction, such as `Transaction.envelope` of the gateway: a `common.Envelope`. See `decode_block`."""
    return decode(Envelope, envelope)


def decode(kind: type[M], source: Any) -> M:
    """What bytes or a message hold, of any kind of message. See `decode_block`."""
    name = kind.PROTO.DESCRIPTOR.full_name
    found = open_bytes(kind, source) if isinstance(source, bytes) else kind.read(source, 0)
    if isinstance(found, Undecoded):
        raise MessageError(f"the bytes are no {name}: {found.reason}", next_step="Give what a peer answered, unchanged.")
    return found
