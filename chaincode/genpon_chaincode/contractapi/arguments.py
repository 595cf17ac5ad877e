"""Arguments: converted and checked by the type hints of a transaction's function."""

import inspect
import types
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import PydanticUserError, TypeAdapter
from pydantic_core import from_json

from genpon_chaincode.contractapi.errors import BAD_REQUEST, ChaincodeError
from genpon_chaincode.contractapi.results import Result

_NOT_GIVEN = inspect.Parameter.empty
_PLAIN = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
_GIVEN = 2
_UNIONS = (Union, types.UnionType)


@dataclass(frozen=True)
class Parameter:
    """One parameter of a transaction.

    Attributes:
        name: as in the function.
        adapter: checks values of its type.
        form: how its bytes are read: "bytes" as they are, "text" as UTF-8, "json" as JSON.
        optional: whether an empty argument is None.
        required: whether it must be given; it has no default.
    """

    name: str
    adapter: TypeAdapter[Any]
    form: Literal["bytes", "text", "json"]
    optional: bool
    required: bool

    @classmethod
    def of(cls, parameter: inspect.Parameter, hint: Any, owner: str) -> "Parameter":
        """A parameter by its type hint.

        Raises:
            TypeError: for one that cannot be an argument.
        """
        bare, optional = _bare(hint)
        form: Literal["bytes", "text", "json"] = "bytes" if bare is bytes else "text" if _is_text(bare) else "json"
        adapter = adapter_of(hint, f"{owner}: parameter {parameter.name}")
        return cls(parameter.name, adapter, form, optional, required=parameter.default is _NOT_GIVEN)

    def convert(self, argument: bytes) -> Any:
        """The value of an argument.

        Raises:
            ChaincodeError: 400 `argument.type`, naming the parameter and never the value.
        """
        if self.optional and not argument:
            return None
        try:
            if self.form == "json":
                if b"NaN" in argument or b"Infinity" in argument:
                    # No JSON (RFC 8259 section 6), yet the parser takes them where any value may stand.
                    from_json(argument, allow_inf_nan=False)
                return self.adapter.validate_json(argument, strict=True)
            if self.form == "bytes":
                return self.adapter.validate_python(argument, strict=True)
            return self.adapter.validate_strings(argument.decode())
        except (ValueError, RecursionError):
            raise ChaincodeError(BAD_REQUEST, "argument.type", {"parameter": self.name}) from None


@dataclass(frozen=True)
class Signature:
    """The parameters of a transaction's function after the contract and the context, and what it returns."""

    parameters: tuple[Parameter, ...]
    result: Result

    @classmethod
    def of(cls, function: Callable[..., Any]) -> "Signature":
        """Read once, when the contract's class is made.

        Raises:
            TypeError: for a parameter without a type hint, or with one that cannot be an argument, and for a result that cannot be one.
        """
        owner = function.__qualname__
        hints = get_type_hints(function, include_extras=True)
        given = list(inspect.signature(function).parameters.values())
        before, declared = given[:_GIVEN], given[_GIVEN:]
        if len(before) < _GIVEN or any(parameter.kind not in _PLAIN for parameter in before):
            raise TypeError(f"{owner}: a transaction's first two parameters are the contract and the context, such as (self, context)")
        for parameter in declared:
            if parameter.kind not in _PLAIN:
                raise TypeError(f"{owner}: parameter {parameter.name} must be a plain one, since arguments have an order and no names")
            if parameter.name not in hints:
                raise TypeError(f"{owner}: parameter {parameter.name} needs a type hint")
        found = tuple(Parameter.of(parameter, hints[parameter.name], owner) for parameter in declared)
        returned = adapter_of(hints["return"], f"{owner}: the result") if "return" in hints else None
        return cls(found, Result(returned))

    def convert(self, arguments: Sequence[bytes]) -> list[Any]:
        """The values of all arguments: not one too many, and none too few but the last that have defaults.

        Raises:
            ChaincodeError: 400 `argument.count` or `argument.type`.
        """
        needed = sum(parameter.required for parameter in self.parameters)
        if not needed <= len(arguments) <= len(self.parameters):
            closest = needed if len(arguments) < needed else len(self.parameters)
            raise ChaincodeError(BAD_REQUEST, "argument.count", {"given": len(arguments), "needed": closest})
        return [parameter.convert(argument) for parameter, argument in zip(self.parameters, arguments, strict=False)]


def adapter_of(hint: Any, what: str) -> TypeAdapter[Any]:
    """What checks values of a type.

    Raises:
        TypeError: for a type that has no form in JSON, or none that is the same on every peer.
    """
    try:
        adapter: TypeAdapter[Any] = TypeAdapter(hint)
        schema = adapter.json_schema()
    except PydanticUserError as error:
        raise TypeError(f"{what} has a type that is no JSON: {error.message.splitlines()[0]}") from None
    if _has_sets(schema):
        raise TypeError(f"{what} is a set, whose order differs from peer to peer; use a list")
    return adapter


def _has_sets(schema: Any) -> bool:
    parts = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    return (isinstance(schema, dict) and schema.get("uniqueItems") is True) or any(_has_sets(part) for part in parts)


def _bare(hint: Any) -> tuple[Any, bool]:
    """A type without its annotations, and whether it may be None."""
    if get_origin(hint) is Annotated:
        return _bare(get_args(hint)[0])
    if get_origin(hint) in _UNIONS and type(None) in get_args(hint):
        rest = [part for part in get_args(hint) if part is not type(None)]
        return (_bare(rest[0])[0] if len(rest) == 1 else hint), True
    return hint, False


def _is_text(kind: Any) -> bool:
    if get_origin(kind) is Literal:
        return all(isinstance(value, str) for value in get_args(kind))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return all(isinstance(member.value, str) for member in kind)
    return kind is str
