"""The statements of the registry's acts, ready to be shown and signed here or elsewhere."""

from typing import Literal

from genpon.errors import Refused
from genpon.stating import Stating, content
from genpon_core.charters import Name
from genpon_core.keys import PublicKey
from genpon_core.registry.acceptance import Accept
from genpon_core.registry.departments import Close, Register
from genpon_core.registry.keys import Admit, KeyState, Revoke, Vouch, fold
from genpon_core.registry.officers import Assign, Relieve
from genpon_core.statements import Statement

Role = Literal["contract_officer", "approver", "head", "inspector", "issuer"]
Method = Literal["in_person", "registered_seal", "known_contact"]


class RegistryStatements(Stating):
    """Prepares the acts of the registry."""

    def accept(self, *, key: PublicKey | None = None) -> Statement:
        """A municipality's acceptance of the charter, by its administrator."""
        return self._state(f"charter/{self._desk.charter.digest}", "accept", Accept(), key=key)

    def register_department(self, department: str, name: Name, *, contracting: bool, key: PublicKey | None = None) -> Statement:
        """A new department or contracting entity."""
        return self._state(department, "register", Register(name=name, contracting=contracting), key=key)

    def close_department(self, department: str, at: int, *, key: PublicKey | None = None) -> Statement:
        """The end of a department, from `at` (seconds since 1970 UTC)."""
        return self._state(department, "close", content(Close, at=at), key=key)

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
        window = {"valid_from": self._now(valid_from), "valid_until": valid_until}
        assigned = content(Assign, assignment=assignment, role=role, department=department, **window)
        return self._state(officer, "assign", assigned, key=key)

    def relieve(self, officer: str, assignment: str, at: int | None = None, *, key: PublicKey | None = None) -> Statement:
        """The end of an assignment at a moment (seconds since 1970 UTC), now unless given."""
        return self._state(officer, "relieve", content(Relieve, assignment=assignment, at=self._now(at)), key=key)

    def admit(self, fingerprint: str, *, key: PublicKey | None = None) -> Statement:
        """An administrator's admission of an officer's key that was presented."""
        state = self.key_state(fingerprint)
        return self._state(f"key/{fingerprint}", "admit", Admit(officer=state.subject), key=key, answers=state.presented)

    def vouch(
        self, fingerprint: str, method: Method = "in_person", *, key: PublicKey | None = None, assignment: str | None = None
    ) -> Statement:
        """An officer's word 確認 for a counterparty's key, and by what the officer made sure whose it is."""
        presented = self.key_state(fingerprint).presented
        return self._state(f"key/{fingerprint}", "vouch", content(Vouch, method=method), key=key, assignment=assignment, answers=presented)

    def revoke(
        self, fingerprint: str, reason: Literal["compromised", "superseded", "ceased"], *, key: PublicKey | None = None
    ) -> Statement:
        """The end of a key, by its holder or the administrator; a municipality that only vouched takes its word back."""
        return self._state(f"key/{fingerprint}", "revoke", content(Revoke, reason=reason), key=key)

    def key_state(self, fingerprint: str) -> KeyState:
        """A key as the ledger has it.

        Raises:
            Refused: `key.unknown`.
        """
        state = fold(self._desk.chain(f"key/{fingerprint}"))
        if state is None:
            raise Refused("key.unknown", {"key": fingerprint})
        return state
