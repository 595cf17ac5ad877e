"""Endorsement policies of a transaction: the chaincode's, and those of single keys (Fabric documentation, "Endorsement policies").

A key that has a policy of its own is checked against that alone; any other key, and a transaction that writes nothing, against the
chaincode's. A key whose policy an earlier transaction of the same block changes cannot be written again in that block.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from google.protobuf.message import DecodeError

from genpon_core.fabric.policies import is_satisfied
from genpon_core.fabric.protos import policies
from genpon_network.embedded.definition import Definition, Definitions
from genpon_network.embedded.key_metadata import VALIDATION_PARAMETER, decode_metadata
from genpon_network.embedded.membership import InvalidMember, Membership, UnknownMember
from genpon_network.embedded.store import Entry, View
from genpon_network.embedded.transactions import Code, InvalidTransaction, Transaction


def key_policy(entry: Entry | None) -> bytes:
    """A key's own policy, a serialized `common.SignaturePolicyEnvelope`; empty if it has none."""
    return b"" if entry is None else decode_metadata(entry.metadata).get(VALIDATION_PARAMETER, b"")


def satisfied(policy: bytes, signers: Iterable[tuple[str, str]]) -> bool:
    """Whether signers, as (MSP id, role), satisfy a serialized policy; one that cannot be read is satisfied by nobody."""
    try:
        return is_satisfied(policies.SignaturePolicyEnvelope.FromString(policy), signers)
    except (DecodeError, IndexError):
        return False


class BlockPolicies:
    """The policy checks of one block's transactions, in their order."""

    def __init__(self, definitions: Definitions, membership: Membership, view: View) -> None:
        self._definitions = definitions
        self._membership = membership
        self._view = view
        self._changed: set[tuple[str, str]] = set()

    def check(self, item: Transaction, write_sets: Mapping[str, Any]) -> None:
        """Checks a transaction: each chaincode that it writes to, and the one that it calls.

        Raises:
            InvalidTransaction: if a policy is not satisfied, or it writes to a chaincode that is not defined.
        """
        written = {namespace: keys for namespace, writes in write_sets.items() if (keys := _written(writes))}
        written.setdefault(item.chaincode_name, [])
        if not written.keys() <= self._definitions.keys():
            raise InvalidTransaction(Code.INVALID_CHAINCODE)
        signers = self._signers(item)
        for namespace, keys in written.items():
            self._check_keys(self._definitions[namespace], keys, signers)
        for namespace, writes in write_sets.items():
            self._changed.update((namespace, write.key) for write in writes.metadata_writes)

    def _check_keys(self, definition: Definition, keys: list[str], signers: list[tuple[str, str]]) -> None:
        chaincode_policy_applies = not keys
        for key in keys:
            if (definition.name, key) in self._changed:
                raise InvalidTransaction(Code.ENDORSEMENT_POLICY_FAILURE)
            own = key_policy(self._view.get(definition.name, key))
            chaincode_policy_applies = chaincode_policy_applies or not own
            if own and not satisfied(own, signers):
                raise InvalidTransaction(Code.ENDORSEMENT_POLICY_FAILURE)
        if chaincode_policy_applies and not is_satisfied(definition.policy, signers):
            raise InvalidTransaction(Code.ENDORSEMENT_POLICY_FAILURE)

    def _signers(self, item: Transaction) -> list[tuple[str, str]]:
        found: dict[bytes, tuple[str, str]] = {}
        for endorsement in item.endorsements:
            if endorsement.endorser in found:
                continue
            try:
                member = self._membership.member(endorsement.endorser)
            except (UnknownMember, InvalidMember):
                continue
            if member.has_signed(endorsement.signature, item.payload + endorsement.endorser):
                found[endorsement.endorser] = (member.msp_id, member.role)
        return list(found.values())


def _written(writes: Any) -> list[str]:
    return list(dict.fromkeys([*(write.key for write in writes.writes), *(write.key for write in writes.metadata_writes)]))
