"""A batch's and a single certificate's state: the fold of its acts, and the status on any day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from genpon_core.certificates.contents import Dispose, Issue, Revoke, Supersede, Suspend
from genpon_core.contracts.contents import Reason
from genpon_core.models import read
from genpon_core.records import Chain, Record

_YEAR = 366 * 86_400
"""A year of a retention rule is never shorter than a calendar year."""


class Status(StrEnum):
    """What a certificate is worth at a moment."""

    VALID = "VALID"
    NOT_YET_VALID = "NOT_YET_VALID"
    SUSPENDED = "SUSPENDED"
    EXPIRED = "EXPIRED"
    SUPERSEDED = "SUPERSEDED"
    REVOKED = "REVOKED"


FINAL = frozenset({Status.SUPERSEDED, Status.REVOKED})


@dataclass(frozen=True, slots=True)
class Event:
    """A change of status.

    Attributes:
        at: from when it counts, seconds since 1970 UTC.
        status: what it leads to.
        act: digest of the act.
        reason: why, where it is told.
        by: the certificate that stands in its place.
    """

    at: int
    status: Status
    act: str
    reason: Reason | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Events:
    """The events on one chain, of a batch or of a single certificate.

    Attributes:
        events: in the order in which they were recorded.
        disposed_at: when the disposal of the salts was recorded.
        rule: by which retention rule.
    """

    events: tuple[Event, ...] = ()
    disposed_at: int | None = None
    rule: str | None = None

    def at(self, moment: int) -> Event | None:
        """The event that decides at a moment; None where nothing has happened."""
        counting = [event for event in self.events if event.at <= moment]
        final = [event for event in counting if event.status in FINAL]
        return min(final, key=lambda event: event.at) if final else (counting[-1] if counting else None)


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch as it was issued, and what happened to all of it.

    Attributes:
        id: `certificate/<code>/<batch>`.
        issue: what was issued.
        issuer: id of the officer.
        key: fingerprint of the key that signed the issue, and the credentials.
        issued_at: when it was recorded.
        events: what happened to all of it.
    """

    id: str
    issue: Issue
    issuer: str
    key: str
    issued_at: int
    events: Events = Events()

    @property
    def dispose_from(self) -> int:
        """From when the salts may be destroyed."""
        return self.issue.valid_until + self.issue.retention.years * _YEAR


@dataclass(frozen=True, slots=True)
class Standing:
    """The status of a certificate at a moment.

    Attributes:
        status: what it is worth.
        since: since when.
        reason: why, where it is told.
        by: the certificate that stands in its place.
        disposed_at: when the salts were destroyed, if they were by then.
    """

    status: Status
    since: int
    reason: Reason | None = None
    by: str | None = None
    disposed_at: int | None = None


@lru_cache(maxsize=1024)
def fold(chain: Chain) -> Batch | None:
    """The batch's state, None before it is issued."""
    if not chain:
        return None
    statement = chain[0].act.statement
    issued = read(Issue, statement.content)
    return Batch(statement.asset, issued, statement.signer, statement.key, chain[0].recorded_at, fold_events(chain[1:]))


@lru_cache(maxsize=4096)
def fold_events(chain: Chain) -> Events:
    """What happened, on a batch's chain after its issue or on a single certificate's."""
    events = Events(tuple(_events(chain)))
    for record in chain:
        if record.act.statement.act == "dispose":
            rule = read(Dispose, record.act.statement.content).rule
            events = replace(events, disposed_at=record.recorded_at, rule=rule)
    return events


def _events(chain: Sequence[Record]) -> Iterator[Event]:
    for record in chain:
        statement, digest, now = record.act.statement, record.act.digest, record.recorded_at
        if statement.act == "suspend":
            yield Event(now, Status.SUSPENDED, digest, read(Suspend, statement.content).reason)
        elif statement.act == "reinstate":
            yield Event(now, Status.VALID, digest)
        elif statement.act == "revoke":
            revoked = read(Revoke, statement.content)
            yield Event(max(revoked.at, now), Status.REVOKED, digest, revoked.reason)
        elif statement.act == "supersede":
            yield Event(now, Status.SUPERSEDED, digest, by=read(Supersede, statement.content).by)


def standing(batch: Batch, single: Events, moment: int) -> Standing:
    """What a certificate is worth at a moment: the weightier of what happened to it and to its batch.

    Args:
        batch: its batch; cut its chain with `records.known_at` for what was known on an earlier day.
        single: what happened to it alone.
        moment: seconds since 1970 UTC.
    """
    disposals = [events.disposed_at for events in (batch.events, single) if events.disposed_at is not None]
    disposed = min((at for at in disposals if at <= moment), default=None)
    happened = [event for events in (batch.events, single) if (event := events.at(moment)) is not None and event.status != Status.VALID]
    if happened:
        event = min(happened, key=lambda event: (event.status not in FINAL, event.at))
        if event.status in FINAL or moment < batch.issue.valid_until:
            return Standing(event.status, event.at, event.reason, event.by, disposed)
    if moment < max(batch.issue.valid_from, batch.issued_at):
        return Standing(Status.NOT_YET_VALID, batch.issued_at, disposed_at=disposed)
    if moment >= batch.issue.valid_until:
        return Standing(Status.EXPIRED, batch.issue.valid_until, disposed_at=disposed)
    return Standing(Status.VALID, max(batch.issue.valid_from, batch.issued_at), disposed_at=disposed)
