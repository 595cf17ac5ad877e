"""What was decoded, as JSON that loses nothing.

Dataclasses become objects with the same fields; bytes become base64; times become texts in RFC 3339. What could not be decoded is
`{"undecoded": base64, "expected": …, "reason": …}`, and `unknown_fields` is only there where a message has some.
"""

import base64
import dataclasses
import json
from collections.abc import Callable
from typing import Any

from genpon.blocks.envelopes import Timestamp
from genpon.blocks.reading import Message, Undecoded


def to_data(value: Any) -> Any:
    """Anything that was decoded, as what `json` writes: dictionaries, lists, texts, numbers, truth values and None."""
    for kind, render in _RENDERED.items():
        if isinstance(value, kind):
            return render(value)
    return value


def to_json(value: Any, *, indent: int | None = None) -> str:
    """Anything that was decoded, as JSON text; the same bytes always give the same text."""
    return json.dumps(to_data(value), ensure_ascii=False, indent=indent)


def _fields(message: Message) -> dict[str, Any]:
    shown = {field.name: to_data(getattr(message, field.name)) for field in dataclasses.fields(message) if field.name != "unknown_fields"}
    return shown | ({"unknown_fields": to_data(message.unknown_fields)} if message.unknown_fields else {})


def _undecoded(value: Undecoded) -> dict[str, Any]:
    return {"undecoded": to_data(value.data), "expected": value.expected, "reason": value.reason}


def _timestamp(value: Timestamp) -> Any:
    return str(value) if value.is_moment and not value.unknown_fields else _fields(value)


_RENDERED: dict[type, Callable[[Any], Any]] = {
    bytes: lambda value: base64.b64encode(value).decode(),
    Timestamp: _timestamp,
    Message: _fields,
    tuple: lambda value: [to_data(item) for item in value],
    dict: lambda value: {str(key): to_data(item) for key, item in value.items()},
    Undecoded: _undecoded,
}
