"""From Fabric's protobuf messages to frozen dataclasses: one reader for all kinds of message.

A dataclass names its message in `PROTO` and has the message's fields under their names there. The annotation says what becomes of a field:
a kind of message (also where the message has bytes that hold one), a tuple of them, a mapping; an enumeration becomes its value's name.
"""

import dataclasses
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Self, TypeVar

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import DecodeError
from google.protobuf.unknown_fields import UnknownFieldSet

# Fabric's own messages need less than 20 levels; without a limit, bytes that hold bytes that hold bytes would exhaust the stack.
DEEPEST = 100
_DERIVED = "derived"
_NAME = "field"

M = TypeVar("M", bound="Message")
Read = Callable[[Any, int], Any]
Kinds = Mapping[str, "type[Message] | str"]
"""For fields of bytes: the kind of message that they hold, or why none is known."""


@dataclass(frozen=True, slots=True)
class Undecoded:
    """Bytes kept as they are, because nobody knows what they hold, or they do not hold what they should.

    Attributes:
        expected: the full name of the protobuf message that should be there; empty where that is not known.
        reason: why it was not decoded.
        data: the bytes.
    """

    expected: str
    reason: str
    data: bytes


@dataclass(frozen=True, kw_only=True)
class Message:
    """The base of what is decoded from one protobuf message.

    Attributes:
        unknown_fields: the message's fields that this version of Genpon does not know, in protobuf's wire format; nearly always empty.
    """

    PROTO: ClassVar[Any]

    unknown_fields: bytes = b""

    @classmethod
    def read(cls, message: Any, depth: int) -> Self:
        """The dataclass of a message; a class overrides this where its fields need more than their annotations tell."""
        return cls(**read_fields(cls, message, depth))

    @classmethod
    def inner(cls, message: Any) -> "Kinds":  # noqa: ARG003 - used where a class overrides it
        """For fields of bytes whose content depends on other fields: the kind of message, or why none is known."""
        return {}


class _TooDeepError(Exception):
    """Messages are nested more deeply than anything that Fabric makes."""


def derived(compute: Callable[[Any], Any]) -> Mapping[str, Any]:
    """The metadata of a dataclass field that is computed from the whole message."""
    return {_DERIVED: compute}


def named(name: str) -> Mapping[str, Any]:
    """The metadata of a dataclass field whose name in the message is another."""
    return {_NAME: name}


def open_bytes(kind: type[M] | str, data: bytes, depth: int = 0) -> M | Undecoded:
    """The message of a kind that bytes hold; where the kind is a text, that is the reason why it is not known."""
    if isinstance(kind, str):
        return Undecoded("", kind, data)
    try:
        return kind.read(kind.PROTO.FromString(data), depth + 1)
    except DecodeError:
        reason = "malformed"
    except _TooDeepError:
        reason = "nested too deeply"
    return Undecoded(kind.PROTO.DESCRIPTOR.full_name, reason, data)


def enum_name(enum: Any, number: int) -> str:
    """The name of an enumeration's value (an `EnumDescriptor`); `CODE_99` for one that has none."""
    value = enum.values_by_number.get(number)
    return str(value.name) if value else f"CODE_{number}"


def read_fields(kind: type[Message], message: Any, depth: int) -> dict[str, Any]:
    """The values of a dataclass's fields."""
    if depth > DEEPEST:
        raise _TooDeepError
    inner = kind.inner(message)
    values = {name: read(message, depth) for name, read in _plan(kind) if name not in inner}  # type: ignore[arg-type]  # a class is hashable
    for name, content in inner.items():
        data = getattr(message, name)
        values[name] = open_bytes(content, data, depth) if data else None
    values["unknown_fields"] = unknown_fields_of(message)
    return values


@cache
def _plan(kind: type[Message]) -> tuple[tuple[str, Read], ...]:
    hints = typing.get_type_hints(kind)
    return tuple(
        (field.name, _reader(kind, field, hints[field.name])) for field in dataclasses.fields(kind) if field.name != "unknown_fields"
    )


def _reader(kind: type[Message], field: "dataclasses.Field[Any]", hint: Any) -> Read:
    if compute := field.metadata.get(_DERIVED):
        return lambda message, _: compute(message)
    source = field.metadata.get(_NAME, field.name)
    descriptor = kind.PROTO.DESCRIPTOR.fields_by_name[source]
    if typing.get_origin(hint) is tuple:
        item = _converter(descriptor, typing.get_args(hint)[0])
        return lambda message, depth: tuple(item(value, depth) for value in getattr(message, source))
    if typing.get_origin(hint) is Mapping:
        entry = _converter(descriptor.message_type.fields_by_name["value"], typing.get_args(hint)[1])
        return lambda message, depth: {key: entry(value, depth) for key, value in sorted(getattr(message, source).items())}
    convert = _converter(descriptor, hint)
    if type(None) not in typing.get_args(hint):
        return lambda message, depth: convert(getattr(message, source), depth)
    if descriptor.message_type or descriptor.containing_oneof:
        return lambda message, depth: convert(getattr(message, source), depth) if message.HasField(source) else None
    return lambda message, depth: convert(getattr(message, source), depth) if getattr(message, source) else None


def _converter(descriptor: Any, hint: Any) -> Read:
    kinds = [one for one in (typing.get_args(hint) or (hint,)) if isinstance(one, type) and issubclass(one, Message)]
    if descriptor.enum_type:
        return lambda value, _: enum_name(descriptor.enum_type, value)
    if descriptor.type == FieldDescriptor.TYPE_MESSAGE:
        return kinds[0].read
    if descriptor.type == FieldDescriptor.TYPE_BYTES and kinds:
        return lambda value, depth: open_bytes(kinds[0], value, depth)
    return lambda value, _: value


def unknown_fields_of(message: Any) -> bytes:
    """A message's fields that its class does not know, in protobuf's wire format."""
    if not len(UnknownFieldSet(message)):
        return b""
    rest = type(message)()
    rest.CopyFrom(message)
    for descriptor, _ in rest.ListFields():
        rest.ClearField(descriptor.name)
    return bytes(rest.SerializeToString())
