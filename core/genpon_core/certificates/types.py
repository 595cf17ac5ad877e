"""Certificate types: the chain of `type/<name>`, a revision for each publication of its document by a root body.

A revision's id is the digest of its document, which lies on the ledger itself: it is public, and who verifies in thirty years needs it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import Field

from genpon_core import canonical
from genpon_core.certificate_types.types import DAY, MAX_DOCUMENT, CertificateType
from genpon_core.errors import Refusal
from genpon_core.models import Code, Moment, Strict, read
from genpon_core.records import Chain, Record
from genpon_core.signers import BODY, Signer
from genpon_core.statements import Statement
from genpon_core.worlds import World

PERFORMANCE = "performance_record"
"""The type whose certificates are minted from contracts."""

Subject = Literal["organisation", "person"]


class Retention(Strict):
    """How long an issuer keeps what ties a certificate to its subject: a rule's code, and years after the certificate's end."""

    rule: Code
    years: Annotated[int, Field(ge=0, le=100)]


class Publish(Strict):
    """Content of `publish`: a revision.

    Attributes:
        document: the type's document (schema of the claims and what is disclosed how), as canonical JSON takes it.
        subject: whom its certificates are about.
        retention: how long issuers keep salts.
        longest_days: the longest validity of a certificate.
        valid_from: issuers use it from then.
    """

    document: dict[str, Any]
    subject: Subject
    retention: Retention
    longest_days: Annotated[int, Field(ge=1, le=36_600)]
    valid_from: Moment


class Retire(Strict):
    """Content of `retire`: nothing of the type is issued any more from then on."""

    at: Moment


CONTENT: dict[str, type[Strict]] = {"publish": Publish, "retire": Retire}


@dataclass(frozen=True, slots=True)
class Revision:
    """A revision of a type.

    Attributes:
        digest: of its document; what certificates name.
        document: the document.
        subject: `organisation` or `person`.
        retention: how long issuers keep salts.
        longest_days: the longest validity.
        valid_from: seconds since 1970 UTC.
    """

    digest: str
    document: Any
    subject: Subject
    retention: Retention
    longest_days: int
    valid_from: int


@dataclass(frozen=True, slots=True)
class TypeState:
    """A type.

    Attributes:
        revisions: in their order.
        retired_at: from when nothing more is issued; None if it is not retired.
        pauses: times in which nothing was issued, from when and until before when: it was retired, and then published again.
    """

    revisions: tuple[Revision, ...]
    retired_at: int | None = None
    pauses: tuple[tuple[int, int], ...] = ()

    def revision(self, digest: str) -> Revision | None:
        """The revision with a digest."""
        return next((revision for revision in self.revisions if revision.digest == digest), None)

    def current(self, moment: int) -> Revision | None:
        """The revision that issuers use at a moment."""
        if self.retired_at is not None and moment >= self.retired_at:
            return None
        if any(begins <= moment < ends for begins, ends in self.pauses):
            return None
        begun: Sequence[Revision] = [revision for revision in self.revisions if revision.valid_from <= moment]
        return begun[-1] if begun else None


@lru_cache(maxsize=256)
def fold(chain: Chain) -> TypeState:
    """The type's state; without revisions before the first publication."""
    state = TypeState(())
    for record in chain:
        if record.act.statement.act == "publish":
            state = _published(state, _revision(record))
        else:
            state = replace(state, retired_at=max(read(Retire, record.act.statement.content).at, record.recorded_at))
    return state


def _published(state: TypeState, revision: Revision) -> TypeState:
    """What was retired stays so until the new revision begins: an answer once given does not change."""
    paused = state.retired_at is not None and state.retired_at < revision.valid_from
    pauses = (*state.pauses, (state.retired_at, revision.valid_from)) if paused and state.retired_at is not None else state.pauses
    return TypeState((*state.revisions, revision), None, pauses)


def _revision(record: Record) -> Revision:
    content = read(Publish, record.act.statement.content)
    return Revision(
        digest=canonical.digest(content.document),
        document=content.document,
        subject=content.subject,
        retention=content.retention,
        longest_days=content.longest_days,
        valid_from=max(content.valid_from, record.recorded_at),
    )


def needs(statement: Statement) -> tuple[str, ...]:
    """Nothing but the type's own chain; the root bodies are the agreement's."""
    del statement
    return ()


def decide(statement: Statement, signer: Signer, world: World, now: int) -> tuple[str, ...]:
    """Whether a root body may publish a revision, or retire the type.

    Raises:
        Refusal: `role.root_body`, `type.…`, or `schema.…` for a document that describes no type.
    """
    if signer.kind != BODY or not world.in_force(now).body(signer.id).root:
        raise Refusal("role.root_body", {"signer": signer.id})
    state = fold(world.chain(statement.asset))
    if statement.act == "retire":
        if state.current(max(now, state.revisions[-1].valid_from) if state.revisions else now) is None:
            raise Refusal("type.unknown", {"type": statement.asset})
        return ()
    _check_revision(statement, state)
    return () if state.revisions else (f"type~all~{statement.asset}",)


def _check_revision(statement: Statement, state: TypeState) -> None:
    content = read(Publish, statement.content, where="content")
    size = len(canonical.encode(content.document))
    if size > MAX_DOCUMENT:
        raise Refusal("type.too_large", {"bytes": size, "limit": MAX_DOCUMENT})
    described = CertificateType.read(canonical.encode(content.document))
    said = (f"type/{described.name}", described.subject, described.retention_rule, described.retention_years, described.longest_validity)
    if said != (statement.asset, content.subject, content.retention.rule, content.retention.years, content.longest_days * DAY):
        raise Refusal("type.other_document", {"type": statement.asset})
    if state.revision(canonical.digest(content.document)) is not None:
        raise Refusal("type.same_revision", {"type": statement.asset})
    if not state.revisions:
        return
    last = state.revisions[-1]
    if content.valid_from < last.valid_from or described.revision <= last.document["revision"]:
        raise Refusal("type.not_later", {"type": statement.asset})
    if content.subject != last.subject:
        raise Refusal("type.other_subject", {"type": statement.asset})
