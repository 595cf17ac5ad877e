"""Endorsement policies of single keys (Fabric documentation, "Setting key-level endorsement policies")."""

from typing import Any

from google.protobuf.message import DecodeError

from genpon_chaincode.shim.errors import PolicyRefusedError
from genpon_core.fabric.policies import ROLES, all_of, signature_policy, signed_by
from genpon_core.fabric.protos import msp_principal, policies

_ENDORSERS = ("member", "peer")
_NAMES = {number: name for name, number in ROLES.items()}


class KeyEndorsementPolicy:
    """The policy that all of some organisations endorse a key's changes, as most keys want it.

    Any other one is made of rules: `signature_policy(out_of(2, signed_by("A", "peer"), …)).SerializeToString()`.

    Args:
        policy: a key's policy, to be changed; empty for a new one.

    Raises:
        PolicyRefusedError: for bytes that are no policy, and for a policy that is not of this kind and would be changed unseen.
    """

    def __init__(self, policy: bytes = b"") -> None:
        self._roles = _read(policy) if policy else {}

    def add_orgs(self, role: str, *msp_ids: str) -> None:
        """Adds organisations, or changes the role that is wanted of them.

        Args:
            role: "peer" for a peer of the organisation, "member" for any of its identities that endorses.
            msp_ids: the organisations' MSP ids.

        Raises:
            PolicyRefusedError: for another role, or an empty MSP id.
        """
        if role not in _ENDORSERS or not all(msp_ids):
            raise PolicyRefusedError(f"an endorser is of an MSP id, in one of the roles {', '.join(_ENDORSERS)}")
        self._roles.update(dict.fromkeys(msp_ids, role))

    def del_orgs(self, *msp_ids: str) -> None:
        """Takes organisations out; those that are not in it change nothing."""
        for msp_id in msp_ids:
            self._roles.pop(msp_id, None)

    def list_orgs(self) -> list[str]:
        """The MSP ids of the organisations, sorted."""
        return sorted(self._roles)

    def policy(self) -> bytes:
        """The policy as `set_state_validation_parameter` takes it.

        Raises:
            PolicyRefusedError: if no organisation is left: a policy of nobody lets anybody write.
        """
        if not self._roles:
            raise PolicyRefusedError("a policy needs an organisation; b'' takes a key's policy away, and the chaincode's counts again")
        rule = all_of(*(signed_by(msp_id, self._roles[msp_id]) for msp_id in self.list_orgs()))
        return bytes(signature_policy(rule).SerializeToString())


def read_policy(data: bytes) -> Any:
    """A policy's bytes as a `SignaturePolicyEnvelope`.

    Raises:
        PolicyRefusedError: if they are none. Peers take anything, and then refuse every later write of the key.
    """
    try:
        envelope = policies.SignaturePolicyEnvelope.FromString(data)
    except DecodeError:
        envelope = policies.SignaturePolicyEnvelope()
    if envelope.rule.WhichOneof("Type") is None:
        raise PolicyRefusedError("a key's policy is a serialized SignaturePolicyEnvelope")
    return envelope


def _read(data: bytes) -> dict[str, str]:
    envelope = read_policy(data)
    rule = envelope.rule.n_out_of
    wanted = sorted(part.signed_by for part in rule.rules if part.WhichOneof("Type") == "signed_by")
    if rule.n != len(rule.rules) or wanted != list(range(len(envelope.identities))):
        raise PolicyRefusedError("the policy is not of the kind 'all of these organisations'; read it as a SignaturePolicyEnvelope")
    roles = [_role(principal) for principal in envelope.identities]
    if not all(role.role in _NAMES for role in roles):
        raise PolicyRefusedError("the policy names a role that Fabric does not have")
    return {role.msp_identifier: _NAMES[role.role] for role in roles}


def _role(principal: Any) -> Any:
    if principal.principal_classification != msp_principal.MSPPrincipal.ROLE:
        raise PolicyRefusedError("the policy names other principals than roles of organisations")
    try:
        return msp_principal.MSPRole.FromString(principal.principal)
    except DecodeError:
        raise PolicyRefusedError("the policy cannot be read") from None
