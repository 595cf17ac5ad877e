"""A municipality's administrator keys: the chain of `municipality/<code>`.

Either key replaces the other after a delay, in which the other may object; so a stolen key alone takes nothing over unseen. Where both are
lost, a majority of the municipalities agrees on new ones (`changes.Administrators`).
"""

from dataclasses import dataclass, replace
from functools import lru_cache

from genpon_core.charters import Member
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
        stopped: whether the key that would go has objected.
    """

    act: str
    old: str
    key: PublicKey
    valid_from: int
    stopped: bool = False


@lru_cache(maxsize=256)
def fold(chain: Chain) -> tuple[Replacement, ...]:
    """The replacements, in their order."""
    found: list[Replacement] = []
    for record in chain:
        statement = record.act.statement
        if statement.act == "replace":
            content = read(Replace, statement.content)
            found.append(Replacement(record.act.digest, content.old, PublicKey.from_spki(content.spki), content.valid_from))
        else:
            found = [replace(item, stopped=item.stopped or item.act == statement.answers) for item in found]
    return tuple(found)


def keys_at(member: Member, chain: Chain, moment: int) -> dict[str, PublicKey]:
    """A municipality's administrator keys at a moment, by fingerprint.

    Args:
        member: the municipality as the agreement in force names it.
        chain: `municipality/<code>`.
        moment: seconds since 1970 UTC.
    """
    found = {key.fingerprint: key for key in map(PublicKey.from_spki, member.administrators)}
    for item in fold(chain):
        if not item.stopped and item.valid_from <= moment and item.old in found:
            del found[item.old]
            found[item.key.fingerprint] = item.key
    return found


def needs(statement: Statement) -> tuple[str, ...]:
    """A replacement rests on the chain of the key that comes: presented by its holder, for this municipality."""
    if statement.act != "replace":
        return ()
    return (f"key/{PublicKey.from_spki(read(Replace, statement.content, where='content').spki).fingerprint}",)


def decide(statement: Statement, signer: Signer, world: World, now: int) -> tuple[str, ...]:
    """Whether one of a municipality's administrators may replace the other's key, or object to that.

    Raises:
        Refusal: `role.…`, `administrator.…` or `key.…`.
    """
    require_administrator(signer, statement.asset)
    chain = world.chain(statement.asset)
    pending = [item for item in fold(chain) if not item.stopped and item.valid_from > now]
    if statement.act == "object":
        _check_object(statement, pending)
        return ()
    content = read(Replace, statement.content, where="content")
    current = keys_at(world.in_force(now).member(signer.code), chain, now)
    if content.old not in current or content.old == statement.key:
        raise Refusal("administrator.not_the_other", {"key": content.old})
    if pending:
        raise Refusal("administrator.pending", {"key": pending[0].old})
    delay = world.in_force(now).parameters.administrator_delay
    if content.valid_from < now + delay:
        raise Refusal("administrator.delay", {"seconds": delay})
    _check_presented(PublicKey.from_spki(content.spki), statement.asset, world, now)
    return ()


def _check_object(statement: Statement, pending: list[Replacement]) -> None:
    stopped = [item for item in pending if item.act == statement.answers]
    if not stopped:
        raise Refusal("act.wrong_answer", {"act": statement.act})
    if stopped[0].old != statement.key:
        raise Refusal("administrator.not_the_other", {"key": statement.key})


def _check_presented(key: PublicKey, municipality: str, world: World, now: int) -> None:
    state = keys.fold(world.chain(f"key/{key.fingerprint}"))
    if state is None:
        raise Refusal("key.unknown", {"key": key.fingerprint})
    if state.subject != str(parse_id(municipality)):
        raise Refusal("key.belongs_to", {"key": key.fingerprint, "subject": state.subject})
    state.require_valid(now)
