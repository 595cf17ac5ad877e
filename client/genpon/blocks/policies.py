"""Policies of channels and keys, and the principals that they name (Fabric documentation, "Policies")."""

from dataclasses import dataclass, field
from typing import Any

from genpon.blocks.identities import Identity
from genpon.blocks.reading import Kinds, Message, Undecoded, derived, enum_name
from genpon_core.fabric.protos import msp_principal, policies


@dataclass(frozen=True, kw_only=True)
class MSPRole(Message):
    """Every member of an organisation in one role: `MEMBER`, `ADMIN`, `CLIENT`, `PEER` or `ORDERER`."""

    PROTO = msp_principal.MSPRole

    msp_identifier: str
    role: str


@dataclass(frozen=True, kw_only=True)
class OrganizationUnit(Message):
    """Every member of an organisation's unit."""

    PROTO = msp_principal.OrganizationUnit

    msp_identifier: str
    organizational_unit_identifier: str
    certifiers_identifier: bytes


@dataclass(frozen=True, kw_only=True)
class MSPIdentityAnonymity(Message):
    """Every member that is `NOMINAL` or `ANONYMOUS`."""

    PROTO = msp_principal.MSPIdentityAnonymity

    anonymity_type: str


@dataclass(frozen=True, kw_only=True)
class CombinedPrincipal(Message):
    """Whoever is all of these at once."""

    PROTO = msp_principal.CombinedPrincipal

    principals: tuple["MSPPrincipal", ...]


@dataclass(frozen=True, kw_only=True)
class MSPPrincipal(Message):
    """Whom a signature policy counts; `principal_classification` says which kind of principal it is."""

    PROTO = msp_principal.MSPPrincipal

    principal_classification: str
    principal: MSPRole | OrganizationUnit | Identity | MSPIdentityAnonymity | CombinedPrincipal | Undecoded | None

    @classmethod
    def inner(cls, message: Any) -> Kinds:
        """The principal by its classification."""
        kinds: dict[int, type[Message]] = {0: MSPRole, 1: OrganizationUnit, 2: Identity, 3: MSPIdentityAnonymity, 4: CombinedPrincipal}
        return {"principal": kinds.get(message.principal_classification, "a principal of an unknown classification")}


@dataclass(frozen=True, kw_only=True)
class NOutOf(Message):
    """A rule that wants `n` of its rules to hold."""

    PROTO = policies.SignaturePolicy.NOutOf

    n: int
    rules: tuple["SignaturePolicy", ...]


@dataclass(frozen=True, kw_only=True)
class SignaturePolicy(Message):
    """A rule: the signature of one principal, by its position in the envelope, or `n` of several rules."""

    PROTO = policies.SignaturePolicy

    signed_by: int | None
    n_out_of: NOutOf | None


@dataclass(frozen=True, kw_only=True)
class SignaturePolicyEnvelope(Message):
    """Whose signatures are wanted."""

    PROTO = policies.SignaturePolicyEnvelope

    version: int
    rule: SignaturePolicy
    identities: tuple[MSPPrincipal, ...]


@dataclass(frozen=True, kw_only=True)
class ImplicitMetaPolicy(Message):
    """`ANY`, `ALL` or the `MAJORITY` of the policies of that name in the groups below."""

    PROTO = policies.ImplicitMetaPolicy

    sub_policy: str
    rule: str


@dataclass(frozen=True, kw_only=True)
class Policy(Message):
    """A policy of a channel; `type` is `SIGNATURE` or `IMPLICIT_META`."""

    PROTO = policies.Policy

    type: str = field(metadata=derived(lambda message: enum_name(policies.Policy.PolicyType.DESCRIPTOR, message.type)))
    value: SignaturePolicyEnvelope | ImplicitMetaPolicy | Undecoded | None

    @classmethod
    def inner(cls, message: Any) -> Kinds:
        """The policy by its type."""
        kinds: dict[int, type[Message]] = {1: SignaturePolicyEnvelope, 3: ImplicitMetaPolicy}
        return {"value": kinds.get(message.type, "a policy of an unknown type")}
