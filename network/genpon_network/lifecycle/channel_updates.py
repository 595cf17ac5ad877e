"""Changes of a channel's configuration, signed by those who must agree (Fabric documentation, "Updating a channel configuration")."""

import time
from collections.abc import Sequence
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp

from genpon_core.fabric.headers import TransactionContext, channel_header
from genpon_core.fabric.protos import common, configtx
from genpon_network.errors import NetworkError, UnreachableError
from genpon_network.lifecycle.administrators import Administrator
from genpon_network.lifecycle.connections import Connection
from genpon_network.lifecycle.orderers import broadcast
from genpon_network.lifecycle.peers import PeerAdministration
from genpon_network.lifecycle.proposals import signed_envelope

PATIENCE = 30.0
"""Seconds that orderers are waited for, which may be choosing a leader."""
PAUSE = 0.2


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


def channel_configuration(peer: PeerAdministration, channel: str) -> Any:
    """The `common.Config` by which a peer goes.

    Raises:
        NetworkError: if it has not joined, or refuses.
        UnreachableError: if it does not answer.
    """
    return configtx.Config.FromString(peer.call("cscc", "GetChannelConfig", channel.encode(), channel=channel))


def submit_update(orderers: Sequence[Connection], channel: str, update: Any, administrators: Sequence[Administrator]) -> None:
    """Has a change ordered: it is given to one orderer, since each would make another transaction of it.

    Args:
        orderers: those to try, one after another until one answers.
        channel: the channel's name.
        update: the `common.ConfigUpdate`.
        administrators: all who sign the change.

    Raises:
        NetworkError: if the orderer refuses it, for lack of signatures or since the configuration has changed meanwhile.
        UnreachableError: if none answers in time.
    """
    envelope = update_envelope(channel, update, administrators)
    deadline = time.monotonic() + PATIENCE
    while True:
        errors = []
        for orderer in orderers:
            try:
                return broadcast(orderer, envelope)
            except NetworkError as error:
                # One that is behind refuses a change of what it has not got yet.
                errors.append(error)
        refusals = [error for error in errors if not isinstance(error, UnreachableError)]
        if refusals or time.monotonic() > deadline:
            raise [*refusals, *errors][0]
        time.sleep(PAUSE)
