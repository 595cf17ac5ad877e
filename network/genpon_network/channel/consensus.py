"""The two ways to agree on blocks: BFT (the default) and Raft.

BFT's timers are shorter than the release's: with these a dead leader is replaced in some three seconds instead of 25, and where a second
orderer dies while a first one has just come back, blocks are cut again after at most ten seconds or so instead of half a minute.
`BatchTimeout` says nothing to BFT, which cuts blocks by `RequestBatchMaxInterval`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from genpon_core.fabric.identities import SerializedIdentity
from genpon_core.fabric.protos import (
    common_configuration,
    etcdraft_configuration,
    msp_principal,
    orderer_configuration,
    policies,
    smartbft_configuration,
)
from genpon_network.channel.organisations import Consenter
from genpon_network.channel.values import add_implicit_policy, add_signature_policy, add_value, encode

BLOCK_VALIDATION = "BlockValidation"


@dataclass(frozen=True, slots=True)
class Batch:
    """When a block is cut: after a time in milliseconds, a number of transactions, or a size in bytes."""

    timeout_ms: int = 200
    max_messages: int = 500
    max_bytes: int = 10 << 20
    preferred_bytes: int = 2 << 20


class Consensus(Protocol):
    """A way to agree on blocks."""

    def configure(self, group: Any, batch: Batch) -> None:
        """Adds its values and the policy on a block's signatures to the orderer group."""


@dataclass(frozen=True, slots=True)
class Bft:
    """SmartBFT: n orderers of which any f = (n − 1) / 3 may fail or lie."""

    consenters: Sequence[Consenter]

    def configure(self, group: Any, batch: Batch) -> None:
        """Adds the consenters, the timers, and a policy of a quorum of the consenters' own signatures."""
        mapping = [_bft_consenter(consenter) for consenter in self.consenters]
        add_value(group, "Orderers", common_configuration.Orderers(consenter_mapping=mapping))
        metadata = encode(_bft_options(batch))
        add_value(group, "ConsensusType", orderer_configuration.ConsensusType(type="BFT", metadata=metadata))
        add_signature_policy(group, BLOCK_VALIDATION, self._quorum_of_signatures())

    def _quorum_of_signatures(self) -> Any:
        rules = [policies.SignaturePolicy(signed_by=index) for index in range(len(self.consenters))]
        rule = policies.SignaturePolicy(n_out_of=policies.SignaturePolicy.NOutOf(n=quorum(len(self.consenters)), rules=rules))
        return policies.SignaturePolicyEnvelope(rule=rule, identities=[_identity(consenter) for consenter in self.consenters])


@dataclass(frozen=True, slots=True)
class Raft:
    """etcd's Raft: withstands the crash of less than half of the orderers, and no lie."""

    consenters: Sequence[Consenter]

    def configure(self, group: Any, batch: Batch) -> None:  # noqa: ARG002 - Raft cuts blocks by the group's own batch values
        """Adds the consenters and the timers; one orderer's signature makes a block."""
        options = etcdraft_configuration.Options(
            tick_interval="100ms", election_tick=10, heartbeat_tick=1, max_inflight_blocks=5, snapshot_interval_size=16 << 20
        )
        members = [
            etcdraft_configuration.Consenter(
                host=consenter.endpoint.host,
                port=consenter.endpoint.port,
                client_tls_cert=consenter.tls_pem,
                server_tls_cert=consenter.tls_pem,
            )
            for consenter in self.consenters
        ]
        metadata = encode(etcdraft_configuration.ConfigMetadata(consenters=members, options=options))
        add_value(group, "ConsensusType", orderer_configuration.ConsensusType(type="etcdraft", metadata=metadata))
        add_implicit_policy(group, BLOCK_VALIDATION, "ANY", "Writers")


def quorum(orderers: int) -> int:
    """How many of n orderers must sign a block: ⌈(n + f + 1) / 2⌉ with f = (n − 1) / 3."""
    faulty = (orderers - 1) // 3
    return math.ceil((orderers + faulty + 1) / 2)


def _identity(consenter: Consenter) -> Any:
    principal = SerializedIdentity(consenter.msp_id, consenter.identity_pem).to_bytes()
    return msp_principal.MSPPrincipal(principal_classification=msp_principal.MSPPrincipal.IDENTITY, principal=principal)


def _bft_consenter(consenter: Consenter) -> Any:
    return common_configuration.Consenter(
        id=consenter.number,
        host=consenter.endpoint.host,
        port=consenter.endpoint.port,
        msp_id=consenter.msp_id,
        identity=consenter.identity_pem,
        client_tls_cert=consenter.tls_pem,
        server_tls_cert=consenter.tls_pem,
    )


def _bft_options(batch: Batch) -> Any:
    return smartbft_configuration.Options(
        request_batch_max_count=batch.max_messages,
        request_batch_max_bytes=batch.max_bytes,
        request_batch_max_interval=f"{batch.timeout_ms}ms",
        request_max_bytes=batch.max_bytes,
        incoming_message_buffer_size=200,
        request_pool_size=100_000,
        request_forward_timeout="500ms",
        request_complain_timeout="2s",
        request_auto_remove_timeout="3m0s",
        view_change_resend_interval="500ms",
        view_change_timeout="3s",
        leader_heartbeat_timeout="4s",
        leader_heartbeat_count=10,
        collect_timeout="1s",
        # Unset is "unspecified"; rotation would change the leader every few blocks, for no gain here.
        leader_rotation=smartbft_configuration.Options.ROTATION_OFF,
    )
