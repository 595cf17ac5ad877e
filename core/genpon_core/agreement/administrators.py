"""A municipality's administrator keys: the chain of `municipality/<code>`.

Either key replaces the other after a delay, in which the other may object; so a stolen key alone takes nothing over unseen. Where both are
lost, or one is stolen, a majority of the municipalities agrees on new ones (`changes.Administrators`): with that, all replacements before
it are over, whether they held already or not.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from genpon_core.agreement.state import Agreement
from genpon_core.charters import require_algorithm
from genpon_core.errors import Refusal
from genpon_core.ids import parse_id
from genpon_core.keys import PublicKey
from genpon_core.models import Bytes, Digest, Moment, Strict, read
from genpon_core.records import Chain
from genpon_core.registry import keys
from genpon_core.signers import Signer, require_administrator
from genpon_core.statements import Statement
from genpon_core.worlds import World


class Replace(Strict):
    """Content of `replace`: the key that goes, the one that comes (its holder has presented it), and from when."""

    old: Digest
    spki: Bytes
    valid_from: Moment


class Object(Strict):
    """Content of `object`: nothing; it answers the replacement that it stops."""


CONTENT: dict[str, type[Strict]] = {"replace": Replace, "object": Object}
ANSWERING = frozenset({"object"})


@dataclass(frozen=True, slots=True)
class Replacement:
    """One key in place of another, from a moment on, unless the other objected.

    Attributes:
        act: digest of the act.
        old: fingerprint of the key that goes.
        key: the key that comes.
        valid_from: from when, seconds since 1970 UTC.
        recorded_at: when it was recorded.
        stopped: whether the key that would go has objected.
    """

    act: str
    old: str
    key: PublicKey
    valid_from: int
    recorded_at: int
    stopped: bool = False


@lru_cache(maxsize=256)
def fold(chain: Chain) -> tuple[Replacement, ...]:
    """The replacements, in their order."""
    found: list[Replacement] = []
    for record in chain:
        statement = record.act.statement
        if statement.act == "replace":
            content = read(Replace, statement.content)
            key = PublicKey.from_spki(content.spki)
            found.append(Replacement(record.act.digest, content.old, key, content.valid_from, record.recorded_at))
        else:
            found = [replace(item, stopped=item.stopped or item.act == statement.answers) for item in found]
    return tuple(found)


def keys_at(agreement: Agreement, code: str, chain: Chain, moment: int) -> dict[str, PublicKey]:
    """A municipality's administrator keys at a moment, by fingerprint.

    Args:
        agreement: what is in force at that moment.
        code: the municipality's local government code.
        chain: `municipality/<code>`.
        moment: seconds since 1970 UTC.

    Raises:
        Refusal: `charter.not_a_member`.
    """
    found = {key.fingerprint: key for key in map(PublicKey.from_spki, agreement.member(code).administrators)}
    for item in _counting(agreement, code, chain):
        if item.valid_from <= moment and item.old in found:
            del found[item.old]
            found[item.key.fingerprint] = item.key
    return found


def pending_at(agreement: Agreement, code: str, chain: Chain, moment: int) -> Replacement | None:
    """The replacement that does not hold yet at a moment, None if there is none; arguments as for `keys_at`."""
    return next((item for item in _counting(agreement, code, chain) if item.valid_from > moment), None)


def _counting(agreement: Agreement, code: str, chain: Chain) -> Iterator[Replacement]:
    """The replacements that nobody stopped, of the keys that the agreement names now."""
    since = agreement.named_since.get(code, 0)
    return (item for item in fold(chain) if not item.stopped and item.recorded_at >= since)


def needs(statement: Statement) -> tuple[str, ...]:
    """A replacement rests on the chain of the key that comes: presented by its holder, for this municipality."""
    if statement.act != "replace":
        return ()
    return (f"key/{PublicKey.from_spki(read(Replace, statement.content, where='content').spki).fingerprint}",)


def decide(statement: Statement, signer: Signer, world: World, now: int) -> tuple[str, ...]:
    """Whether one of a municipality's administrators may replace the other's key, or object to that.

    Raises:
        Refusal: `role.…`, `administrator.…`, `charter.no_algorithm` or `key.…`.
    """
    require_administrator(signer, statement.asset)
    chain, agreement = world.chain(statement.asset), world.in_force(now)
    pending = pending_at(agreement, signer.code, chain, now)
    if statement.act == "object":
        _check_object(statement, pending)
        return ()
    content = read(Replace, statement.content, where="content")
    key, current = PublicKey.from_spki(content.spki), keys_at(agreement, signer.code, chain, now)
    if content.old not in current or content.old == statement.key:
        raise Refusal("administrator.not_the_other", {"key": content.old})
    if key.fingerprint in current:
        raise Refusal("administrator.already", {"key": key.fingerprint})
    if pending is not None:
        raise Refusal("administrator.pending", {"key": pending.old})
    delay = agreement.parameters.administrator_delay
    if content.valid_from < now + delay:
        raise Refusal("administrator.delay", {"seconds": delay})
    require_algorithm(key, agreement.algorithms)
    _check_presented(key, statement.asset, world, now)
    return ()


def _check_object(statement: Statement, pending: Replacement | None) -> None:
    if pending is None or pending.act != statement.answers:
        raise Refusal("act.wrong_answer", {"act": statement.act})
    if pending.old != statement.key:
        raise Refusal("administrator.not_the_other", {"key": statement.key})


def _check_presented(key: PublicKey, municipality: str, world: World, now: int) -> None:
    state = keys.fold(world.chain(f"key/{key.fingerprint}"))
    if state is None:
        raise Refusal("key.unknown", {"key": key.fingerprint})
    if state.subject != str(parse_id(municipality)):
        raise Refusal("key.belongs_to", {"key": key.fingerprint, "subject": state.subject})
    state.require_valid(now)
