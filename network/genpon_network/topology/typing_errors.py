"""What pydantic finds wrong with a field's type or size, in our words."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from genpon_network.errors import WrongValueError
from genpon_network.words import Message

_QUOTED = re.compile("'([^']*)'")
_Told = Mapping[str, Any]
_KINDS: Mapping[str, Callable[[_Told], Message]] = {
    "extra_forbidden": lambda _: Message("is an unknown field; take it out or correct its name"),
    "missing": lambda _: Message("is missing; write it"),
    "string_type": lambda _: Message("is no text; write text, in quotes where it is only digits"),
    "int_type": lambda _: Message("is no whole number; write one, without quotes"),
    "bool_type": lambda _: Message("is neither true nor false; write one of them, without quotes"),
    "list_type": lambda _: Message("is no list; write its entries one below the other, each after a hyphen"),
    "model_type": lambda _: Message("is no mapping of fields; compare it with the examples"),
    "literal_error": lambda told: Message("must be one of {values}", values=_QUOTED.findall(told["expected"])),
    "greater_than_equal": lambda told: Message("must not be less than {limit}", limit=told["ge"]),
    "less_than_equal": lambda told: Message("must not be more than {limit}", limit=told["le"]),
    "too_short": lambda told: Message("needs {limit} or more entries", limit=told["min_length"]),
    "too_long": lambda told: Message("takes at most {limit} entries", limit=told["max_length"]),
    "string_too_short": lambda _: Message("is empty; write something"),
    "string_too_long": lambda told: Message("takes at most {limit} characters", limit=told["max_length"]),
}


def what_is_wrong(error: Any) -> Message:
    """What is wrong with a field, and what to write.

    Args:
        error: one of a validation error's `errors()`.
    """
    told = error.get("ctx") or {}
    cause = told.get("error")
    if isinstance(cause, WrongValueError):
        return cause.message
    kind = _KINDS.get(error["type"])
    return kind(told) if kind else Message("{reason}", reason=error["msg"])
