"""Who a key's holder is on the ledger, and under which assignment an act of theirs is made."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from genpon.desk import Desk
from genpon.errors import Refused, UsageError
from genpon_core.agreement.state import Agreement
from genpon_core.ids import parse_id
from genpon_core.keys import PublicKey
from genpon_core.registry import keys, officers
from genpon_core.registry.officers import Assignment


@dataclass(frozen=True, slots=True)
class Signatory:
    """A key's holder.

    Attributes:
        id: as statements name it.
        key: the key.
        assignment: the officer's assignment acted under.
        department: id of the assignment's department; empty for those who are no officers.
    """

    id: str
    key: PublicKey
    assignment: str | None = None
    department: str = ""


def find(desk: Desk, key: PublicKey, *, roles: Collection[str] = (), assignment: str | None = None) -> Signatory:
    """The holder of a key, as the ledger knows it.

    Args:
        desk: the place at the ledger.
        key: the key that will sign.
        roles: in which of an officer's roles the act is made; whatever the officer has unless given.
        assignment: the assignment to act under; the one that fits unless given.

    Raises:
        Refused: `key.unknown`.
        UsageError: `assignment.several` if more than one assignment fits.
    """
    holder = Agreement.founding(desk.charter).holders.get(key.fingerprint)
    if holder is not None:
        return Signatory(holder, key)
    state = keys.fold(desk.chain(f"key/{key.fingerprint}"))
    if state is None:
        holder = desk.agreement().holders.get(key.fingerprint)
        if holder is None:
            raise Refused("key.unknown", {"key": key.fingerprint})
        return Signatory(holder, key)
    if parse_id(state.subject).kind != "officer":
        return Signatory(state.subject, key)
    held = officers.fold(desk.chain(state.subject)).assignments
    name = assignment or _fitting(held, roles, desk)
    department = held[name].department if name is not None and name in held else ""
    return Signatory(state.subject, key, name, department)


def _fitting(held: Mapping[str, Assignment], roles: Collection[str], desk: Desk) -> str | None:
    """The assignment that fits best: of the right role and in force; else any, for the ledger to say what is wrong with it."""
    if len(held) < 2:
        return next(iter(held), None)
    now = desk.now()
    by_role = {name for name, item in held.items() if not roles or item.role in roles}
    in_force = {name for name, item in held.items() if item.in_force(now)}
    for names in (by_role & in_force, in_force, by_role):
        if len(names) > 1:
            raise UsageError("assignment.several", {"assignments": " ".join(sorted(names))})
        if names:
            return names.pop()
    return max(held)
