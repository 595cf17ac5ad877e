"""Writes the table of kinds in `docs/blocks.md` from the dataclasses themselves: `python -m tests.docs.blocks_page`."""

import dataclasses
import typing
from collections.abc import Mapping
from pathlib import Path
from types import UnionType
from typing import Any

import genpon.blocks
from genpon.blocks import Message, Undecoded

PAGE = Path(__file__).parents[2] / "docs" / "blocks.md"
_BEGIN, _END = "<!-- kinds: made by `python -m tests.docs.blocks_page` -->\n", "<!-- end of kinds -->\n"
_PLAIN = {bytes: "base64", int: "number", bool: "true or false", str: "text", type(None): "null"}


def page(current: str) -> str:
    """The page with its table made anew."""
    head, _, rest = current.partition(_BEGIN)
    return f"{head}{_BEGIN}{table()}{_END}{rest.partition(_END)[2]}"


def table() -> str:
    """One row per kind of message."""
    rows = [_row(kind) for name in genpon.blocks.__all__ if _is_kind(kind := getattr(genpon.blocks, name))]
    return "\n".join(["", "| object | Fabric's message | fields |", "|---|---|---|", *rows, ""]) + "\n"


def _is_kind(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Message) and kind is not Message


def _row(kind: type[Message]) -> str:
    hints = typing.get_type_hints(kind)
    fields = [f"`{field.name}` {_shown(hints[field.name])}" for field in dataclasses.fields(kind) if field.name != "unknown_fields"]
    return f"| `{kind.__name__}` | `{kind.PROTO.DESCRIPTOR.full_name}` | {', '.join(fields)} |"


def _shown(hint: Any) -> str:
    if isinstance(hint, UnionType):
        # Undecoded may stand where bytes should hold a message; the page says so once.
        return " or ".join(_shown(one) for one in typing.get_args(hint) if one is not Undecoded)
    if typing.get_origin(hint) is tuple:
        return f"list of {_shown(typing.get_args(hint)[0])}"
    if typing.get_origin(hint) is Mapping:
        return f"object of {_shown(typing.get_args(hint)[1])}"
    return _PLAIN.get(hint) or ("one of the values" if hint is Message else f"`{hint.__name__}`")


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
