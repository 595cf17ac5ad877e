"""Vectors of acts: from the charter's acceptance to a concluded contract, the states after each act, and acts that are refused."""

from collections.abc import Callable, Iterator
from typing import Any

from states import state_of
from story import ASSIGNMENTS, CODE, CONTRACTOR, DAY, DEPARTMENT, LOCAL, Ledger, bundle, key_of, presentation

from genpon_core import evidence, rules
from genpon_core.errors import Refusal
from genpon_core.keys import PublicKey
from genpon_core.moments import format_time
from genpon_core.statements import Act

ADMINISTRATOR = f"municipality/{CODE}"
DRAFTER, APPROVER, HEAD = ASSIGNMENTS
CONTRACT = f"contract/{CODE}/2026-0042"
REASON = {"code": "documents", "digest": "ab" * 32}
MANIFEST, OPENED = bundle()
REF = {"manifest": MANIFEST.model_dump()}
DRAFT = {**REF, "parties": [DEPARTMENT, CONTRACTOR], "terms": "open"}
SIGN = {**REF, "party": CONTRACTOR, "terms": None}
CONCLUDE = {**REF, "party": DEPARTMENT, "terms": OPENED.model_dump()}
SIGNERS = ("municipality/112038", ADMINISTRATOR, *ASSIGNMENTS, LOCAL, CONTRACTOR)
Make = Callable[[Ledger], Act]


def found_registry(ledger: Ledger) -> Iterator[Act]:
    """The charter's acceptance, a department and its officers."""
    for code in ("112038", CODE):
        yield ledger.act(f"municipality/{code}", "accept", f"charter/{ledger.charter.digest}", {})
    name = {"ja": "契約課", "en": "Contracts"}
    yield ledger.act(ADMINISTRATOR, "register", DEPARTMENT, {"name": name, "contracting": True})
    for officer, role in ASSIGNMENTS.items():
        window = {"valid_from": format_time(ledger.now), "valid_until": None}
        content = {"assignment": role, "role": role, "department": DEPARTMENT, **window}
        yield ledger.act(ADMINISTRATOR, "assign", officer, content)
        asset, presented = presentation(officer)
        present = ledger.act(officer, "present", asset, presented)
        yield present
        yield ledger.act(ADMINISTRATOR, "admit", asset, {"officer": officer}, answers=present.digest)


def counterparties(ledger: Ledger) -> Iterator[Act]:
    """Two contractors' keys, by certificate and by vouching."""
    yield ledger.act(CONTRACTOR, "present", *presentation(CONTRACTOR))
    asset, content = presentation(LOCAL)
    present = ledger.act(LOCAL, "present", asset, content)
    yield present
    for officer in (DRAFTER, APPROVER):
        yield ledger.act(officer, "vouch", asset, {"method": "in_person"}, answers=present.digest)
    yield ledger.act(ADMINISTRATOR, "revoke", asset, {"reason": "ceased"})


def contract(ledger: Ledger) -> Iterator[Act]:
    """A contract from its draft to the concluding signature."""
    answers = None
    for revision in (1, 2):
        for signer, name, content in (
            (DRAFTER, "draft", DRAFT),
            (APPROVER, "approve", REF),
            (DRAFTER, "send", {**REF, "sign_by": format_time(ledger.now + 30 * DAY)}),
        ):
            act = ledger.act(signer, name, CONTRACT, content, revision=revision, answers=answers)
            yield act
            answers = act.digest
        if revision == 1:
            act = ledger.act(CONTRACTOR, "return", CONTRACT, {"party": CONTRACTOR, "reason": REASON}, answers=answers)
            yield act
            answers = act.digest
    for signer, content in ((CONTRACTOR, SIGN), (HEAD, CONCLUDE)):
        yield ledger.act(signer, "sign", CONTRACT, content, revision=2, answers=answers)


def _end(ledger: Ledger) -> Iterator[Act]:
    now = format_time(ledger.now)
    yield ledger.act(ADMINISTRATOR, "relieve", HEAD, {"assignment": "head", "at": now})
    yield ledger.act(DRAFTER, "revoke", presentation(DRAFTER)[0], {"reason": "superseded"})
    yield ledger.act(ADMINISTRATOR, "close", DEPARTMENT, {"at": now})


def _sign(by: str = CONTRACTOR, content: Any = None, **changes: Any) -> Make:
    def make(ledger: Ledger) -> Act:
        request = ledger.chains[CONTRACT][-1].act.digest
        return ledger.act(by, "sign", CONTRACT, content or SIGN, **{"revision": 2, "answers": request, **changes})

    return make


def _forged(ledger: Ledger) -> Act:
    act = _sign()(ledger)
    return Act.of(act.statement, bytes([act.signature[0] ^ 1]) + act.signature[1:])


def _stolen(ledger: Ledger) -> Act:
    return _sign(DRAFTER, signer=CONTRACTOR, assignment=None)(ledger)


def _again(ledger: Ledger) -> Act:
    asset, content = presentation(DRAFTER)
    return ledger.act(DRAFTER, "present", asset, content, signer=LOCAL)


# Acts that are refused when the contract waits for its signatures: by name, how each is made, and the code.
REFUSED: dict[str, tuple[Make, str]] = {
    "a forged signature": (_forged, "signature.invalid"),
    "the revision before": (_sign(revision=1), "contract.wrong_revision"),
    "another request": (_sign(answers="ab" * 32), "act.wrong_answer"),
    "another charter": (_sign(charter="ab" * 32), "act.other_charter"),
    "another bundle": (_sign(content={**SIGN, "manifest": {**SIGN["manifest"], "root": "ab" * 32}}), "contract.other_bundle"),
    "the head before the contractor": (_sign(HEAD, CONCLUDE), "contract.head_signs_last"),
    "an approver for the head": (_sign(APPROVER, CONCLUDE), "role.missing"),
    "an administrator": (_sign(ADMINISTRATOR, CONCLUDE), "contract.not_a_party"),
    "an officer's key as the contractor's": (_stolen, "key.belongs_to"),
    "an officer's key presented again": (_again, "key.belongs_to"),
    "a key that only two officers vouched for, ended": (_sign(LOCAL), "key.not_confirmed"),
    "too long a time": (_sign(submit_before="2027-11-23T00:00:00Z"), "act.submit_window"),
    "another algorithm": (_sign(algorithm="ES256"), "algorithm.not_for_key"),
    "no such act": (lambda ledger: ledger.act(DRAFTER, "erase", CONTRACT, {}, revision=2), "act.unknown"),
    "an unknown field": (_sign(content={**SIGN, "note": "x"}), "json.field"),
    "a name for a number": (_sign(signer=f"counterparty/{CODE}/taro"), "id.malformed"),
}


def files() -> dict[str, Any]:
    """The files by name."""
    ledger = Ledger()
    rows: list[dict[str, Any]] = []
    refused: dict[str, Any] = {}
    for chapter in (found_registry, counterparties, contract, _end):
        for act in chapter(ledger):
            rows.append(row(ledger, act))
            if act.statement.act == "send" and act.statement.revision == 2:
                refused = {"after_acts": len(rows), "acts": [refused_row(ledger, name, *case) for name, case in REFUSED.items()]}
            ledger.now += 1
    closure = evidence.closure(ledger.chains, CONTRACT)
    story = {"charter": ledger.charter.model_dump(), "charter_digest": ledger.charter.digest, "keys": keys_of(*SIGNERS), "acts": rows}
    return {
        "acts.json": story,
        "refused_acts.json": refused,
        "evidence.json": {"contract": CONTRACT, "acts": evidence.chains_to_json(closure), "sha256": evidence.digest_of(closure)},
    }


def keys_of(*signers: str) -> dict[str, str]:
    """The fingerprints of signers' keys."""
    return {signer: PublicKey.of_private_key(key_of(signer)).fingerprint for signer in signers}


def row(ledger: Ledger, act: Act) -> dict[str, Any]:
    """An act that is taken, and what comes of it."""
    needs = rules.needs(act.statement)
    record = ledger.add(act)
    common = {"now": ledger.now, "act": act.to_json(), "statement_hex": act.message.hex(), "digest": act.digest}
    return common | {"needs": list(needs), "record": record.to_json(), "state": state_of(ledger.chains[record.asset])}


def refused_row(ledger: Ledger, name: str, make: Make, code: str) -> dict[str, Any]:
    """An act that is refused."""
    act = make(ledger)
    assert (outcome := _outcome(ledger, act)) == code, (name, outcome)
    return {"name": name, "now": ledger.now, "act": act.to_json(), "code": code}


def _outcome(ledger: Ledger, act: Act) -> str:
    try:
        ledger.add(act)
    except Refusal as refusal:
        return refusal.code
    return "taken"
