"""What is refused, tried on the running ledger: each attempt, and the reason it gets."""

import time
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

from cryptography.hazmat.primitives.asymmetric import ec

from examples.demo.cast import Company, Municipality, Officer
from examples.demo.scenario import NAGASAKI, TODA, Scenario
from examples.demo.stage import say
from genpon.act_signers import KeySigner
from genpon.acting import prepare, sign
from genpon.bundles import Bundle
from genpon.errors import GenponError
from genpon.file_roles import BundleFile
from genpon.key_requests import key_request
from genpon_core.contracts.terms import Terms
from genpon_core.statements import Act

_SECOND = f"contract/{NAGASAKI}/2026-0043"
_PARTNER = "counterparty/7000012050002"


class Refusals:
    """The attempts, on a second contract with two companies, one of which is only vouched for in Toda."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._stage = scenario.stage
        self._toda: Municipality = scenario.towns[TODA]

    def run(self) -> int:
        """Tries everything; returns how many attempts were refused."""
        self._stage.chapter(say("してはならないことは、理由を付けて拒まれる", "What must not be, is refused, with the reason"))
        self._changed_byte()
        partner = self._vouched_partner()
        both = self._scenario.nagasaki.hire("1003", "contract_officer", "approver")
        attempts = [
            (say("署名を偽造する", "a forged signature"), self._forged),
            (say("職員の鍵を受注者の鍵として登録し直す", "an officer's key registered again as the contractor's"), self._officers_key),
            (say("起案した職員が承認する", "an approver who drafted"), lambda: self._approve_own_draft(both)),
            (
                say("戸田市だけが確認した鍵を長崎市の契約に使う", "a key vouched for in Toda, used against Nagasaki"),
                lambda: self._vouched(partner),
            ),
            (say("別の契約の署名を使う", "a signature from another contract"), self._other_contract),
            (say("前の版への署名を使う", "a signature from another revision"), self._other_revision),
            (say("別の参加協定書の署名を使う", "a signature under another charter"), self._other_charter),
        ]
        refused = [self._attempt(title, attempt) for title, attempt in attempts]
        return 1 + sum(refused)

    def _attempt(self, title: str, attempt: Callable[[], object]) -> bool:
        try:
            attempt()
        except GenponError as error:
            self._stage.refused(title, f"{error}  [dim]({error.code})[/]")
            return True
        raise SystemExit(f"{title}: accepted, which must never be")

    def _changed_byte(self) -> None:
        company: Company = self._scenario.contractor
        changed = company.folder / "changed.concluded.zip"
        data = bytearray((company.folder / "2026-0042.concluded.zip").read_bytes())
        with ZipFile(company.folder / "2026-0042.concluded.zip") as archive:
            entry = next(info for info in archive.infolist() if info.filename.endswith("contract.pdf"))
        data[entry.header_offset + 2000] ^= 1
        changed.write_bytes(data)
        answer = company.read("concluded", "verify", changed.name)
        if answer.code != 5:
            raise SystemExit(f"a changed byte was not found: {answer.text}")
        self._stage.refused(say("締結ファイルの1バイトを変える", "one byte of the concluded file changed"), answer.text.strip())

    def _forged(self) -> None:
        act = self._scenario.signature.act
        other = KeySigner.of(ec.generate_private_key(ec.SECP256R1()))
        statement = act.statement.model_copy(update={"asset": _SECOND})
        self._toda.ledger.submit(Act.of(statement, other.sign("ES256", statement.to_bytes())))

    def _officers_key(self) -> None:
        head: Officer = self._scenario.head
        self._toda.ledger.registry.present(
            key_request(head.signer, self._scenario.contractor.id, charter=self._toda.ledger.charter.digest).act
        )

    def _vouched_partner(self) -> KeySigner:
        signer = KeySigner.of(ec.generate_private_key(ec.SECP256R1()))
        self._toda.open_department()
        self._toda.ledger.registry.present(key_request(signer, _PARTNER, charter=self._toda.ledger.charter.digest).act)
        for number in ("2001", "2002"):
            officer = self._toda.hire(number, "contract_officer")
            officer.ledger.registry.vouch(signer.public_key.fingerprint, "in_person")
        return signer

    def _approve_own_draft(self, both: Officer) -> None:
        self._bundle = self._second_bundle()
        both.ledger.contracts.draft(_SECOND, self._bundle, assignment="contract_officer-2026")
        both.ledger.contracts.approve(_SECOND, assignment="approver-2026")

    def _vouched(self, partner: KeySigner) -> None:
        scenario = self._scenario
        scenario.approver.ledger.contracts.approve(_SECOND)
        scenario.drafter.ledger.contracts.send(_SECOND, int(time.time()) + 86400)
        scenario.reach_all(_SECOND)
        self._toda.ledger.signed_by(partner).contracts.sign(_SECOND, party=_PARTNER)

    def _other_contract(self) -> None:
        act = self._scenario.signature.act
        self._toda.ledger.submit(Act.of(act.statement.model_copy(update={"asset": _SECOND}), act.signature))

    def _other_revision(self) -> None:
        contractor = self._scenario.contractor.signer
        mine = self._toda.ledger.signed_by(contractor).contracts
        kept = sign(mine.prepare.sign(_SECOND, party=self._scenario.contractor.id), contractor)
        mine.return_(_SECOND, "amount", party=self._scenario.contractor.id)
        self._scenario.reach_all(_SECOND)
        self._scenario.send(_SECOND, self._bundle)
        self._scenario.reach_all(_SECOND)
        self._toda.ledger.submit(kept)

    def _other_charter(self) -> None:
        contractor = self._scenario.contractor
        state = self._toda.ledger.contracts.show(_SECOND).details
        content = {"party": contractor.id, "manifest": state.manifest.model_dump(), "terms": None}
        statement = prepare(
            _SECOND,
            "sign",
            content,
            charter="0" * 64,
            signer=contractor.id,
            key=contractor.signer.public_key,
            revision=state.revision,
            answers=state.request,
        )
        self._toda.ledger.submit(sign(statement, contractor.signer))

    def _second_bundle(self) -> Bundle:
        scenario = self._scenario
        path: Path = scenario.second.paths[0]
        parties = [scenario.nagasaki.department, scenario.contractor.id, _PARTNER]
        terms = Terms(title="共同企業体による測量業務（見本）", category="services", parties=parties, amount=3_300_000, tax_amount=300_000)
        return Bundle.build(terms, [BundleFile.of(path)])
