"""The commands that need a ledger, step by step as a city's officers type them."""

import json
from collections.abc import Callable
from datetime import datetime

import pytest

from genpon.notes import reason
from genpon.outbox import FolderOutbox
from genpon_core.moments import JST
from tests.support.commands import Run, run
from tests.support.desk import Desk
from tests.support.town import Person, Town, World, fresh


def offline(desk: Desk, *arguments: str, signer: Person) -> Run:
    done = run(*arguments, "--charter", str(desk.charter), "--signer", str(desk.key(signer.signer)), "--yes")
    assert done.code == 0, done.output + done.errors
    return done


FILES = ("契約書.pdf", "仕様書.pdf", "内訳.csv")


def test_a_contract_by_command(desk: Desk, nagasaki: Town, contractor: Person, world: World) -> None:
    contract = f"contract/{nagasaki.code}/2026-c{fresh()}"
    files = [desk.file(name) for name in FILES]
    first, second = desk.file("r1.bundle.json"), desk.file("r2.bundle.json")
    until = _day(world.now + 30 * 86400)

    drafted = desk("contract", "draft", contract, *files, "--terms", desk.file("terms.json"), "--bundle", first, signer=nagasaki.drafter)
    assert (drafted["act"], drafted["repeated"]) == ("draft", False)
    desk("contract", "approve", contract, "--bundle", first, "--yes", signer=nagasaki.approver)
    desk("contract", "send", contract, "--bundle", first, "--until", until, "-o", desk.file("r1.request.zip"), signer=nagasaki.drafter)
    returned = desk.file("return.act.json")
    reason = ("--reason", "documents", "--text", "図面がありません。")
    offline(desk, "request", "return", desk.file("r1.request.zip"), *reason, "-o", returned, signer=contractor)
    assert desk("act", "submit", returned)["act"] == "return"

    desk("contract", "revise", contract, *files, "--terms", desk.file("terms.json"), "--bundle", second, signer=nagasaki.drafter)
    desk("contract", "approve", contract, "--bundle", second, "--yes", signer=nagasaki.approver)
    request = desk.file("r2.request.zip")
    desk("contract", "send", contract, "--bundle", second, "--until", until, "--note", returned, "-o", request, signer=nagasaki.drafter)
    offline(desk, "request", "sign", request, "-o", desk.file("sign.act.json"), signer=contractor)
    desk("act", "submit", desk.file("sign.act.json"))
    assert desk("act", "submit", desk.file("sign.act.json"))["repeated"] is True
    desk("contract", "sign", contract, "--bundle", second, "--yes", signer=nagasaki.head)

    shown = desk("contract", "show", contract)
    assert (shown["state"], shown["revision"], shown["terms"]["amount"]) == ("CONCLUDED", 2, 1_100_000)
    assert contract in {row["contract"] for row in desk("contract", "list", nagasaki.code)["contracts"]}
    history = desk("contract", "history", contract, "--note", returned)["history"]
    assert [entry["reason"] for entry in history if entry["act"] == "return"] == ["図面がありません。"]
    verified = desk("contract", "verify", contract, "--bundle", second)
    assert (verified["verified"], verified["dissenting"]) == (True, [])
    desk("contract", "export", contract, "--bundle", second, "--note", returned, "-o", desk.file("all.concluded.zip"))
    proof = run("concluded", "verify", desk.file("all.concluded.zip"), "--charter", world.consortium.charter.digest, "--json")
    assert json.loads(proof.output)["verified"] is True


def test_an_officer_by_command(desk: Desk, nagasaki: Town) -> None:
    number = fresh()
    department, officer = f"department/{nagasaki.code}/c{number}", f"officer/{nagasaki.code}/{number}"
    administrator = nagasaki.administrator
    desk("registry", "register-department", department, "--ja", "水道局", "--en", "Waterworks", "--contracting", signer=administrator)
    desk("registry", "assign", officer, "2026", "--role", "head", "--department", department, signer=administrator)
    person = nagasaki.person(officer)
    request = desk.file("key.act.json")
    made = run(
        "key", "request", "--signer", str(desk.key(person.signer)), "--charter", str(desk.charter), "--party", officer, "-o", request
    )
    assert made.code == 0, made.errors
    desk("registry", "present", request)
    desk("registry", "admit", person.fingerprint, signer=administrator)
    shown = desk("registry", "show", officer)
    assert [item["role_of"] for item in shown["assignments"]] == ["head"]
    assert [item["assurance"] for item in shown["keys"]] == ["admitted"]
    assert officer in desk("registry", "list", nagasaki.code)["officers"]
    desk("registry", "relieve", officer, "2026", signer=administrator)
    desk("registry", "revoke", person.fingerprint, "--reason", "ceased", signer=administrator)
    assert desk("registry", "show", f"key/{person.fingerprint}")["revoked_at"] is not None
    assert desk("registry", "show", "charter")["active"] is True
    assert desk("registry", "show", department)["contracting"] is True


def test_a_word_for_a_contractor_by_command(desk: Desk, nagasaki: Town) -> None:
    company = nagasaki.person(f"counterparty/{nagasaki.code}/{fresh()}")
    nagasaki.present(company)
    for officer in (nagasaki.drafter, nagasaki.approver):
        desk("registry", "vouch", company.fingerprint, "--method", "registered_seal", signer=officer)
    assert [key["assurance"] for key in desk("registry", "show", company.id)["keys"]] == ["vouched"]


def test_a_reason_that_waited_with_its_act_is_kept_when_it_is_recorded(desk: Desk, nagasaki: Town) -> None:
    contract = f"contract/{nagasaki.code}/2026-c{fresh()}"
    bundle = ("--terms", desk.file("terms.json"), "--bundle", desk.file("r1.bundle.json"))
    desk("contract", "draft", contract, *(desk.file(name) for name in FILES), *bundle, signer=nagasaki.drafter)
    why, notes = reason("terms", "予算が違います。")
    act = nagasaki.approver.sign(nagasaki.approver.contracts.prepare.send_back(contract, why))
    FolderOutbox(desk.folder / "outbox").put(act, notes)
    (resumed,) = desk("act", "resume")["acts"]
    history = desk("contract", "history", contract, "--note", resumed["file"])["history"]
    assert [entry["reason"] for entry in history] == [None, "予算が違います。"]


def test_a_reason_is_kept_beside_the_ledger(desk: Desk, nagasaki: Town, contractor: Person) -> None:
    contract = f"contract/{nagasaki.code}/2026-c{fresh()}"
    files = [desk.file(name) for name in FILES]
    bundle = ("--terms", desk.file("terms.json"), "--bundle", desk.file("r1.bundle.json"))
    desk("contract", "draft", contract, *files, *bundle, signer=nagasaki.drafter)
    note = desk.file("back.act.json")
    desk("contract", "send-back", contract, "--reason", "terms", "--text", "予算が違います。", "-o", note, signer=nagasaki.approver)
    desk("contract", "withdraw", contract, "--reason", "mistake", signer=nagasaki.drafter)
    history = desk("contract", "history", contract, "--note", note)["history"]
    assert [entry["reason"] for entry in history] == [None, "予算が違います。", None]
    assert contractor.id in desk("contract", "show", contract)["parties"]


@pytest.mark.parametrize("view", ["show", "history", "verify"])
def test_people_read_tables(desk: Desk, nagasaki: Town, contractor: Person, view: str) -> None:
    contract = f"contract/{nagasaki.code}/2026-c{fresh()}"
    files = [desk.file(name) for name in FILES]
    bundle = ("--terms", desk.file("terms.json"), "--bundle", desk.file("r1.bundle.json"))
    desk("contract", "draft", contract, *files, *bundle, signer=nagasaki.drafter)
    shown = run("contract", view, contract, "--profile", str(desk.profile), "--lang", "ja")
    assert shown.code == 0, shown.errors
    assert "起案" in shown.output
    assert contractor.id not in shown.errors


def test_people_read_the_registry(desk: Desk, nagasaki: Town) -> None:
    for asset in ("charter", nagasaki.department, nagasaki.drafter.id, f"key/{nagasaki.drafter.fingerprint}"):
        shown = run("registry", "show", asset, "--profile", str(desk.profile), "--lang", "en")
        assert shown.code == 0, shown.errors
        assert asset.removeprefix("key/")[:20] in shown.output or asset == "charter"


Trouble = Callable[[Desk, Town], tuple[str, ...]]
TROUBLE: dict[str, tuple[Trouble, int, str]] = {
    "an unknown contract": (lambda _, town: ("contract", "show", f"contract/{town.code}/none"), 1, "contract.unknown"),
    "an unknown officer": (lambda _, town: ("registry", "show", f"officer/{town.code}/9999"), 1, "officer.unknown"),
    "no such id": (lambda _, __: ("contract", "show", "contract/1/x"), 1, "id.local_government_code"),
    "an id with a control character": (lambda _, town: ("contract", "show", f"contract/{town.code}/a\x01b"), 1, "id.malformed"),
    "an id that is no text": (lambda _, town: ("contract", "verify", f"contract/{town.code}/\udcff"), 1, "id.malformed"),
    "a list of nobody": (lambda _, __: ("contract", "list", "42201"), 1, "id.local_government_code"),
    "an act file that is missing": (lambda desk, _: ("act", "submit", desk.file("none.act.json")), 1, "file.missing"),
    "verification of nothing": (lambda _, town: ("contract", "verify", f"contract/{town.code}/none"), 5, "contract.unknown"),
    "an unknown identity": (lambda _, town: ("contract", "list", town.code, "--identity", "nobody"), 1, "profile.identity"),
}


NONSENSE = {
    "a department's name": (("register-department", "department/422011/x1", "--ja", "\udcff", "--en", "x"), "json.field"),
    "an assignment's name": (
        ("assign", "officer/422011/77", "a\x01", "--role", "head", "--department", "department/422011/mayor"),
        "json.field",
    ),
    "an assignment that ends": (("relieve", "officer/422011/77", "a\x01"), "json.field"),
    "an asset": (("show", "x\x01/y"), "id.malformed"),
    "a municipality": (("list", "42201"), "id.local_government_code"),
}


@pytest.mark.parametrize(("arguments", "code"), NONSENSE.values(), ids=NONSENSE.keys())
def test_nonsense_for_the_registry_is_refused(desk: Desk, nagasaki: Town, arguments: tuple[str, ...], code: str) -> None:
    signer = None if arguments[0] in {"show", "list"} else nagasaki.administrator
    assert desk("registry", *arguments, signer=signer, code=1)["error"]["code"] == code


@pytest.mark.parametrize(("arguments", "exit_code", "code"), TROUBLE.values(), ids=TROUBLE.keys())
def test_trouble_has_its_exit_code(desk: Desk, nagasaki: Town, arguments: Trouble, exit_code: int, code: str) -> None:
    assert desk(*arguments(desk, nagasaki), code=exit_code)["error"]["code"] == code


def test_a_ledger_that_is_not_there(desk: Desk, nagasaki: Town, world: World) -> None:
    described = json.loads(desk.profile.read_text())
    for gateway in described["gateways"]:
        gateway["endpoint"] = "127.0.0.1:1"
    elsewhere = desk.profile.with_name("elsewhere.profile.json")
    elsewhere.write_text(json.dumps(described))
    away = Desk(desk.folder, elsewhere, desk.charter)
    for command in (("list", nagasaki.code), ("show", "contract/422011/x"), ("verify", "contract/422011/x")):
        assert away("contract", *command, code=3)["error"]["code"] == "ledger.unreachable"
    assert world.consortium.charter


def test_files_in_two_folders_make_no_bundle(desk: Desk, nagasaki: Town) -> None:
    (desk.folder / "elsewhere").mkdir()
    bundle = ("--terms", desk.file("terms.json"), "--bundle", desk.file("elsewhere/r1.bundle.json"))
    refused = desk("contract", "draft", "contract/422011/x", desk.file(FILES[0]), *bundle, signer=nagasaki.drafter, code=2)
    assert refused["error"]["code"] == "bundle.one_folder"


def _day(moment: int) -> str:
    return f"{datetime.fromtimestamp(moment, JST):%Y-%m-%d}"


def test_a_bundle_file_is_never_written_over(desk: Desk, nagasaki: Town) -> None:
    contract = f"contract/{nagasaki.code}/2026-c{fresh()}"
    files, path = [desk.file(name) for name in FILES], desk.folder / "r1.bundle.json"
    bundle = ("--terms", desk.file("terms.json"), "--bundle", str(path))
    first = desk("contract", "draft", contract, *files, *bundle, signer=nagasaki.drafter)
    kept = path.read_bytes()
    drafter = ("--signer", str(desk.key(nagasaki.drafter.signer)), "--profile", str(desk.profile))
    again = json.loads(run("contract", "draft", contract, *files, *bundle, *drafter, "--json").output)
    assert again["digest"] == first["digest"] if "digest" in again else again["error"]["code"] == "contract.exists"
    other = desk("contract", "draft", contract, *files[:2], *bundle, signer=nagasaki.drafter, code=1)
    assert other["error"]["code"] == "file.exists"
    assert path.read_bytes() == kept
    desk("contract", "approve", contract, "--bundle", str(path), "--yes", signer=nagasaki.approver)


def test_a_refused_draft_leaves_no_bundle(desk: Desk, nagasaki: Town) -> None:
    path = desk.folder / "r1.bundle.json"
    bundle = ("--terms", desk.file("terms.json"), "--bundle", str(path))
    desk("contract", "draft", "contract/112241/x", desk.file(FILES[0]), *bundle, signer=nagasaki.drafter, code=1)
    assert not path.exists()
