r"""Canonical JSON: one value, one sequence of bytes (RFC 8785), read back strictly.

What is signed must mean the same everywhere, so the JSON here is a small part of JSON: no floats, no duplicate keys, integers that every
language holds exactly (±(2^53−1)), text without characters that change or hide what a reader sees. Text is never normalised: legal names
use compatibility ideographs and variation selectors that normalisation would rewrite.

>>> encode({"b": 1, "a": "神"})
b'{"a":"\xe7\xa5\x9e","b":1}'
>>> decode(b'{"a": 1}')
{'a': 1}
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from json.encoder import encode_basestring
from typing import NoReturn

import rfc8785

from genpon_core.errors import Refusal
from genpon_core.texts import check_text, field_name, is_accepted

__all__ = ["MAX_DEPTH", "MAX_INTEGER", "Encodable", "Json", "check", "check_text", "decode", "digest", "encode", "encode_checked"]

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]
Encodable = None | bool | int | str | Sequence["Encodable"] | Mapping[str, "Encodable"]

MAX_INTEGER = 2**53 - 1
MAX_DEPTH = 32
_Path = tuple["_Path", str | int] | None
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,15}")


def encode(value: Encodable) -> bytes:
    """The canonical JSON of a value, as RFC 8785 defines it.

    Args:
        value: null, booleans, integers, text, lists and mappings with text keys.

    Raises:
        Refusal: for any other type, integers beyond 2^53−1, more than 32 levels, and text that `check_text` refuses.
    """
    check(value)
    return encode_checked(value)


def check(value: Encodable) -> None:
    """Refuses a value that nobody may sign.

    Raises:
        Refusal: as `encode`.
    """
    _check(value, None, MAX_DEPTH)


def encode_checked(value: Encodable) -> bytes:
    """The canonical JSON of a value that `check` has let pass, in whole or in its parts.

    The standard library writes the same bytes six times faster, except for the order of keys: it sorts code points where RFC 8785,
    section 3.2.3, sorts UTF-16 code units. The two differ only from U+E000 on; texts with such characters take the slower way.
    """
    if isinstance(value, str):
        return encode_basestring(value).encode()
    text = _ENCODER.encode(value)
    if not text.isascii() and _ORDERED_OTHERWISE.search(text) is not None:
        return rfc8785.dumps(value)
    return text.encode()


def decode(data: bytes, *, limit: int = 1 << 20, canonical: bool = False) -> Json:
    """The value of JSON bytes, read strictly.

    Args:
        data: UTF-8 without a byte order mark.
        limit: the largest size let in, in bytes.
        canonical: whether bytes that are not exactly their value's canonical form are refused.

    Raises:
        Refusal: `json.*` or `text.*`, which names what is wrong and where.
    """
    if len(data) > limit:
        raise Refusal("json.too_large", {"size": len(data), "limit": limit})
    try:
        text = data.decode("utf-8")
        value: Json = _DECODER.decode(text)
    except UnicodeDecodeError as error:
        raise Refusal("json.not_utf8", {"position": error.start}) from None
    except json.JSONDecodeError as error:
        raise Refusal("json.syntax", {"position": error.pos}) from None
    except RecursionError:
        raise Refusal("json.too_deep", {"limit": MAX_DEPTH}) from None
    if not _is_plain(text):
        _check(value, None, MAX_DEPTH)
    if canonical and encode_checked(value) != data:
        raise Refusal("json.not_canonical")
    return value


def digest(value: Encodable) -> str:
    """The SHA-256 of a value's canonical JSON, in lower-case hexadecimal."""
    return hashlib.sha256(encode(value)).hexdigest()


def _is_plain(text: str) -> bool:
    """Whether a text that was decoded cannot hold what `_check` refuses.

    Without escapes, every character of its strings stands there as it is; nothing nests deeper than there are brackets that open; and
    numbers were checked when they were read. Most of what is signed is of this kind, and walking through it costs more than reading it.
    """
    return "\\" not in text and text.count("{") + text.count("[") <= MAX_DEPTH and is_accepted(text)


def _check(value: object, path: _Path, levels: int) -> None:
    """Refuses what the bytes alone do not show: deep nesting, foreign types, unsafe integers and text."""
    if isinstance(value, str):
        if not is_accepted(value):
            check_text(value, field=_spelled(path))
    elif isinstance(value, int):
        if not -MAX_INTEGER <= value <= MAX_INTEGER:
            raise Refusal("json.integer_too_large", {"field": _spelled(path)})
    elif isinstance(value, dict | list | tuple):
        if levels == 0:
            raise Refusal("json.too_deep", {"limit": MAX_DEPTH})
        _check_members(value, path, levels - 1)
    elif value is not None:
        raise Refusal("json.type", {"field": _spelled(path), "type": type(value).__name__})


def _check_members(value: dict[object, object] | Sequence[object], path: _Path, levels: int) -> None:
    if not isinstance(value, dict):
        for index, member in enumerate(value):
            _check(member, (path, index), levels)
        return
    for key, member in value.items():
        if not isinstance(key, str):
            raise Refusal("json.type", {"field": _spelled(path), "type": type(key).__name__})
        _check(key, path, levels)
        _check(member, (path, key), levels)


def _spelled(path: _Path) -> str:
    """A path as text, such as `$.content.parties[0]`; made only for a refusal."""
    if path is None:
        return "$"
    parent, step = path
    return _spelled(parent) + (f"[{step}]" if isinstance(step, int) else f".{field_name(step)}")


def _members(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    members = dict(pairs)
    if len(members) != len(pairs):
        seen: set[str] = set()
        repeated = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise Refusal("json.duplicate_key", {"field": field_name(repeated)})
    return members


def _integer(text: str) -> int:
    """An integer in its one spelling; `-0` has no integer of its own, and long digits are refused before they cost time."""
    if _INTEGER.fullmatch(text) is None:
        raise Refusal("json.number", {"reason": "negative_zero"}) if text == "-0" else Refusal("json.integer_too_large")
    number = int(text)
    if not -MAX_INTEGER <= number <= MAX_INTEGER:
        raise Refusal("json.integer_too_large")
    return number


def _float(_text: str) -> NoReturn:
    raise Refusal("json.number", {"reason": "not_an_integer"})


def _constant(_text: str) -> NoReturn:
    raise Refusal("json.number", {"reason": "not_a_number"})


_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
_ORDERED_OTHERWISE = re.compile("[\ue000-\U0010ffff]")
_DECODER = json.JSONDecoder(object_pairs_hook=_members, parse_int=_integer, parse_float=_float, parse_constant=_constant)
