"""Who takes part: officers of municipalities and their administrators, companies with their cards."""

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from cryptography.hazmat.primitives.asymmetric import ec

from examples.demo.card_ca import Card
from examples.demo.grounds import Grounds
from examples.demo.offline import Answer, genpon
from genpon.act_files import ActFile
from genpon.act_signers import KeySigner
from genpon.key_requests import key_request
from genpon.ledger import Ledger
from genpon.registry_statements import Role
from genpon_core.charters import Name

ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True, slots=True)
class Officer:
    """An officer: an opaque number, a key of its own, and the ledger as seen with it."""

    id: str
    signer: KeySigner
    ledger: Ledger


class Municipality:
    """A municipality with one contracting department; officers are registered by its administrator."""

    def __init__(self, running: Grounds, code: str, outbox: Path) -> None:
        member = running.charter.member(code)
        administrator = KeySigner.from_pem(running.administrator(code))
        self.code = code
        self.name = member.name
        self.department = f"department/{code}/mayor"
        self.ledger = Ledger.connect(
            running.profile(member.msp_id), signer=administrator, outbox=outbox / code, registers=outbox.parent / "registers" / code
        )

    def open_department(self) -> None:
        """Registers the department that contracts in the municipality's name."""
        name = Name(ja=f"{self.name.ja}長", en=f"Mayor of {self.name.en}")
        self.ledger.registry.register_department(self.department, name, contracting=True)

    def hire(self, number: str, *roles: Role) -> Officer:
        """Registers an officer in these roles, with a key that the officer presents and the administrator admits."""
        officer = f"officer/{self.code}/{number}"
        for role in roles:
            self.ledger.registry.assign(officer, f"{role}-2026", role, self.department)
        signer = KeySigner.of(ec.generate_private_key(ec.SECP256R1()))
        self.ledger.registry.present(key_request(signer, officer, charter=self.ledger.charter.digest).act)
        self.ledger.registry.admit(signer.public_key.fingerprint)
        return Officer(officer, signer, self.ledger.signed_by(signer))


class Company:
    """A company on its own machine: a folder, a card, the charter's digest, and no ledger."""

    def __init__(self, folder: Path, number: str, card: Card, charter: str, passphrase: str) -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        self.id = f"counterparty/{number}"
        self._charter = charter
        (folder / "card.crt").write_bytes(card.certificate)
        (folder / "card.pem").write_bytes(card.key_pem)
        (folder / "card.pem").chmod(0o600)
        (folder / "passphrase").write_text(passphrase)
        (folder / "passphrase").chmod(0o600)
        self.signer = KeySigner.from_pem(folder / "card.pem", passphrase)

    def read(self, *arguments: str) -> Answer:
        """Runs a command that only needs the charter's digest."""
        return genpon([*arguments, "--charter", self._charter], folder=self.folder)

    def hold(self, *arguments: str) -> str:
        """Runs a command of `genpon certificate` with the company's wallet."""
        answer = genpon(["certificate", *arguments, "--wallet", "company.wallet.json"], folder=self.folder)
        if answer.code:
            raise SystemExit(answer.text)
        return answer.text

    def sign(self, *arguments: str, output: str) -> ActFile:
        """Runs a command that signs with the card and reads the act file that it wrote."""
        card = ["--signer", "card.pem", "--passphrase-file", "passphrase", "--output", output]
        answer = self.read(*arguments, *card)
        if answer.code:
            raise SystemExit(answer.text)
        return ActFile.read(self.folder / output)


def passphrase() -> str:
    """A passphrase for a card."""
    return secrets.token_urlsafe(12)
