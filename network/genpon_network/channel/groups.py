"""The groups of a channel's configuration (Fabric documentation, "Channel configuration (configtx)")."""

from collections.abc import Sequence
from typing import Any

from genpon_core.fabric.protos import common_configuration, configtx, orderer_configuration, peer_configuration
from genpon_network.channel.consensus import Batch, Consensus
from genpon_network.channel.msp import msp_message
from genpon_network.channel.organisations import Organisation
from genpon_network.channel.values import ADMINS, add_capability, add_implicit_policy, add_role_policy, add_value

CHANNEL_CAPABILITY = "V3_0"
ORDERER_CAPABILITY = "V2_0"
APPLICATION_CAPABILITY = "V2_5"
_WHOLE_BLOCK = 2**32 - 1
"""The only width of Fabric's block data hash that is valid: all transactions in one hash."""


def channel_group(organisations: Sequence[Organisation], consensus: Consensus, batch: Batch) -> Any:
    """The root group of a channel's configuration."""
    group = _group()
    _add_member_policies(group)
    add_value(group, "HashingAlgorithm", common_configuration.HashingAlgorithm(name="SHA256"))
    add_value(group, "BlockDataHashingStructure", common_configuration.BlockDataHashingStructure(width=_WHOLE_BLOCK))
    add_capability(group, CHANNEL_CAPABILITY)
    group.groups["Orderer"].CopyFrom(_orderer_group(organisations, consensus, batch))
    group.groups["Application"].CopyFrom(_application_group(organisations))
    return group


def application_organisation(organisation: Organisation) -> Any:
    """An organisation's group among those that endorse and query."""
    group = _organisation(organisation)
    add_role_policy(group, "Readers", organisation.msp_id, ["member"])
    add_role_policy(group, "Writers", organisation.msp_id, ["admin", "client"])
    add_role_policy(group, "Endorsement", organisation.msp_id, ["peer"])
    if organisation.anchor_peers:
        anchors = [peer_configuration.AnchorPeer(host=anchor.host, port=anchor.port) for anchor in organisation.anchor_peers]
        add_value(group, "AnchorPeers", peer_configuration.AnchorPeers(anchor_peers=anchors))
    return group


def orderer_organisation(organisation: Organisation) -> Any:
    """An organisation's group among those that order."""
    group = _organisation(organisation)
    add_role_policy(group, "Readers", organisation.msp_id, ["member"])
    add_role_policy(group, "Writers", organisation.msp_id, ["admin", "orderer"])
    addresses = [str(endpoint) for endpoint in organisation.orderers]
    add_value(group, "Endpoints", common_configuration.OrdererAddresses(addresses=addresses))
    return group


def _orderer_group(organisations: Sequence[Organisation], consensus: Consensus, batch: Batch) -> Any:
    group = _group()
    _add_member_policies(group)
    size = orderer_configuration.BatchSize(
        max_message_count=batch.max_messages, absolute_max_bytes=batch.max_bytes, preferred_max_bytes=batch.preferred_bytes
    )
    add_value(group, "BatchSize", size)
    add_value(group, "BatchTimeout", orderer_configuration.BatchTimeout(timeout=f"{batch.timeout_ms}ms"))
    add_value(group, "ChannelRestrictions", orderer_configuration.ChannelRestrictions())
    add_capability(group, ORDERER_CAPABILITY)
    consensus.configure(group, batch)
    for organisation in organisations:
        if organisation.orderers:
            group.groups[organisation.msp_id].CopyFrom(orderer_organisation(organisation))
    return group


def _application_group(organisations: Sequence[Organisation]) -> Any:
    group = _group()
    _add_member_policies(group)
    for policy in ("Endorsement", "LifecycleEndorsement"):
        add_implicit_policy(group, policy, "MAJORITY", "Endorsement")
    add_capability(group, APPLICATION_CAPABILITY)
    for organisation in organisations:
        group.groups[organisation.msp_id].CopyFrom(application_organisation(organisation))
    return group


def _organisation(organisation: Organisation) -> Any:
    group = _group()
    add_role_policy(group, "Admins", organisation.msp_id, ["admin"])
    add_value(group, "MSP", msp_message(organisation))
    return group


def _group() -> Any:
    return configtx.ConfigGroup(mod_policy=ADMINS)


def _add_member_policies(group: Any) -> None:
    add_implicit_policy(group, "Readers", "ANY", "Readers")
    add_implicit_policy(group, "Writers", "ANY", "Writers")
    add_implicit_policy(group, "Admins", "MAJORITY", "Admins")
