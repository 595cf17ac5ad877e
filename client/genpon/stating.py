"""What the makers of statements share: who signs, under which assignment, and contents made from what a caller gives."""

from collections.abc import Collection
from typing import Any, TypeVar

from genpon import signatories
from genpon.desk import Desk
from genpon.errors import refusals_as
from genpon_core.keys import PublicKey
from genpon_core.models import Strict, make
from genpon_core.statements import Statement

Content = TypeVar("Content", bound=Strict)


class Stating:
    """Prepares acts.

    The methods of its kinds take `key`, the public key that will sign (the ledger's own signer's unless given), and, where an officer acts,
    `assignment`, the assignment to act under (the one that fits unless given). They raise `Refused` (`key.unknown`, `id.…`, `json.…`),
    `UsageError` (`act.no_signer`, `assignment.several`) and `Unreachable`.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def _state(
        self,
        asset: str,
        act: str,
        content: Strict,
        *,
        key: PublicKey | None,
        roles: Collection[str] = (),
        assignment: str | None = None,
        answers: str | None = None,
    ) -> Statement:
        """A statement about an asset without revisions."""
        by = signatories.find(self._desk, self._desk.key(key), roles=roles, assignment=assignment)
        return self._desk.prepare(asset, act, content, signer=by.id, key=by.key, assignment=by.assignment, answers=answers)

    def _now(self, moment: int | None) -> int:
        """A moment, the local clock's unless it is given."""
        return int(self._desk.clock()) if moment is None else moment


def content(model: type[Content], **fields: Any) -> Content:
    """An act's content from what a caller gives.

    Raises:
        Refused: `json.field`.
    """
    with refusals_as():
        return make(model, where="content", **fields)
