"""Vectors of certificates' acts and of what binds all: taken, refused, and what the ledger answers for any day."""

from collections.abc import Mapping
from typing import Any

from acts_vectors import ADMINISTRATOR, CONTRACT, contract, counterparties, found_registry, keys_of, refused_row, row
from certifying_answers import answers
from certifying_story import (
    ALLIANCE,
    BATCH,
    DELEGATED,
    DISASTER,
    ENDED,
    INSPECTOR,
    ISSUER,
    NEXT,
    OWN,
    RECOGNITION,
    RETENTION,
    SECOND,
    SISTER,
    SISTERS,
    SISTERS_ISSUER,
    UNUSED,
    WHY,
    WIDE,
    Make,
    accredit,
    adopt,
    agreement,
    certificates,
    issue,
    later,
    not_concluded,
    people,
    performance,
    publish,
    types,
)
from story import ASSIGNMENTS, BODIES, CERTIFYING, CODE, CONTRACTOR, FOUNDERS, LOCAL, TODA, Ledger, found

from genpon_core.moments import format_time

# Acts that are refused once the certificates are there: by name, how each is made, and the code.
REFUSED: Mapping[str, tuple[Make, str]] = {
    "a competing change": (adopt(3), "change.other_version"),
    "a change that nobody proposed": (adopt(2), "change.unknown"),
    "a type by a body that is no root": (publish("residence", "person", by=ALLIANCE), "role.root_body"),
    "a path that is another's": (accredit("accreditation/alliance/x", SISTER, [ENDED]), "accreditation.other_path"),
    "a territory beyond": (
        accredit(f"accreditation/{CODE}/2", SISTER, [OWN, WIDE], ADMINISTRATOR, territories=["11"]),
        "accreditation.wider",
    ),
    "types beyond": (
        accredit("accreditation/112241/2", "municipality/112038", [SISTERS, WIDE], SISTER, territories=["112241"], types=["income"]),
        "accreditation.wider",
    ),
    "a delegation of a delegation": (
        accredit("accreditation/112241/1", "municipality/112038", [DELEGATED, OWN, WIDE], SISTER),
        "accreditation.may_not_accredit",
    ),
    "an end by another": (
        lambda ledger: ledger.act(ALLIANCE, "revoke", WIDE, {"at": format_time(ledger.now), "reason": "other"}),
        "accreditation.not_the_grantor",
    ),
    "the batch again": (issue(BATCH), "issue.exists"),
    "another municipality's territory": (issue(UNUSED, territory="112241"), "accreditation.not_for"),
    "a type without accreditation": (
        issue("certificate/112241/2026-0009", by=SISTERS_ISSUER, path=[DELEGATED, OWN, WIDE]),
        "accreditation.not_for",
    ),
    "longer than the type lets it": (issue(UNUSED, valid_until="2027-06-01T00:00:00Z"), "issue.too_long"),
    "another revision": (issue(UNUSED, schema_digest="ab" * 32), "type.other_revision"),
    "a field for the subject": (issue(UNUSED, holder="長崎橋梁株式会社"), "json.field"),
    "a performance record without a contract": (issue(UNUSED, "performance_record"), "issue.source"),
    "more records than contractors": (
        issue(UNUSED, "performance_record", source={"contract": CONTRACT, "kind": "completion"}, count=2),
        "issue.contractors",
    ),
    "an officer who issues nothing": (issue(UNUSED, by=INSPECTOR), "role.missing"),
    "an issuer elsewhere": (
        lambda ledger: ledger.act(SISTERS_ISSUER, "suspend", BATCH, {"reason": {**WHY, "code": "other"}}),
        "role.other_municipality",
    ),
    "a place that the batch has not": (
        lambda ledger: ledger.act(ISSUER, "suspend", f"{BATCH}/10", {"reason": {**WHY, "code": "other"}}),
        "issue.index",
    ),
    "a reason about a person": (
        lambda ledger: ledger.act(SISTERS_ISSUER, "revoke", f"{DISASTER}/1", {"at": format_time(ledger.now), "reason": WHY}),
        "issue.reason",
    ),
    "what is superseded once more": (lambda ledger: ledger.act(ISSUER, "supersede", f"{BATCH}/4", {"by": f"{NEXT}/1"}), "issue.final"),
    "salts that must be kept": (lambda ledger: ledger.act(ISSUER, "dispose", BATCH, {"rule": RETENTION["rule"]}), "issue.retention"),
    "a recognition for another": (
        lambda ledger: ledger.act(SISTER, "recognise", RECOGNITION, {"type": "*", "of": ALLIANCE, "valid_from": format_time(ledger.now)}),
        "role.other_municipality",
    ),
}


def files() -> dict[str, Any]:
    """The files by name."""
    ledger = Ledger(found({**FOUNDERS, **TODA}, BODIES))
    rows: list[dict[str, Any]] = []
    refused: dict[str, Any] = {}
    for chapter in (
        found_registry,
        people,
        agreement,
        types,
        certificates,
        counterparties,
        contract,
        performance,
        not_concluded,
        later,
    ):
        if chapter is later:
            refused = {"after_acts": len(rows), "acts": [refused_row(ledger, name, *case) for name, case in REFUSED.items()]}
        for act in chapter(ledger):
            rows.append(row(ledger, act))
            ledger.now += 1
    signers = ("municipality/112038", ADMINISTRATOR, SISTER, SECOND, *BODIES, *ASSIGNMENTS, *CERTIFYING, LOCAL, CONTRACTOR)
    story = {"charter": ledger.charter.model_dump(), "charter_digest": ledger.charter.digest, "keys": keys_of(*signers), "acts": rows}
    return {
        "certificate_acts.json": story,
        "refused_certificate_acts.json": refused,
        "certificate_answers.json": answers(ledger.charter, ledger.chains),
    }
