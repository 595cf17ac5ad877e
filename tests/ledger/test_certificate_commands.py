"""The commands of certificates and of what binds all, as bodies, issuers, holders and verifiers type them."""

import json
from pathlib import Path
from typing import Any

import pytest

from genpon.credentials.held import CredentialFile
from genpon.key_files import new_key
from genpon_core.certificate_types.shipped import shipped
from genpon_core.contracts.table import State
from genpon_core.moments import format_time, parse_time
from tests.support.bundles import make_bundle
from tests.support.commands import Run, run
from tests.support.counter import own_type
from tests.support.desk import Desk
from tests.support.office import CLAIMS
from tests.support.town import DAY, Person, Town, World, fresh

pytestmark = pytest.mark.usefixtures("accredited")

CHALLENGE = ("certificate", "challenge", "--audience")


def alone(*arguments: str, code: int = 0) -> Any:
    """A command that needs no ledger, on a holder's or verifier's own machine."""
    done = run(*arguments, "--json")
    assert done.code == code, done.output + done.errors
    return json.loads(done.output)


def issued(desk: Desk, town: Town, kind: str = "tax_clearance", count: int = 1, **changes: Any) -> str:
    """Asks, issues and receives, all by command; returns the batch."""
    batch, wallet = f"certificate/{town.code}/9-{fresh()}", desk.file("my.wallet.json")
    claims = Path(desk.file("claims.json"))
    claims.write_text(json.dumps({**CLAIMS[kind], **changes}), encoding="utf-8")
    alone(*CHALLENGE, "https://nagasaki.example", "-o", desk.file("counter.challenge.json"))
    request, credential = desk.file("ask.holder-keys.json"), desk.file(f"{fresh()}.credential.json")
    asked = ("--challenge", desk.file("counter.challenge.json"))
    alone("certificate", "ask", "--wallet", wallet, *asked, "--count", str(count), "-o", request)
    options = ("--type", kind, "--claims", str(claims), "--holder-keys", request, *asked, "--reference", "A-0042", "-o", credential)
    done = desk("certificate", "issue", batch, *options, signer=town.issuer)
    assert (done["asset"], done["count"]) == (batch, count)
    assert not Path(desk.file("counter.challenge.json")).exists()
    assert alone("certificate", "receive", credential, "--wallet", wallet)["count"] == count
    return batch


def presented(desk: Desk, kind: str, *claims: str) -> tuple[str, tuple[str, str]]:
    """A presentation for a fresh challenge, and the option that names the challenge."""
    number = fresh()
    challenge, shown = desk.file(f"{number}.challenge.json"), desk.file(f"{number}.presentation.json")
    alone(*CHALLENGE, "https://toda.example", "-o", challenge)
    alone(
        "certificate", "present", kind, *claims, "--wallet", desk.file("my.wallet.json"), "--challenge", challenge, "--again", "-o", shown
    )
    return shown, ("--challenge", challenge)


def at_toda(world: World, desk: Desk) -> Desk:
    world.consortium.settle()
    return Desk(desk.folder, world.consortium.profile("TodaMSP"), desk.charter)


def outcomes(verdict: Any) -> dict[str, str]:
    return {question: answer["outcome"] for question, answer in verdict["answers"].items()}


def test_a_certificate_from_the_counter_to_the_revocation(desk: Desk, world: World, nagasaki: Town) -> None:
    batch = issued(desk, nagasaki)
    shown, challenge = presented(desk, "tax_clearance", "name", "taxes")
    toda = at_toda(world, desk)
    kept = Path(challenge[1]).read_bytes()
    verdict = toda("certificate", "verify", shown, *challenge)
    assert set(outcomes(verdict).values()) == {"VALID"}
    assert verdict["claims"]["name"] == CLAIMS["tax_clearance"]["name"]
    assert verdict["relied_on"] is True
    # The challenge counts once; who keeps it all the same lets a presentation be replayed.
    assert toda("certificate", "verify", shown, *challenge, code=1)["error"]["code"] == "file.missing"
    Path(challenge[1]).write_bytes(kept)

    (single,) = desk("certificate", "find", batch, "A-0042")["certificates"]
    note = desk.file("why.act.json")
    world.reach(world.now + 2)
    done = desk("certificate", "revoke", single, "--reason", "mistake", "--text", "二重発行", "-o", note, signer=nagasaki.issuer)
    assert (done["act"], Path(note).exists()) == ("revoke", True)
    verdict = at_toda(world, desk)("certificate", "verify", shown, *challenge, code=5)
    assert outcomes(verdict) == {"integrity": "VALID", "status": "INVALID", "issuer": "VALID", "holder": "VALID"}
    before = format_time(done_at(done) - 1)
    assert desk("certificate", "status", single, "--as-of", before)["status"] == "VALID"
    status = desk("certificate", "status", single)
    assert (status["status"], status["reason"], status["type"]) == ("REVOKED", "mistake", "tax_clearance")
    assert desk("certificate", "status", batch)["status"] == "VALID"
    assert batch in {row["certificate"] for row in desk("certificate", "list", nagasaki.code)["batches"]}
    history = desk("certificate", "history", single, "--note", note)["history"]
    assert [(entry["act"], entry["reason"]) for entry in history] == [("revoke", "二重発行")]


def done_at(done: Any) -> int:
    return parse_time(done["recorded_at"])


def test_without_a_ledger_and_on_paper(desk: Desk, world: World, nagasaki: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = issued(desk, nagasaki)
    shown, challenge = presented(desk, "tax_clearance", "name")
    evidence = desk.file("all.evidence.json")
    assert at_toda(world, desk)("certificate", "evidence", batch, "-o", evidence)["certificate"] == batch
    monkeypatch.delenv("GENPON_PROFILE", raising=False)
    offline = ("--evidence", evidence, "--charter", str(desk.charter))
    verdict = alone("certificate", "verify", shown, *challenge, *offline, code=5)
    assert outcomes(verdict) == {"integrity": "VALID", "status": "NOT_CHECKED", "issuer": "VALID", "holder": "VALID"}

    paper = desk.file("paper.presentation.json")
    alone("certificate", "present", "tax_clearance", "name", "--wallet", desk.file("my.wallet.json"), "--again", "-o", paper)
    codes = alone("certificate", "qr", paper, "-o", desk.file("paper.svg"))
    assert all(Path(path).exists() for path in codes["files"])
    scanned = Path(desk.file("scanned.txt"))
    scanned.write_text("\n".join(reversed(codes["texts"])))
    verdict = at_toda(world, desk)("certificate", "verify", str(scanned))
    assert outcomes(verdict) == {"integrity": "VALID", "status": "VALID", "issuer": "VALID", "holder": "NOT_CHECKED"}
    assert verdict["relied_on"] is True


def test_a_batch_by_command(desk: Desk, nagasaki: Town) -> None:
    batch, folder = f"certificate/{nagasaki.code}/9-{fresh()}", Path(desk.file("to-hand-out"))
    key = Path(desk.file("holder.pub.pem"))
    run("key", "new", desk.file("holder.pem"), "--no-passphrase", "--public", str(key))
    lines = [
        {"claims": CLAIMS["tax_clearance"], "reference": f"r{number}", "holder": key.read_text() if number else None} for number in range(3)
    ]
    orders = Path(desk.file("orders.jsonl"))
    orders.write_text("\n".join(map(json.dumps, lines)) + "\n")
    done = desk("certificate", "batch", batch, str(orders), "--type", "tax_clearance", "-o", str(folder), signer=nagasaki.issuer)
    assert done["count"] == 3
    assert [path.name for path in sorted(folder.iterdir())] == [f"{number}.credential.json" for number in (1, 2, 3)]
    again = ("--type", "tax_clearance", "-o", str(folder))
    other = f"certificate/{nagasaki.code}/9-{fresh()}"
    refused = desk("certificate", "batch", other, str(orders), *again, signer=nagasaki.issuer, code=1)
    assert refused["error"]["code"] == "file.exists"
    assert desk("certificate", "status", other, code=1)["error"]["code"] == "issue.unknown"
    orders.write_text('{"claims": {}}\n{"claim": {}}\n')
    wrong = desk(
        "certificate", "batch", other, str(orders), "--type", "tax_clearance", "-o", desk.file("x"), signer=nagasaki.issuer, code=1
    )
    assert (wrong["error"]["code"], wrong["error"]["parameters"]["line"]) == ("orders.line", 2)
    assert not Path(desk.file("x")).exists()


def test_suspended_reinstated_superseded_and_listed(desk: Desk, nagasaki: Town) -> None:
    first, second = issued(desk, nagasaki), issued(desk, nagasaki)
    officer = nagasaki.issuer
    desk("certificate", "suspend", first, "--reason", "requested", signer=officer)
    assert desk("certificate", "status", first)["status"] == "SUSPENDED"
    desk("certificate", "reinstate", first, signer=officer)
    desk("certificate", "supersede", first, "--by", f"{second}/0", signer=officer)
    assert desk("certificate", "status", first)["by"] == f"{second}/0"
    lists = desk("certificate", "status-list", nagasaki.code, signer=officer)["lists"]
    (number,) = [item["list"] for item in lists if first in item["batches"]]
    token = desk("certificate", "status-list", nagasaki.code, str(number), "-o", desk.file("list.jwt"), signer=officer)
    assert Path(token["file"]).read_text().count(".") == 2


def test_residents_by_command(desk: Desk, world: World, nagasaki: Town) -> None:
    batch = issued(desk, nagasaki, "residence", 2)
    shown, challenge = presented(desk, "residence", "address")
    verdict = at_toda(world, desk)("certificate", "verify", shown, *challenge)
    assert verdict["claims"] == {"address": CLAIMS["residence"]["address"]}
    assert desk("certificate", "revoke", batch, "--reason", "mistake", signer=nagasaki.issuer, code=1)["error"]["code"] == "issue.reason"
    desk("certificate", "revoke", batch, signer=nagasaki.issuer)
    held = alone("certificate", "held", "--wallet", desk.file("my.wallet.json"))["certificates"]
    assert [item["times_shown"] for item in held] == [1, 0]
    refused = desk("certificate", "dispose", batch, "--yes", signer=nagasaki.issuer, code=1)
    assert refused["error"]["code"] == "issue.retention"
    assert desk("certificate", "dispose", batch, signer=nagasaki.issuer, code=2)["error"]["code"] == "cli.not_confirmed"


def test_a_record_is_minted_by_command(desk: Desk, world: World, nagasaki: Town, contractor: Person, tmp_path: Path) -> None:
    period = {"validity_start_at": "2026-04-02", "validity_end_at": "2026-10-30", "contract_at": "2026-04-01"}
    case = nagasaki.case(make_bundle(tmp_path / "works", **period), contractor).at(State.CONCLUDED)
    report = Path(desk.file("report.txt"))
    report.write_text("合格。手直しなし。", encoding="utf-8")
    done = desk(
        "contract", "complete", case.id, "--on", "2026-10-30", "--amount", "1090000", "--report", str(report), signer=nagasaki.inspector
    )
    assert "合格" in Path(done["file"]).read_text(encoding="utf-8")
    world.consortium.settle()
    batch = f"certificate/{nagasaki.code}/9-{fresh()}"
    more, folder = Path(desk.file("more.json")), Path(desk.file("records"))
    more.write_text(json.dumps({"trade": "土木一式工事"}))
    options = ("--name", f"{contractor.id}=見本建設", "--more", f"{contractor.id}={more}", "-o", str(folder))
    assert desk("certificate", "mint", batch, case.id, *options, signer=nagasaki.issuer)["count"] == 1
    claims = CredentialFile.read(folder / "1.credential.json").credentials[0].parse().claims
    assert (claims["contractor"], claims["actual_amount"], claims["trade"]) == ("見本建設", 1_090_000, "土木一式工事")
    assert desk("certificate", "status", batch)["source"] == {"contract": case.id, "kind": "completion"}


def test_bodies_types_and_recognitions_by_command(desk: Desk, world: World, nagasaki: Town, tmp_path: Path) -> None:
    neutral, name = world.body("neutral"), f"t{fresh()}"
    document = tmp_path / "type.json"
    document.write_bytes(own_type(name).to_bytes())
    published = desk("schema", "publish", str(document), signer=neutral)
    assert published["revision_digest"] == own_type(name).digest
    assert desk("schema", "publish-shipped", signer=neutral)["acts"] == []
    assert name in {item["type"] for item in desk("schema", "list")["types"]}
    written = tmp_path / "again.json"
    assert desk("schema", "show", name, "--document", str(written))["current"] == own_type(name).digest
    assert written.read_bytes() == document.read_bytes()

    own = f"accreditation/neutral/{fresh()}"
    until = ("--until", "+30")
    desk("accreditation", "accredit", own, "municipality/422011", "--types", name, "--territories", "422053", *until, signer=neutral)
    checked = desk("accreditation", "check", "municipality/422011", name, "422053")
    assert (checked["accredited"], checked["granted_by"], checked["path"][0]["accreditation"]) == (True, ["body/neutral"], own)
    assert desk("accreditation", "check", "municipality/422011", name, "112241", code=5)["why_not"] == "accreditation.not_for"
    delegation = f"accreditation/422011/{fresh()}"
    desk("accreditation", "delegate", delegation, "municipality/112241", "--types", name, *until, signer=nagasaki.administrator)
    assert desk("accreditation", "show", delegation)["path"][-1] == "accreditation/neutral/all"
    desk("accreditation", "revoke", own, "--reason", "ceased", signer=neutral)
    assert desk("accreditation", "show", own)["holds"] is False
    assert {own, delegation} <= {item["accreditation"] for item in desk("accreditation", "list")["accreditations"]}

    desk("recognition", "recognise", nagasaki.code, name, "body/alliance", signer=nagasaki.administrator)
    desk("recognition", "end", nagasaki.code, name, "body/alliance", signer=nagasaki.administrator)
    shown = desk("recognition", "show", nagasaki.code)["recognitions"]
    assert [item["valid_until"] is not None for item in shown if item["type"] == name] == [True]
    desk("schema", "retire", name, signer=neutral)
    assert desk("schema", "show", name)["current"] is None


def test_a_change_by_command(desk: Desk, world: World, nagasaki: Town, tmp_path: Path) -> None:
    new_key(tmp_path / "new.pem")
    run("key", "show", str(tmp_path / "new.pem"), "--public", str(tmp_path / "new.pub.pem"))
    body = f"body/b{fresh()}"
    added = {"id": body, "name": {"ja": "新機関", "en": "New body"}, "keys": [{"file": "new.pub.pem"}], "root": False}
    change = tmp_path / "change.json"
    change.write_text(json.dumps({"topic": "bodies", "add": [added], "remove": []}))
    coming = nagasaki.ledger.agreement.show().coming.valid_from
    begins = format_time(max(world.now, coming) + DAY)
    proposed = desk("agreement", "propose", str(change), "--from", begins, signer=nagasaki.administrator)["asset"]
    assert proposed in {item["change"] for item in desk("agreement", "changes", "--pending")["changes"]}
    desk("agreement", "approve", proposed, signer=world.town("Toda").administrator)
    refused = desk("agreement", "adopt", proposed, signer=nagasaki.administrator, code=1)
    assert refused["error"]["code"] == "change.not_approved"
    shown = desk("agreement", "show", "--verify")
    assert {"NagasakiMSP", "TodaMSP"} <= {member["msp_id"] for member in shown["members"]}
    assert len(shown["agreeing"]) >= 3
    keys = desk("agreement", "administrators", nagasaki.code)["keys"]
    assert nagasaki.administrator.fingerprint in {item["fingerprint"] for item in keys}
    change.write_text(json.dumps({"topic": "weather"}))
    wrong = desk("agreement", "propose", str(change), "--from", begins, signer=nagasaki.administrator, code=1)
    assert wrong["error"]["code"] == "change.topic"


def test_an_administrator_s_key_by_command(desk: Desk, world: World) -> None:
    kawaguchi = world.town("Kawaguchi")
    second = Person("", world.consortium.administrator(kawaguchi.code, 2), kawaguchi.ledger)
    comes = kawaguchi.person(f"municipality/{kawaguchi.code}")
    kawaguchi.present(comes)
    old = ("--old", second.fingerprint)
    desk("agreement", "replace-key", kawaguchi.code, *old, "--new", comes.fingerprint, signer=kawaguchi.administrator)
    later = format_time(world.now + 30 * DAY)
    asked = ("agreement", "administrators", kawaguchi.code, "--as-of", later)
    assert comes.fingerprint in {item["fingerprint"] for item in desk(*asked)["keys"]}
    desk("agreement", "object", kawaguchi.code, signer=second)
    assert second.fingerprint in {item["fingerprint"] for item in desk(*asked)["keys"]}


VIEWS = {
    "agreement": (("agreement", "show"), "参加団体"),
    "changes": (("agreement", "changes"), ""),
    "administrators": (("agreement", "administrators", "422011"), "鍵の指紋"),
    "accreditation": (("accreditation", "show", "accreditation/neutral/all"), "認定"),
    "accreditations": (("accreditation", "list"), "body/alliance"),
    "check": (("accreditation", "check", "municipality/422011", "income"), "body/neutral"),
    "types": (("schema", "list"), "納税証明書"),
    "type": (("schema", "show", "tax_clearance"), "法人番号"),
    "recognitions": (("recognition", "show", "422011"), ""),
    "batches": (("certificate", "list", "tax_clearance"), "証明書"),
}


@pytest.mark.parametrize(("arguments", "shown"), VIEWS.values(), ids=VIEWS)
def test_people_read_tables(desk: Desk, arguments: tuple[str, ...], shown: str) -> None:
    done = run(*arguments, "--profile", str(desk.profile), "--lang", "ja")
    assert done.code == 0, done.errors
    assert shown in done.output


def test_people_read_a_verdict(desk: Desk, world: World, nagasaki: Town) -> None:
    batch = issued(desk, nagasaki)
    shown, challenge = presented(desk, "tax_clearance", "name", "taxes")
    world.consortium.settle()
    done: Run = run("certificate", "verify", shown, *challenge, "--profile", str(desk.profile), "--lang", "ja")
    assert done.code == 0, done.errors
    for text in ("完全性", "有効", "長崎橋梁株式会社", "固定資産税", shipped("tax_clearance").names["ja"]):
        assert text in done.output
    status = run("certificate", "status", batch, "--profile", str(desk.profile), "--lang", "en")
    assert "valid" in status.output


TROUBLE = {
    "verify without anything": (("certificate", "verify", "{presentation}"), (2, "cli.profile_or_evidence")),
    "evidence without a charter": (("certificate", "verify", "{presentation}", "--evidence", "x"), (2, "cli.charter")),
    "no presentation": (("certificate", "verify", "none.json", "--evidence", "x", "--charter", "0" * 64), (1, "file.missing")),
    "no wallet": (("certificate", "held", "--wallet", "none.wallet.json"), (1, "file.missing")),
    "a type that nobody holds": (
        ("certificate", "present", "income", "--wallet", "my.wallet.json", "-o", "x.presentation.json"),
        (2, "wallet.none"),
    ),
    "a picture of another kind": (("certificate", "qr", "{presentation}", "-o", "x.gif"), (2, "paper.ending")),
}


@pytest.mark.parametrize(("arguments", "answer"), TROUBLE.values(), ids=TROUBLE)
def test_trouble_has_its_exit_code(
    desk: Desk, nagasaki: Town, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], answer: tuple[int, str]
) -> None:
    for name in ("GENPON_PROFILE", "GENPON_CHARTER"):
        monkeypatch.delenv(name, raising=False)
    issued(desk, nagasaki)
    shown, _ = presented(desk, "tax_clearance")
    typed = [argument.replace("{presentation}", shown) for argument in arguments]
    assert alone(*typed, code=answer[0])["error"]["code"] == answer[1]
