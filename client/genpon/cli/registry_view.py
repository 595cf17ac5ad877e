"""What the registry holds, as people and programs read it."""

from collections.abc import Callable, Mapping
from typing import Any

from rich.console import Console

from genpon.cli.dossier_view import local_time
from genpon.cli.tables import facts
from genpon.errors import refusals_as
from genpon.registry import Registry
from genpon.words import label, term
from genpon_core.ids import parse_id
from genpon_core.moments import format_time, parse_time
from genpon_core.registry.keys import KeyState

_TIMES = ("valid_from", "valid_until", "revoked_at")


def asset_json(registry: Registry, asset: str, *, vouchers: int) -> dict[str, Any]:
    """A registered asset for programs.

    Args:
        registry: where it is registered.
        asset: `charter`, or the id of a department, an officer, a counterparty or a key.
        vouchers: how many officers must vouch for a counterparty's key.

    Raises:
        Refused: `id.…` or `….unknown`.
    """
    if asset != "charter":
        with refusals_as():
            parse_id(asset)
    kind, _, rest = asset.partition("/")
    readers: dict[str, Callable[[], dict[str, Any]]] = {
        "charter": lambda: _charter(registry),
        "department": lambda: _department(registry, asset),
        "officer": lambda: {"signer": asset, **_officer(registry, asset), "keys": _keys(registry, asset, vouchers)},
        "key": lambda: _key(registry.key(rest), vouchers),
    }
    return readers.get(kind, lambda: {"subject": asset, "keys": _keys(registry, asset, vouchers)})()


def show_asset(console: Console, value: Mapping[str, Any]) -> None:
    """Prints what `asset_json` gives: facts first, then each assignment and key."""
    facts(console, {name: _shown(name, item) for name, item in value.items() if not _is_nested(item)})
    for items in (item for item in value.values() if _is_nested(item)):
        for item in items:
            console.print()
            facts(console, {name: _shown(name, part) for name, part in item.items()})


def _is_nested(item: object) -> bool:
    return isinstance(item, list) and any(isinstance(part, Mapping) for part in item)


def _shown(name: str, value: Any) -> object:
    if isinstance(value, bool):
        return label("yes" if value else "no")
    if isinstance(value, list):
        return ", ".join(value) or None
    if name in _TIMES and value is not None:
        return local_time(parse_time(value))
    return term({"role_of": "role"}.get(name, name), value) if isinstance(value, str) else value


def _charter(registry: Registry) -> dict[str, Any]:
    view = registry.charter()
    return {"charter": view.digest, "active": view.active, "accepted": list(view.accepted)}


def _department(registry: Registry, asset: str) -> dict[str, Any]:
    state = registry.department(asset)
    name = f"{state.name.ja} ({state.name.en})"
    return {"department": asset, "name": name, "contracting": state.contracting, "valid_until": _time(state.closed_at)}


def _officer(registry: Registry, asset: str) -> dict[str, Any]:
    held = registry.officer(asset).assignments
    return {
        "assignments": [
            {
                "assignment": name,
                "role_of": item.role,
                "department": item.department,
                "valid_from": _time(item.valid_from),
                "valid_until": _time(item.valid_until),
            }
            for name, item in held.items()
        ]
    }


def _keys(registry: Registry, subject: str, vouchers: int) -> list[dict[str, Any]]:
    return [_key(state, vouchers) for state in registry.keys(subject).values()]


def _key(state: KeyState, vouchers: int) -> dict[str, Any]:
    return {
        "fingerprint": state.key.fingerprint,
        "subject": state.subject,
        "key_kind": state.key.kind,
        "assurance": state.assurance(vouchers),
        "valid_from": _time(state.valid_from),
        "valid_until": _time(state.valid_until),
        "revoked_at": _time(state.revoked_at),
    }


def _time(moment: int | None) -> str | None:
    return None if moment is None else format_time(moment)
