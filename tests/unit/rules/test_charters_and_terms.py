"""Charters that are inconsistent, and terms that no contract can have."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from genpon_core import canonical
from genpon_core.charters import read_charter
from genpon_core.contracts.terms import read_terms
from genpon_core.errors import Refusal
from tests.support.book import CONTRACTOR, DEPARTMENT

CHARTER = json.loads((Path(__file__).parents[2] / "vectors" / "acts.json").read_text(encoding="utf-8"))["charter"]
LIMIT = 10**13
GOOD = {"title": "t", "category": "works", "parties": [DEPARTMENT, CONTRACTOR], "amount": 1000}
Change = Callable[[dict[str, Any]], object]


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value.code


def _same(field: str) -> Change:
    return lambda charter: charter["members"][1].update({field: charter["members"][0][field]})


_CHARTERS: dict[str, tuple[Change, str]] = {
    "a code twice": (_same("code"), "charter.not_distinct"),
    "an MSP id twice": (_same("msp_id"), "charter.not_distinct"),
    "two municipalities' keys the same": (_same("administrators"), "charter.not_distinct"),
    "one key twice": (lambda c: c["members"][0].update(administrators=[c["members"][0]["administrators"][0]] * 2), "charter.not_distinct"),
    "one administrator": (lambda c: c["members"][0]["administrators"].pop(), "json.field"),
    "an endorser twice": (lambda c: c["endorsing"]["members"].append("NagasakiMSP"), "charter.not_distinct"),
    "an endorser who is no member": (lambda c: c["endorsing"].update(members=["OtherMSP"], threshold=1), "charter.endorser_not_a_member"),
    "too high a threshold": (lambda c: c["endorsing"].update(threshold=3), "charter.threshold"),
    "a threshold of none": (lambda c: c["endorsing"].update(threshold=0), "json.field"),
    "a wrong check digit": (lambda c: c["members"][0].update(code="422012"), "id.local_government_code"),
    "an unknown algorithm": (lambda c: c["algorithms"].append("HS256"), "algorithm.unknown"),
    "an algorithm twice": (lambda c: c["algorithms"].append("ES256"), "charter.not_distinct"),
    "no members": (lambda c: c.update(members=[]), "json.field"),
    "an unknown field": (lambda c: c.update(note="x"), "json.field"),
    "a key that is none": (lambda c: c["members"][0].update(administrators=["AA==", "AQ=="]), "key.unreadable"),
}


@pytest.mark.parametrize("case", _CHARTERS)
def test_inconsistent_charters(case: str) -> None:
    change, code = _CHARTERS[case]
    charter = json.loads(json.dumps(CHARTER))
    change(charter)
    assert refused(lambda: read_charter(canonical.encode(charter))) == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"amount": -1}, "json.field"),
        ({"amount": 1.5}, "json.field"),
        ({"amount": "1000"}, "json.field"),
        ({"amount": True}, "json.field"),
        ({"amount": 2**53}, "json.field"),
        ({"amount": LIMIT + 1}, "terms.amount_too_large"),
        ({"amount": None}, "terms.amount_and_unit_price"),
        ({"unit_price": True}, "terms.amount_and_unit_price"),
        ({"amount": None, "unit_price": True, "deposit": LIMIT + 1}, "terms.amount_too_large"),
        ({"amount": None, "unit_price": True, "interim_payments": [LIMIT, 1]}, "terms.amount_too_large"),
        ({"deposit": LIMIT + 1}, "terms.amount_too_large"),
        ({"tax_amount": 1001}, "terms.more_than_amount"),
        ({"advance_payment": 400, "interim_payments": [400, 201]}, "terms.more_than_amount"),
        ({"validity_start_at": "2026-04-02", "validity_end_at": "2026-04-01"}, "terms.days_reversed"),
        ({"validity_end_notice_at": "2027-04-01", "validity_end_at": "2027-03-31"}, "terms.days_reversed"),
        ({"contract_at": "2026-02-30"}, "json.field"),
        ({"title": ""}, "json.field"),
        ({"category": "gift"}, "json.field"),
        ({"parties": [DEPARTMENT]}, "json.field"),
        ({"note": "x"}, "json.field"),
    ],
)
def test_terms_that_cannot_be(changes: dict[str, Any], code: str) -> None:
    assert refused(lambda: read_terms({**GOOD, **changes}, max_amount=LIMIT)) == code


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": 0},
        {"amount": LIMIT},
        {"amount": None, "unit_price": True, "deposit": LIMIT},
        {"tax_amount": 1000},
        {"advance_payment": 400, "interim_payments": [400, 200]},
        {"validity_start_at": "2026-04-01", "validity_end_at": "2026-04-01", "validity_end_notice_at": "2026-04-01"},
    ],
)
def test_terms_at_their_limits(changes: dict[str, Any]) -> None:
    terms = read_terms({**GOOD, **changes}, max_amount=LIMIT)
    assert read_terms(terms.to_json(), max_amount=LIMIT) == terms
