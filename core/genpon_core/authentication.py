"""Who signed: the signature, the key's registration, and the assignment that the signer acts under."""

from collections.abc import Mapping

from genpon_core.agreement.administrators import keys_at
from genpon_core.algorithms import signature_algorithm
from genpon_core.errors import Refusal
from genpon_core.ids import parse_id
from genpon_core.keys import PublicKey
from genpon_core.models import read
from genpon_core.registry import keys, officers
from genpon_core.signers import ADMINISTRATOR, BODY, COUNTERPARTY, OFFICER, PRESENTER, Signer
from genpon_core.statements import Act, Statement
from genpon_core.worlds import World


def needs(statement: Statement) -> tuple[str, ...]:
    """The assets that say who the signer is: the agreement, an administrator's municipality, else the key and, for an officer, its own."""
    agreement, kind = f"agreement/{statement.charter}", parse_id(statement.signer).kind
    if kind == "body":
        return (agreement,)
    if kind == "municipality":
        return (agreement, statement.signer)
    signer = (statement.signer,) if kind == "officer" else ()
    return (agreement, f"key/{statement.key}", *signer)


def authenticate(act: Act, world: World, now: int) -> Signer:
    """The signer of an act, if everything about the signature holds at the ledger's time.

    Raises:
        Refusal: `act.…`, `algorithm.…`, `signature.…`, `key.…` or `assignment.…`.
    """
    statement = act.statement
    _check_envelope(statement, world, now)
    if statement.act == "present":
        key, signer = _presenter(statement)
    elif statement.signer.startswith("municipality/"):
        key, signer = _administrator(statement, world, now)
    elif statement.signer.startswith("body/"):
        key, signer = _body(statement, world, now)
    else:
        key, signer = _registered(statement, world, now)
    if not key.allows(statement.algorithm):
        raise Refusal("algorithm.not_for_key", {"algorithm": statement.algorithm})
    if not key.verify(statement.algorithm, act.signature, act.message):
        raise Refusal("signature.invalid", {"signer": statement.signer})
    return signer


def _check_envelope(statement: Statement, world: World, now: int) -> None:
    if statement.charter != world.charter.digest:
        raise Refusal("act.other_charter")
    agreement = world.in_force(now)
    if statement.algorithm not in agreement.algorithms:
        raise Refusal("algorithm.not_in_charter", {"algorithm": statement.algorithm})
    signature_algorithm(statement.algorithm, now=now)
    parameters = agreement.parameters
    window = statement.submit_before - statement.signed_at
    # A signer's clock that runs far ahead must not make an act's time any longer.
    latest = now + parameters.submit_window + parameters.clock_stale
    if not 0 < window <= parameters.submit_window or statement.submit_before > latest:
        raise Refusal("act.submit_window", {"limit_seconds": parameters.submit_window})
    if now > statement.submit_before:
        raise Refusal("act.too_late")


def _presenter(statement: Statement) -> tuple[PublicKey, Signer]:
    key = PublicKey.from_spki(read(keys.Present, statement.content, where="content").spki)
    if key.fingerprint != statement.key or statement.asset != f"key/{statement.key}":
        raise Refusal("key.other_key", {"key": statement.key})
    if statement.assignment is not None:
        raise Refusal("assignment.unknown", {"assignment": statement.assignment})
    return key, Signer(statement.signer, PRESENTER, keys.PRESENTED, parse_id(statement.signer).code)


def _administrator(statement: Statement, world: World, now: int) -> tuple[PublicKey, Signer]:
    code = parse_id(statement.signer).code
    found = keys_at(world.in_force(now), code, world.chain(statement.signer), now)
    return _named(statement, found), Signer(statement.signer, ADMINISTRATOR, "charter", code)


def _body(statement: Statement, world: World, now: int) -> tuple[PublicKey, Signer]:
    body = world.in_force(now).body(statement.signer)
    found = {key.fingerprint: key for key in map(PublicKey.from_spki, body.keys)}
    return _named(statement, found), Signer(statement.signer, BODY, "charter")


def _named(statement: Statement, found: Mapping[str, PublicKey]) -> PublicKey:
    """The signing key, if it is one of those that the agreement names for the signer."""
    if statement.key not in found:
        raise Refusal("key.not_the_signers", {"key": statement.key, "signer": statement.signer})
    if statement.assignment is not None:
        raise Refusal("assignment.unknown", {"assignment": statement.assignment})
    return found[statement.key]


def _registered(statement: Statement, world: World, now: int) -> tuple[PublicKey, Signer]:
    state = keys.fold(world.chain(f"key/{statement.key}"))
    if state is None:
        raise Refusal("key.unknown", {"key": statement.key})
    if state.subject != statement.signer:
        raise Refusal("key.belongs_to", {"key": statement.key, "subject": state.subject})
    needed = world.in_force(now).parameters.vouchers
    assurance = state.assurance(needed)
    if assurance == keys.PRESENTED:
        raise Refusal("key.not_confirmed", {"key": statement.key, "subject": state.subject})
    state.require_valid(now)
    subject = parse_id(state.subject)
    if subject.kind == "officer":
        return state.key, _officer(statement, world, now, assurance)
    if statement.assignment is not None:
        raise Refusal("assignment.unknown", {"assignment": statement.assignment})
    return state.key, Signer(statement.signer, COUNTERPARTY, assurance, subject.code, vouched_in=state.vouched_in(needed))


def _officer(statement: Statement, world: World, now: int, assurance: str) -> Signer:
    name = statement.assignment
    if name is None:
        raise Refusal("assignment.missing", {"signer": statement.signer})
    assignment = officers.fold(world.chain(statement.signer)).assignments.get(name)
    if assignment is None:
        raise Refusal("assignment.unknown", {"assignment": name})
    if not assignment.in_force(now):
        raise Refusal("assignment.not_in_force", {"assignment": name})
    code = parse_id(statement.signer).code
    world.in_force(now).member(code)
    return Signer(statement.signer, OFFICER, assurance, code, assignment.role, assignment.department)
