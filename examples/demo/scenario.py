"""The main job: a city and a contractor conclude a contract over real files, each with its own key."""

import time
from datetime import datetime
from pathlib import Path

from examples.demo.cast import Company, Municipality, Officer
from examples.demo.grounds import Grounds
from examples.demo.offline import network_namespace
from examples.demo.stage import Stage, say
from genpon import words
from genpon.bundles import Bundle
from genpon.file_roles import BundleFile
from genpon.histories import Entry
from genpon.json_files import read_json
from genpon.notes import Note
from genpon_core.contracts.terms import read_terms
from genpon_core.manifests import Leaf
from genpon_core.moments import JST

FILES = Path(__file__).parents[1] / "files"
NAGASAKI, KAWAGUCHI, TODA, OMURA = "422011", "112038", "112241", "422053"
CONTRACTOR_NUMBER = "9999999999999"
CONTRACT = f"contract/{NAGASAKI}/2026-0042"
_MONTH = 30 * 86400
_NAMES = ("contract.pdf", "specification.pdf", "drawing.dxf", "breakdown.xlsx", "breakdown.csv")


class Scenario:
    """One run: the municipalities, Nagasaki's officers, the contractor, and what they exchanged.

    Attributes:
        notes: texts of reasons, which never reach the ledger.
    """

    def __init__(self, stage: Stage, running: Grounds, folder: Path, contractor: Company) -> None:
        self.stage = stage
        self.running = running
        self.folder = folder
        self.contractor = contractor
        self.towns = {code: Municipality(running, code, folder / "outbox") for code in (NAGASAKI, KAWAGUCHI, TODA, OMURA)}
        self.notes: tuple[Note, ...] = ()

    @property
    def nagasaki(self) -> Municipality:
        """The city that contracts."""
        return self.towns[NAGASAKI]

    def found(self) -> None:
        """The charter is established and accepted; officers and the contractor are registered."""
        stage = self.stage
        stage.chapter(say("四つの市が台帳を始める", "Four municipalities start a ledger"))
        digest = self.running.charter.digest
        self.nagasaki.ledger.registry.establish()
        stage.done(say("参加協定書を台帳に記録", "The charter is on the ledger"), digest)
        for town in self.towns.values():
            town.ledger.registry.accept()
            stage.done(say(f"{town.name.ja}の管理者が受諾", f"{town.name.en}'s administrator accepts it"))
        self.nagasaki.open_department()
        with stage.working(say("職員を登録しています", "Registering officers")):
            self.drafter = self.nagasaki.hire("1001", "contract_officer")
            self.approver = self.nagasaki.hire("1002", "approver")
            self.head = self.nagasaki.hire("0001", "head")
        stage.done(
            say(
                "長崎市の契約担当・承認者・長を登録（氏名は台帳に載らない）", "Nagasaki's officers are registered, by number, never by name"
            )
        )
        self._register_contractor()

    def _register_contractor(self) -> None:
        request = self.contractor.sign(
            "key", "request", "--certificate", "card.crt", "--party", self.contractor.id, output="key-request.act.json"
        )
        self.towns[KAWAGUCHI].ledger.registry.present(request.act)
        state = self.towns[KAWAGUCHI].ledger.registry.key(self.contractor.signer.public_key.fingerprint)
        self.stage.done(
            say(
                "受注者の鍵を登録（RSA-2048、協定書が挙げる認証局の法人証明書）",
                "The contractor's key: RSA-2048 under an anchor of the charter",
            ),
            f"{state.basis} · {self.contractor.signer.public_key.fingerprint[:16]}…",
        )

    def negotiate(self) -> None:
        """Draft, approve, send; the contractor returns revision 1; the city revises and sends revision 2."""
        stage = self.stage
        stage.chapter(say("実ファイルの束を起案し、承認し、送付する", "A bundle of real files is drafted, approved and sent"))
        first = self._bundle(1)
        rows = [(leaf.role, name or "", f"{leaf.size:,}", leaf.digest[:20] + "…") for leaf, name in _leaves(first)]
        columns = [say("役割", "role"), say("ファイル", "file"), say("バイト", "bytes"), "SHA-256"]
        stage.table(say("束（マニフェスト）", "The bundle (manifest)"), columns, rows)
        request = self._send(first, 1)

        stage.chapter(
            say("署名依頼が、口座も台帳もない受注者に届く", "The signing request reaches the contractor, who has no account and no ledger")
        )
        how = "network namespace" if network_namespace() else "audit hook"
        stage.done(say("受注者の別プロセス、ネットワークなし", "A process of the contractor's own, without a network"), how)
        stage.quote(self.contractor.read("request", "show", request).text)
        returned = self.contractor.sign(
            "request",
            "return",
            request,
            "--reason",
            "period",
            "--text-file",
            str(FILES / "return-reason.txt"),
            "--yes",
            output="r1.act.json",
        )
        self.notes = returned.notes
        self.nagasaki.ledger.submit(returned.act, notes=returned.notes)
        stage.done(say("受注者が理由を付けて差し戻し（理由の文は台帳に載らない）", "Returned with a reason; its text is not on the ledger"))
        self.second = self._bundle(2)
        self.request = self._send(self.second, 2)

    def conclude(self) -> None:
        """The contractor signs; its act goes through another municipality; the head signs last."""
        stage = self.stage
        stage.chapter(say("受注者が署名し、市の長が最後に署名する", "The contractor signs, and the city's head signs last"))
        self.signature = self.contractor.sign("request", "sign", self.request, "--yes", output="r2.act.json")
        self.towns[TODA].ledger.submit(self.signature.act)
        self.reach_all(CONTRACT)
        stage.done(say("受注者の署名を戸田市のゲートウェイから提出", "The contractor's signature, submitted through Toda's gateway"))
        self.head.ledger.contracts.sign(CONTRACT, self.second)
        view = self.nagasaki.ledger.contracts.show(CONTRACT)
        stage.done(say("長崎市の長が署名", "Nagasaki's head signs"), f"[bold green]{view.state.value}[/]")
        verified = self.nagasaki.ledger.contracts.verify(CONTRACT)
        agreed = ", ".join(verified.evidence.agreeing)
        stage.done(
            say("複数の市に尋ね、答えを比べ、すべての行為をやり直して検証", "Verified: several asked, compared, every act replayed"), agreed
        )

    def hand_over(self) -> None:
        """The concluded file goes to the contractor, who verifies it knowing only the charter's digest."""
        stage = self.stage
        stage.chapter(
            say(
                "締結ファイルを、協定書のダイジェストだけを頼りに検証する", "The concluded file is verified with the charter's digest alone"
            )
        )
        path = self.contractor.folder / "2026-0042.concluded.zip"
        self.nagasaki.ledger.contracts.export(CONTRACT, self.second, path, notes=self.notes)
        stage.quote(self.contractor.read("concluded", "verify", path.name).text)

    def show_history(self) -> None:
        """The acts, with the signer's clock beside the ledger's."""
        self.stage.chapter(say("履歴：署名者の時計と台帳の時計", "The history: the signer's clock beside the ledger's"))
        columns = [
            say("改版", "rev"),
            say("行為", "act"),
            say("誰が", "who"),
            say("鍵の確かさ", "key"),
            say("署名者の時計", "signer's clock"),
        ]
        columns += [say("台帳の時計", "ledger's clock"), say("差", "gap")]
        entries = self.nagasaki.ledger.contracts.history(CONTRACT)
        self.stage.table(CONTRACT, columns, [_history_row(entry) for entry in entries])

    def reach_all(self, contract: str) -> None:
        """Waits until every municipality's peer has a contract's last act: a block reaches one after another."""
        while len({town.ledger.contracts.show(contract).acts for town in self.towns.values()}) > 1:
            time.sleep(0.02)

    def send(self, contract: str, bundle: Bundle, *, approver: Officer | None = None) -> None:
        """Drafts or revises, approves and sends."""
        contracts = self.drafter.ledger.contracts
        if contract in self.nagasaki.ledger.contracts.list(NAGASAKI):
            contracts.revise(contract, bundle)
        else:
            contracts.draft(contract, bundle)
        (approver or self.approver).ledger.contracts.approve(contract, bundle=bundle)
        contracts.send(contract, int(time.time()) + _MONTH)

    def _send(self, bundle: Bundle, revision: int) -> str:
        self.send(CONTRACT, bundle)
        self.stage.done(
            say(f"第{revision}版：起案 → 承認（別の職員）→ 送付", f"Revision {revision}: drafted → approved by another officer → sent")
        )
        path = self.contractor.folder / f"2026-0042-r{revision}.request.zip"
        self.nagasaki.ledger.contracts.request(CONTRACT, bundle, path, notes=self.notes)
        return path.name

    def _bundle(self, revision: int) -> Bundle:
        folder = FILES / f"revision-{revision}"
        limit = self.running.charter.parameters.max_amount
        terms = read_terms(read_json(FILES / f"terms-{revision}.json", limit=1 << 16), max_amount=limit)
        return Bundle.build(terms, [BundleFile.of(folder / name) for name in _NAMES])


def _leaves(bundle: Bundle) -> list[tuple[Leaf, str | None]]:
    return list(zip(bundle.manifest.leaves, bundle.manifest.names, strict=True))


def _history_row(entry: Entry) -> tuple[str, ...]:
    statement = entry.record.act.statement
    return (
        str(statement.revision),
        words.term("act", statement.act),
        entry.organisation or statement.signer,
        entry.assurance,
        _clock(statement.signed_at),
        _clock(entry.record.recorded_at),
        f"{entry.gap:+d} s",
    )


def _clock(moment: int) -> str:
    return datetime.fromtimestamp(moment, JST).strftime("%Y-%m-%d %H:%M:%S")
