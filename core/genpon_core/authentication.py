"""Who signed: the signature, the key's registration, and the assignment that the signer acts under."""

from collections.abc import Collection

from genpon_core.algorithms import signature_algorithm
from genpon_core.errors import Refusal
from genpon_core.ids import parse_id
from genpon_core.keys import PublicKey
from genpon_core.models import read
from genpon_core.registry import keys, officers
from genpon_core.signers import ADMINISTRATOR, COUNTERPARTY, OFFICER, PRESENTER, Signer
from genpon_core.statements import Act, Statement
from genpon_core.worlds import World


def needs(statement: Statement, charter_keys: Collection[str]) -> tuple[str, ...]:
    """The assets that say who the signer is: its key's chain and, for an officer, its own."""
    if statement.key in charter_keys:
        return ()
    signer = (statement.signer,) if statement.signer.startswith("officer/") else ()
    return (f"key/{statement.key}", *signer)


def authenticate(act: Act, world: World, now: int) -> Signer:
    """The signer of an act, if everything about the signature holds at the ledger's time.

    Raises:
        Refusal: `act.…`, `algorithm.…`, `signature.…`, `key.…` or `assignment.…`.
    """
    statement = act.statement
    _check_envelope(statement, world, now)
    if statement.act == "present":
        key, signer = _presenter(statement)
    elif statement.key in world.charter.administrator_keys:
        key, signer = _administrator(statement, world)
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
    if statement.algorithm not in world.charter.algorithms:
        raise Refusal("algorithm.not_in_charter", {"algorithm": statement.algorithm})
    signature_algorithm(statement.algorithm, now=now)
    parameters = world.charter.parameters
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


def _administrator(statement: Statement, world: World) -> tuple[PublicKey, Signer]:
    key, code = world.charter.administrator_keys[statement.key]
    if statement.signer != f"municipality/{code}" or statement.assignment is not None:
        raise Refusal("key.belongs_to", {"key": statement.key, "subject": f"municipality/{code}"})
    return key, Signer(statement.signer, ADMINISTRATOR, "charter", code)


def _registered(statement: Statement, world: World, now: int) -> tuple[PublicKey, Signer]:
    state = keys.fold(world.chain(f"key/{statement.key}"))
    if state is None:
        raise Refusal("key.unknown", {"key": statement.key})
    if state.subject != statement.signer:
        raise Refusal("key.belongs_to", {"key": statement.key, "subject": state.subject})
    needed = world.charter.parameters.vouchers
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
    return Signer(statement.signer, OFFICER, assurance, code, assignment.role, assignment.department)
