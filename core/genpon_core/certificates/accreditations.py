"""Accreditation 認定: from the neutral body over wide-area bodies to municipalities, each limited by types, territories and dates.

An accreditation names the path of accreditations that it rests on, up to one that a root body granted; it holds on a day if all of the path
holds on that day, and everybody on it is of the agreement. So to end one ends all that rest on it, from that day and never before; and so
does a body, or a municipality, that leaves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from genpon_core.agreement.state import Agreement
from genpon_core.certificates.scopes import Scope, Territory
from genpon_core.errors import Refusal
from genpon_core.models import Moment, Strict, read
from genpon_core.records import Chain, Record

MAX_PATH = 8
"""The longest path, an accreditation and all that it rests on; a state, a region, a prefecture and an alliance are four."""

_Path = Annotated[list[str], Field(max_length=MAX_PATH - 1)]
_Types = Annotated[list[Annotated[str, StringConstraints(pattern=r"^(\*|[a-z][a-z0-9_]{0,31})$")]], Field(min_length=1, max_length=50)]
_Territories = Annotated[list[Territory], Field(min_length=1, max_length=200)]


class Grant(Strict):
    """What `accredit` and `delegate` share.

    Attributes:
        subject: `body/<name>` or `municipality/<code>`.
        path: ids of the accreditations that this one rests on, its grantor's own first; empty where a root body grants.
        types: names of certificate types; `*` is all.
        territories: prefectures' two digits, local government codes, or `*`.
        valid_from: holds from then, never before it is recorded.
        valid_until: holds until before then.
    """

    subject: str
    path: _Path
    types: _Types
    territories: _Territories
    valid_from: Moment
    valid_until: Moment

    @property
    def scope(self) -> Scope:
        """Types and territories."""
        return Scope(tuple(self.types), tuple(self.territories))


class Accredit(Grant):
    """Content of `accredit`, by a body; `may_accredit` says whether the subject may accredit others."""

    may_accredit: bool


class Delegate(Grant):
    """Content of `delegate`, by a municipality to another for a time: disasters, and what else the reason's code says."""

    reason: Literal["disaster", "joint_office", "other"]


class Revoke(Strict):
    """Content of `revoke`: from when it holds no more, and why; never from the past."""

    at: Moment
    reason: Literal["requirements_not_met", "misuse", "superseded", "ceased", "other"]


CONTENT: dict[str, type[Strict]] = {"accredit": Accredit, "delegate": Delegate, "revoke": Revoke}


@dataclass(frozen=True, slots=True)
class Accreditation:
    """An accreditation as its acts make it.

    Attributes:
        id: the asset's id.
        grantor: who granted it: `body/…` or `municipality/…`.
        subject: who holds it.
        path: the accreditations that it rests on.
        scope: types and territories.
        valid_from: seconds since 1970 UTC, never before it was recorded.
        valid_until: holds until before then.
        may_accredit: whether its holder may accredit others.
        delegated: whether a municipality delegated it; such a one goes no further.
        revoked_at: from when it holds no more.
        reason: why it was revoked.
    """

    id: str
    grantor: str
    subject: str
    path: tuple[str, ...]
    scope: Scope
    valid_from: int
    valid_until: int
    may_accredit: bool
    delegated: bool
    revoked_at: int | None = None
    reason: str | None = None

    def holds_at(self, moment: int) -> bool:
        """Whether it holds at a moment by itself, whatever becomes of its path."""
        return self.valid_from <= moment < self.valid_until and (self.revoked_at is None or moment < self.revoked_at)


@lru_cache(maxsize=1024)
def fold(chain: Chain) -> Accreditation | None:
    """The accreditation's state, None before it is granted."""
    if not chain:
        return None
    state = _granted(chain[0])
    for record in chain[1:]:
        content = read(Revoke, record.act.statement.content)
        ends = max(content.at, record.recorded_at)
        earlier = state.revoked_at is None or ends < state.revoked_at
        state = replace(state, revoked_at=ends, reason=content.reason) if earlier else state
    return state


def _granted(record: Record) -> Accreditation:
    statement = record.act.statement
    content: Grant = read(Accredit if statement.act == "accredit" else Delegate, statement.content)
    return Accreditation(
        id=statement.asset,
        grantor=statement.signer,
        subject=content.subject,
        path=tuple(content.path),
        scope=content.scope,
        valid_from=max(content.valid_from, record.recorded_at),
        valid_until=content.valid_until,
        may_accredit=isinstance(content, Accredit) and content.may_accredit,
        delegated=isinstance(content, Delegate),
    )


def path_at(chains: Mapping[str, Chain], agreement: Agreement, path: Sequence[str], holder: str, at: int) -> tuple[Accreditation, ...]:
    """The accreditations of a path, if it leads from a holder to a root body and all of it holds at a moment.

    Args:
        chains: the accreditations' chains.
        agreement: the agreement in force at that moment, which names the root bodies.
        path: ids, the holder's own accreditation first.
        holder: `body/…` or `municipality/…`.
        at: seconds since 1970 UTC.

    Raises:
        Refusal: `accreditation.…`, naming the first that does not fit or hold.
    """
    found: list[Accreditation] = []
    parties = {*(body.id for body in agreement.bodies), *(f"municipality/{member.code}" for member in agreement.members)}
    for position, asset in enumerate(path):
        if holder not in parties:
            raise Refusal("accreditation.not_a_party", {"holder": holder})
        state = fold(chains.get(asset, ())) if asset.startswith("accreditation/") else None
        if state is None:
            raise Refusal("accreditation.unknown", {"accreditation": asset})
        if state.subject != holder or state.path != tuple(path[position + 1 :]):
            raise Refusal("accreditation.other_path", {"accreditation": asset})
        if not state.holds_at(at):
            raise Refusal("accreditation.not_in_force", {"accreditation": asset})
        if found and not (found[-1].delegated or state.may_accredit):
            raise Refusal("accreditation.may_not_accredit", {"accreditation": asset})
        found.append(state)
        holder = state.grantor
    if not any(body.id == holder and body.root for body in agreement.bodies):
        raise Refusal("accreditation.no_root", {"holder": holder})
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Issue:
    """What an issuer must be accredited for: certificates of a type, for a municipality's territory (its code)."""

    issuer: str
    certificate_type: str
    territory: str


def accredited_at(
    chains: Mapping[str, Chain], agreement: Agreement, path: Sequence[str], issue: Issue, at: int
) -> tuple[Accreditation, ...]:
    """The accreditations by which somebody may issue at a moment; arguments as for `path_at`.

    Raises:
        Refusal: `accreditation.…`.
    """
    found = path_at(chains, agreement, path, issue.issuer, at)
    if not found or not all(item.scope.includes(issue.certificate_type, issue.territory) for item in found):
        raise Refusal("accreditation.not_for", {"type": issue.certificate_type, "code": issue.territory})
    return found
