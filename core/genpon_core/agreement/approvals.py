"""Approvals of a change: the chain of `change/<digest>`, one act for each municipality."""

from dataclasses import dataclass
from functools import lru_cache

from genpon_core.agreement.changes import Change
from genpon_core.agreement.state import Agreement
from genpon_core.errors import Refusal
from genpon_core.models import Strict, read
from genpon_core.records import Chain
from genpon_core.signers import ADMINISTRATOR, Signer
from genpon_core.statements import Statement
from genpon_core.worlds import World


class Propose(Strict):
    """Content of `propose`: the change; whoever proposes it approves it."""

    change: Change


class Approve(Strict):
    """Content of `approve`: nothing; it answers the proposal, and the change's digest is the asset's id."""


CONTENT: dict[str, type[Strict]] = {"propose": Propose, "approve": Approve}
ANSWERING = frozenset({"approve"})


@dataclass(frozen=True, slots=True)
class ChangeState:
    """A change that was proposed.

    Attributes:
        change: what is to change.
        proposal: digest of the proposal.
        approved: codes of the municipalities that approve it.
    """

    change: Change
    proposal: str
    approved: frozenset[str]

    def approved_in(self, agreement: Agreement) -> int:
        """How many of an agreement's members approve it."""
        return len(self.approved & {member.code for member in agreement.members})


@lru_cache(maxsize=256)
def fold(chain: Chain) -> ChangeState | None:
    """The change's state, None before it is proposed."""
    if not chain:
        return None
    change = read(Propose, chain[0].act.statement.content).change
    approved = frozenset(record.act.statement.signer.removeprefix("municipality/") for record in chain)
    return ChangeState(change, chain[0].act.digest, approved)


def needs(statement: Statement) -> tuple[str, ...]:
    """Nothing but the change's own chain; the agreement is looked at for every act."""
    del statement
    return ()


def decide(statement: Statement, signer: Signer, world: World, now: int) -> tuple[str, ...]:
    """Whether an administrator may propose or approve the change.

    Raises:
        Refusal: `role.administrator`, `change.…`, or why the agreement would be inconsistent with it.
    """
    if signer.kind != ADMINISTRATOR:
        raise Refusal("role.administrator", {"signer": signer.id})
    state = fold(world.chain(statement.asset))
    if statement.act == "propose":
        change = read(Propose, statement.content, where="content").change
        if state is not None:
            raise Refusal("change.exists", {"change": statement.asset})
        if statement.asset != change.asset:
            raise Refusal("change.other_digest", {"change": change.asset})
        check_current(change, world, now)
        return (f"change~{change.content.topic}~{statement.asset}",)
    if state is None:
        raise Refusal("change.unknown", {"change": statement.asset})
    if statement.answers != state.proposal:
        raise Refusal("act.wrong_answer", {"act": statement.act})
    if signer.code in state.approved:
        raise Refusal("change.already_approved", {"signer": signer.id})
    check_current(state.change, world, now)
    return ()


def check_current(change: Change, world: World, now: int) -> Agreement:
    """The agreement with a change, if the change builds on the latest one and holds from a later moment.

    Raises:
        Refusal: `change.other_version`, `change.not_later`, `change.too_far`, or why it would be inconsistent.
    """
    latest = world.adopted
    if change.replaces != latest.version:
        raise Refusal("change.other_version", {"current": latest.version})
    if change.valid_from <= now or change.valid_from < latest.valid_from:
        raise Refusal("change.not_later")
    lead = world.in_force(now).parameters.change_lead
    if change.valid_from > now + lead:
        raise Refusal("change.too_far", {"limit_seconds": lead})
    return latest.after(change)
