"""Collection files as Fabric's commands take them (`--collections-config`), read into `PrivateCollection` objects."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from genpon_core.fabric.expressions import parse_rule
from genpon_core.fabric.policies import Rule, SignedBy
from genpon_network.lifecycle.private_collections import PrivateCollection

_Count = Annotated[int, Field(ge=0)]


class _Endorsement(BaseModel):
    model_config = ConfigDict(extra="forbid")

    signature_policy: str = Field(alias="signaturePolicy")


class _Collection(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    policy: str
    required_peer_count: _Count = Field(alias="requiredPeerCount")
    maximum_peer_count: _Count = Field(alias="maxPeerCount")
    block_to_live: _Count = Field(alias="blockToLive", default=0)
    member_only_read: bool = Field(alias="memberOnlyRead", default=False)
    member_only_write: bool = Field(alias="memberOnlyWrite", default=False)
    endorsement_policy: _Endorsement | None = Field(alias="endorsementPolicy", default=None)


_FILE = TypeAdapter(list[_Collection])


def read_collections(content: bytes) -> tuple[PrivateCollection, ...]:
    """The collections of a file.

    Args:
        content: JSON, a list of objects with `name`, `policy` (an OR of members, such as `OR('NagasakiMSP.member', 'TodaMSP.member')`),
            `requiredPeerCount`, `maxPeerCount`, and where wanted `blockToLive`, `memberOnlyRead`, `memberOnlyWrite` and
            `endorsementPolicy` with a `signaturePolicy`.

    Raises:
        ValueError: for the first thing that is wrong, with the place.
    """
    try:
        found = _FILE.validate_json(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        raise ValueError(f"the collections cannot be read: {place}: {first['msg']}") from None
    return tuple(_collection(item) for item in found)


def _collection(item: _Collection) -> PrivateCollection:
    endorsement = item.endorsement_policy
    return PrivateCollection(
        name=item.name,
        members=tuple(_members(item.name, parse_rule(item.policy))),
        required_peer_count=item.required_peer_count,
        maximum_peer_count=item.maximum_peer_count,
        block_to_live=item.block_to_live,
        member_only_read=item.member_only_read,
        member_only_write=item.member_only_write,
        endorsement=None if endorsement is None else parse_rule(endorsement.signature_policy),
    )


def _members(name: str, rule: Rule) -> Iterator[str]:
    if isinstance(rule, SignedBy):
        if rule.role != "member":
            raise ValueError(f"collection {name}: its policy names {rule.msp_id}.{rule.role}; whole organisations are members: use .member")
        yield rule.msp_id
        return
    if rule.n != 1:
        raise ValueError(f"collection {name}: its policy must be an OR of organisations; who endorses is said by endorsementPolicy")
    for part in rule.rules:
        yield from _members(name, part)
