"""Signature policies: built, written as `common.SignaturePolicyEnvelope`, and evaluated (Fabric documentation, "Endorsement policies")."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from genpon_core.fabric.protos import msp_principal, policies

ROLES = {"member": 0, "admin": 1, "client": 2, "peer": 3, "orderer": 4}


@dataclass(frozen=True, slots=True)
class SignedBy:
    """A rule: one signature of an organisation's member in a role."""

    msp_id: str
    role: str


@dataclass(frozen=True, slots=True)
class OutOf:
    """A rule: at least `n` of some rules."""

    n: int
    rules: tuple["Rule", ...]


Rule = SignedBy | OutOf


def signed_by(msp_id: str, role: str = "member") -> SignedBy:
    """The rule that an organisation signs.

    Args:
        msp_id: the organisation's MSP id.
        role: one of `ROLES`; any identity of the organisation is a member.

    Raises:
        ValueError: for an empty MSP id or an unknown role.
    """
    if not msp_id or role not in ROLES:
        raise ValueError(f"a signature is of an MSP id, in one of the roles {', '.join(ROLES)}")
    return SignedBy(msp_id, role)


def out_of(n: int, *rules: Rule) -> OutOf:
    """The rule that at least `n` of the rules hold, each by signatures of its own.

    Raises:
        ValueError: for fewer than one, which anybody would satisfy, and more than there are rules, which nobody could.
    """
    if not 1 <= n <= len(rules):
        raise ValueError(f"{n} out of {len(rules)} rules is no policy")
    return OutOf(n, rules)


def all_of(*rules: Rule) -> OutOf:
    """The rule that all the rules hold (AND)."""
    return out_of(len(rules), *rules)


def any_of(*rules: Rule) -> OutOf:
    """The rule that one of the rules holds (OR)."""
    return out_of(1, *rules)


def organisations_of(rule: Rule) -> set[str]:
    """The MSP ids of the organisations whose signatures can count for a rule."""
    return {rule.msp_id} if isinstance(rule, SignedBy) else {msp_id for part in rule.rules for msp_id in organisations_of(part)}


def signature_policy(rule: Rule) -> Any:
    """A rule as a `SignaturePolicyEnvelope`; `SerializeToString()` gives the bytes that keys and definitions take."""
    principals: dict[SignedBy, int] = {}
    message = _message(rule, principals)
    return policies.SignaturePolicyEnvelope(version=0, rule=message, identities=[_principal(signer) for signer in principals])


def n_out_of(n: int, msp_ids: Sequence[str], role: str = "member") -> Any:
    """A `SignaturePolicyEnvelope` that wants the signatures of `n` of the named organisations, each by a member in the role."""
    return signature_policy(out_of(n, *(signed_by(msp_id, role) for msp_id in msp_ids)))


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


def _message(rule: Rule, principals: dict[SignedBy, int]) -> Any:
    if isinstance(rule, SignedBy):
        return policies.SignaturePolicy(signed_by=principals.setdefault(rule, len(principals)))
    rules = [_message(part, principals) for part in rule.rules]
    return policies.SignaturePolicy(n_out_of=policies.SignaturePolicy.NOutOf(n=rule.n, rules=rules))


def _principal(signer: SignedBy) -> Any:
    message = msp_principal.MSPRole(msp_identifier=signer.msp_id, role=ROLES[signer.role])
    return msp_principal.MSPPrincipal(principal_classification=msp_principal.MSPPrincipal.ROLE, principal=message.SerializeToString())
