"""Departments and contracting entities of a municipality.

The head who contracts is not always the mayor: waterworks, hospitals and boards of education contract in their own name inside one
organisation.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

from genpon_core.charters import Name
from genpon_core.errors import Refusal
from genpon_core.models import Moment, Strict, read
from genpon_core.records import Chain
from genpon_core.registry import acceptance
from genpon_core.signers import Signer, require_administrator
from genpon_core.statements import Statement
from genpon_core.worlds import World


class Register(Strict):
    """Content of `register`: the department's name, and whether its head contracts in the municipality's name."""

    name: Name
    contracting: bool


class Close(Strict):
    """Content of `close`: from when the department is no more."""

    at: Moment


CONTENT: dict[str, type[Strict]] = {"register": Register, "close": Close}


@dataclass(frozen=True, slots=True)
class DepartmentState:
    """A department as its acts make it."""

    name: Name
    contracting: bool
    closed_at: int | None = None

    def open_at(self, moment: int) -> bool:
        """Whether the department exists at a moment."""
        return self.closed_at is None or moment < self.closed_at


@lru_cache(maxsize=1024)
def fold(chain: Chain) -> DepartmentState | None:
    """The department's state, None before its registration."""
    if not chain:
        return None
    registered = read(Register, chain[0].act.statement.content)
    state = DepartmentState(registered.name, registered.contracting)
    for record in chain[1:]:
        state = replace(state, closed_at=max(read(Close, record.act.statement.content).at, record.recorded_at))
    return state


def needs(statement: Statement) -> tuple[str, ...]:
    """A registration rests on the charter's acceptance; all other acts of a municipality rest on its departments."""
    return (f"charter/{statement.charter}",) if statement.act == "register" else ()


def decide(statement: Statement, signer: Signer, world: World, now: int) -> tuple[str, ...]:
    """Whether an administrator may register or close the department.

    Raises:
        Refusal: `role.…`, `charter.not_active` or `department.…`.
    """
    require_administrator(signer, statement.asset)
    if statement.act == "register":
        if world.chain(statement.asset):
            raise Refusal("department.exists", {"department": statement.asset})
        acceptance.require_active(world, now)
        return (f"department~{signer.code}~{statement.asset}",)
    require_open(world, statement.asset, now)
    return ()


def require_open(world: World, department: str, now: int) -> DepartmentState:
    """The department's state, if it exists and is open.

    Raises:
        Refusal: `department.unknown` or `department.closed`.
    """
    state = fold(world.chain(department))
    if state is None:
        raise Refusal("department.unknown", {"department": department})
    if not state.open_at(now):
        raise Refusal("department.closed", {"department": department})
    return state
