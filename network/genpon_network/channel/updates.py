"""Changes of a channel's configuration: the smallest read and write set that leads from one configuration to another.

The read set names the versions that the change builds on, the write set what it changes, each changed element one version up
(Fabric documentation, "Updating a channel configuration").
"""

from typing import Any

from genpon_core.fabric.protos import configtx
from genpon_network.errors import NetworkError


def compute_update(channel: str, original: Any, updated: Any) -> Any:
    """The `common.ConfigUpdate` from one `common.Config` to another.

    Raises:
        NetworkError: if nothing differs.
    """
    read_set, write_set, changed = _group_update(original.channel_group, updated.channel_group)
    if not changed:
        raise NetworkError("the channel's configuration is already as asked; nothing to update")
    return configtx.ConfigUpdate(channel_id=channel, read_set=read_set, write_set=write_set)


def _group_update(original: Any, updated: Any) -> tuple[Any, Any, bool]:
    read_set, write_set = (configtx.ConfigGroup(version=original.version) for _ in range(2))
    same = configtx.ConfigGroup()
    membership = any(
        [
            _elements(original.policies, updated.policies, write_set.policies, same.policies, configtx.ConfigPolicy),
            _elements(original.values, updated.values, write_set.values, same.values, configtx.ConfigValue),
            _groups(original.groups, updated.groups, read_set.groups, write_set.groups, same.groups),
        ]
    )
    if membership or original.mod_policy != updated.mod_policy:
        for field in ("policies", "values", "groups"):
            for key, value in getattr(same, field).items():
                getattr(read_set, field)[key].CopyFrom(value)
                getattr(write_set, field)[key].CopyFrom(value)
        write_set.version, write_set.mod_policy = original.version + 1, updated.mod_policy
        return read_set, write_set, True
    return read_set, write_set, bool(write_set.policies or write_set.values or write_set.groups)


def _elements(original: Any, updated: Any, written: Any, same: Any, kind: Any) -> bool:
    for key, after in updated.items():
        before = original.get(key)
        if before is not None and _without_version(before, kind) == _without_version(after, kind):
            same[key].CopyFrom(kind(version=before.version))
        else:
            written[key].CopyFrom(_without_version(after, kind))
            written[key].version = 0 if before is None else before.version + 1
    return set(original) != set(updated)


def _without_version(element: Any, kind: Any) -> Any:
    copy = kind()
    copy.CopyFrom(element)
    copy.version = 0
    return copy


def _groups(original: Any, updated: Any, read: Any, written: Any, same: Any) -> bool:
    for key, after in updated.items():
        if key not in original:
            written[key].CopyFrom(_group_update(configtx.ConfigGroup(), after)[1])
            written[key].version, written[key].mod_policy = 0, after.mod_policy
            continue
        read_set, write_set, changed = _group_update(original[key], after)
        if changed:
            read[key].CopyFrom(read_set)
            written[key].CopyFrom(write_set)
        else:
            same[key].CopyFrom(read_set)
    return set(original) != set(updated)
