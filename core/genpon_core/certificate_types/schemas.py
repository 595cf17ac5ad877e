"""The part of JSON Schema 2020-12 that a type's claims are described in.

Small on purpose: a schema comes from a registry and is used on claims of strangers. Objects are closed, texts and arrays are bounded,
numbers are integers with bounds, nothing refers to anything elsewhere, and a pattern is a row of characters and classes, which no text
makes slow.
"""

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field

from genpon_core.canonical import MAX_INTEGER, Json
from genpon_core.credentials.paths import Path
from genpon_core.errors import Refusal
from genpon_core.models import Strict, read

DIALECT = "https://json-schema.org/draft/2020-12/schema"
LONGEST_TEXT = 4000
MOST_ELEMENTS = 200
_PATTERN = re.compile(r"\^(?:(?:\[(?:[^\\\[\]]|\\[dw])+\]|\\d|[A-Za-z0-9_/-])(?:\{[0-9]{1,3}\})?)+\$")


class _Text(Strict):
    type: Literal["string"]
    min_length: Annotated[int, Field(alias="minLength", ge=0)] = 0
    max_length: Annotated[int | None, Field(alias="maxLength", ge=1, le=LONGEST_TEXT)] = None
    pattern: str | None = None
    enum: Annotated[list[str] | None, Field(min_length=1)] = None
    format: Literal["date", "corporate-number", "local-government-code"] | None = None

    @property
    def bounded(self) -> bool:
        """Whether something says how long a text may be, and the pattern, if there is one, is of the simple kind."""
        simple = self.pattern is None or _PATTERN.fullmatch(self.pattern) is not None
        return simple and not (self.max_length is None and self.enum is None and self.format is None)


class _Integer(Strict):
    type: Literal["integer"]
    minimum: Annotated[int, Field(ge=-MAX_INTEGER)]
    maximum: Annotated[int, Field(le=MAX_INTEGER)]


class _Boolean(Strict):
    type: Literal["boolean"]


class _Array(Strict):
    type: Literal["array"]
    items: "_Schema"
    min_items: Annotated[int, Field(alias="minItems", ge=0)] = 0
    max_items: Annotated[int, Field(alias="maxItems", ge=1, le=MOST_ELEMENTS)]


class _Object(Strict):
    type: Literal["object"]
    properties: Annotated[dict[str, "_Schema"], Field(min_length=1)]
    required: Annotated[list[str], Field(default_factory=list)]
    additional_properties: Annotated[Literal[False], Field(alias="additionalProperties")]


_Schema = Annotated[_Text | _Integer | _Boolean | _Array | _Object, Field(discriminator="type")]


class _Root(_Object):
    dialect: Annotated[Literal["https://json-schema.org/draft/2020-12/schema"], Field(alias="$schema")]


class Place(Strict):
    """A claim that a schema knows.

    Attributes:
        required: whether it must be there wherever what it lies in is.
        values: the values that it may have, where they are listed; of an array, those of its elements.
    """

    required: bool
    values: tuple[str, ...] = ()


def places_of(schema: Json) -> dict[Path, Place]:
    """Every claim of a schema by its path; the check that the schema is of the small kind.

    Raises:
        Refusal: `json.field`, or `schema.text` for a text without a bound or with a pattern that is not simple, `schema.required` for a
            required claim that is not described.
    """
    return dict(_below(read(_Root, schema, where="schema"), ()))


def _below(schema: Any, path: Path) -> Iterator[tuple[Path, Place]]:
    if isinstance(schema, _Object):
        if not set(schema.required) <= schema.properties.keys():
            raise Refusal("schema.required", {"claim": _spelled(path)})
        for name, member in schema.properties.items():
            yield (*path, name), Place(required=name in schema.required, values=_values(member))
            yield from _below(member, (*path, name))
    elif isinstance(schema, _Array):
        yield from _below(schema.items, (*path, None))
    elif isinstance(schema, _Text) and not schema.bounded:
        raise Refusal("schema.text", {"claim": _spelled(path)})


def _values(schema: Any) -> tuple[str, ...]:
    inner = schema.items if isinstance(schema, _Array) else schema
    return tuple(inner.enum or ()) if isinstance(inner, _Text) else ()


def _spelled(path: Path) -> str:
    return ".".join("*" if step is None else str(step) for step in path) or "(all)"
