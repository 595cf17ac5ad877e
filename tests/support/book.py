"""A ledger in memory for tests: it applies the rules to acts and keeps the chains, nothing else.

```python
cast = Cast.found()                      # charter accepted, officers and a contractor registered, all keys real
cast.draft(bundle); cast.approve(bundle); cast.send(bundle)
cast.book.chains
```
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from examples.demo.card_ca import Card, CardAuthority
from genpon.act_signers import KeySigner
from genpon.acting import prepare, sign
from genpon.bundles import Bundle
from genpon.notes import Note, reason
from genpon_core import evidence, rules
from genpon_core.charters import Charter
from genpon_core.contracts import state as contract_states
from genpon_core.contracts.state import ContractState
from genpon_core.errors import Refusal
from genpon_core.keys import load_private_key
from genpon_core.models import Strict
from genpon_core.moments import format_date, format_time, law_date
from genpon_core.records import Chain, Record
from genpon_core.registry import keys
from genpon_core.statements import Act
from genpon_core.worlds import World
from genpon_network.founding import DEFAULT_BODIES, DEFAULT_FOUNDERS, Founding, found

NAGASAKI, KAWAGUCHI, TODA, OMURA = "422011", "112038", "112241", "422053"
CORPORATE_NUMBER = "7000012050002"
CONTRACTOR = f"counterparty/{CORPORATE_NUMBER}"
DEPARTMENT = f"department/{NAGASAKI}/keiyaku"
CONTRACT = f"contract/{NAGASAKI}/2026-0001"
PASSPHRASE = b"tests only"
YEAR = 365 * 86400


class Book:
    """Chains, and the rules that let acts into them."""

    def __init__(self, charter: Charter, *, now: int | None = None) -> None:
        self.charter = charter
        self.now = int(time.time()) if now is None else now
        self.chains: dict[str, Chain] = {}

    def submit(self, act: Act) -> Record:
        """Adds an act, or raises the core's Refusal."""
        needed = rules.needs(act.statement)
        world = World(self.charter, {asset: self.chains.get(asset, ()) for asset in needed})
        transaction = f"tx{sum(map(len, self.chains.values()))}"
        decision = rules.decide(act, world, now=self.now, transaction=transaction)
        if not decision.repeated:
            self.chains[decision.record.asset] = (*world.chain(decision.record.asset), decision.record)
        return decision.record

    def refused(self, act: Act) -> str:
        """The code with which an act is refused, nothing being added."""
        before = dict(self.chains)
        with pytest.raises(Refusal) as refusal:
            self.submit(act)
        assert self.chains == before
        return refusal.value.code

    def closure(self, asset: str) -> dict[str, Chain]:
        """The acts that an asset's acts rest on, as files carry them."""
        return evidence.closure(self.chains, asset)

    def contract(self, contract: str = "") -> ContractState:
        """A contract's state."""
        state = contract_states.fold(self.chains[contract or CONTRACT])
        assert state is not None
        return state


@dataclass(frozen=True)
class Person:
    """Somebody who signs acts."""

    id: str
    signer: KeySigner
    assignment: str | None = None

    def act(self, book: Book, asset: str, name: str, content: Mapping[str, Any] | Strict, **options: Any) -> Act:
        """A signed act of this person, at the book's time."""
        options = {"charter": book.charter.digest, "signed_at": book.now, "assignment": self.assignment, **options}
        statement = prepare(asset, name, content, signer=self.id, key=self.signer.public_key, **options)
        return sign(statement, self.signer)


@cache
def card_authority() -> CardAuthority:
    """The certification authority of all tests."""
    return CardAuthority()


@cache
def founding() -> Founding:
    """The charter of all tests, and the administrators' keys."""
    return found(DEFAULT_FOUNDERS, anchors=[card_authority().anchor], bodies=DEFAULT_BODIES)


@cache
def contractors_card() -> Card:
    """A company's certificate and RSA-2048 key."""
    return card_authority().issue("見本建設株式会社", CORPORATE_NUMBER, PASSPHRASE)


@cache
def contractors_signer() -> KeySigner:
    """A signer with that key."""
    return KeySigner.of(load_private_key(contractors_card().key_pem, PASSPHRASE))


def officers_signer() -> KeySigner:
    """A signer with a fresh P-256 key."""
    return KeySigner.of(ec.generate_private_key(ec.SECP256R1()))


def present_content(signer: KeySigner, now: int, *, certificate: bytes | None = None) -> keys.Present:
    """Content of a key's presentation; with a certificate within its window."""
    start, end = now, now + YEAR
    if certificate is not None:
        start = int(x509.load_der_x509_certificate(certificate).not_valid_before_utc.timestamp())
    return keys.Present(spki=signer.public_key.spki, certificate=certificate, valid_from=start, valid_until=end)


@dataclass
class Cast:
    """A founded ledger and those who act on it; notes collect the reasons' texts."""

    book: Book
    administrators: dict[str, Person]
    drafter: Person
    approver: Person
    head: Person
    contractor: Person
    inspector: Person
    notes: list[Note] = field(default_factory=list)

    @classmethod
    def found(cls) -> "Cast":
        """Charter accepted by all; in Nagasaki a department, three officers; a contractor with an anchored key."""
        made = founding()
        book = Book(made.charter)
        administrators = {code: Person(f"municipality/{code}", KeySigner.of(pair[0])) for code, pair in made.administrators.items()}
        for person in administrators.values():
            book.submit(person.act(book, f"charter/{book.charter.digest}", "accept", {}))
        administrator = administrators[NAGASAKI]
        name = {"ja": "契約課", "en": "Contracts"}
        book.submit(administrator.act(book, DEPARTMENT, "register", {"name": name, "contracting": True}))
        drafter = hire(book, administrator, "0001", "contract_officer", DEPARTMENT)
        approver = hire(book, administrator, "0002", "approver", DEPARTMENT)
        head = hire(book, administrator, "0003", "head", DEPARTMENT)
        contractor = Person(CONTRACTOR, contractors_signer())
        present(book, contractor, certificate=contractors_card().certificate)
        inspector = hire(book, administrator, "0004", "inspector", DEPARTMENT)
        return cls(book, administrators, drafter, approver, head, contractor, inspector)

    def draft(self, bundle: Bundle, *, terms: str = "open", **options: Any) -> Record:
        """The drafter's `draft`."""
        content = {"manifest": bundle.manifest_ref.model_dump(), "parties": list(bundle.terms.parties), "terms": terms}
        return self._submit(self.drafter, "draft", content, **options)

    def approve(self, bundle: Bundle) -> Record:
        """The approver's `approve`."""
        return self._submit(self.approver, "approve", {"manifest": bundle.manifest_ref.model_dump()})

    def send(self, bundle: Bundle) -> Record:
        """The drafter's `send`, to be signed within 30 days."""
        until = format_time(self.book.now + 30 * 86400)
        return self._submit(self.drafter, "send", {"manifest": bundle.manifest_ref.model_dump(), "sign_by": until})

    def sign(self, bundle: Bundle) -> Record:
        """The contractor's signature."""
        return self._submit(
            self.contractor, "sign", {"party": self.contractor.id, "manifest": bundle.manifest_ref.model_dump(), "terms": None}
        )

    def conclude(self, bundle: Bundle) -> Record:
        """The head's signature, with the terms."""
        content = {"party": DEPARTMENT, "manifest": bundle.manifest_ref.model_dump(), "terms": bundle.open_terms().model_dump()}
        return self._submit(self.head, "sign", content)

    def complete(self, bundle: Bundle, *, by: str = "complete", amount: int | None = 1_100_000) -> Record:
        """The inspector's finding."""
        del bundle
        content = {"completed_on": format_date(law_date(self.book.now)), "amount": amount, "report": None}
        return self._submit(self.inspector, by, content)

    def return_(self, text: str) -> Record:
        """The contractor's `return` with a reason's text."""
        code, notes = reason("documents", text)
        self.notes += notes
        return self._submit(self.contractor, "return", {"party": self.contractor.id, "reason": code})

    def sent(self, bundle: Bundle) -> "Cast":
        """Draft, approve, send."""
        self.draft(bundle)
        self.approve(bundle)
        self.send(bundle)
        return self

    def concluded(self, bundle: Bundle) -> "Cast":
        """All of it."""
        self.sent(bundle)
        self.sign(bundle)
        self.conclude(bundle)
        return self

    def _submit(self, person: Person, name: str, content: Mapping[str, Any], **options: Any) -> Record:
        state = contract_states.fold(self.book.chains.get(CONTRACT, ()))
        if state is not None:
            revision = state.revision + (name == "draft")
            options = {"answers": state.answered_by(name), "revision": revision, **options}
        return self.book.submit(person.act(self.book, CONTRACT, name, content, **options))


def hire(book: Book, administrator: Person, number: str, role: str, department: str) -> Person:
    """Registers an officer with an assignment and an admitted key."""
    code = administrator.id.removeprefix("municipality/")
    officer = Person(f"officer/{code}/{number}", officers_signer(), f"{role}-2026")
    content = {"assignment": officer.assignment, "role": role, "department": department, "valid_from": format_time(book.now)}
    book.submit(administrator.act(book, officer.id, "assign", {**content, "valid_until": None}))
    presented = present(book, officer)
    book.submit(administrator.act(book, presented.asset, "admit", {"officer": officer.id}, answers=presented.act.digest))
    return officer


def present(book: Book, person: Person, *, certificate: bytes | None = None) -> Record:
    """Presents a person's key."""
    content = present_content(person.signer, book.now, certificate=certificate)
    asset = f"key/{person.signer.public_key.fingerprint}"
    return book.submit(person.act(book, asset, "present", content, assignment=None))
