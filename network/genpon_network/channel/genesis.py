"""A channel's first block."""

import hashlib
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp

from genpon_core.fabric.headers import transaction_id
from genpon_core.fabric.protos import common, configtx
from genpon_network.channel.values import encode

MESSAGE_VERSION = 1


def genesis_block(channel: str, group: Any, *, timestamp: Timestamp, nonce: bytes) -> Any:
    """The `common.Block` that a channel begins with.

    Args:
        channel: the channel's name.
        group: the root group of its configuration.
        timestamp: when it is made; stands in the block.
        nonce: 24 bytes; the block's one transaction id comes from it. All organisations must be given the same block.
    """
    header = common.ChannelHeader(
        type=common.HeaderType.CONFIG,
        version=MESSAGE_VERSION,
        channel_id=channel,
        timestamp=timestamp,
        tx_id=transaction_id(nonce, b""),
    )
    payload = common.Payload(
        header=common.Header(
            channel_header=encode(header),
            signature_header=encode(common.SignatureHeader(nonce=nonce)),
        ),
        data=encode(configtx.ConfigEnvelope(config=configtx.Config(channel_group=group))),
    )
    return _block(encode(common.Envelope(payload=encode(payload))))


def _block(envelope: bytes) -> Any:
    block = common.Block(
        header=common.BlockHeader(number=0, data_hash=hashlib.sha256(envelope).digest()),
        data=common.BlockData(data=[envelope]),
    )
    metadata = [b""] * len(common.BlockMetadataIndex.keys())
    metadata[common.BlockMetadataIndex.LAST_CONFIG] = encode(common.Metadata(value=encode(common.LastConfig(index=0))))
    signed = common.OrdererBlockMetadata(last_config=common.LastConfig(index=0))
    metadata[common.BlockMetadataIndex.SIGNATURES] = encode(common.Metadata(value=encode(signed)))
    block.metadata.metadata.extend(metadata)
    return block
