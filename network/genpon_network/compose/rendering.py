"""YAML text for compose files, with what is shared written once."""

import io
import re
from collections.abc import Mapping
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.mergevalue import MergeValue
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

MERGE = "<<"
"""The key under which a mapping names another one, at the top of the document, that it begins with."""

_WIDE = 1 << 16
_SHORT = 140
"""Up to how many characters a list stands on one line."""
_PLAIN = re.compile(r"[A-Za-z/.][A-Za-z0-9_/.@=-]*(?: [A-Za-z0-9_/.@=-]+)*")
_WORDS = ("true", "false", "yes", "no", "on", "off", "null", "y", "n")


def render(document: Mapping[str, Any], head: str) -> str:
    """The text of a document.

    Args:
        document: plain mappings, lists and values; what `MERGE` names stands before its first use.
        head: the comment that it begins with, without number signs.
    """
    yaml = YAML()
    yaml.width = _WIDE
    yaml.indent(mapping=2, sequence=4, offset=2)
    root = CommentedMap()
    for key, value in document.items():
        root[key] = _node(value, root)
        if key.startswith("x-"):
            root[key].yaml_set_anchor(key.removeprefix("x-"), always_dump=True)
    text = io.StringIO()
    yaml.dump(root, text)
    return "".join(f"# {line}".rstrip() + "\n" for line in head.splitlines()) + text.getvalue()


def _node(value: Any, root: CommentedMap) -> Any:
    if isinstance(value, Mapping):
        return _mapping(value, root)
    if isinstance(value, list):
        items = CommentedSeq([_node(item, root) for item in value])
        if sum(map(len, map(str, value))) < _SHORT:
            items.fa.set_flow_style()
        return items
    if isinstance(value, str):
        return _text(value)
    return value


def _mapping(value: Mapping[str, Any], root: CommentedMap) -> CommentedMap:
    made = CommentedMap()
    if MERGE in value:
        merged = MergeValue()
        merged.merge_pos = 0
        merged.append(root[value[MERGE]])
        made.add_yaml_merge(merged)
    for key, item in value.items():
        if key != MERGE:
            made[key] = _node(item, root)
    return made


def _text(value: str) -> Any:
    if "\n" in value and "\r" not in value and not value.startswith((" ", "\n")):
        return LiteralScalarString(value)
    plain = _PLAIN.fullmatch(value) is not None and value.lower() not in _WORDS
    return value if plain else DoubleQuotedScalarString(value)
