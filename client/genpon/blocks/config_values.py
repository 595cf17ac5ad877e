"""The values of a channel's configuration (Fabric documentation, "Channel configuration")."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from genpon.blocks.msp import MSPConfig
from genpon.blocks.policies import Policy
from genpon.blocks.reading import Kinds, Message, Undecoded
from genpon_core.fabric.protos import (
    common_configuration,
    etcdraft_configuration,
    orderer_configuration,
    peer_configuration,
    smartbft_configuration,
)


@dataclass(frozen=True, kw_only=True)
class HashingAlgorithm(Message):
    """The hash function of the channel's blocks."""

    PROTO = common_configuration.HashingAlgorithm

    name: str


@dataclass(frozen=True, kw_only=True)
class BlockDataHashingStructure(Message):
    """How a block's data is hashed; Fabric knows one way."""

    PROTO = common_configuration.BlockDataHashingStructure

    width: int


@dataclass(frozen=True, kw_only=True)
class OrdererAddresses(Message):
    """Orderers, as `host:port`."""

    PROTO = common_configuration.OrdererAddresses

    addresses: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Consortium(Message):
    """The name of the consortium that made the channel (Fabric before 3.0)."""

    PROTO = common_configuration.Consortium

    name: str


@dataclass(frozen=True, kw_only=True)
class Capability(Message):
    """A capability that is switched on; it has no fields."""

    PROTO = common_configuration.Capability


@dataclass(frozen=True, kw_only=True)
class Capabilities(Message):
    """What every node must be able to do, such as `V3_0`."""

    PROTO = common_configuration.Capabilities

    capabilities: Mapping[str, Capability]


@dataclass(frozen=True, kw_only=True)
class Consenter(Message):
    """A BFT orderer; `id` is the identifier in its signatures under blocks."""

    PROTO = common_configuration.Consenter

    id: int
    host: str
    port: int
    msp_id: str
    identity: bytes
    client_tls_cert: bytes
    server_tls_cert: bytes


@dataclass(frozen=True, kw_only=True)
class Orderers(Message):
    """The BFT orderers."""

    PROTO = common_configuration.Orderers

    consenter_mapping: tuple[Consenter, ...]


@dataclass(frozen=True, kw_only=True)
class RaftConsenter(Message):
    """A Raft orderer."""

    PROTO = etcdraft_configuration.Consenter

    host: str
    port: int
    client_tls_cert: bytes
    server_tls_cert: bytes


@dataclass(frozen=True, kw_only=True)
class RaftOptions(Message):
    """How Raft orderers work together."""

    PROTO = etcdraft_configuration.Options

    tick_interval: str
    election_tick: int
    heartbeat_tick: int
    max_inflight_blocks: int
    snapshot_interval_size: int


@dataclass(frozen=True, kw_only=True)
class RaftConfigMetadata(Message):
    """The Raft orderers and their options."""

    PROTO = etcdraft_configuration.ConfigMetadata

    consenters: tuple[RaftConsenter, ...]
    options: RaftOptions | None


@dataclass(frozen=True, kw_only=True)
class BftOptions(Message):
    """How BFT orderers work together."""

    PROTO = smartbft_configuration.Options

    request_batch_max_count: int
    request_batch_max_bytes: int
    request_batch_max_interval: str
    incoming_message_buffer_size: int
    request_pool_size: int
    request_forward_timeout: str
    request_complain_timeout: str
    request_auto_remove_timeout: str
    request_max_bytes: int
    view_change_resend_interval: str
    view_change_timeout: str
    leader_heartbeat_timeout: str
    leader_heartbeat_count: int
    collect_timeout: str
    sync_on_start: bool
    speed_up_view_change: bool
    leader_rotation: str
    decisions_per_leader: int


@dataclass(frozen=True, kw_only=True)
class ConsensusType(Message):
    """How the channel is ordered: `etcdraft` or `BFT`, and with which options."""

    PROTO = orderer_configuration.ConsensusType

    type: str
    metadata: RaftConfigMetadata | BftOptions | Undecoded | None
    state: str

    @classmethod
    def inner(cls, message: Any) -> Kinds:
        """The options by the type of consensus."""
        kinds: dict[str, type[Message]] = {"etcdraft": RaftConfigMetadata, "BFT": BftOptions}
        return {"metadata": kinds.get(message.type, "options of an unknown kind of consensus")}


@dataclass(frozen=True, kw_only=True)
class BatchSize(Message):
    """When a block is full."""

    PROTO = orderer_configuration.BatchSize

    max_message_count: int
    absolute_max_bytes: int
    preferred_max_bytes: int


@dataclass(frozen=True, kw_only=True)
class BatchTimeout(Message):
    """How long a block waits to be full, such as `2s`."""

    PROTO = orderer_configuration.BatchTimeout

    timeout: str


@dataclass(frozen=True, kw_only=True)
class KafkaBrokers(Message):
    """Brokers of an ordering service that Fabric no longer has."""

    PROTO = orderer_configuration.KafkaBrokers

    brokers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ChannelRestrictions(Message):
    """How many channels there may be; 0 is any number."""

    PROTO = orderer_configuration.ChannelRestrictions

    max_count: int


@dataclass(frozen=True, kw_only=True)
class AnchorPeer(Message):
    """A peer that other organisations' peers find first."""

    PROTO = peer_configuration.AnchorPeer

    host: str
    port: int


@dataclass(frozen=True, kw_only=True)
class AnchorPeers(Message):
    """An organisation's anchor peers."""

    PROTO = peer_configuration.AnchorPeers

    anchor_peers: tuple[AnchorPeer, ...]


@dataclass(frozen=True, kw_only=True)
class APIResource(Message):
    """The policy of one of the peer's calls."""

    PROTO = peer_configuration.APIResource

    policy_ref: str


@dataclass(frozen=True, kw_only=True)
class ACLs(Message):
    """Who may make which of the peer's calls."""

    PROTO = peer_configuration.ACLs

    acls: Mapping[str, APIResource]


KINDS: Mapping[str, type[Message]] = {
    "ACLs": ACLs,
    "AnchorPeers": AnchorPeers,
    "BatchSize": BatchSize,
    "BatchTimeout": BatchTimeout,
    "BlockDataHashingStructure": BlockDataHashingStructure,
    "Capabilities": Capabilities,
    "ChannelCreationPolicy": Policy,
    "ChannelRestrictions": ChannelRestrictions,
    "ConsensusType": ConsensusType,
    "Consortium": Consortium,
    "Endpoints": OrdererAddresses,
    "HashingAlgorithm": HashingAlgorithm,
    "KafkaBrokers": KafkaBrokers,
    "MSP": MSPConfig,
    "OrdererAddresses": OrdererAddresses,
    "Orderers": Orderers,
}
"""What a configuration value of a name holds."""
