"""Block 0 of an embedded ledger: a channel configuration with the organisations' authorities and policies."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from google.protobuf.timestamp_pb2 import Timestamp

from genpon_core.fabric.headers import NONCE_SIZE
from genpon_core.fabric.protos import configtx
from genpon_network.channel.genesis import genesis_block
from genpon_network.embedded.configuration import APPLICATION, organisation_group
from genpon_network.embedded.organisations import Organisation


def genesis_envelope(channel: str, organisations: Sequence[Organisation], now: datetime) -> bytes:
    """The one envelope of block 0."""
    group = configtx.ConfigGroup()
    for organisation in organisations:
        group.groups[APPLICATION].groups[organisation.spec.msp_id].CopyFrom(organisation_group(organisation))
    timestamp = Timestamp(seconds=int(now.timestamp()))
    block = genesis_block(channel, group, timestamp=timestamp, nonce=secrets.token_bytes(NONCE_SIZE))
    return bytes(block.data.data[0])
