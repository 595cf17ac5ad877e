"""A registered world on a running ledger: four municipalities with departments, officers on demand, and contractors.

```python
case = nagasaki.case(bundle)                 # a new case number
case.draft(); case.approve(); case.send()    # by fresh or given officers
```
"""

import itertools
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from genpon.act_signers import KeySigner
from genpon.bundles import Bundle
from genpon.contracts import Contracts
from genpon.key_requests import KeyCertificate, key_request
from genpon.ledger import Ledger
from genpon.results import Receipt
from genpon_core.charters import Name
from genpon_core.contracts.state import ContractState
from genpon_core.contracts.table import State
from genpon_core.keys import default_algorithm
from genpon_core.models import Strict
from genpon_core.moments import law_date
from genpon_core.statements import Act, Statement
from tests.support.book import CORPORATE_NUMBER, contractors_card, contractors_signer
from tests.support.consortium import Consortium
from tests.support.waiting import until

DAY = 86400
_numbers = itertools.count(1)


def fresh() -> str:
    """A number that no other test has."""
    return f"{next(_numbers):04}"


@dataclass(frozen=True)
class Person:
    """Somebody with a registered key."""

    id: str
    signer: KeySigner
    ledger: Ledger
    assignment: str | None = None

    def act(self, asset: str, name: str, content: Mapping[str, Any] | Strict, **fields: Any) -> Act:
        """An act made by hand, whatever the ledger may think of it."""
        return self.sign(self.statement(asset, name, content, **fields))

    def statement(
        self, asset: str, name: str, content: Mapping[str, Any] | Strict, *, submit_within: int = 30 * DAY, **fields: Any
    ) -> Statement:
        """What `act` signs, without the client's checks."""
        signed_at = fields.pop("signed_at", int(time.time()))
        usual = {
            "charter": self.ledger.charter.digest,
            "asset": asset,
            "act": name,
            "content": content.model_dump() if isinstance(content, Strict) else dict(content),
            "signer": self.id,
            "assignment": self.assignment,
            "key": self.fingerprint,
            "algorithm": default_algorithm(self.signer.public_key),
        }
        return Statement(**{**usual, "signed_at": signed_at, "submit_before": signed_at + submit_within, **fields})

    def sign(self, statement: Statement) -> Act:
        """The act with this person's signature."""
        return Act.of(statement, self.signer.sign(statement.algorithm, statement.to_bytes()))

    def answer(self, state: ContractState, name: str, content: Mapping[str, Any] | Strict, **fields: Any) -> Act:
        """An act made by hand that fits a contract's state in revision and answer."""
        fields = {"revision": state.revision + (name == "draft"), "answers": state.answered_by(name), **fields}
        return self.act(state.id, name, content, **fields)

    @property
    def contracts(self) -> Contracts:
        """The contracts, acted on by this person."""
        return self.ledger.contracts

    @property
    def fingerprint(self) -> str:
        """Of the key."""
        return self.signer.public_key.fingerprint


@dataclass
class Town:
    """One municipality: a contracting department, and officers made when they are first needed."""

    code: str
    msp_id: str
    ledger: Ledger
    department: str
    _officers: dict[str, Person] = field(default_factory=dict)

    @property
    def administrator(self) -> Person:
        """The municipality's first administrator."""
        signer = self.ledger.signer
        assert isinstance(signer, KeySigner)
        return Person(f"municipality/{self.code}", signer, self.ledger)

    @property
    def drafter(self) -> Person:
        """A contract officer."""
        return self._officer("contract_officer")

    @property
    def approver(self) -> Person:
        """An approver."""
        return self._officer("approver")

    @property
    def head(self) -> Person:
        """The department's head."""
        return self._officer("head")

    @property
    def inspector(self) -> Person:
        """An inspector."""
        return self._officer("inspector")

    @property
    def issuer(self) -> Person:
        """An officer who issues certificates."""
        return self._officer("issuer")

    def hire(self, *roles: str, department: str | None = None) -> Person:
        """A new officer with an assignment for each role and an admitted key."""
        officer = f"officer/{self.code}/{fresh()}"
        for role in roles:
            self.ledger.registry.assign(officer, f"{role}-1", role, department or self.department)  # type: ignore[arg-type]
        person = self.person(officer, assignment=f"{roles[0]}-1" if roles else None)
        self.present(person)
        self.ledger.registry.admit(person.fingerprint)
        return person

    def person(self, subject: str, signer: KeySigner | None = None, *, assignment: str | None = None) -> Person:
        """Somebody with a key that is not registered yet."""
        own = signer or KeySigner.of(ec.generate_private_key(ec.SECP256R1()))
        return Person(subject, own, self.ledger.signed_by(own), assignment)

    def present(self, person: Person, *, lifetime: int = 365 * DAY, now: int | None = None) -> Receipt:
        """Submits a key request of a person."""
        request = key_request(person.signer, person.id, charter=self.ledger.charter.digest, lifetime=lifetime, now=now)
        return self.ledger.registry.present(request.act)

    def vouched(self) -> Person:
        """A new counterparty, known to this municipality only, whose key two officers vouch for."""
        person = self.person(f"counterparty/{self.code}/{fresh()}")
        self.present(person)
        for officer in (self.drafter, self.approver):
            officer.ledger.registry.vouch(person.fingerprint)
        return person

    def new_department(self, *, contracting: bool = True) -> str:
        """Another department."""
        department = f"department/{self.code}/d{fresh()}"
        self.ledger.registry.register_department(department, Name(ja="水道局", en="Waterworks"), contracting=contracting)
        return department

    def case(self, bundle: Bundle, contractor: Person) -> "Case":
        """A new contract that does not exist yet."""
        return Case(self, f"contract/{self.code}/2026-{fresh()}", bundle, contractor)

    def _officer(self, role: str) -> Person:
        if role not in self._officers:
            self._officers[role] = self.hire(role)
        return self._officers[role]


@dataclass(frozen=True)
class Case:
    """A contract and the usual people around it."""

    town: Town
    id: str
    bundle: Bundle
    contractor: Person

    def draft(self) -> Receipt:
        return self.town.drafter.contracts.draft(self.id, self.bundle)

    def approve(self) -> Receipt:
        return self.town.approver.contracts.approve(self.id, bundle=self.bundle)

    def send_back(self) -> Receipt:
        return self.town.approver.contracts.send_back(self.id, "documents")

    def send(self, within: int = 30 * DAY) -> Receipt:
        return self.town.drafter.contracts.send(self.id, int(time.time()) + within)

    def sign(self) -> Receipt:
        return self.contractor.contracts.sign(self.id, self.bundle)

    def return_(self) -> Receipt:
        return self.contractor.contracts.return_(self.id, "documents")

    def decline(self) -> Receipt:
        return self.contractor.contracts.decline(self.id, "capacity")

    def withdraw(self) -> Receipt:
        return self.town.drafter.contracts.withdraw(self.id, "mistake")

    def conclude(self) -> Receipt:
        return self.town.head.contracts.sign(self.id, self.bundle)

    def expire(self) -> None:
        """Sends for a second and waits until the ledger says that it is over."""
        self.send(within=2)
        until(lambda: self.state is State.EXPIRED, pause=0.05)

    def complete(self) -> Receipt:
        return self.town.inspector.contracts.complete(self.id, law_date(int(time.time())), amount=1_000_000)

    @property
    def state(self) -> State:
        return self.town.ledger.contracts.show(self.id).state

    @property
    def details(self) -> ContractState:
        return self.town.ledger.contracts.prepare.state(self.id)

    def at(self, state: State) -> "Case":
        """This case, brought to a state by the shortest way."""
        for step in WAYS[state]:
            step(self)
        return self


_DRAFTED = (Case.draft,)
_APPROVED = (*_DRAFTED, Case.approve)
_SENT = (*_APPROVED, Case.send)
_SIGNING = (*_SENT, Case.sign)
WAYS: dict[State, tuple[Callable[[Case], object], ...]] = {
    State.DRAFT: _DRAFTED,
    State.APPROVED: _APPROVED,
    State.SENT_BACK: (*_DRAFTED, Case.send_back),
    State.SENT: _SENT,
    State.SIGNING: _SIGNING,
    State.RETURNED: (*_SENT, Case.return_),
    State.CONCLUDED: (*_SIGNING, Case.conclude),
    State.COMPLETED: (*_SIGNING, Case.conclude, Case.complete),
    State.DECLINED: (*_SENT, Case.decline),
    State.WITHDRAWN: (*_DRAFTED, Case.withdraw),
    State.EXPIRED: (*_APPROVED, Case.expire),
}


@dataclass(frozen=True)
class World:
    """The towns by their MSP ids, and a contractor whose key a trust anchor's certificate confirms."""

    consortium: Consortium
    towns: dict[str, Town]
    contractor: Person

    @property
    def now(self) -> int:
        """The ledger's time."""
        return next(iter(self.towns.values())).ledger.now()

    def town(self, name: str) -> Town:
        """`Nagasaki`, `Kawaguchi`, `Toda` or `Omura`."""
        return self.towns[f"{name}MSP"]

    def body(self, name: str) -> Person:
        """An accrediting body, `neutral` or `alliance`; it reaches the ledger through Kawaguchi."""
        signer = self.consortium.body(name)
        return Person(f"body/{name}", signer, self.town("Kawaguchi").ledger.signed_by(signer))

    def reach(self, moment: int) -> None:
        """Waits until the ledger's time is a moment of the next seconds."""
        until(lambda: self.now >= moment, pause=0.05)


def found(consortium: Consortium, outboxes: Path) -> Iterator[World]:
    """Establishes and accepts the charter, registers departments and a contractor; closes the connections in the end."""
    connect = partial(Ledger.connect, outbox=outboxes, registers=outboxes / "registers")
    towns: dict[str, Town] = {}
    for member in consortium.charter.members:
        administrator = consortium.administrator(member.code)
        ledger = connect(consortium.profile(member.msp_id), signer=administrator)
        towns[member.msp_id] = Town(member.code, member.msp_id, ledger, f"department/{member.code}/keiyaku")
    first = next(iter(towns.values()))
    first.ledger.registry.establish()
    for town in towns.values():
        town.ledger.registry.accept()
    for town in towns.values():
        town.ledger.registry.register_department(town.department, Name(ja="契約課", en="Contracts"), contracting=True)
    contractor = _contractor(first, outboxes)
    yield World(consortium, towns, contractor)
    for town in towns.values():
        town.ledger.close()


def _contractor(town: Town, folder: Path) -> Person:
    person = town.person(f"counterparty/{CORPORATE_NUMBER}", contractors_signer())
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "contractor.der"
    path.write_bytes(contractors_card().certificate)
    request = key_request(person.signer, person.id, charter=town.ledger.charter.digest, certificate=KeyCertificate.read(path))
    town.ledger.registry.present(request.act)
    return person
