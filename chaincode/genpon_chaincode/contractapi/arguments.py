"""Arguments and results: converted and checked by the type hints of a transaction's function."""

import inspect
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, get_type_hints

from pydantic import BaseModel, TypeAdapter, ValidationError

from genpon_chaincode.contractapi.errors import ChaincodeError

BAD_REQUEST = 400


@dataclass(frozen=True)
class Parameter:
    """One parameter of a transaction.

    Attributes:
        name: as in the function.
        kind: its type hint.
        adapter: checks values of that type.
    """

    name: str
    kind: Any
    adapter: TypeAdapter[Any]

    def convert(self, argument: bytes) -> Any:
        """The value of an argument.

        Raises:
            ChaincodeError: 400 `argument.type`, naming the parameter and never the value.
        """
        if self.kind is bytes:
            return argument
        try:
            if self.kind is str:
                return argument.decode()
            return self.adapter.validate_json(argument, strict=True)
        except (UnicodeDecodeError, ValidationError):
            raise ChaincodeError(BAD_REQUEST, "argument.type", {"parameter": self.name}) from None


@dataclass(frozen=True)
class Signature:
    """The parameters of a transaction's function, after the contract and the context."""

    parameters: tuple[Parameter, ...]

    @classmethod
    def of(cls, function: Callable[..., Any]) -> "Signature":
        """Read once, when the contract's class is made.

        Raises:
            TypeError: for a parameter without a type hint.
        """
        hints = get_type_hints(function)
        names = list(inspect.signature(function).parameters)[2:]
        missing = [name for name in names if name not in hints]
        if missing:
            raise TypeError(f"{function.__qualname__}: parameter {missing[0]} needs a type hint")
        return cls(tuple(Parameter(name, hints[name], TypeAdapter(hints[name])) for name in names))

    def convert(self, arguments: Sequence[bytes]) -> list[Any]:
        """The values of all arguments; neither one too few nor one too many passes.

        Raises:
            ChaincodeError: 400 `argument.count` or `argument.type`.
        """
        if len(arguments) != len(self.parameters):
            raise ChaincodeError(BAD_REQUEST, "argument.count", {"given": len(arguments), "needed": len(self.parameters)})
        return [parameter.convert(argument) for parameter, argument in zip(self.parameters, arguments, strict=True)]


def result_bytes(result: Any) -> bytes:
    """A function's result as the response's payload: bytes as they are, text as UTF-8, None as nothing, all else as JSON."""
    if result is None:
        return b""
    if isinstance(result, bytes):
        return result
    if isinstance(result, str):
        return result.encode()
    if isinstance(result, BaseModel):
        return result.model_dump_json().encode()
    return json.dumps(result, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
