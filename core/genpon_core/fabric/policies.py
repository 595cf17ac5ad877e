"""Signature policies: built, written as `common.SignaturePolicyEnvelope`, and evaluated (Fabric documentation, "Endorsement policies")."""

from collections.abc import Iterable, Sequence
from typing import Any

from genpon_core.fabric.protos import msp_principal, policies

ROLES = {"member": 0, "admin": 1, "client": 2, "peer": 3, "orderer": 4}


def n_out_of(n: int, msp_ids: Sequence[str], role: str = "member") -> Any:
    """A `SignaturePolicyEnvelope` that wants the signatures of `n` of the named organisations, each by a member in the role."""
    identities = [_principal(msp_id, role) for msp_id in msp_ids]
    rules = [policies.SignaturePolicy(signed_by=index) for index in range(len(identities))]
    rule = policies.SignaturePolicy(n_out_of=policies.SignaturePolicy.NOutOf(n=n, rules=rules))
    return policies.SignaturePolicyEnvelope(version=0, rule=rule, identities=identities)


def unsatisfiable() -> Any:
    """The policy that nobody can satisfy, one of no signatures: a key under it keeps its value for ever."""
    rule = policies.SignaturePolicy(n_out_of=policies.SignaturePolicy.NOutOf(n=1, rules=[]))
    return policies.SignaturePolicyEnvelope(version=0, rule=rule, identities=[])


def is_satisfied(envelope: Any, signers: Iterable[tuple[str, str]]) -> bool:
    """Whether a `SignaturePolicyEnvelope` is satisfied by signers, given as (MSP id, role), each role a key of `ROLES`.

    A signer counts once within one evaluation, and "member" is matched by every role.
    """
    available = list(signers)
    return _evaluate(envelope.rule, envelope.identities, available, [False] * len(available))


def _evaluate(rule: Any, identities: Any, signers: list[tuple[str, str]], used: list[bool]) -> bool:
    if rule.WhichOneof("Type") == "signed_by":
        for index, signer in enumerate(signers):
            if not used[index] and _matches(identities[rule.signed_by], signer):
                used[index] = True
                return True
        return False
    satisfied = 0
    for sub_rule in rule.n_out_of.rules:
        attempt = list(used)
        if _evaluate(sub_rule, identities, signers, attempt):
            satisfied += 1
            used[:] = attempt
    return bool(satisfied >= rule.n_out_of.n)


def _matches(principal: Any, signer: tuple[str, str]) -> bool:
    role = msp_principal.MSPRole.FromString(principal.principal)
    return role.msp_identifier == signer[0] and role.role in (ROLES["member"], ROLES[signer[1]])


def _principal(msp_id: str, role: str) -> Any:
    message = msp_principal.MSPRole(msp_identifier=msp_id, role=ROLES[role])
    return msp_principal.MSPPrincipal(principal_classification=msp_principal.MSPPrincipal.ROLE, principal=message.SerializeToString())
