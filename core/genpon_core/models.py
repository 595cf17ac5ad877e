"""Strict models for JSON that comes from outside, and the refusal that a wrong field becomes.

```python
class Point(Strict):
    x: int

read(Point, {"x": 1})         # Point(x=1)
read(Point, {"x": 1, "y": 2})  # Refusal json.field (field=y, problem=extra_forbidden)
```
"""

import base64
import binascii
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Final, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, StringConstraints, ValidationError, ValidationInfo

from genpon_core.errors import Refusal
from genpon_core.moments import format_date, format_time, parse_date, parse_time
from genpon_core.texts import field_name


class Strict(BaseModel):
    """A frozen model that takes no unknown field and converts no type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


Model = TypeVar("Model", bound=Strict)
_FROM_JSON: Final = {"from": "json"}


def read(model: type[Model], value: Any, *, where: str = "") -> Model:
    """A model made from decoded JSON.

    Args:
        model: the strict model that the value must fit.
        value: what was decoded.
        where: the name of the part, put before the names of fields in a refusal.

    Raises:
        Refusal: `json.field`, naming the first wrong field and the kind of problem, never its value.
    """
    return _validated(model, value, _FROM_JSON, where)


def make(model: type[Model], *, where: str = "", **fields: Any) -> Model:
    """A model made from values that a caller gives, such as moments in seconds.

    Args:
        model: the strict model.
        where: the name of the part, put before the names of fields in a refusal.
        fields: the model's fields.

    Raises:
        Refusal: as `read`.
    """
    return _validated(model, fields, None, where)


def _validated(model: type[Model], value: Any, context: Any, where: str) -> Model:
    try:
        return model.model_validate(value, context=context)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        path = ".".join(field_name(str(part)) for part in (where, *first["loc"]) if part != "")
        raise Refusal("json.field", {"field": path or "(all)", "problem": first["type"]}) from None


def _text_to(parse: Callable[[str], Any]) -> BeforeValidator:
    """In JSON the value is a text; code that builds a model gives the value itself."""

    def convert(value: Any, info: ValidationInfo) -> Any:
        if info.context is not _FROM_JSON:
            return value
        if not isinstance(value, str):
            raise ValueError("a text is expected")  # noqa: TRY004 - pydantic turns it into its own error
        try:
            return parse(value)
        except Refusal as refusal:
            raise ValueError(refusal.code) from None

    return BeforeValidator(convert)


def _parse_base64(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Refusal("text.base64") from None
    if base64.b64encode(data).decode() != text:
        raise Refusal("text.base64")
    return data


def _format_base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256 digest, 64 lower-case hexadecimal digits."""

Moment = Annotated[int, _text_to(parse_time), PlainSerializer(format_time)]
"""Seconds since 1970 UTC; in JSON the text `2026-11-23T04:05:06Z`."""

Day = Annotated[date, _text_to(parse_date), PlainSerializer(format_date)]
"""A date of law (+09:00); in JSON the text `2026-11-23`."""

Bytes = Annotated[bytes, _text_to(_parse_base64), PlainSerializer(_format_base64)]
"""Bytes; in JSON standard base64 with padding, in its one form."""

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
"""A code of ours, lower case."""
