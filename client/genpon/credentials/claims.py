"""Claims against the JSON Schema of their type: all of them when they are issued, those that are shown when they are verified."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from genpon.errors import Refused, UsageError, refusals_as
from genpon_core import canonical
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
        Refused: `claims.wrong`, which names the first wrong claim and never its value; `json.…` or `text.…` for what nobody may sign.
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
    try:
        error = next(validator.iter_errors(claims), None)
    except ValueError:
        with refusals_as():
            canonical.check(claims)
        raise
    if error is not None:
        raise Refused("claims.wrong", {"type": kind.name, "claim": _place(error), "problem": error.kind.name})


def _place(error: Any) -> str:
    steps = [field_name(str(step)) for step in error.instance_path]
    if error.kind.name == "required":
        steps.append(error.kind.property)
    if error.kind.name == "additionalProperties":
        steps.append(field_name(min(error.kind.unexpected)))
    return ".".join(steps)


def _is_date(text: str) -> bool:
    try:
        return bool(parse_date(text))
    except Refusal:
        return False


_FORMATS = {"date": _is_date, "corporate-number": is_corporate_number, "local-government-code": is_local_government_code}


@lru_cache(maxsize=64)
def _validators(document: bytes) -> tuple[Any, Any]:
    """Validators of all claims and of some, made once for each type."""
    try:
        from jsonschema_rs import Draft202012Validator, RegexOptions  # noqa: PLC0415 - an extra
    except ImportError:
        raise UsageError("credential.extra_missing") from None
    schema = dict(CertificateType.read(document).schema)
    whole, part = (
        Draft202012Validator(one, formats=_FORMATS, validate_formats=True, pattern_options=RegexOptions(), offline=True)
        for one in (schema, _of_a_part(schema))
    )
    return whole, part


def _of_a_part(schema: Any) -> Any:
    """The schema without what only holds of the whole."""
    if isinstance(schema, Mapping):
        return {
            key: {name: _of_a_part(below) for name, below in value.items()} if key == "properties" else _of_a_part(value)
            for key, value in schema.items()
            if key not in _ONLY_OF_THE_WHOLE
        }
    return schema
