"""The story of the vectors of certificates and of what binds all, chapter by chapter."""

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

from acts_vectors import ADMINISTRATOR, APPROVER, CONTRACT, DRAFT, DRAFTER, REASON, REF
from story import BODIES, CERTIFYING, CODE, CONTRACTOR, DAY, DEPARTMENT, Ledger, key_of, presentation

from genpon_core import canonical
from genpon_core.agreement.changes import Change
from genpon_core.keys import PublicKey
from genpon_core.models import read
from genpon_core.moments import format_time
from genpon_core.statements import Act

NEUTRAL, ALLIANCE = BODIES
INSPECTOR, ISSUER, SISTERS_ISSUER = CERTIFYING
SISTER = "municipality/112241"
SECOND, THIRD = f"{SISTER}#2", f"{SISTER}#3"
WIDE, OWN = "accreditation/neutral/1", f"accreditation/alliance/{CODE}"
SISTERS, DELEGATED, ENDED = "accreditation/alliance/112241", f"accreditation/{CODE}/1", "accreditation/neutral/2"
BATCH, RECORDS, NEXT, UNUSED = (f"certificate/{CODE}/2026-000{number}" for number in (1, 2, 3, 9))
DISASTER = "certificate/112241/2026-0001"
RECOGNITION = "recognition/112038"
OTHER = {**REASON, "code": "other"}
WHY = {"code": "mistake", "digest": "ab" * 32}
RETENTION = {"rule": "tax_books", "years": 0}
Make = Callable[[Ledger], Act]


def document(name: str, subject: str = "organisation", revision: int = 1) -> dict[str, Any]:
    """The document of a type with one claim."""
    labels = [{"locale": "ja", "label": "日付"}, {"locale": "en", "label": "Date"}]
    schema = {"type": "object", "properties": {"as_of": {"type": "string", "format": "date"}}, "required": ["as_of"]}
    return {
        "format": 1,
        "vct": f"urn:genpon:{name}:{revision}",
        "name": name,
        "revision": revision,
        "subject": subject,
        "retention": RETENTION,
        "longest_days": 92,
        "display": [{"locale": language, "name": name, "description": name} for language in ("ja", "en")],
        "claims": [{"path": ["as_of"], "sd": "always", "mandatory": True, "display": labels}],
        "schema": {"$schema": "https://json-schema.org/draft/2020-12/schema", "additionalProperties": False, **schema},
    }


def people(ledger: Ledger) -> Iterator[Act]:
    """The third municipality's acceptance, and everybody who certifies."""
    yield ledger.act(SISTER, "accept", f"charter/{ledger.charter.digest}", {})
    department = "department/112241/zeimu"
    yield ledger.act(SISTER, "register", department, {"name": {"ja": "税務課", "en": "Taxes"}, "contracting": False})
    for officer, role in CERTIFYING.items():
        by, where = (SISTER, department) if officer == SISTERS_ISSUER else (ADMINISTRATOR, DEPARTMENT)
        window = {"valid_from": format_time(ledger.now), "valid_until": None}
        yield ledger.act(by, "assign", officer, {"assignment": role, "role": role, "department": where, **window})
        asset, content = presentation(officer)
        present = ledger.act(officer, "present", asset, content)
        yield present
        yield ledger.act(by, "admit", asset, {"officer": officer}, answers=present.digest)


def competing(ledger: Ledger, vouchers: int) -> Change:
    """A change of one parameter, from the sixth day on."""
    parameters = {**ledger.charter.parameters.model_dump(), "vouchers": vouchers}
    fields = {"replaces": ledger.charter.digest, "valid_from": format_time(ledger.now // DAY * DAY + 5 * DAY)}
    return read(Change, {**fields, "content": {"topic": "parameters", "parameters": parameters}})


def agreement(ledger: Ledger) -> Iterator[Act]:
    """Two changes that compete, of which one is adopted, and an administrator's key whose replacement is stopped."""
    for by, vouchers in ((ADMINISTRATOR, 1), (SISTER, 3)):
        change = competing(ledger, vouchers)
        propose = ledger.act(by, "propose", change.asset, {"change": change.model_dump()})
        yield propose
        yield ledger.act("municipality/112038", "approve", change.asset, {}, answers=propose.digest)
    yield adopt(1)(ledger)
    yield ledger.act(THIRD, "present", *presentation(THIRD))
    keys = {"old": PublicKey.of_private_key(key_of(SECOND)).fingerprint, "spki": presentation(THIRD)[1]["spki"]}
    replace = ledger.act(SISTER, "replace", SISTER, {**keys, "valid_from": format_time(ledger.now + 8 * DAY)})
    yield replace
    yield ledger.act(SECOND, "object", SISTER, {}, answers=replace.digest)


def adopt(vouchers: int) -> Make:
    """The adoption of a change."""
    return lambda ledger: ledger.act(
        "municipality/112038", "adopt", f"agreement/{ledger.charter.digest}", {"change": competing(ledger, vouchers).model_dump()}
    )


def publish(name: str, subject: str = "organisation", revision: int = 1, by: str = NEUTRAL) -> Make:
    """A type's publication."""

    def make(ledger: Ledger) -> Act:
        usual = {"subject": subject, "retention": RETENTION, "longest_days": 92, "valid_from": format_time(ledger.now)}
        return ledger.act(by, "publish", f"type/{name}", {"document": document(name, subject, revision), **usual})

    return make


def accredit(asset: str, subject: str, path: list[str], by: str = ALLIANCE, **limits: Any) -> Make:
    """An accreditation by a body, or a delegation by a municipality."""

    def make(ledger: Ledger) -> Act:
        window = {"valid_from": format_time(ledger.now), "valid_until": "2027-09-01T00:00:00Z"}
        usual = {"subject": subject, "path": path, "types": ["*"], "territories": ["*"], **window}
        name = "accredit" if by in BODIES else "delegate"
        return ledger.act(by, name, asset, {**usual, **({"may_accredit": False} if by in BODIES else {"reason": "disaster"}), **limits})

    return make


def types(ledger: Ledger) -> Iterator[Act]:
    """Types, and who may issue them where."""
    for make in (publish("tax_clearance"), publish("disaster_damage", "person"), publish("performance_record")):
        yield make(ledger)
    yield publish("income", "person")(ledger)
    yield ledger.act(NEUTRAL, "retire", "type/income", {"at": format_time(ledger.now + DAY)})
    yield accredit(WIDE, ALLIANCE, [], NEUTRAL, may_accredit=True)(ledger)
    yield accredit(OWN, ADMINISTRATOR, [WIDE], territories=["42"])(ledger)
    yield accredit(SISTERS, SISTER, [WIDE], territories=["112241"], types=["tax_clearance"])(ledger)
    yield accredit(DELEGATED, SISTER, [OWN, WIDE], ADMINISTRATOR, territories=[CODE], types=["disaster_damage"])(ledger)
    yield accredit(ENDED, "municipality/112038", [], NEUTRAL)(ledger)
    yield ledger.act(NEUTRAL, "revoke", ENDED, {"at": format_time(ledger.now + 2 * DAY), "reason": "other"})


def issue(asset: str, name: str = "tax_clearance", by: str = ISSUER, **changes: Any) -> Make:
    """A batch."""

    def make(ledger: Ledger) -> Act:
        subject = "person" if name == "disaster_damage" else "organisation"
        window = {"valid_from": format_time(ledger.now), "valid_until": format_time(ledger.now + 10 * DAY)}
        usual = {"type": name, "schema_digest": canonical.digest(document(name, subject)), "subject": subject, "retention": RETENTION}
        tree = {"root": hashlib.sha256(asset.encode()).hexdigest(), "count": 10}
        content = {**usual, **tree, **window, "path": [OWN, WIDE], "territory": CODE, "source": None, **changes}
        return ledger.act(by, "issue", asset, content)

    return make


def by_delegation() -> Make:
    """A batch of another municipality, which has delegated it."""
    return issue(DISASTER, "disaster_damage", SISTERS_ISSUER, path=[DELEGATED, OWN, WIDE])


def certificates(ledger: Ledger) -> Iterator[Act]:
    """Batches, what becomes of them and of some certificates, and who recognises them."""
    yield issue(BATCH)(ledger)
    suspend = ledger.act(ISSUER, "suspend", BATCH, {"reason": {**WHY, "code": "under_review"}})
    yield suspend
    yield ledger.act(ISSUER, "reinstate", BATCH, {}, answers=suspend.digest)
    yield ledger.act(ISSUER, "revoke", f"{BATCH}/3", {"at": format_time(ledger.now + 3 * DAY), "reason": WHY})
    yield issue(NEXT)(ledger)
    yield ledger.act(ISSUER, "supersede", f"{BATCH}/4", {"by": f"{NEXT}/0"})
    yield by_delegation()(ledger)
    yield ledger.act(SISTERS_ISSUER, "suspend", f"{DISASTER}/0", {"reason": None})
    for of, valid_from in ((ALLIANCE, 0), (ADMINISTRATOR, 2)):
        content = {"type": "tax_clearance", "of": of, "valid_from": format_time(ledger.now + valid_from * DAY)}
        recognise = ledger.act("municipality/112038", "recognise", RECOGNITION, content)
        yield recognise
    yield ledger.act("municipality/112038", "end", RECOGNITION, {"at": format_time(ledger.now + 4 * DAY)}, answers=recognise.digest)


def performance(ledger: Ledger) -> Iterator[Act]:
    """A contract's completion, a correction, and the record that is minted."""
    for name, amount in (("complete", 1_100_000), ("correct", 1_045_000)):
        content = {"completed_on": "2026-11-23", "amount": amount, "report": "cd" * 32}
        yield ledger.act(INSPECTOR, name, CONTRACT, content, answers=ledger.chains[CONTRACT][-1].act.digest, revision=2)
    yield issue(RECORDS, "performance_record", source={"contract": CONTRACT, "kind": "completion"}, count=1)(ledger)


def not_concluded(ledger: Ledger) -> Iterator[Act]:
    """A contract that is sent back and withdrawn, and one that is declined."""
    sent_back, declined = (f"contract/{CODE}/2026-004{number}" for number in (3, 4))
    draft = ledger.act(DRAFTER, "draft", sent_back, DRAFT)
    yield draft
    back = ledger.act(APPROVER, "send_back", sent_back, {"reason": OTHER}, answers=draft.digest)
    yield back
    yield ledger.act(DRAFTER, "withdraw", sent_back, {"reason": OTHER}, answers=back.digest)
    answers = None
    for signer, name, content in (
        (DRAFTER, "draft", DRAFT),
        (APPROVER, "approve", REF),
        (DRAFTER, "send", {**REF, "sign_by": format_time(ledger.now + 30 * DAY)}),
        (CONTRACTOR, "decline", {"party": CONTRACTOR, "reason": OTHER}),
    ):
        act = ledger.act(signer, name, declined, content, answers=answers)
        yield act
        answers = act.digest


def later(ledger: Ledger) -> Iterator[Act]:
    """After twenty days: another revision, and the end of the first batch's salts."""
    ledger.now += 20 * DAY
    yield publish("tax_clearance", revision=2)(ledger)
    yield ledger.act(ISSUER, "dispose", BATCH, {"rule": RETENTION["rule"]})
