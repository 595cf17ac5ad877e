"""States as the vectors write them: what each asset's acts come to, as JSON."""

import base64
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, TypeVar

from genpon_core.agreement import administrators, approvals
from genpon_core.agreement.state import Adopt
from genpon_core.certificates import accreditations, recognition, types
from genpon_core.certificates import state as certificates
from genpon_core.contracts import state as contracts
from genpon_core.ids import batch_of
from genpon_core.models import Strict, read
from genpon_core.records import Chain, Record
from genpon_core.registry import acceptance, departments, keys, officers

_State = TypeVar("_State")
_FOLDS: Mapping[str, Callable[[Chain], Any]] = {
    "department": lambda chain: asdict(_there(departments.fold(chain))),
    "officer": lambda chain: asdict(officers.fold(chain)),
    "contract": lambda chain: asdict(_there(contracts.fold(chain))),
    "key": lambda chain: _key(_there(keys.fold(chain))),
    "charter": lambda chain: {"accepted_by": acceptance.fold(chain)},
    "change": lambda chain: {"approved_by": _there(approvals.fold(chain)).approved},
    "agreement": lambda chain: {"versions": [_change(record) for record in chain]},
    "accreditation": lambda chain: asdict(_there(accreditations.fold(chain))),
    "type": lambda chain: asdict(types.fold(chain)),
    "certificate": lambda chain: asdict(_certificate(chain)),
    "recognition": lambda chain: {"recognitions": [asdict(item) for item in recognition.fold(chain)]},
    "municipality": lambda chain: {"replacements": [_replacement(item) for item in administrators.fold(chain)]},
}


def state_of(chain: Chain) -> Any:
    """The state of an asset; moments are seconds since 1970 (UTC), sets are sorted lists."""
    return _plain(_FOLDS[chain[0].asset.split("/")[0]](chain))


def _key(state: keys.KeyState) -> dict[str, Any]:
    fields = {name: getattr(state, name) for name in keys.KeyState.__slots__ if name != "key"}
    return fields | {"spki": base64.b64encode(state.key.spki).decode(), "assurance": state.assurance(2)}


def _change(record: Record) -> dict[str, Any]:
    change = read(Adopt, record.act.statement.content).change
    return {"version": change.digest, "valid_from": change.model_dump()["valid_from"]}


def _certificate(chain: Chain) -> Any:
    """Of a batch what was issued and what happened; of a single certificate what happened to it alone."""
    single = batch_of(chain[0].asset)[1] is not None
    return certificates.fold_events(chain) if single else _there(certificates.fold(chain))


def _replacement(item: administrators.Replacement) -> dict[str, Any]:
    fields = {name: getattr(item, name) for name in ("act", "old", "valid_from", "stopped")}
    return fields | {"key": item.key.fingerprint}


def _there(state: _State | None) -> _State:
    assert state is not None
    return state


def _plain(value: Any) -> Any:
    if isinstance(value, Strict):
        return value.model_dump()
    if isinstance(value, Mapping):
        return {str(name): _plain(member) for name, member in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple | list):
        return [_plain(member) for member in value]
    return value
