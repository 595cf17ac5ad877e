"""A channel's configuration and its updates (Fabric documentation, "Channel configuration")."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from genpon.blocks.config_values import KINDS
from genpon.blocks.identities import SignatureHeader
from genpon.blocks.policies import Policy
from genpon.blocks.reading import Kinds, Message, Undecoded, open_bytes, read_fields
from genpon_core.fabric.protos import configtx


@dataclass(frozen=True, kw_only=True)
class ConfigValue(Message):
    """One value; what it holds is known by its name in the group, such as `BatchSize` (see `genpon.blocks.config_values`)."""

    PROTO = configtx.ConfigValue

    version: int
    value: Message | Undecoded | None
    mod_policy: str

    @classmethod
    def inner(cls, message: Any) -> Kinds:  # noqa: ARG003 - overrides
        """Nothing is known without the name; see `ConfigGroup`."""
        return {"value": "a configuration value of an unknown name"}


@dataclass(frozen=True, kw_only=True)
class ConfigPolicy(Message):
    """One policy."""

    PROTO = configtx.ConfigPolicy

    version: int
    policy: Policy | None
    mod_policy: str


@dataclass(frozen=True, kw_only=True)
class ConfigGroup(Message):
    """A part of the configuration: the channel, its orderers, its applications, or one organisation among those."""

    PROTO = configtx.ConfigGroup

    version: int
    groups: Mapping[str, "ConfigGroup"]
    values: Mapping[str, ConfigValue]
    policies: Mapping[str, ConfigPolicy]
    mod_policy: str

    @classmethod
    def read(cls, message: Any, depth: int) -> Self:
        """The group, each value read as what its name says."""
        fields = read_fields(cls, message, depth)
        return cls(**fields | {"values": {name: _named(name, value, depth + 1) for name, value in fields["values"].items()}})


@dataclass(frozen=True, kw_only=True)
class Config(Message):
    """A channel's whole configuration; `sequence` counts its updates."""

    PROTO = configtx.Config

    sequence: int
    channel_group: ConfigGroup


@dataclass(frozen=True, kw_only=True)
class ConfigSignature(Message):
    """An administrator's signature, over the signature header followed by the update."""

    PROTO = configtx.ConfigSignature

    signature_header: SignatureHeader | Undecoded
    signature: bytes


@dataclass(frozen=True, kw_only=True)
class ConfigUpdate(Message):
    """A change: what it rests on, and what it writes."""

    PROTO = configtx.ConfigUpdate

    channel_id: str
    read_set: ConfigGroup | None
    write_set: ConfigGroup | None
    isolated_data: Mapping[str, bytes]


@dataclass(frozen=True, kw_only=True)
class ConfigUpdateEnvelope(Message):
    """A change and the signatures for it."""

    PROTO = configtx.ConfigUpdateEnvelope

    config_update: ConfigUpdate | Undecoded
    signatures: tuple[ConfigSignature, ...]


def _named(name: str, value: ConfigValue, depth: int) -> ConfigValue:
    kind = KINDS.get(name)
    if kind is None or not isinstance(value.value, Undecoded):
        return value
    read = open_bytes(kind, value.value.data, depth)
    return ConfigValue(version=value.version, value=read, mod_policy=value.mod_policy, unknown_fields=value.unknown_fields)
