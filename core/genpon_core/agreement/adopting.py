"""Adoption of a change by a majority: the chain of `agreement/<charter's digest>`, on which every decision rests."""

from genpon_core.agreement import approvals
from genpon_core.agreement.changes import Change
from genpon_core.agreement.state import Adopt
from genpon_core.errors import Refusal
from genpon_core.keys import PublicKey
from genpon_core.models import Strict, read
from genpon_core.registry import keys
from genpon_core.signers import ADMINISTRATOR, Signer
from genpon_core.statements import Statement
from genpon_core.worlds import World

CONTENT: dict[str, type[Strict]] = {"adopt": Adopt}


def needs(statement: Statement) -> tuple[str, ...]:
    """An adoption rests on the approvals, and on the chains of the keys that it brings, which must be nobody else's."""
    change = read(Adopt, statement.content, where="content").change
    return (change.asset, *(f"key/{fingerprint}" for fingerprint in _fingerprints(change)))


def decide(statement: Statement, signer: Signer, world: World, now: int) -> tuple[str, ...]:
    """Whether the change has been approved by a majority, and may be adopted.

    Raises:
        Refusal: `role.administrator`, `charter.other`, `change.…`, `key.belongs_to`, or why it would be inconsistent.
    """
    if signer.kind != ADMINISTRATOR:
        raise Refusal("role.administrator", {"signer": signer.id})
    if statement.asset != f"agreement/{world.charter.digest}":
        raise Refusal("charter.other")
    change = read(Adopt, statement.content, where="content").change
    state = approvals.fold(world.chain(change.asset))
    if state is None:
        raise Refusal("change.unknown", {"change": change.asset})
    after = approvals.check_current(change, world, now)
    agreement = world.in_force(now)
    approved = state.approved_in(agreement)
    if approved < agreement.majority:
        raise Refusal("change.not_approved", {"approved": approved, "needed": agreement.majority})
    for fingerprint in _fingerprints(change):
        owner = keys.fold(world.chain(f"key/{fingerprint}"))
        if owner is not None and owner.subject != after.holders[fingerprint]:
            raise Refusal("key.belongs_to", {"key": fingerprint, "subject": owner.subject})
    return ()


def _fingerprints(change: Change) -> list[str]:
    return [PublicKey.from_spki(spki).fingerprint for spki in change.new_keys]
