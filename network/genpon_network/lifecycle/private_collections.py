"""Private data collections: who keeps a chaincode's private values, and who must endorse them (Fabric documentation, "Private data").

Every organisation also has an implicit collection of its own in every chaincode, `_implicit_org_` and its MSP id, which is never declared.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from genpon_core.fabric.policies import Rule, any_of, signature_policy, signed_by
from genpon_core.fabric.protos import peer_collection, peer_policy

_NAME = re.compile("[A-Za-z0-9-][A-Za-z0-9_-]*")
_IMPLICIT = "_implicit_org_"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateCollection:
    """A collection to be declared.

    Attributes:
        name: its name in the chaincode.
        members: the MSP ids of the organisations whose peers keep its values.
        required_peer_count: to how many other members' peers an endorsing peer must hand a value before it endorses.
        maximum_peer_count: to how many it tries to; by default to as many as there are members.
        block_to_live: after how many further blocks values are deleted; 0 for never.
        member_only_read: whether only the members' clients may read values.
        member_only_write: whether only the members' clients may write.
        endorsement: who must endorse its writes; by default whom the chaincode's policy names.
    """

    name: str
    members: tuple[str, ...]
    required_peer_count: int = 0
    maximum_peer_count: int | None = None
    block_to_live: int = 0
    member_only_read: bool = True
    member_only_write: bool = True
    endorsement: Rule | None = None

    @property
    def most_peers(self) -> int:
        """To how many other peers an endorsing peer tries to hand a value."""
        return max(self.required_peer_count, len(self.members)) if self.maximum_peer_count is None else self.maximum_peer_count

    def message(self) -> Any:
        """The `protos.StaticCollectionConfig`."""
        members = signature_policy(any_of(*(signed_by(msp_id) for msp_id in self.members)))
        message = peer_collection.StaticCollectionConfig(
            name=self.name,
            member_orgs_policy=peer_collection.CollectionPolicyConfig(signature_policy=members),
            required_peer_count=self.required_peer_count,
            maximum_peer_count=self.most_peers,
            block_to_live=self.block_to_live,
            member_only_read=self.member_only_read,
            member_only_write=self.member_only_write,
        )
        if self.endorsement is not None:
            policy = peer_policy.ApplicationPolicy(signature_policy=signature_policy(self.endorsement))
            message.endorsement_policy.CopyFrom(policy)
        return message


def check_collections(collections: Sequence[PrivateCollection], organisations: Iterable[str]) -> None:
    """Checks what peers would refuse to approve.

    Args:
        collections: the collections of one chaincode.
        organisations: the MSP ids of the channel's members.

    Raises:
        ValueError: for the first that is wrong.
    """
    known = set(organisations)
    names = [item.name for item in collections]
    for item in collections:
        if not _NAME.fullmatch(item.name):
            raise ValueError(f"{item.name!r} is no name for a collection; use letters, digits, - and _, with no _ at the beginning")
        if names.count(item.name) > 1:
            raise ValueError(f"two collections have the name {item.name}")
        if not item.members or not known.issuperset(item.members):
            strangers = ", ".join(sorted(set(item.members) - known)) or "nobody"
            raise ValueError(f"collection {item.name}: its members must be organisations of the channel, which {strangers} is not")
        if item.required_peer_count < 0 or item.block_to_live < 0:
            raise ValueError(f"collection {item.name}: required_peer_count and block_to_live must not be negative")
        if item.most_peers < item.required_peer_count:
            raise ValueError(f"collection {item.name}: maximum_peer_count must not be less than required_peer_count")


def collection_package(collections: Iterable[PrivateCollection]) -> Any:
    """The `protos.CollectionConfigPackage` of a chaincode's collections."""
    return peer_collection.CollectionConfigPackage(config=[{"static_collection_config": item.message()} for item in collections])


def implicit_name(msp_id: str) -> str:
    """The name of an organisation's implicit collection."""
    return f"{_IMPLICIT}{msp_id}"


def implicit_collection(name: str, organisations: Iterable[str]) -> PrivateCollection | None:
    """The implicit collection of that name, which its organisation alone keeps and endorses; None if there is no such organisation."""
    for msp_id in organisations:
        if name == implicit_name(msp_id):
            return PrivateCollection(
                name=name, members=(msp_id,), member_only_read=False, member_only_write=False, endorsement=signed_by(msp_id, "peer")
            )
    return None
