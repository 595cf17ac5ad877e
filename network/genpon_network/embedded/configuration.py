"""The channel's configuration: who takes part, as the blocks say it, and how another organisation comes in.

A configuration block holds the whole configuration and the update that led to it, signed by administrators of more than half of the
organisations (Fabric documentation, "Updating a channel configuration"); every block's metadata names the latest one.
"""

import copy
from collections.abc import Sequence
from typing import Any

from cryptography import x509
from google.protobuf.message import DecodeError
from google.protobuf.timestamp_pb2 import Timestamp

from genpon_core.fabric.headers import TransactionContext, channel_header
from genpon_core.fabric.protos import common, configtx, msp_config
from genpon_network.channel import organisations as channel_organisations
from genpon_network.channel.groups import application_organisation
from genpon_network.channel.updates import compute_update
from genpon_network.embedded.membership import InvalidMember, Membership, UnknownMember
from genpon_network.embedded.organisations import Organisation
from genpon_network.embedded.store import Store
from genpon_network.embedded.transactions import Code, InvalidTransaction
from genpon_network.errors import NetworkError
from genpon_network.lifecycle.administrators import Administrator
from genpon_network.lifecycle.channel_updates import update_envelope

APPLICATION = "Application"
_SIGNATURES = common.BlockMetadataIndex.Value("SIGNATURES")
_CONFIG = common.HeaderType.Value("CONFIG")


def organisation_group(organisation: Organisation) -> Any:
    """An organisation's `common.ConfigGroup`."""
    authority = organisation.authority
    return application_organisation(channel_organisations.Organisation(authority.msp_id, authority.ca_pem, authority.tls_ca_pem))


def last_config_metadata(number: int) -> bytes:
    """A block's metadata `SIGNATURES`: the number of the latest configuration block, and no signatures."""
    value = common.OrdererBlockMetadata(last_config=common.LastConfig(index=number)).SerializeToString()
    return bytes(common.Metadata(value=value).SerializeToString())


def last_config_number(store: Store) -> int:
    """The number of the latest configuration block."""
    block = common.Block.FromString(store.block(store.height() - 1))
    metadata = common.Metadata.FromString(block.metadata.metadata[_SIGNATURES])
    return int(common.OrdererBlockMetadata.FromString(metadata.value).last_config.index)


def current_config(store: Store) -> Any:
    """The `common.Config` in force."""
    block = common.Block.FromString(store.block(last_config_number(store)))
    payload = common.Payload.FromString(common.Envelope.FromString(block.data.data[0]).payload)
    return configtx.ConfigEnvelope.FromString(payload.data).config


def authorities(config: Any) -> dict[str, x509.Certificate]:
    """The enrolment CA of each organisation, by MSP id."""
    found = {}
    for msp_id, group in config.channel_group.groups[APPLICATION].groups.items():
        described = msp_config.MSPConfig.FromString(group.values["MSP"].value)
        (root,) = msp_config.FabricMSPConfig.FromString(described.config).root_certs
        found[msp_id] = x509.load_pem_x509_certificate(root)
    return found


def addition(channel: str, config: Any, organisation: Organisation, administrators: Sequence[Administrator], now: Timestamp) -> bytes:
    """The envelope of a configuration with one more organisation.

    Raises:
        NetworkError: if it takes part already.
    """
    updated = copy.deepcopy(config)
    application = updated.channel_group.groups[APPLICATION]
    if organisation.spec.msp_id in application.groups:
        raise NetworkError("{msp_id} takes part in {channel} already", msp_id=organisation.spec.msp_id, channel=channel)
    application.groups[organisation.spec.msp_id].CopyFrom(organisation_group(organisation))
    application.version += 1
    updated.sequence += 1
    asked = update_envelope(channel, compute_update(channel, config, updated), administrators)
    context = TransactionContext.new(b"")
    payload = common.Payload(
        header=common.Header(
            channel_header=channel_header(_CONFIG, channel, context.transaction_id, now), signature_header=context.signature_header()
        ),
        data=configtx.ConfigEnvelope(config=updated, last_update=asked).SerializeToString(),
    )
    return bytes(common.Envelope(payload=payload.SerializeToString()).SerializeToString())


def is_configuration(envelope: bytes) -> bool:
    """Whether an envelope's header says that it holds a configuration."""
    try:
        payload = common.Payload.FromString(common.Envelope.FromString(envelope).payload)
        return bool(common.ChannelHeader.FromString(payload.header.channel_header).type == _CONFIG)
    except DecodeError:
        return False


def accepted(envelope: bytes, config: Any, membership: Membership, channel: str) -> Any:
    """The `common.Config` of an envelope, if it follows from the present one by an update that a majority of administrators signed.

    Raises:
        InvalidTransaction: INVALID_CONFIG_TRANSACTION if it does not.
    """
    try:
        payload = common.Payload.FromString(common.Envelope.FromString(envelope).payload)
        proposed = configtx.ConfigEnvelope.FromString(payload.data)
        asked = common.Payload.FromString(proposed.last_update.payload)
        update = configtx.ConfigUpdateEnvelope.FromString(asked.data)
        expected = compute_update(channel, config, proposed.config)
        same = configtx.ConfigUpdate.FromString(update.config_update) == expected
    except (DecodeError, NetworkError):
        raise InvalidTransaction(Code.INVALID_CONFIG_TRANSACTION) from None
    follows = same and proposed.config.sequence == config.sequence + 1
    if not follows or 2 * len(_signers(update, membership)) <= len(config.channel_group.groups[APPLICATION].groups):
        raise InvalidTransaction(Code.INVALID_CONFIG_TRANSACTION)
    return proposed.config


def _signers(update: Any, membership: Membership) -> set[str]:
    """The organisations of which an administrator has signed."""
    found = set()
    for signature in update.signatures:
        try:
            header = common.SignatureHeader.FromString(signature.signature_header)
            member = membership.member(header.creator)
        except (DecodeError, UnknownMember, InvalidMember):
            continue
        if member.role == "admin" and member.has_signed(signature.signature, signature.signature_header + update.config_update):
            found.add(member.msp_id)
    return found
