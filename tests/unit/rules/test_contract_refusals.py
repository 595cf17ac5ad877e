"""Why an act on a contract is refused: one reason each, and nothing is added."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from genpon.bundles import Bundle
from genpon_core.contracts.table import State
from genpon_core.errors import Refusal
from genpon_core.moments import format_time
from genpon_core.statements import Act
from tests.support.book import CONTRACT, CONTRACTOR, DEPARTMENT, NAGASAKI, TODA, Cast, Person, hire, officers_signer, present

Change = Callable[[dict[str, Any]], None]


def _sign_content(bundle: Bundle, party: str = CONTRACTOR) -> dict[str, Any]:
    return {"party": party, "manifest": bundle.manifest_ref.model_dump(), "terms": None}


def _sign(cast: Cast, bundle: Bundle, person: Person | None = None, **changes: Any) -> Act:
    state = cast.book.contract()
    options = {"revision": state.revision, "answers": state.request, **changes}
    content = options.pop("content", _sign_content(bundle))
    return (person or cast.contractor).act(cast.book, CONTRACT, "sign", content, **options)


def _refused(cast: Cast, act: Act, code: str) -> None:
    before = dict(cast.book.chains)
    with pytest.raises(Refusal) as refused:
        cast.book.submit(act)
    assert refused.value.code == code
    assert cast.book.chains == before


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"revision": 2}, "contract.wrong_revision"),
        ({"answers": "ab" * 32}, "act.wrong_answer"),
        ({"answers": None}, "act.wrong_answer"),
        ({"charter": "ab" * 32}, "act.other_charter"),
        ({"submit_within": 200 * 86400}, "act.submit_window"),
    ],
)
def test_a_signature_from_elsewhere(cast: Cast, bundle: Bundle, changes: dict[str, Any], code: str) -> None:
    cast.sent(bundle)
    _refused(cast, _sign(cast, bundle, **changes), code)


def test_a_signature_for_another_contract_is_worth_nothing_here(cast: Cast, bundle: Bundle) -> None:
    cast.sent(bundle)
    act = _sign(cast, bundle)
    elsewhere = Act.of(act.statement.model_copy(update={"asset": f"contract/{NAGASAKI}/other"}), act.signature)
    _refused(cast, elsewhere, "signature.invalid")


def test_another_bundle(cast: Cast, bundle: Bundle) -> None:
    cast.sent(bundle)
    content = _sign_content(bundle)
    content["manifest"]["root"] = "ab" * 32
    _refused(cast, _sign(cast, bundle, content=content), "contract.other_bundle")


def test_the_approver_may_not_be_the_drafter(cast: Cast, bundle: Bundle) -> None:
    cast.draft(bundle)
    content = {"assignment": "approver-too", "role": "approver", "department": DEPARTMENT}
    window = {"valid_from": format_time(cast.book.now), "valid_until": None}
    cast.book.submit(cast.administrators[NAGASAKI].act(cast.book, cast.drafter.id, "assign", {**content, **window}))
    both = dataclasses.replace(cast.drafter, assignment="approver-too")
    manifest = {"manifest": bundle.manifest_ref.model_dump()}
    act = both.act(cast.book, CONTRACT, "approve", manifest, answers=cast.book.contract().acts["draft"])
    _refused(cast, act, "contract.approver_drafted")


def test_the_head_signs_last(cast: Cast, bundle: Bundle) -> None:
    cast.sent(bundle)
    content = {**_sign_content(bundle, DEPARTMENT), "terms": bundle.open_terms().model_dump()}
    _refused(cast, _sign(cast, bundle, cast.head, content=content), "contract.head_signs_last")


def test_nobody_signs_twice(cast: Cast, bundle: Bundle) -> None:
    cast.sent(bundle)
    first = cast.sign(bundle)
    assert cast.book.submit(first.act) == first, "the very act gets the first answer"
    cast.book.now += 1
    _refused(cast, _sign(cast, bundle), "contract.already_signed")


@pytest.mark.parametrize("change", ["amount", "tax_amount", "parties"])
def test_the_terms_are_the_bundles(cast: Cast, bundle: Bundle, change: str) -> None:
    cast.sent(bundle)
    cast.sign(bundle)
    opened = bundle.open_terms().model_dump()
    opened["value"][change] = {"amount": 9_900_000, "tax_amount": 1, "parties": [DEPARTMENT, f"counterparty/{NAGASAKI}/1"]}[change]
    content = {**_sign_content(bundle, DEPARTMENT), "terms": opened}
    code = "terms.other_parties" if change == "parties" else "terms.not_in_bundle"
    _refused(cast, _sign(cast, bundle, cast.head, content=content), code)


def test_a_concluding_signature_without_open_terms(cast: Cast, bundle: Bundle) -> None:
    cast.sent(bundle)
    cast.sign(bundle)
    _refused(cast, _sign(cast, bundle, cast.head, content=_sign_content(bundle, DEPARTMENT)), "contract.terms_with_conclusion")


def test_sealed_terms_stay_sealed(cast: Cast, bundle: Bundle) -> None:
    cast.draft(bundle, terms="sealed")
    cast.approve(bundle)
    cast.send(bundle)
    cast.sign(bundle)
    opened = {**_sign_content(bundle, DEPARTMENT), "terms": bundle.open_terms().model_dump()}
    _refused(cast, _sign(cast, bundle, cast.head, content=opened), "contract.terms_with_conclusion")
    cast.book.submit(_sign(cast, bundle, cast.head, content=_sign_content(bundle, DEPARTMENT)))
    assert cast.book.contract().recorded is State.CONCLUDED
    assert cast.book.contract().terms is None


def test_an_officer_of_another_municipality(cast: Cast, bundle: Bundle, toda_officer: Person) -> None:
    cast.sent(bundle)
    cast.sign(bundle)
    content = {**_sign_content(bundle, DEPARTMENT), "terms": bundle.open_terms().model_dump()}
    _refused(cast, _sign(cast, bundle, toda_officer, content=content), "role.other_department")


def test_a_key_vouched_for_in_toda_counts_for_nothing_in_nagasaki(cast: Cast, bundle: Bundle, toda_officer: Person) -> None:
    second = hire(cast.book, cast.administrators[TODA], "0010", "approver", f"department/{TODA}/keiyaku")
    vouched = Person(CONTRACTOR, officers_signer())
    presented = present(cast.book, vouched)
    for officer in (toda_officer, second):
        cast.sent(bundle) if CONTRACT not in cast.book.chains else None
        _refused(cast, _sign(cast, bundle, vouched), "key.not_confirmed")
        answer = {"answers": presented.act.digest}
        cast.book.submit(officer.act(cast.book, presented.asset, "vouch", {"method": "in_person"}, **answer))
    _refused(cast, _sign(cast, bundle, vouched), "key.vouched_elsewhere")


def test_an_act_after_a_transfer_is_refused_and_the_request_survives(cast: Cast, bundle: Bundle) -> None:
    cast.sent(bundle)
    cast.sign(bundle)
    content = {**_sign_content(bundle, DEPARTMENT), "terms": bundle.open_terms().model_dump()}
    signed_before = _sign(cast, bundle, cast.head, content=content)
    cast.book.now += 60
    for officer in (cast.head, cast.drafter):
        relieve = {"assignment": officer.assignment, "at": format_time(cast.book.now)}
        cast.book.submit(cast.administrators[NAGASAKI].act(cast.book, officer.id, "relieve", relieve))
    _refused(cast, signed_before, "assignment.not_in_force")
    successor = hire(cast.book, cast.administrators[NAGASAKI], "0004", "head", DEPARTMENT)
    cast.book.submit(_sign(cast, bundle, successor, content=content))
    assert cast.book.contract().recorded is State.CONCLUDED


def test_an_act_too_late(cast: Cast, bundle: Bundle) -> None:
    cast.sent(bundle)
    act = _sign(cast, bundle, submit_within=60)
    cast.book.now += 61
    _refused(cast, act, "act.too_late")


def test_a_withdrawal_and_a_conclusion_exclude_each_other(cast: Cast, bundle: Bundle) -> None:
    cast.concluded(bundle)
    state = cast.book.contract()
    content = {"reason": {"code": "mistake", "digest": "ab" * 32}}
    act = cast.drafter.act(cast.book, CONTRACT, "withdraw", content, revision=state.revision, answers=state.answered_by("withdraw"))
    _refused(cast, act, "contract.wrong_state")


@pytest.mark.parametrize(
    ("parties", "code"),
    [
        ([DEPARTMENT, DEPARTMENT], "contract.parties_not_distinct"),
        ([CONTRACTOR, DEPARTMENT], "contract.first_party"),
        ([f"department/{TODA}/keiyaku", CONTRACTOR], "contract.first_party"),
        ([DEPARTMENT, "counterparty/7000012050003"], "id.corporate_number"),
        ([DEPARTMENT, f"counterparty/{TODA}/1"], "contract.party"),
        ([DEPARTMENT, "officer/422011/0001"], "contract.party"),
        ([DEPARTMENT, f"department/{TODA}/none"], "department.unknown"),
        ([DEPARTMENT], "json.field"),
    ],
)
def test_parties_of_a_draft(cast: Cast, bundle: Bundle, parties: list[str], code: str) -> None:
    content = {"manifest": bundle.manifest_ref.model_dump(), "parties": parties, "terms": "open"}
    valid = {**content, "parties": [DEPARTMENT, CONTRACTOR]}
    act = cast.drafter.act(cast.book, CONTRACT, "draft", valid)
    statement = act.statement.model_copy(update={"content": content})
    signature = cast.drafter.signer.sign(statement.algorithm, statement.to_bytes())
    _refused(cast, Act.of(statement, signature), code)


@given(position=st.integers(min_value=0), flip=st.integers(min_value=1, max_value=255))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_forged_signature_is_never_accepted(cast: Cast, bundle: Bundle, position: int, flip: int) -> None:
    if CONTRACT not in cast.book.chains:
        cast.sent(bundle)
    act = _sign(cast, bundle)
    forged = bytearray(act.signature)
    forged[position % len(forged)] ^= flip
    _refused(cast, Act.of(act.statement, bytes(forged)), "signature.invalid")
