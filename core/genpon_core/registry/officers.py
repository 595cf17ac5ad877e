"""Officers of a municipality and their assignments: a role in a department, from one moment until another.

An officer is an opaque number, never a name: natural persons are not on the ledger. On 1 April most assignments change at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import StringConstraints

from genpon_core.errors import Refusal
from genpon_core.ids import parse_id
from genpon_core.models import Moment, Strict, read
from genpon_core.records import Chain
from genpon_core.registry import departments
from genpon_core.signers import Signer, require_administrator
from genpon_core.statements import Statement
from genpon_core.worlds import World

CONTRACT_OFFICER = "contract_officer"
APPROVER = "approver"
HEAD = "head"
INSPECTOR = "inspector"
ISSUER = "issuer"

_AssignmentName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]


class Assign(Strict):
    """Content of `assign`.

    Attributes:
        assignment: its name, distinct among the officer's.
        role: `contract_officer`, `approver` 承認者, `head` of a contracting department, `inspector` 検査職員, or `issuer` of certificates.
        department: id of the department.
        valid_from: begins then, but never before the act is recorded.
        valid_until: ends then, if it is known.
    """

    assignment: _AssignmentName
    role: Literal["contract_officer", "approver", "head", "inspector", "issuer"]
    department: str
    valid_from: Moment
    valid_until: Moment | None


class Relieve(Strict):
    """Content of `relieve`: the assignment ends at a moment, never before the act is recorded."""

    assignment: _AssignmentName
    at: Moment


CONTENT: dict[str, type[Strict]] = {"assign": Assign, "relieve": Relieve}


@dataclass(frozen=True, slots=True)
class Assignment:
    """A role in a department, in force from `valid_from` until before `valid_until` (seconds since 1970 UTC)."""

    role: str
    department: str
    valid_from: int
    valid_until: int | None

    def in_force(self, moment: int) -> bool:
        """Whether the assignment holds at a moment."""
        return self.valid_from <= moment and (self.valid_until is None or moment < self.valid_until)


@dataclass(frozen=True, slots=True)
class OfficerState:
    """An officer's assignments by their names."""

    assignments: Mapping[str, Assignment] = field(default_factory=dict)


@lru_cache(maxsize=1024)
def fold(chain: Chain) -> OfficerState:
    """The officer's state; without assignments before the first act."""
    assignments: dict[str, Assignment] = {}
    for record in chain:
        statement = record.act.statement
        if statement.act == "assign":
            assigned = read(Assign, statement.content)
            begins = max(assigned.valid_from, record.recorded_at)
            assignments[assigned.assignment] = Assignment(assigned.role, assigned.department, begins, assigned.valid_until)
        else:
            relieved = read(Relieve, statement.content)
            ends = max(relieved.at, record.recorded_at)
            assignments[relieved.assignment] = replace(assignments[relieved.assignment], valid_until=ends)
    return OfficerState(assignments)


def needs(statement: Statement) -> tuple[str, ...]:
    """An assignment rests on its department."""
    department: Any = statement.content.get("department")
    return (department,) if isinstance(department, str) else ()


def decide(statement: Statement, signer: Signer, world: World, now: int) -> tuple[str, ...]:
    """Whether an administrator may assign or relieve the officer.

    Raises:
        Refusal: `role.…`, `department.…` or `assignment.…`.
    """
    require_administrator(signer, statement.asset)
    chain = world.chain(statement.asset)
    if statement.act == "relieve":
        _check_relieve(read(Relieve, statement.content), fold(chain), now)
        return ()
    _check_assign(read(Assign, statement.content), fold(chain), signer, world, now)
    return () if chain else (f"officer~{signer.code}~{statement.asset}",)


def _check_assign(content: Assign, state: OfficerState, signer: Signer, world: World, now: int) -> None:
    if content.assignment in state.assignments:
        raise Refusal("assignment.exists", {"assignment": content.assignment})
    department = parse_id(content.department)
    if department.kind != "department" or department.code != signer.code:
        raise Refusal("role.other_municipality", {"signer": signer.id, "municipality": department.code})
    state_of_department = departments.require_open(world, content.department, now)
    if content.role == HEAD and not state_of_department.contracting:
        raise Refusal("department.not_contracting", {"department": content.department})
    if content.valid_until is not None and content.valid_until <= max(content.valid_from, now):
        raise Refusal("assignment.empty_window", {"assignment": content.assignment})


def _check_relieve(content: Relieve, state: OfficerState, now: int) -> None:
    assignment = state.assignments.get(content.assignment)
    if assignment is None:
        raise Refusal("assignment.unknown", {"assignment": content.assignment})
    if assignment.valid_until is not None and assignment.valid_until <= max(content.at, now):
        raise Refusal("assignment.ended", {"assignment": content.assignment})
