"""Endorsement policies of a transaction: the chaincode's, and those of single keys (Fabric documentation, "Endorsement policies").

A key that has a policy of its own is checked against that alone; any other key, and a transaction that writes nothing, against the
chaincode's. A key whose policy an earlier transaction of the same block changes cannot be written again in that block.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from google.protobuf.message import DecodeError

from genpon_core.fabric.policies import is_satisfied
from genpon_core.fabric.protos import policies
from genpon_network.embedded.definition import Definitions
from genpon_network.embedded.key_metadata import VALIDATION_PARAMETER, decode_metadata
from genpon_network.embedded.membership import InvalidMember, Membership, UnknownMember
from genpon_network.embedded.spaces import Space
from genpon_network.embedded.store import Entry, View
from genpon_network.embedded.transactions import Code, InvalidTransaction, Transaction


def key_policy(entry: Entry | None) -> bytes:
    """A key's own policy, a serialized `common.SignaturePolicyEnvelope`; empty if it has none."""
    return b"" if entry is None else decode_metadata(entry.metadata).get(VALIDATION_PARAMETER, b"")


def satisfied(policy: bytes, signers: Iterable[tuple[str, str]]) -> bool:
    """Whether signers, as (MSP id, role), satisfy a serialized policy; one that cannot be read is satisfied by nobody."""
    try:
        return is_satisfied(_envelope(policy), signers)
    except (DecodeError, IndexError):
        return False


@lru_cache(maxsize=256)
def _envelope(policy: bytes) -> Any:
    return policies.SignaturePolicyEnvelope.FromString(policy)


class BlockPolicies:
    """The policy checks of one block's transactions, in their order."""

    def __init__(self, definitions: Definitions, membership: Membership, view: View) -> None:
        self._definitions = definitions
        self._membership = membership
        self._view = view
        self._changed: set[tuple[Space, str]] = set()

    def check(self, item: Transaction, sets: Mapping[Space, Any]) -> None:
        """Checks a transaction: each chaincode that it writes to, and the one that it calls.

        Raises:
            InvalidTransaction: if a policy is not satisfied, or it writes to a chaincode that is not defined.
        """
        written = {space: keys for space, writes in sets.items() if (keys := _written(writes))}
        called = {space.namespace for space in written} | {item.chaincode_name}
        if not called <= self._definitions.keys():
            raise InvalidTransaction(Code.INVALID_CHAINCODE)
        signers = self._signers(item)
        policies = {policy for space, keys in written.items() for policy in self._policies(space, keys)}
        policies |= {self._definitions[name].policy for name in called if not any(space.namespace == name for space in written)}
        if not all(satisfied(policy, signers) for policy in policies):
            raise InvalidTransaction(Code.ENDORSEMENT_POLICY_FAILURE)
        for space, writes in sets.items():
            self._changed.update((space, write.key) for write in writes.metadata_writes)

    def _policies(self, space: Space, keys: Sequence[str]) -> Iterator[bytes]:
        general = self._definitions[space.namespace].general_policy(space.collection, self._membership.organisations)
        for key in keys:
            # Neither a key whose policy has just changed nor a collection that is not there can be endorsed by anybody.
            if (space, key) in self._changed or general is None:
                raise InvalidTransaction(Code.ENDORSEMENT_POLICY_FAILURE)
            yield key_policy(self._view.get(space.stored, key)) or general

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
