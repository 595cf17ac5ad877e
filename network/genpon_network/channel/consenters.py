"""A consenter's certificates in a channel's configuration: where they stand, and how they are replaced by newer ones.

BFT knows an orderer by its identity's certificate, byte for byte; Raft by the key of its TLS certificate.
"""

from dataclasses import dataclass
from typing import Any

from genpon_core.fabric.identities import SerializedIdentity
from genpon_core.fabric.protos import common_configuration, configtx, etcdraft_configuration, orderer_configuration, policies
from genpon_network.channel.consensus import BLOCK_VALIDATION
from genpon_network.channel.values import encode


@dataclass(frozen=True, slots=True)
class ConsenterCertificates:
    """An orderer's certificates, PEM: the one that it signs blocks with, and TLS's."""

    identity: bytes
    tls: bytes


def with_consenter_renewed(config: Any, msp_id: str, before: ConsenterCertificates, after: ConsenterCertificates) -> Any:
    """A copy of a `common.Config` with a consenter's newer certificates wherever its older ones stand.

    Args:
        config: the configuration.
        msp_id: the orderer's organisation.
        before: its certificates until now.
        after: its certificates from now on.
    """
    changed = configtx.Config()
    changed.CopyFrom(config)
    group = changed.channel_group.groups["Orderer"]
    if "Orderers" in group.values:
        _renew_mapping(group.values["Orderers"], before, after)
    _renew_raft(group.values["ConsensusType"], before, after)
    _renew_policy(group.policies[BLOCK_VALIDATION].policy, msp_id, before, after)
    return changed


def _renew_mapping(value: Any, before: ConsenterCertificates, after: ConsenterCertificates) -> None:
    orderers = common_configuration.Orderers.FromString(value.value)
    for consenter in orderers.consenter_mapping:
        if consenter.identity == before.identity:
            consenter.identity = after.identity
            consenter.client_tls_cert = consenter.server_tls_cert = after.tls
    value.value = encode(orderers)


def _renew_raft(value: Any, before: ConsenterCertificates, after: ConsenterCertificates) -> None:
    consensus = orderer_configuration.ConsensusType.FromString(value.value)
    if consensus.type != "etcdraft":
        return
    metadata = etcdraft_configuration.ConfigMetadata.FromString(consensus.metadata)
    for consenter in metadata.consenters:
        if consenter.server_tls_cert == before.tls:
            consenter.client_tls_cert = consenter.server_tls_cert = after.tls
    consensus.metadata = encode(metadata)
    value.value = encode(consensus)


def _renew_policy(policy: Any, msp_id: str, before: ConsenterCertificates, after: ConsenterCertificates) -> None:
    if policy.type != policies.Policy.SIGNATURE:
        return
    signers = policies.SignaturePolicyEnvelope.FromString(policy.value)
    old, new = (SerializedIdentity(msp_id, each.identity).to_bytes() for each in (before, after))
    for principal in signers.identities:
        if principal.principal == old:
            principal.principal = new
    policy.value = encode(signers)
