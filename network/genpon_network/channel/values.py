"""Policies and values of configuration groups, and how messages become bytes.

Bytes are deterministic, so that every organisation computes the same genesis block from the same description.
"""

from collections.abc import Iterable
from typing import Any

from genpon_core.fabric.policies import n_out_of
from genpon_core.fabric.protos import common_configuration, configtx, policies

ADMINS = "Admins"
_RULES = {"ANY": 0, "ALL": 1, "MAJORITY": 2}


def encode(message: Any) -> bytes:
    """A message's bytes, maps in the order of their keys."""
    return bytes(message.SerializeToString(deterministic=True))


def add_value(group: Any, key: str, message: Any) -> None:
    """Sets a group's value; it is changed by the group's administrators."""
    group.values[key].CopyFrom(configtx.ConfigValue(value=encode(message), mod_policy=ADMINS))


def add_implicit_policy(group: Any, key: str, rule: str, sub_policy: str) -> None:
    """Sets a policy that wants ANY, ALL or a MAJORITY of the sub-groups' policies of some name."""
    meta = policies.ImplicitMetaPolicy(sub_policy=sub_policy, rule=_RULES[rule])
    _add_policy(group, key, policies.Policy.IMPLICIT_META, meta)


def add_role_policy(group: Any, key: str, msp_id: str, roles: Iterable[str]) -> None:
    """Sets a policy that one signature of an organisation's member in one of the roles satisfies."""
    combined = policies.SignaturePolicyEnvelope()
    for index, role in enumerate(roles):
        combined.identities.extend(n_out_of(1, [msp_id], role).identities)
        combined.rule.n_out_of.rules.add(signed_by=index)
    combined.rule.n_out_of.n = 1
    add_signature_policy(group, key, combined)


def add_signature_policy(group: Any, key: str, envelope: Any) -> None:
    """Sets a policy of signatures."""
    _add_policy(group, key, policies.Policy.SIGNATURE, envelope)


def add_capability(group: Any, capability: str) -> None:
    """Sets the one capability level that a group's members must have."""
    message = common_configuration.Capabilities()
    message.capabilities[capability].SetInParent()
    add_value(group, "Capabilities", message)


def _add_policy(group: Any, key: str, kind: int, message: Any) -> None:
    policy = policies.Policy(type=kind, value=encode(message))
    group.policies[key].CopyFrom(configtx.ConfigPolicy(policy=policy, mod_policy=ADMINS))
