"""The registry on the ledger: the charter's acceptance, departments, officers and their assignments, and keys.

```python
ledger.registry.register_department("department/422011/keiyaku", Name(ja="契約検査課", en="Contracts"), contracting=True)
```
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from genpon.desk import Desk
from genpon.errors import Refused
from genpon.histories import Entry, history
from genpon.registry_statements import Method, RegistryStatements, Role
from genpon.results import Receipt
from genpon.transport.calls import Call
from genpon_core.charters import Name
from genpon_core.registry import acceptance, departments, officers
from genpon_core.registry.departments import DepartmentState
from genpon_core.registry.keys import KeyState
from genpon_core.registry.officers import OfficerState
from genpon_core.statements import Act


@dataclass(frozen=True, slots=True)
class CharterView:
    """The charter's standing.

    Attributes:
        digest: what every act names.
        accepted: the municipalities that have accepted it.
        needed: how many must.
    """

    digest: str
    accepted: tuple[str, ...]
    needed: int

    @property
    def active(self) -> bool:
        """Whether a majority has accepted it."""
        return len(self.accepted) >= self.needed


class Registry:
    """A ledger's registry; errors as for `Contracts`.

    Attributes:
        prepare: the statements of the acts.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.prepare = RegistryStatements(desk)

    def establish(self) -> None:
        """Writes the charter onto the ledger, once; it needs no signature, as the ledger takes this one charter only."""
        charter = self._desk.charter.to_bytes()
        self._desk.recorder.run(Call("registry", "establish", (charter,), settled=lambda _: False))

    def accept(self) -> Receipt:
        """Accepts the charter for the administrator's municipality."""
        return self._desk.sign_and_submit(self.prepare.accept())

    def register_department(self, department: str, name: Name, *, contracting: bool) -> Receipt:
        """Registers a department or contracting entity."""
        return self._desk.sign_and_submit(self.prepare.register_department(department, name, contracting=contracting))

    def close_department(self, department: str, at: int) -> Receipt:
        """Closes a department from a moment on."""
        return self._desk.sign_and_submit(self.prepare.close_department(department, at))

    def assign(
        self,
        officer: str,
        assignment: str,
        role: Role,
        department: str,
        *,
        valid_from: int | None = None,
        valid_until: int | None = None,
    ) -> Receipt:
        """Gives an officer a role in a department; see `RegistryStatements.assign`."""
        statement = self.prepare.assign(officer, assignment, role, department, valid_from=valid_from, valid_until=valid_until)
        return self._desk.sign_and_submit(statement)

    def relieve(self, officer: str, assignment: str, at: int | None = None) -> Receipt:
        """Ends an assignment, now unless a moment is given."""
        return self._desk.sign_and_submit(self.prepare.relieve(officer, assignment, at))

    def present(self, request: Act) -> Receipt:
        """Brings a key onto the ledger: its holder's own act, as a key request holds it."""
        if request.statement.act != "present":
            raise Refused("act.unexpected", {"act": request.statement.act, "expected": "present"})
        return self._desk.submit(request)

    def admit(self, fingerprint: str) -> Receipt:
        """Admits an officer's key that was presented."""
        return self._desk.sign_and_submit(self.prepare.admit(fingerprint))

    def vouch(self, fingerprint: str, method: Method = "in_person", *, assignment: str | None = None) -> Receipt:
        """Vouches 確認 for a counterparty's key: it then counts in the contracts of this municipality only."""
        return self._desk.sign_and_submit(self.prepare.vouch(fingerprint, method, assignment=assignment))

    def revoke(self, fingerprint: str, reason: Literal["compromised", "superseded", "ceased"]) -> Receipt:
        """Ends a key."""
        return self._desk.sign_and_submit(self.prepare.revoke(fingerprint, reason))

    def charter(self) -> CharterView:
        """Who has accepted the charter."""
        digest = self._desk.charter.digest
        accepted = acceptance.fold(self._desk.chain(f"charter/{digest}"))
        return CharterView(digest, tuple(sorted(accepted)), self._desk.agreement().majority)

    def department(self, department: str) -> DepartmentState:
        """A department.

        Raises:
            Refused: `department.unknown`.
        """
        state = departments.fold(self._desk.chain(department))
        if state is None:
            raise Refused("department.unknown", {"department": department})
        return state

    def officer(self, officer: str) -> OfficerState:
        """An officer's assignments.

        Raises:
            Refused: `officer.unknown`.
        """
        chain = self._desk.chain(officer)
        if not chain:
            raise Refused("officer.unknown", {"officer": officer})
        return officers.fold(chain)

    def key(self, fingerprint: str) -> KeyState:
        """A key.

        Raises:
            Refused: `key.unknown`.
        """
        return self.prepare.key_state(fingerprint)

    def keys(self, subject: str) -> Mapping[str, KeyState]:
        """The keys of an officer or a counterparty, by their fingerprints."""
        states = {
            asset.removeprefix("key/"): self.key(asset.removeprefix("key/")) for asset in self._desk.ids("registry", f"subject~{subject}")
        }
        return {fingerprint: state for fingerprint, state in states.items() if state.subject == subject}

    def departments(self, code: str) -> tuple[str, ...]:
        """Ids of a municipality's departments."""
        return tuple(self._desk.ids("registry", f"department~{code}"))

    def officers(self, code: str) -> tuple[str, ...]:
        """Ids of a municipality's officers."""
        return tuple(self._desk.ids("registry", f"officer~{code}"))

    def history(self, asset: str) -> tuple[Entry, ...]:
        """The acts of a department, an officer or a key, in order; none for one that does not exist."""
        return history(self._desk.charter, self._desk.closure(asset), asset)
