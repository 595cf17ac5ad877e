"""Claims against the JSON Schema of their type: all of them when they are issued, those that are shown when they are verified."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from genpon.errors import Refused, UsageError
from genpon_core.certificate_types.types import CertificateType
from genpon_core.codes import is_corporate_number, is_local_government_code
from genpon_core.errors import Refusal
from genpon_core.moments import parse_date
from genpon_core.texts import field_name

# What a holder may leave out: claims, and elements of arrays.
_ONLY_OF_THE_WHOLE = frozenset({"required", "minItems"})


def check_issued(kind: CertificateType, claims: Mapping[str, Any]) -> None:
    """Checks the claims that a credential is to state.

    Raises:
        Refused: `claims.wrong`, which names the first wrong claim and never its value.
        UsageError: `credential.extra_missing`.
    """
    _check(_validators(kind.to_bytes())[0], kind, claims)


def check_shown(kind: CertificateType, claims: Mapping[str, Any]) -> None:
    """Checks the claims that a presentation shows, which may be few.

    Raises:
        Refused, UsageError: as `check_issued`.
    """
    _check(_validators(kind.to_bytes())[1], kind, claims)


def _check(validator: Any, kind: CertificateType, claims: Mapping[str, Any]) -> None:
    error = next(validator.iter_errors(claims), None)
    if error is not None:
        raise Refused("claims.wrong", {"type": kind.name, "claim": _place(error), "problem": str(error.validator)})


def _place(error: Any) -> str:
    steps = [field_name(str(step)) for step in error.absolute_path]
    if error.validator == "required":
        steps.append(next(name for name in error.validator_value if name not in error.instance))
    if error.validator == "additionalProperties":
        steps.append(field_name(min(name for name in error.instance if name not in error.schema["properties"])))
    return ".".join(steps)


@lru_cache(maxsize=64)
def _validators(document: bytes) -> tuple[Any, Any]:
    """Validators of all claims and of some, made once for each type."""
    try:
        from jsonschema import Draft202012Validator, FormatChecker  # noqa: PLC0415 - an extra
    except ImportError:
        raise UsageError("credential.extra_missing") from None
    formats = FormatChecker(formats=())
    formats.checks("date", raises=Refusal)(lambda text: not isinstance(text, str) or bool(parse_date(text)))
    formats.checks("corporate-number")(lambda text: not isinstance(text, str) or is_corporate_number(text))
    formats.checks("local-government-code")(lambda text: not isinstance(text, str) or is_local_government_code(text))
    schema = dict(CertificateType.read(document).schema)
    return Draft202012Validator(schema, format_checker=formats), Draft202012Validator(_of_a_part(schema), format_checker=formats)


def _of_a_part(schema: Any) -> Any:
    """The schema without what only holds of the whole."""
    if isinstance(schema, Mapping):
        return {
            key: {name: _of_a_part(below) for name, below in value.items()} if key == "properties" else _of_a_part(value)
            for key, value in schema.items()
            if key not in _ONLY_OF_THE_WHOLE
        }
    return schema
