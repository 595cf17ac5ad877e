"""The statements of the registry's acts, ready to be shown and signed here or elsewhere."""

from typing import Any, Literal, TypeVar

from genpon import signatories
from genpon.desk import Desk
from genpon.errors import Refused, refusals_as
from genpon.signatories import Signatory
from genpon_core.charters import Name
from genpon_core.keys import PublicKey
from genpon_core.models import Strict, make
from genpon_core.registry.acceptance import Accept
from genpon_core.registry.departments import Close, Register
from genpon_core.registry.keys import Admit, KeyState, Revoke, Vouch, fold
from genpon_core.registry.officers import Assign, Relieve
from genpon_core.statements import Statement

Role = Literal["contract_officer", "approver", "head", "inspector", "issuer"]
Method = Literal["in_person", "registered_seal", "known_contact"]
_Content = TypeVar("_Content", bound=Strict)


class RegistryStatements:
    """Prepares the acts of the registry; `key` and `assignment` as for `ContractStatements`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def accept(self, *, key: PublicKey | None = None) -> Statement:
        """A municipality's acceptance of the charter, by its administrator."""
        by = self._signatory(key)
        return self._desk.prepare(f"charter/{self._desk.charter.digest}", "accept", Accept(), signer=by.id, key=by.key)

    def register_department(self, department: str, name: Name, *, contracting: bool, key: PublicKey | None = None) -> Statement:
        """A new department or contracting entity."""
        by = self._signatory(key)
        return self._desk.prepare(department, "register", Register(name=name, contracting=contracting), signer=by.id, key=by.key)

    def close_department(self, department: str, at: int, *, key: PublicKey | None = None) -> Statement:
        """The end of a department, from `at` (seconds since 1970 UTC)."""
        by = self._signatory(key)
        return self._desk.prepare(department, "close", _content(Close, at=at), signer=by.id, key=by.key)

    def assign(
        self,
        officer: str,
        assignment: str,
        role: Role,
        department: str,
        *,
        valid_from: int | None = None,
        valid_until: int | None = None,
        key: PublicKey | None = None,
    ) -> Statement:
        """An officer's role in a department.

        Args:
            officer: id of the officer, an opaque number.
            assignment: its name, distinct among the officer's.
            role: `contract_officer`, `approver`, `head`, `inspector` or `issuer`.
            department: id of the department.
            valid_from: begins then, seconds since 1970 UTC; now unless given.
            valid_until: ends then.
            key: the administrator's.
        """
        by = self._signatory(key)
        begins = int(self._desk.clock()) if valid_from is None else valid_from
        fields = {"assignment": assignment, "role": role, "department": department, "valid_from": begins, "valid_until": valid_until}
        return self._desk.prepare(officer, "assign", _content(Assign, **fields), signer=by.id, key=by.key)

    def relieve(self, officer: str, assignment: str, at: int | None = None, *, key: PublicKey | None = None) -> Statement:
        """The end of an assignment at a moment (seconds since 1970 UTC), now unless given."""
        by = self._signatory(key)
        content = _content(Relieve, assignment=assignment, at=int(self._desk.clock()) if at is None else at)
        return self._desk.prepare(officer, "relieve", content, signer=by.id, key=by.key)

    def admit(self, fingerprint: str, *, key: PublicKey | None = None) -> Statement:
        """An administrator's admission of an officer's key that was presented."""
        by = self._signatory(key)
        state = self.key_state(fingerprint)
        return self._desk.prepare(
            f"key/{fingerprint}", "admit", Admit(officer=state.subject), signer=by.id, key=by.key, answers=state.presented
        )

    def vouch(
        self, fingerprint: str, method: Method = "in_person", *, key: PublicKey | None = None, assignment: str | None = None
    ) -> Statement:
        """An officer's word 確認 for a counterparty's key, and by what the officer made sure whose it is."""
        by = self._signatory(key, assignment)
        state = self.key_state(fingerprint)
        return self._desk.prepare(
            f"key/{fingerprint}",
            "vouch",
            _content(Vouch, method=method),
            signer=by.id,
            key=by.key,
            assignment=by.assignment,
            answers=state.presented,
        )

    def revoke(
        self, fingerprint: str, reason: Literal["compromised", "superseded", "ceased"], *, key: PublicKey | None = None
    ) -> Statement:
        """The end of a key, by its holder or the administrator; a municipality that only vouched takes its word back."""
        by = self._signatory(key)
        return self._desk.prepare(
            f"key/{fingerprint}", "revoke", _content(Revoke, reason=reason), signer=by.id, key=by.key, assignment=by.assignment
        )

    def key_state(self, fingerprint: str) -> KeyState:
        """A key as the ledger has it.

        Raises:
            Refused: `key.unknown`.
        """
        state = fold(self._desk.chain(f"key/{fingerprint}"))
        if state is None:
            raise Refused("key.unknown", {"key": fingerprint})
        return state

    def _signatory(self, key: PublicKey | None, assignment: str | None = None) -> Signatory:
        return signatories.find(self._desk, self._desk.key(key), assignment=assignment)


def _content(model: type[_Content], **fields: Any) -> _Content:
    with refusals_as():
        return make(model, where="content", **fields)
