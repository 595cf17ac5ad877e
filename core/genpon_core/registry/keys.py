"""Keys: each belongs to one subject, ever, because its fingerprint is the id of the chain that registers it.

A key is presented by its own holder (the signature proves possession, made offline). It counts when a municipality's administrator admits
it for an officer, when its certificate leads to a trust anchor of the charter, or when officers of one municipality vouch for it 確認: then
it counts in the contracts of that municipality only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import StringConstraints

from genpon_core.errors import Refusal
from genpon_core.keys import PublicKey
from genpon_core.models import Bytes, Moment, Strict, read
from genpon_core.records import Chain, Record
from genpon_core.statements import Statement

ANCHORED = "anchored"
ADMITTED = "admitted"
VOUCHED = "vouched"
PRESENTED = "presented"


class Present(Strict):
    """Content of `present`.

    Attributes:
        spki: the key's SubjectPublicKeyInfo (DER).
        certificate: an organisation's certificate (DER) under a trust anchor, if it has one; never a natural person's.
        valid_from: the key counts from then.
        valid_until: the key counts until before then.
    """

    spki: Bytes
    certificate: Bytes | None
    valid_from: Moment
    valid_until: Moment


class Admit(Strict):
    """Content of `admit`: id of the officer whose key it is; it answers the presentation."""

    officer: str


class Vouch(Strict):
    """Content of `vouch`: by what the officer made sure whose key it is."""

    method: Literal["in_person", "registered_seal", "known_contact"]


class Revoke(Strict):
    """Content of `revoke`: why the key counts no more from now on."""

    reason: Annotated[str, StringConstraints(pattern=r"^(compromised|superseded|ceased)$")]


CONTENT: dict[str, type[Strict]] = {"present": Present, "admit": Admit, "vouch": Vouch, "revoke": Revoke}

ANSWERING = frozenset({"admit", "vouch"})
"""The acts that answer the key's presentation."""


@dataclass(frozen=True, slots=True)
class KeyState:
    """A key as its acts make it.

    Attributes:
        subject: id of the officer or counterparty that it belongs to.
        key: the public key.
        valid_from: first second at which it counts.
        valid_until: first second at which it does not count any more.
        presented: digest of the presentation, which admissions and vouchers answer.
        basis: `anchored`, `admitted`, or `presented` while it rests on vouchers, if on anything.
        vouchers: officers that vouch, by their municipality's code.
        revoked_at: from when it counts no more.
        vouching_ended: municipalities that took their vouching back.
    """

    subject: str
    key: PublicKey
    valid_from: int
    valid_until: int
    presented: str
    basis: str
    vouchers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    revoked_at: int | None = None
    vouching_ended: frozenset[str] = frozenset()

    def vouched_in(self, needed: int) -> frozenset[str]:
        """The municipalities in whose contracts the key counts by vouching, where `needed` officers must vouch."""
        return frozenset(code for code, officers in self.vouchers.items() if len(officers) >= needed and code not in self.vouching_ended)

    def assurance(self, needed: int) -> str:
        """How the key became its subject's: `anchored`, `admitted`, `vouched`, or only `presented`."""
        return VOUCHED if self.basis == PRESENTED and self.vouched_in(needed) else self.basis

    def require_valid(self, moment: int) -> None:
        """Checks window and revocation.

        Raises:
            Refusal: `key.not_yet_valid`, `key.expired` or `key.revoked`.
        """
        key = {"key": self.key.fingerprint}
        if moment < self.valid_from:
            raise Refusal("key.not_yet_valid", key)
        if moment >= self.valid_until:
            raise Refusal("key.expired", key)
        if self.revoked_at is not None and moment >= self.revoked_at:
            raise Refusal("key.revoked", key)


@lru_cache(maxsize=1024)
def fold(chain: Chain) -> KeyState | None:
    """The key's state, None before it is presented."""
    if not chain:
        return None
    state = _presented(chain[0])
    for record in chain[1:]:
        state = _next(state, record)
    return state


def _presented(record: Record) -> KeyState:
    statement = record.act.statement
    content = read(Present, statement.content)
    return KeyState(
        subject=statement.signer,
        key=PublicKey.from_spki(content.spki),
        valid_from=content.valid_from,
        valid_until=content.valid_until,
        presented=record.act.digest,
        basis=ANCHORED if content.certificate is not None else PRESENTED,
    )


def _next(state: KeyState, record: Record) -> KeyState:
    statement: Statement = record.act.statement
    if statement.act == "admit":
        return replace(state, basis=ADMITTED)
    code = statement.signer.split("/")[1]
    if statement.act == "vouch":
        officers = state.vouchers.get(code, frozenset()) | {statement.signer}
        return replace(state, vouchers={**state.vouchers, code: officers})
    if statement.signer == state.subject or state.subject.startswith("officer/"):
        return replace(state, revoked_at=record.recorded_at)
    return replace(state, vouching_ended=state.vouching_ended | {code})
