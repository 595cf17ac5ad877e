"""Keys: which are let through, and composite keys (Fabric documentation, "Chaincode API": composite keys begin with U+0000)."""

from collections.abc import Sequence

_COMPOSITE = "\x00"
_LAST = "\U0010ffff"
_FIRST_SIMPLE = "\x01"


def check_key(key: str) -> str:
    """A simple or a composite key, if it is one.

    Raises:
        ValueError: for an empty key, and for one that begins like a composite key and is none.
    """
    if not key:
        raise ValueError("a key must not be empty")
    if key.startswith(_COMPOSITE):
        split_composite_key(key)
    return key


def check_range(start: str, end: str) -> tuple[str, str]:
    """The bounds of a range of simple keys; an open start leaves composite keys out."""
    for bound in (start, end):
        if bound.startswith(_COMPOSITE):
            raise ValueError("a range of simple keys must not begin with U+0000")
    return start or _FIRST_SIMPLE, end


def create_composite_key(object_type: str, attributes: Sequence[str]) -> str:
    """A key made of an object type and attributes, in which none can run into the next.

    Raises:
        ValueError: for an empty object type, and for U+0000 or U+10FFFF in a part.
    """
    if not object_type:
        raise ValueError("a composite key's object type must not be empty")
    for part in (object_type, *attributes):
        if _COMPOSITE in part or _LAST in part:
            raise ValueError("U+0000 and U+10FFFF must not be in a part of a composite key")
    return _COMPOSITE + "".join(part + _COMPOSITE for part in (object_type, *attributes))


def split_composite_key(key: str) -> tuple[str, list[str]]:
    """Object type and attributes of a composite key.

    Raises:
        ValueError: if it is no composite key.
    """
    parts = key.split(_COMPOSITE)
    if len(parts) < 3 or parts[0] or parts[-1]:
        raise ValueError("not a composite key")
    return parts[1], parts[2:-1]


def composite_range(object_type: str, attributes: Sequence[str]) -> tuple[str, str]:
    """First and last key of all composite keys that begin with these parts."""
    prefix = create_composite_key(object_type, attributes)
    return prefix, prefix + _LAST
