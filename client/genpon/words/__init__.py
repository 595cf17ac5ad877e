"""Words for codes."""

from collections.abc import Mapping


def sentence(code: str, parameters: Mapping[str, str | int]) -> str:
    """The sentence of a code."""
    return f"{code} {dict(parameters)}"
