"""Keys of the world state: which are allowed, and composite keys (Fabric documentation, "Chaincode API")."""

from collections.abc import Sequence

from genpon_chaincode.shim.errors import KeyRefusedError

_NUL = "\x00"
_LAST = "\U0010ffff"
_FIRST_PLAIN = "\x01"


def check_key(key: str) -> str:
    """A plain or a whole composite key, if it is one.

    Raises:
        KeyRefusedError: for an empty key, one that only begins like a composite key, and one with lone surrogates.
    """
    if not key:
        raise KeyRefusedError("a key must not be empty")
    if key[0] == _NUL and not _is_composite(key):
        raise KeyRefusedError("a key must not begin with U+0000; make composite keys with create_composite_key")
    _check_text(key)
    return key


def check_name(name: str, what: str) -> None:
    """Refuses an empty name.

    Raises:
        KeyRefusedError: if the name is empty or has lone surrogates.
    """
    if not name:
        raise KeyRefusedError(f"the {what} must not be empty")
    _check_text(name)


def check_chaincode(name: str, channel: str) -> str:
    """The name of a chaincode to call, as peers take it: `name`, or `name/channel`.

    Raises:
        KeyRefusedError: for an empty name, and for one that would name a version or a channel of its own.
    """
    check_name(name, "chaincode's name")
    if any(mark in part for mark in "/:" for part in (name, channel)):
        raise KeyRefusedError("names of chaincodes and channels hold neither '/' nor ':'; name the channel apart")
    return f"{name}/{channel}" if channel else name


def check_range(start: str, end: str) -> tuple[str, str]:
    """The bounds of a range of plain keys; an empty start leaves the composite keys out, an empty end has no bound.

    Raises:
        KeyRefusedError: for bounds that reach into the composite keys.
    """
    for bound in (start, end):
        if bound[:1] == _NUL:
            raise KeyRefusedError("a range's bounds must not begin with U+0000; read composite keys by their parts")
        _check_text(bound)
    return start or _FIRST_PLAIN, end


def create_composite_key(object_type: str, attributes: Sequence[str]) -> str:
    """A key made of a type and attributes, in which none can run into the next.

    Raises:
        KeyRefusedError: for an empty type, and for parts with U+0000, U+10FFFF or lone surrogates.
    """
    check_name(object_type, "composite key's type")
    parts = (object_type, *attributes)
    for part in parts:
        if _NUL in part or _LAST in part:
            raise KeyRefusedError("the parts of a composite key must not hold U+0000 or U+10FFFF")
        _check_text(part)
    return _NUL + "".join(part + _NUL for part in parts)


def split_composite_key(key: str) -> tuple[str, list[str]]:
    """The type and the attributes of a composite key.

    Raises:
        KeyRefusedError: for a key that is not composite.
    """
    if not _is_composite(key):
        raise KeyRefusedError("the key is not a composite key")
    object_type, *attributes = key[1:-1].split(_NUL)
    return object_type, attributes


def composite_range(object_type: str, attributes: Sequence[str]) -> tuple[str, str]:
    """The bounds of a range over all composite keys that begin with these parts."""
    start = create_composite_key(object_type, attributes)
    return start, start + _LAST


def all_composite_keys() -> tuple[str, str]:
    """The bounds of a range over all composite keys."""
    return _NUL, _NUL + _LAST


def _is_composite(key: str) -> bool:
    return len(key) > 2 and key[0] == _NUL and key[1] != _NUL and key[-1] == _NUL


def _check_text(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise KeyRefusedError("keys and names must not hold lone surrogates") from None
