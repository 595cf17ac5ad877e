"""A municipality that is ready to contract: department, officers, a contractor that two officers vouch for, and a bundle."""

import itertools
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, get_args

from cryptography.hazmat.primitives.asymmetric import ec

from bench.figures import at_once
from genpon.act_signers import KeySigner
from genpon.acting import sign
from genpon.bundles import Bundle
from genpon.file_roles import BundleFile
from genpon.key_requests import key_request
from genpon.ledger import Ledger
from genpon.registry_statements import Role
from genpon_core.charters import Charter, Name
from genpon_core.contracts.terms import read_terms
from genpon_core.statements import Act, Statement

DAY = 86_400
_CROWD = 16


class Place(Protocol):
    """A running ledger, wherever it runs."""

    @property
    def charter(self) -> Charter:
        """The founding agreement."""

    def profile(self, msp_id: str) -> Path:
        """The connection profile of an organisation."""

    def administrator(self, code: str) -> Path:
        """The file of a municipality's first administrator key."""


@dataclass(frozen=True)
class Town:
    """A municipality, its people's views of the ledger, and the bundle of every contract."""

    code: str
    ledger: Ledger
    drafter: Ledger
    approver: Ledger
    head: Ledger
    contractor: Ledger
    issuer: Ledger
    bundle: Bundle
    _numbers: "itertools.count[int]"

    def new_contracts(self, count: int) -> list[str]:
        """Ids of contracts that do not exist yet."""
        return [f"contract/{self.code}/2026-{next(self._numbers):06}" for _ in range(count)]

    def drafts(self, contracts: list[str]) -> list[Act]:
        """Signed acts that draft contracts."""
        return [_signed(self.drafter, self.drafter.contracts.prepare.draft(contract, self.bundle)) for contract in contracts]

    def signatures(self, contracts: list[str]) -> list[Act]:
        """The contractor's signed acts for contracts that were sent."""
        return [_signed(self.contractor, self.contractor.contracts.prepare.sign(contract)) for contract in contracts]

    def requests(self, count: int) -> list[Act]:
        """Signed requests for new keys: acts that rest on nothing else."""
        signers = (KeySigner.of(ec.generate_private_key(ec.SECP256R1())) for _ in range(count))
        return [key_request(signer, f"counterparty/{self.code}/0002", charter=self.ledger.charter.digest).act for signer in signers]

    def send(self, contracts: list[str]) -> None:
        """Brings new contracts to where the contractor signs."""
        at_once(self._send, contracts, _CROWD)

    def conclude(self, contract: str) -> None:
        """Brings a new contract to its end."""
        self._send(contract)
        self.contractor.contracts.sign(contract, self.bundle)
        self.head.contracts.sign(contract, self.bundle)

    def _send(self, contract: str) -> None:
        self.drafter.contracts.draft(contract, self.bundle)
        self.approver.contracts.approve(contract, bundle=self.bundle)
        self.drafter.contracts.send(contract, int(time.time()) + 30 * DAY)


def open_town(place: Place, folder: Path) -> Town:
    """Founds the ledger and registers a municipality's people."""
    ledgers = {}
    for member in place.charter.members:
        administrator = KeySigner.from_pem(place.administrator(member.code))
        ledgers[member.code] = Ledger.connect(
            place.profile(member.msp_id), signer=administrator, outbox=folder / "outbox", registers=folder / "registers"
        )
    code, own = next(iter(ledgers.items()))
    own.registry.establish()
    for ledger in ledgers.values():
        ledger.registry.accept()
    department = f"department/{code}/keiyaku"
    own.registry.register_department(department, Name(ja="契約課", en="Contracts"), contracting=True)
    officers = {role: _officer(own, code, department, role) for role in get_args(Role)}
    contractor = _contractor(own, f"counterparty/{code}/0001", [officers["contract_officer"], officers["approver"]])
    return Town(
        code=code,
        ledger=own,
        drafter=officers["contract_officer"],
        approver=officers["approver"],
        head=officers["head"],
        contractor=contractor,
        issuer=officers["issuer"],
        bundle=_bundle(folder / "files", [department, f"counterparty/{code}/0001"]),
        _numbers=itertools.count(1),
    )


def _signed(ledger: Ledger, statement: Statement) -> Act:
    assert ledger.signer is not None  # noqa: S101 - `signed_by` gave it one
    return sign(statement, ledger.signer)


def _officer(own: Ledger, code: str, department: str, role: Role) -> Ledger:
    officer = f"officer/{code}/{get_args(Role).index(role) + 1:04}"
    own.registry.assign(officer, "assignment-1", role, department)
    signer = _presented(own, officer)
    own.registry.admit(signer.public_key.fingerprint)
    return own.signed_by(signer)


def _contractor(own: Ledger, contractor: str, officers: list[Ledger]) -> Ledger:
    signer = _presented(own, contractor)
    for officer in officers:
        officer.registry.vouch(signer.public_key.fingerprint)
    return own.signed_by(signer)


def _presented(own: Ledger, subject: str) -> KeySigner:
    signer = KeySigner.of(ec.generate_private_key(ec.SECP256R1()))
    own.registry.present(key_request(signer, subject, charter=own.charter.digest).act)
    return signer


def _bundle(folder: Path, parties: list[str]) -> Bundle:
    folder.mkdir(parents=True)
    paths = [folder / name for name in ("契約書.pdf", "仕様書.pdf", "内訳.csv")]
    for path in paths:
        path.write_bytes(b"%PDF-1.7\n" + path.name.encode() * 2000)
    terms = {"title": "庁舎改修工事", "category": "works", "parties": parties, "amount": 1_100_000}
    return Bundle.build(read_terms(terms, max_amount=10**13), [BundleFile.of(path) for path in paths])
