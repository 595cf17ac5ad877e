"""Who may issue, and change the status of what was issued."""

from genpon_core.certificates import types
from genpon_core.certificates.accreditations import Issue as Wanted
from genpon_core.certificates.accreditations import accredited_at
from genpon_core.certificates.contents import CONTENT, REASONS, Dispose, Issue, Source, Supersede
from genpon_core.certificates.state import FINAL, Batch, Events, Status, fold, fold_events, standing
from genpon_core.contracts import state as contracts
from genpon_core.contracts.contents import Reason
from genpon_core.contracts.table import State
from genpon_core.errors import Refusal
from genpon_core.ids import batch_of, parse_id
from genpon_core.models import Strict, read
from genpon_core.registry import officers
from genpon_core.signers import Signer, require_municipality, require_role
from genpon_core.statements import Statement
from genpon_core.worlds import World

_DAY = 86_400
_SOURCES = {
    "award": {State.CONCLUDED, State.COMPLETED},
    "completion": {State.COMPLETED},
    "correction": {State.CONCLUDED, State.COMPLETED},
}
"""Of which states of a contract each kind of performance record is minted."""


def needs(statement: Statement) -> tuple[str, ...]:
    """An issue rests on its type, the accreditations and the contract that it names; a status on the batch, and on what takes its place."""
    if statement.act == "issue":
        content = read(Issue, statement.content, where="content")
        source = (content.source.contract,) if content.source is not None else ()
        return (f"type/{content.type}", *content.path, *source)
    batch, _ = batch_of(statement.asset)
    if statement.act != "supersede":
        return (batch,)
    by = read(Supersede, statement.content, where="content").by
    return (batch, batch_of(by)[0], by)


def decide(statement: Statement, signer: Signer, world: World, now: int) -> tuple[str, ...]:
    """Whether an issuing officer of the municipality may do this.

    Raises:
        Refusal: `role.…`, `issue.…`, `type.…`, `accreditation.…` or `contract.…`.
    """
    require_role(signer, officers.ISSUER)
    require_municipality(signer, parse_id(statement.asset).code)
    batch_id, index = batch_of(statement.asset)
    if statement.act == "issue":
        if index is not None:
            raise Refusal("issue.whole_batches", {"certificate": statement.asset})
        return _issue(statement, signer, world, now)
    batch = fold(world.chain(batch_id))
    if batch is None:
        raise Refusal("issue.unknown", {"certificate": batch_id})
    if index is not None and index >= batch.issue.count:
        raise Refusal("issue.index", {"count": batch.issue.count})
    own = batch.events if index is None else fold_events(world.chain(statement.asset))
    _change(statement, batch, own, world, now)
    return () if index is None or world.chain(statement.asset) else (f"status~{batch_id}~{statement.asset}",)


def _issue(statement: Statement, signer: Signer, world: World, now: int) -> tuple[str, ...]:
    content = read(Issue, statement.content, where="content")
    if world.chain(statement.asset):
        raise Refusal("issue.exists", {"certificate": statement.asset})
    _check_type(content, world, now)
    limit = world.in_force(now).parameters.max_batch
    if content.count > limit:
        raise Refusal("issue.too_many", {"limit": limit})
    _check_accredited(content, signer, world, now)
    if (content.source is not None) != (content.type == types.PERFORMANCE):
        raise Refusal("issue.source", {"type": content.type})
    if content.source is not None:
        _check_source(content.source, content.count, signer, world, now)
    return (f"certificate~{signer.code}~{statement.asset}", f"issued~{content.type}~{statement.asset}")


def _check_type(content: Issue, world: World, now: int) -> None:
    revision = types.fold(world.chain(f"type/{content.type}")).current(now)
    if revision is None:
        raise Refusal("type.unknown", {"type": f"type/{content.type}"})
    if content.schema_digest != revision.digest:
        raise Refusal("type.other_revision", {"current": revision.digest})
    if content.subject != revision.subject or content.retention != revision.retention:
        raise Refusal("type.other_revision", {"current": revision.digest})
    if not now - _DAY <= content.valid_from < content.valid_until:
        raise Refusal("issue.window")
    if content.valid_until - content.valid_from > revision.longest_days * _DAY:
        raise Refusal("issue.too_long", {"limit_days": revision.longest_days})


def _check_accredited(content: Issue, signer: Signer, world: World, now: int) -> None:
    """The issuer is accredited now, and as things stand when they begin to hold: nobody issues for a time in which it may not."""
    wanted = Wanted(f"municipality/{signer.code}", content.type, content.territory)
    for moment in (now, max(now, content.valid_from)):
        accredited_at(world.chains, world.in_force(moment), content.path, wanted, moment)


def _check_source(source: Source, count: int, signer: Signer, world: World, now: int) -> None:
    """A performance record is its own municipality's, of a contract that has come that far, and one for each of its contractors."""
    parsed = parse_id(source.contract)
    state = contracts.fold(world.chain(source.contract)) if parsed.kind == "contract" else None
    if state is None:
        raise Refusal("contract.unknown", {"contract": source.contract})
    require_municipality(signer, parsed.code)
    current = state.at(now)
    if current not in _SOURCES[source.kind]:
        raise Refusal("issue.contract_state", {"kind": source.kind, "state": current.value})
    contractors = sum(parse_id(party).kind == "counterparty" for party in state.parties)
    if count > contractors:
        raise Refusal("issue.contractors", {"limit": contractors})


def _change(statement: Statement, batch: Batch, own: Events, world: World, now: int) -> None:
    content = read(CONTENT[statement.act], statement.content, where="content")
    if own.disposed_at is not None or batch.events.disposed_at is not None:
        raise Refusal("issue.disposed", {"certificate": statement.asset})
    if isinstance(content, Dispose):
        if content.rule != batch.issue.retention.rule:
            raise Refusal("issue.rule", {"rule": batch.issue.retention.rule})
        if now < batch.dispose_from:
            raise Refusal("issue.retention", {"rule": batch.issue.retention.rule, "years": batch.issue.retention.years})
        return
    _check_status(statement, own, batch, now)
    _check_reason(statement.act, content, batch)
    if isinstance(content, Supersede):
        _check_successor(content.by, batch, world, now)


def _check_status(statement: Statement, own: Events, batch: Batch, now: int) -> None:
    act = statement.act
    for events in (own, batch.events):
        for event in events.events:
            if event.status in FINAL and (act != "revoke" or event.at <= now):
                raise Refusal("issue.final", {"status": event.status.value})
    latest = own.at(now)
    suspended = latest is not None and latest.status is Status.SUSPENDED
    if act in {"suspend", "reinstate"} and suspended == (act == "suspend"):
        raise Refusal("issue.status", {"act": act})
    if act == "reinstate" and latest is not None and statement.answers != latest.act:
        raise Refusal("act.wrong_answer", {"act": act})


def _check_reason(act: str, content: Strict, batch: Batch) -> None:
    """For organisations a code that the table knows; for natural persons nothing, since their reasons are not public."""
    if act not in REASONS:
        return
    reason: Reason | None = getattr(content, "reason", None)
    if (reason is None) != (batch.issue.subject == "person"):
        raise Refusal("issue.reason", {"subject": batch.issue.subject})
    if reason is not None and reason.code not in REASONS[act]:
        raise Refusal("issue.reason_code", {"code": reason.code, "act": act})


def _check_successor(by: str, batch: Batch, world: World, now: int) -> None:
    """What takes a certificate's place is of another batch of its issuer and type, and not over itself: so none leads round in a circle."""
    successor_id, index = batch_of(by)
    successor = fold(world.chain(successor_id))
    if successor is None or parse_id(by).code != parse_id(batch.id).code:
        raise Refusal("issue.unknown", {"certificate": by})
    if index is not None and index >= successor.issue.count:
        raise Refusal("issue.index", {"count": successor.issue.count})
    single = Events() if index is None else fold_events(world.chain(by))
    over = standing(successor, single, now).status in {*FINAL, Status.EXPIRED}
    if over or successor.id == batch.id or successor.issue.type != batch.issue.type:
        raise Refusal("issue.successor", {"certificate": by})
