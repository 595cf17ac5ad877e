"""Changes of a channel's configuration, signed by those who must agree (Fabric documentation, "Updating a channel configuration")."""

from collections.abc import Sequence
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp

from genpon_core.fabric.headers import TransactionContext, channel_header
from genpon_core.fabric.protos import common, configtx
from genpon_network.lifecycle.administrators import Administrator
from genpon_network.lifecycle.proposals import signed_envelope


def update_envelope(channel: str, update: Any, administrators: Sequence[Administrator]) -> Any:
    """The `common.Envelope` that asks for a change.

    Args:
        channel: the channel's name.
        update: the `common.ConfigUpdate`, of `genpon_network.channel.updates.compute_update`.
        administrators: all who sign the change; the first also signs the envelope.
    """
    content: bytes = update.SerializeToString(deterministic=True)
    asked = configtx.ConfigUpdateEnvelope(
        config_update=content, signatures=[_signature(administrator, content) for administrator in administrators]
    )
    context = TransactionContext.new(administrators[0].creator)
    timestamp = Timestamp()
    timestamp.GetCurrentTime()
    header = common.Header(
        channel_header=channel_header(common.HeaderType.CONFIG_UPDATE, channel, context.transaction_id, timestamp),
        signature_header=context.signature_header(),
    )
    return signed_envelope(common.Payload(header=header, data=asked.SerializeToString()), administrators[0])


def _signature(administrator: Administrator, content: bytes) -> Any:
    header = TransactionContext.new(administrator.creator).signature_header()
    return configtx.ConfigSignature(signature_header=header, signature=administrator.sign(header + content))
