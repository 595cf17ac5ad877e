"""The charter's acceptance: each municipality's administrator accepts it by an act; a majority makes it active."""

from genpon_core.errors import Refusal
from genpon_core.models import Strict
from genpon_core.records import Chain
from genpon_core.signers import ADMINISTRATOR, Signer
from genpon_core.statements import Statement
from genpon_core.worlds import World


class Accept(Strict):
    """Content of `accept`: nothing; the charter's digest is in the statement itself."""


CONTENT: dict[str, type[Strict]] = {"accept": Accept}


def fold(chain: Chain) -> frozenset[str]:
    """The municipalities (`municipality/<code>`) that have accepted the charter."""
    return frozenset(record.act.statement.signer for record in chain)


def needs(statement: Statement) -> tuple[str, ...]:
    """Nothing but the charter's own chain."""
    del statement
    return ()


def decide(statement: Statement, signer: Signer, world: World, now: int) -> tuple[str, ...]:
    """Whether an administrator may accept the charter for its municipality.

    Raises:
        Refusal: `role.administrator`, `charter.other` or `charter.already_accepted`.
    """
    del now
    if signer.kind != ADMINISTRATOR:
        raise Refusal("role.administrator", {"signer": signer.id})
    if statement.asset != f"charter/{world.charter.digest}":
        raise Refusal("charter.other")
    if signer.id in fold(world.chain(statement.asset)):
        raise Refusal("charter.already_accepted", {"signer": signer.id})
    return ()


def require_active(world: World, now: int) -> None:
    """Checks that a majority of the municipalities has accepted the charter.

    Raises:
        Refusal: `charter.not_active`, with how many have accepted and how many must.
    """
    agreement = world.in_force(now)
    accepted = len(fold(world.chain(f"charter/{world.charter.digest}")) & {f"municipality/{member.code}" for member in agreement.members})
    needed = agreement.majority
    if accepted < needed:
        raise Refusal("charter.not_active", {"accepted": accepted, "needed": needed})
