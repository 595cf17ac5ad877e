"""Recognition: from when a municipality takes certificates of a type from whom; its own verification policy uses it."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Annotated

from pydantic import StringConstraints

from genpon_core.errors import Refusal
from genpon_core.ids import parse_id
from genpon_core.models import Moment, Strict, read
from genpon_core.records import Chain
from genpon_core.signers import Signer, require_administrator
from genpon_core.statements import Statement
from genpon_core.worlds import World

_Type = Annotated[str, StringConstraints(pattern=r"^(\*|[a-z][a-z0-9_]{0,31})$")]


class Recognise(Strict):
    """Content of `recognise`: certificates of a type (`*`: of all) from a body's accreditations or a municipality, from a moment on."""

    type: _Type
    of: str
    valid_from: Moment


class End(Strict):
    """Content of `end`: the recognition that it answers ends then, never in the past and never later than it would have."""

    at: Moment


CONTENT: dict[str, type[Strict]] = {"recognise": Recognise, "end": End}
ANSWERING = frozenset({"end"})


@dataclass(frozen=True, slots=True)
class Recognition:
    """One recognition.

    Attributes:
        act: digest of the act.
        certificate_type: a type's name, or `*`.
        of: `body/…` or `municipality/…`.
        valid_from: seconds since 1970 UTC, never before it was recorded.
        valid_until: holds until before then, if it has an end.
    """

    act: str
    certificate_type: str
    of: str
    valid_from: int
    valid_until: int | None = None

    def holds_at(self, moment: int) -> bool:
        """Whether it holds at a moment."""
        return self.valid_from <= moment and (self.valid_until is None or moment < self.valid_until)


@lru_cache(maxsize=256)
def fold(chain: Chain) -> tuple[Recognition, ...]:
    """The recognitions, in their order."""
    found: list[Recognition] = []
    for record in chain:
        statement, now = record.act.statement, record.recorded_at
        if statement.act == "recognise":
            content = read(Recognise, statement.content)
            found.append(Recognition(record.act.digest, content.type, content.of, max(content.valid_from, now)))
        else:
            ends = max(read(End, statement.content).at, now)
            found = [_ended(item, ends) if item.act == statement.answers else item for item in found]
    return tuple(found)


def _ended(item: Recognition, at: int) -> Recognition:
    return replace(item, valid_until=at if item.valid_until is None else min(at, item.valid_until))


def recognised(chain: Chain, certificate_type: str, granted_by: frozenset[str], at: int) -> bool:
    """Whether a municipality takes a certificate.

    Args:
        chain: `recognition/<code>`.
        certificate_type: its type.
        granted_by: the issuer, and who granted the accreditations of its path.
        at: seconds since 1970 UTC.
    """
    return any(item.holds_at(at) and item.certificate_type in {"*", certificate_type} and item.of in granted_by for item in fold(chain))


def needs(statement: Statement) -> tuple[str, ...]:
    """Nothing but the municipality's own recognitions."""
    del statement
    return ()


def decide(statement: Statement, signer: Signer, world: World, now: int) -> tuple[str, ...]:
    """Whether an administrator may recognise, or end a recognition.

    Raises:
        Refusal: `role.…`, `charter.…`, `act.wrong_answer` or `recognition.…`.
    """
    require_administrator(signer, statement.asset)
    known = fold(world.chain(statement.asset))
    if statement.act == "end":
        ended = [item for item in known if item.act == statement.answers]
        if not ended:
            raise Refusal("act.wrong_answer", {"act": statement.act})
        until = ended[0].valid_until
        if until is not None and until <= max(now, read(End, statement.content).at):
            raise Refusal("recognition.ended")
        return ()
    content = read(Recognise, statement.content, where="content")
    of, agreement = parse_id(content.of), world.in_force(now)
    if of.kind == "body":
        agreement.body(content.of)
    elif of.kind == "municipality":
        agreement.member(of.code)
    else:
        raise Refusal("recognition.of", {"of": content.of})
    if any(item.certificate_type == content.type and item.of == content.of and item.valid_until is None for item in known):
        raise Refusal("recognition.exists", {"of": content.of})
    return ()
