"""After the contract: it is completed, the contractor gets certificates, another city verifies them while it takes bids, one is revoked."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from examples.demo.cast import Municipality, Officer
from examples.demo.scenario import CONTRACT, KAWAGUCHI, NAGASAKI, TODA, Scenario
from examples.demo.stage import say
from genpon import words
from genpon.act_signers import KeySigner
from genpon.certificates.orders import holder_keys
from genpon.cli.certificate_view import claims_in_words
from genpon.credentials.challenges import new_challenge, write_challenge
from genpon.credentials.issuing import Order
from genpon.credentials.presentations import read_presentation
from genpon.credentials.trust import Outcome
from genpon.credentials.verdicts import Verdict
from genpon.ledger import Ledger
from genpon_core.certificate_types.shipped import shipped
from genpon_core.certificates.scopes import Scope
from genpon_core.credentials.key_binding import Challenge
from genpon_core.ids import parse_id
from genpon_core.moments import JST, format_date, law_date

_YEAR = 365 * 86400
_RECORD, _TAX = f"certificate/{NAGASAKI}/2026-0001", f"certificate/{NAGASAKI}/2026-0002"
_EVERYTHING = Scope(("*",), ("*",))
_SHOWN = {"performance_record": ("contractor", "title", "actual_amount", "completed_at"), "tax_clearance": ("name", "taxes")}
_STYLES = {Outcome.VALID: "green", Outcome.INVALID: "red", Outcome.NOT_CHECKED: "yellow"}


class Certification:
    """The certificates of one contractor, from the contract's completion to the revocation."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._stage = scenario.stage
        self._nagasaki: Municipality = scenario.nagasaki
        self._toda: Municipality = scenario.towns[TODA]

    def run(self) -> None:
        """All of it."""
        self._accredit()
        issuer = self._issue()
        verdicts = self._bid()
        self._revoke(issuer, verdicts)

    def _accredit(self) -> None:
        stage = self._stage
        stage.chapter(
            say("認定が、中立機関から広域連携を経て市へ届く", "Accreditation reaches the city, from the neutral body over an alliance")
        )
        neutral, alliance = self._body("neutral"), self._body("alliance")
        end = int(time.time()) + _YEAR
        published = neutral.schemas.publish_shipped()
        stage.done(
            say(
                f"証明書の種類を公表（{len(published)}種類、同じ定義をどの市も使う）",
                f"{len(published)} certificate types are published, the same for all",
            ),
            ", ".join(receipt.asset.removeprefix("type/") for receipt in published),
        )
        neutral.accreditations.accredit("accreditation/neutral/1", "body/alliance", _EVERYTHING, valid_until=end, may_accredit=True)
        self._everywhere(lambda ledger: ledger.accreditations.list())
        own = Scope(("performance_record", "tax_clearance"), (NAGASAKI,))
        alliance.accreditations.accredit("accreditation/alliance/1", f"municipality/{NAGASAKI}", own, valid_until=end - 86400)
        self._everywhere(lambda ledger: ledger.accreditations.list())
        self._toda.ledger.recognitions.recognise(TODA, "*", "body/alliance")
        self._everywhere(lambda ledger: ledger.recognitions.show(TODA))
        answer = self._toda.ledger.accreditations.was_accredited(f"municipality/{NAGASAKI}", "performance_record")
        stage.done(say("長崎市は認定されている", "Nagasaki is accredited"), " ← ".join([answer.issue.issuer, *answer.granted_by]))
        stage.done(say("戸田市は広域連携の証明書を承認", "Toda recognises the alliance's certificates"))

    def _issue(self) -> Officer:
        stage = self._stage
        stage.chapter(
            say("契約が完了し、台帳の記録がそのまま施工実績になる", "The contract is completed; its own acts become the performance record")
        )
        inspector, issuer = self._nagasaki.hire("1004", "inspector"), self._nagasaki.hire("1005", "issuer")
        today = law_date(int(time.time()))
        inspector.ledger.contracts.complete(CONTRACT, today, amount=49_170_000)
        self._everywhere(lambda ledger: ledger.contracts.show(CONTRACT).acts)
        stage.done(say("検査職員が履行を確認", "An inspector finds it performed"), "[bold green]COMPLETED[/]")
        holder = self._keys_of_the_contractor()
        contractor = self._scenario.contractor
        certificates = issuer.ledger.certificates
        record = certificates.mint(_RECORD, CONTRACT, holders={contractor.id: holder[0]})
        record.batch.file(0).write(contractor.folder / "record.credential.json")
        tax = certificates.issue(_TAX, "tax_clearance", [Order(self._tax_claims(format_date(today)), holder[1])])
        tax.batch.file(0).write(contractor.folder / "tax.credential.json")
        for name in ("record", "tax"):
            contractor.hold("receive", f"{name}.credential.json")
        self._everywhere(lambda ledger: ledger.certificates.list(NAGASAKI))
        root = record.receipt.record.act.statement.content["root"]
        stage.done(say("施工実績証明書を契約の記録から発行", "The performance record is minted from the contract's acts"), _RECORD)
        stage.done(say("納税証明書を発行", "The tax clearance is issued"), _TAX)
        stage.done(say("台帳に載るのは根と種類と期間だけ", "On the ledger are a root, the type and the dates"), f"{root[:32]}…")
        stage.quote(contractor.hold("held"))
        return issuer

    def _keys_of_the_contractor(self) -> Any:
        """The contractor makes two keys on its own machine, and shows that it has them."""
        company, asked = self._scenario.contractor, new_challenge(f"https://nagasaki.example/{NAGASAKI}")
        write_challenge(asked, company.folder / "counter.challenge.json")
        company.hold("ask", "--challenge", "counter.challenge.json", "--count", "2", "-o", "ask.holder-keys.json")
        return holder_keys(company.folder / "ask.holder-keys.json", asked)

    def _tax_claims(self, today: str) -> dict[str, Any]:
        return {
            "corporate_number": parse_id(self._scenario.contractor.id).local,
            "name": "株式会社さくら建設（見本）",
            "address": "長崎県長崎市桜町1-1（見本）",
            "taxes": ["municipal", "property"],
            "no_arrears": True,
            "as_of": today,
        }

    def _bid(self) -> dict[str, tuple[Path, Challenge]]:
        stage = self._stage
        stage.chapter(
            say(
                "戸田市の入札：選んだ項目だけを示し、長崎市に尋ねずに確かめる",
                "Bidding in Toda: chosen claims only, and nobody asks Nagasaki",
            )
        )
        shown = {kind: self._present(kind, claims) for kind, claims in _SHOWN.items()}
        for kind, (path, asked) in shown.items():
            self._show_verdict(kind, self._verify(path, asked))
        return shown

    def _present(self, kind: str, claims: tuple[str, ...]) -> tuple[Path, Challenge]:
        company, asked = self._scenario.contractor, new_challenge(f"https://toda.example/{TODA}")
        write_challenge(asked, company.folder / f"{kind}.challenge.json")
        output = f"{kind}.presentation.json"
        company.hold("present", kind, *claims, "--challenge", f"{kind}.challenge.json", "-o", output)
        return company.folder / output, asked

    def _verify(self, path: Path, asked: Challenge) -> Verdict:
        return self._toda.ledger.certificates.verify(read_presentation(path), challenge=asked, policy=TODA).verdict

    def _show_verdict(self, kind: str, verdict: Verdict) -> None:
        rows = [
            (
                words.label(question.value),
                f"[bold {_STYLES[answer.outcome]}]{words.label(answer.outcome.value.lower())}[/]",
                words.sentence(answer.code, answer.parameters),
            )
            for question, answer in verdict.answers.items()
        ]
        title = shipped(kind).names[words.current()]
        self._stage.table(title, [say("問い", "question"), say("答え", "answer"), say("理由", "reason")], rows)
        chosen = {name: value for name, value in verdict.claims.items() if name in _SHOWN[kind]}
        shown = ", ".join(f"{name}: {value}" for name, value in claims_in_words(shipped(kind), chosen))
        self._stage.done(say("示された項目", "Shown"), shown)

    def _revoke(self, issuer: Officer, shown: dict[str, tuple[Path, Challenge]]) -> None:
        stage = self._stage
        stage.chapter(
            say("長崎市が納税証明書を取り消し、戸田市がその瞬間に知る", "Nagasaki revokes the tax clearance, and Toda sees it at once")
        )
        before = self._nagasaki.ledger.now()
        while self._nagasaki.ledger.now() == before:
            time.sleep(0.05)
        receipt = issuer.ledger.certificates.revoke(f"{_TAX}/0", "mistake", "税目の誤り")
        self._everywhere(lambda ledger: ledger.certificates.show(f"{_TAX}/0").standing)
        at = datetime.fromtimestamp(receipt.record.recorded_at, UTC).astimezone(JST).strftime("%H:%M:%S")
        stage.done(say("取消しを記録（理由の文は台帳に載らない）", "Revoked; the reason's text is not on the ledger"), at)
        path, asked = shown["tax_clearance"]
        self._show_verdict("tax_clearance", self._verify(path, asked))
        as_then = self._toda.ledger.certificates.verify(read_presentation(path), challenge=asked, as_of=before, policy=TODA)
        status = next(answer for question, answer in as_then.verdict.answers.items() if question.value == "status")
        stage.done(say("取消し前の日時で尋ねると", "Asked for the moment before"), words.sentence(status.code, status.parameters))

    def _body(self, name: str) -> Ledger:
        return self._scenario.towns[KAWAGUCHI].ledger.signed_by(KeySigner.from_pem(self._scenario.running.body(name)))

    def _everywhere(self, question: Callable[[Ledger], Any]) -> None:
        """Waits until every municipality's peer answers alike: a block reaches one after another."""
        while len({str(question(town.ledger)) for town in self._scenario.towns.values()}) > 1:
            time.sleep(0.02)
