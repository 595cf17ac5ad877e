"""Results: checked by a function's type hint, and written the same way on every peer."""

import json
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, time
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import to_jsonable_python

_SCALARS = (date, time, Decimal, UUID)


@dataclass(frozen=True)
class Result:
    """What a function returns.

    Attributes:
        adapter: checks it; None where the function has no type hint for it.
    """

    adapter: TypeAdapter[Any] | None

    def to_bytes(self, value: Any) -> bytes:
        """The response's payload: bytes as they are, text as UTF-8, None as nothing, all else as JSON with sorted keys.

        Raises:
            TypeError: for a value that is not of the hinted type, or has no form in JSON.
        """
        if self.adapter is not None:
            try:
                self.adapter.validate_python(value, strict=True)
            except ValidationError:
                raise TypeError("the function returned something else than its type hint says") from None
        if value is None:
            return b""
        if isinstance(value, bytes):
            return value
        if isinstance(value, str):
            return str(value.value if isinstance(value, Enum) else value).encode()
        text = json.dumps(value, default=_plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
        return text.encode()


def _plain(value: Any) -> Any:
    """A value as `json` knows it. Sets are refused: their order is not the same on every peer."""
    if isinstance(value, BaseModel):
        return value.model_dump(by_alias=True)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, _SCALARS):
        return to_jsonable_python(value)
    raise TypeError("the function returned a value that has no form in JSON")
