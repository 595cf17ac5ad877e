"""A key's metadata: named entries beside its value, of which Fabric uses one, the key's own endorsement policy."""

from collections.abc import Mapping
from typing import Any

from genpon_core.fabric.protos import kvrwset

VALIDATION_PARAMETER = "VALIDATION_PARAMETER"
"""The name of the entry that holds a key's policy."""


def encode_metadata(key: str, entries: Mapping[str, bytes]) -> Any:
    """A `kvrwset.KVMetadataWrite`."""
    return kvrwset.KVMetadataWrite(key=key, entries=[{"name": name, "value": value} for name, value in sorted(entries.items())])


def decode_metadata(stored: bytes | None) -> dict[str, bytes]:
    """Metadata by name, from a stored `kvrwset.KVMetadataWrite`."""
    if stored is None:
        return {}
    return {entry.name: entry.value for entry in kvrwset.KVMetadataWrite.FromString(stored).entries}
