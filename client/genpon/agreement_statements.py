"""The statements by which municipalities change what binds all of them, and an administrator replaces the other's key."""

from typing import Any

from genpon.desk import Desk
from genpon.errors import Refused, refusals_as
from genpon.stating import Stating, content
from genpon_core.agreement import administrators, approvals
from genpon_core.agreement.administrators import Object, Replace
from genpon_core.agreement.approvals import Approve, ChangeState, Propose
from genpon_core.agreement.changes import Change
from genpon_core.agreement.state import Adopt, Agreement, adopted
from genpon_core.ids import parse_id
from genpon_core.keys import PublicKey
from genpon_core.models import Strict, make
from genpon_core.registry import keys
from genpon_core.statements import Statement


class AgreementStatements(Stating):
    """Prepares the acts of the agreement; all are an administrator's."""

    def propose(self, what: Strict, valid_from: int, *, key: PublicKey | None = None) -> Statement:
        """A change of the agreement as it will read with all changes that have been adopted; whoever proposes it approves it.

        Args:
            what: one of `genpon_core.agreement.changes`: `Members`, `Administrators`, `EndorsingSet`, `Anchors`, `Algorithms`, `Bodies` or
                `NewParameters`.
            valid_from: holds from then, seconds since 1970 UTC; never from the past.
            key: the administrator's.

        Raises:
            Refused: as `Agreement.after`, if the agreement would be inconsistent with it.
        """
        latest = self.latest()
        with refusals_as():
            change = make(Change, where="change", replaces=latest.version, valid_from=valid_from, content=what)
            latest.after(change)
        return self._state(change.asset, "propose", Propose(change=change), key=key)

    def approve(self, change: str, *, key: PublicKey | None = None) -> Statement:
        """A municipality's approval of a change that was proposed; `change` is its id.

        Raises:
            Refused: `change.unknown`.
        """
        return self._state(change, "approve", Approve(), key=key, answers=self.change(change).proposal)

    def adopt(self, change: str, *, key: PublicKey | None = None) -> Statement:
        """The adoption of a change that a majority approves; any administrator may record it.

        Raises:
            Refused: `change.unknown`.
        """
        return self._state(agreement_id(self._desk), "adopt", Adopt(change=self.change(change).change), key=key)

    def replace_key(
        self, municipality: str, old: str, new: str, valid_from: int | None = None, *, key: PublicKey | None = None
    ) -> Statement:
        """One administrator's replacement of the other's key; the new key has been presented by its holder.

        Args:
            municipality: `municipality/<code>`.
            old: fingerprint of the key that goes.
            new: fingerprint of the key that comes.
            valid_from: from when; the earliest moment that the agreement allows unless given.
            key: the administrator's who stays.

        Raises:
            Refused: `key.unknown`.
        """
        presented = keys.fold(self._desk.chain(f"key/{new}"))
        if presented is None:
            raise Refused("key.unknown", {"key": new})
        # A minute more than the delay: the ledger's clock may be ahead of this one.
        earliest = self._desk.now() + self._desk.agreement().parameters.administrator_delay + 60
        fields: dict[str, Any] = {"old": old, "spki": presented.key.spki, "valid_from": earliest if valid_from is None else valid_from}
        return self._state(municipality, "replace", content(Replace, **fields), key=key)

    def object(self, municipality: str, *, key: PublicKey | None = None) -> Statement:
        """The objection of the administrator whose key is to be replaced.

        Raises:
            Refused: `administrator.nothing_pending`.
        """
        with refusals_as():
            parsed = parse_id(municipality)
        pending = administrators.pending_at(self._desk.agreement(), parsed.code, self._desk.chain(str(parsed)), self._desk.now())
        if pending is None:
            raise Refused("administrator.nothing_pending", {"municipality": municipality})
        return self._state(municipality, "object", Object(), key=key, answers=pending.act)

    def change(self, change: str) -> ChangeState:
        """A change as the ledger has it.

        Raises:
            Refused: `change.unknown`.
        """
        state = approvals.fold(self._desk.chain(change)) if change.startswith("change/") else None
        if state is None:
            raise Refused("change.unknown", {"change": change})
        return state

    def latest(self) -> Agreement:
        """The agreement with all changes that have been adopted, whether or not they hold yet: what the next change replaces."""
        return adopted(self._desk.charter, self._desk.chain(agreement_id(self._desk)))


def agreement_id(desk: Desk) -> str:
    """Id of the asset that holds the adoptions."""
    return f"agreement/{desk.charter.digest}"
