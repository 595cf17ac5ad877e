"""Organisations' membership service providers, as a channel's configuration holds them."""

from dataclasses import dataclass, field
from typing import Any

from genpon.blocks.reading import Kinds, Message, Undecoded
from genpon_core.fabric.protos import msp_config


@dataclass(frozen=True, kw_only=True)
class FabricOUIdentifier(Message):
    """An organisational unit, under a CA's certificate where that is given."""

    PROTO = msp_config.FabricOUIdentifier

    certificate: bytes
    organizational_unit_identifier: str


@dataclass(frozen=True, kw_only=True)
class FabricNodeOUs(Message):
    """The units that tell clients, peers, administrators and orderers apart."""

    PROTO = msp_config.FabricNodeOUs

    enable: bool
    client_ou_identifier: FabricOUIdentifier | None
    peer_ou_identifier: FabricOUIdentifier | None
    admin_ou_identifier: FabricOUIdentifier | None
    orderer_ou_identifier: FabricOUIdentifier | None


@dataclass(frozen=True, kw_only=True)
class FabricCryptoConfig(Message):
    """The hash functions of an MSP."""

    PROTO = msp_config.FabricCryptoConfig

    signature_hash_family: str
    identity_identifier_hash_function: str


@dataclass(frozen=True, kw_only=True)
class KeyInfo(Message):
    """A private key of a node's own configuration; a channel's configuration never has one."""

    PROTO = msp_config.KeyInfo

    key_identifier: str
    key_material: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class SigningIdentityInfo(Message):
    """The signing identity of a node's own configuration; a channel's configuration never has one."""

    PROTO = msp_config.SigningIdentityInfo

    public_signer: bytes
    private_signer: KeyInfo | None


@dataclass(frozen=True, kw_only=True)
class FabricMSPConfig(Message):
    """An organisation whose members have X.509 certificates; all certificates are PEM."""

    PROTO = msp_config.FabricMSPConfig

    name: str
    root_certs: tuple[bytes, ...]
    intermediate_certs: tuple[bytes, ...]
    admins: tuple[bytes, ...]
    revocation_list: tuple[bytes, ...]
    signing_identity: SigningIdentityInfo | None
    organizational_unit_identifiers: tuple[FabricOUIdentifier, ...]
    crypto_config: FabricCryptoConfig | None
    tls_root_certs: tuple[bytes, ...]
    tls_intermediate_certs: tuple[bytes, ...]
    fabric_node_ous: FabricNodeOUs | None


@dataclass(frozen=True, kw_only=True)
class IdemixMSPSignerConfig(Message):
    """The signing identity of an anonymous member's own configuration; a channel's configuration never has one."""

    PROTO = msp_config.IdemixMSPSignerConfig

    cred: bytes
    sk: bytes = field(repr=False)
    organizational_unit_identifier: str
    role: int
    enrollment_id: str
    credential_revocation_information: bytes


@dataclass(frozen=True, kw_only=True)
class IdemixMSPConfig(Message):
    """An organisation whose members are anonymous (Identity Mixer)."""

    PROTO = msp_config.IdemixMSPConfig

    name: str
    ipk: bytes
    signer: IdemixMSPSignerConfig | None
    revocation_pk: bytes
    epoch: int


@dataclass(frozen=True, kw_only=True)
class MSPConfig(Message):
    """An organisation's MSP; `type` is 0 for X.509, 1 for Identity Mixer."""

    PROTO = msp_config.MSPConfig

    type: int
    config: FabricMSPConfig | IdemixMSPConfig | Undecoded | None

    @classmethod
    def inner(cls, message: Any) -> Kinds:
        """The MSP by its type."""
        kinds: dict[int, type[Message]] = {0: FabricMSPConfig, 1: IdemixMSPConfig}
        return {"config": kinds.get(message.type, "an MSP of an unknown type")}
