"""Windows, one key for one subject, vouching and its end, departments: why the registry refuses."""

from typing import Any

import pytest

from genpon.act_signers import KeySigner
from genpon_core.clock import ledger_now
from genpon_core.errors import Refusal
from genpon_core.moments import format_time
from genpon_core.records import Record
from genpon_core.registry import keys
from genpon_core.rules import MAX_CHAIN
from genpon_core.statements import Act
from tests.support.book import (
    CONTRACTOR,
    DEPARTMENT,
    NAGASAKI,
    TODA,
    YEAR,
    Book,
    Cast,
    Person,
    contractors_signer,
    founding,
    hire,
    officers_signer,
    present,
)

DAY = 86400
VOUCH = {"method": "in_person"}
NAME = {"ja": "契約課", "en": "Contracts"}


def window(person: Person, start: int, end: int) -> dict[str, Any]:
    content = keys.Present(spki=person.signer.public_key.spki, certificate=None, valid_from=start, valid_until=end)
    return content.model_dump()


def key_of(person: Person) -> str:
    return f"key/{person.signer.public_key.fingerprint}"


def register(cast: Cast, officer: Person, local: str = "new") -> Act:
    return officer.act(cast.book, f"department/{NAGASAKI}/{local}", "register", {"name": NAME, "contracting": True})


def key_state(book: Book, person: Person) -> keys.KeyState:
    state = keys.fold(book.chains[key_of(person)])
    assert state is not None
    return state


def counterparty(cast: Cast, subject: str = CONTRACTOR) -> tuple[Person, Record]:
    person = Person(subject, officers_signer())
    return person, present(cast.book, person)


def vouch(cast: Cast, officer: Person, record: Record) -> Act:
    return officer.act(cast.book, record.asset, "vouch", VOUCH, answers=record.act.digest)


def revoke(cast: Cast, person: Person, asset: str) -> Act:
    return person.act(cast.book, asset, "revoke", {"reason": "ceased"})


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        (0, 0, "key.window"),
        (DAY, 0, "key.window"),
        (-2 * DAY, 0, "key.window"),
        (0, 6 * YEAR, "key.window"),
        (-DAY, 1, ""),
        (DAY, YEAR, ""),
    ],
)
def test_windows_of_a_presentation(cast: Cast, start: int, end: int, code: str) -> None:
    person = Person(f"counterparty/{NAGASAKI}/0001", officers_signer())
    act = person.act(cast.book, key_of(person), "present", window(person, cast.book.now + start, cast.book.now + end))
    assert (cast.book.refused(act) if code else cast.book.submit(act) and "") == code


def test_a_key_counts_within_its_window_only(cast: Cast) -> None:
    book, administrator = cast.book, cast.administrators[NAGASAKI]
    person = Person(cast.drafter.id, officers_signer(), cast.drafter.assignment)
    start, end = book.now + DAY, book.now + 2 * DAY
    presented = book.submit(person.act(book, key_of(person), "present", window(person, start, end), assignment=None))
    book.submit(administrator.act(book, presented.asset, "admit", {"officer": person.id}, answers=presented.act.digest))
    _, other = counterparty(cast)
    for moment, code in ((start - 1, "key.not_yet_valid"), (end, "key.expired"), (end - 1, "")):
        book.now = moment
        act = vouch(cast, person, other)
        assert (book.refused(act) if code else book.submit(act) and "") == code


def test_a_revoked_key_never_counts_again(cast: Cast) -> None:
    _, other = counterparty(cast)
    act = vouch(cast, cast.drafter, other)
    cast.book.submit(revoke(cast, cast.drafter, key_of(cast.drafter)))
    assert cast.book.refused(act) == "key.revoked"
    assert cast.book.refused(revoke(cast, cast.administrators[NAGASAKI], key_of(cast.drafter))) == "key.revoked"


def test_a_presented_officers_key_can_be_ended_before_it_is_admitted(cast: Cast) -> None:
    book, administrator = cast.book, cast.administrators[NAGASAKI]
    impostor = Person(cast.drafter.id, officers_signer())
    presented = present(book, impostor)
    book.submit(revoke(cast, administrator, presented.asset))
    admit = administrator.act(book, presented.asset, "admit", {"officer": impostor.id}, answers=presented.act.digest)
    assert book.refused(admit) == "key.revoked"


@pytest.mark.parametrize("subject", [CONTRACTOR, f"officer/{NAGASAKI}/0009", f"counterparty/{TODA}/1"])
def test_a_key_belongs_to_one_subject_ever(cast: Cast, subject: str) -> None:
    administrators_second = KeySigner.of(founding().administrators[TODA][1])
    for signer in (cast.drafter.signer, cast.administrators[NAGASAKI].signer, administrators_second, contractors_signer()):
        person = Person(subject, signer)
        act = person.act(cast.book, key_of(person), "present", window(person, cast.book.now, cast.book.now + DAY))
        assert cast.book.refused(act) == "key.belongs_to"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"signer": DEPARTMENT}, "key.subject"),
        ({"signer": "officer/271004/1"}, "charter.not_a_member"),
        ({"signer": f"officer/{NAGASAKI}/yamada-taro"}, "id.malformed"),
        ({"signer": f"counterparty/{NAGASAKI}/yamada-taro"}, "id.malformed"),
        ({"assignment": "yamada-taro"}, "assignment.unknown"),
        ({"answers": "ab" * 32}, "act.wrong_answer"),
        ({"asset": f"key/{'ab' * 32}"}, "key.other_key"),
        ({"revision": 2}, "json.field"),
    ],
)
def test_nothing_else_comes_with_a_presentation(cast: Cast, changes: dict[str, Any], code: str) -> None:
    person = Person(f"counterparty/{NAGASAKI}/0001", officers_signer())
    statement = person.act(cast.book, key_of(person), "present", window(person, cast.book.now, cast.book.now + DAY)).statement
    statement = statement.model_copy(update=changes)
    assert cast.book.refused(Act.of(statement, person.signer.sign(statement.algorithm, statement.to_bytes()))) == code


@pytest.mark.parametrize("act", ["accept", "register", "close", "assign", "relieve", "revoke"])
def test_only_what_answers_something_answers(cast: Cast, act: str) -> None:
    administrator, now = cast.administrators[NAGASAKI], format_time(cast.book.now)
    assignment = {"assignment": "x", "role": "head", "department": DEPARTMENT, "valid_from": now, "valid_until": None}
    made: dict[str, tuple[str, dict[str, Any]]] = {
        "accept": (f"charter/{cast.book.charter.digest}", {}),
        "register": (f"department/{NAGASAKI}/x", {"name": NAME, "contracting": True}),
        "close": (DEPARTMENT, {"at": now}),
        "assign": (cast.drafter.id, assignment),
        "relieve": (cast.drafter.id, {"assignment": "x", "at": now}),
        "revoke": (key_of(cast.drafter), {"reason": "ceased"}),
    }
    asset, content = made[act]
    statement = administrator.act(cast.book, asset, act, content).statement.model_copy(update={"answers": "ab" * 32})
    signed = Act.of(statement, administrator.signer.sign(statement.algorithm, statement.to_bytes()))
    assert cast.book.refused(signed) == "act.wrong_answer"


def test_one_officers_word_is_not_enough_and_a_third_is_refused(cast: Cast) -> None:
    person, record = counterparty(cast)
    cast.book.submit(vouch(cast, cast.drafter, record))
    assert key_state(cast.book, person).assurance(2) == keys.PRESENTED
    cast.book.now += 1
    assert cast.book.refused(vouch(cast, cast.drafter, record)) == "key.already_vouched"
    cast.book.submit(vouch(cast, cast.approver, record))
    assert key_state(cast.book, person).vouched_in(2) == {NAGASAKI}
    assert cast.book.refused(vouch(cast, cast.head, record)) == "key.already_vouched"


def test_an_administrator_ends_what_its_officers_vouched_for(cast: Cast) -> None:
    person, record = counterparty(cast)
    for officer in (cast.drafter, cast.approver):
        cast.book.submit(vouch(cast, officer, record))
    cast.book.submit(revoke(cast, cast.administrators[NAGASAKI], record.asset))
    assert key_state(cast.book, person).assurance(2) == keys.PRESENTED
    assert cast.book.refused(vouch(cast, cast.head, record)) == "key.revoked"
    cast.book.now += 1
    assert cast.book.refused(revoke(cast, cast.administrators[NAGASAKI], record.asset)) == "key.revoked"


def test_a_key_that_toda_vouches_for_ends_no_key_that_counts_elsewhere(cast: Cast, toda_officer: Person) -> None:
    second = hire(cast.book, cast.administrators[TODA], "0010", "approver", f"department/{TODA}/keiyaku")
    impostor, record = counterparty(cast)
    for officer in (toda_officer, second):
        cast.book.submit(vouch(cast, officer, record))
    assert cast.book.refused(revoke(cast, impostor, key_of(cast.contractor))) == "key.vouched_elsewhere"
    _, nagasakis = counterparty(cast)
    cast.book.submit(vouch(cast, cast.drafter, nagasakis))
    assert cast.book.refused(revoke(cast, impostor, nagasakis.asset)) == "key.vouched_elsewhere"
    _, nobodys = counterparty(cast)
    cast.book.submit(revoke(cast, impostor, nobodys.asset))
    cast.book.submit(revoke(cast, impostor, record.asset))


def test_an_assignment_holds_within_its_window_only(cast: Cast) -> None:
    book, administrator = cast.book, cast.administrators[NAGASAKI]
    start, end = book.now + DAY, book.now + 2 * DAY
    content = {"assignment": "next", "role": "approver", "department": DEPARTMENT}
    dates = {"valid_from": format_time(start), "valid_until": format_time(end)}
    book.submit(administrator.act(book, cast.drafter.id, "assign", {**content, **dates}))
    person = Person(cast.drafter.id, cast.drafter.signer, "next")
    _, other = counterparty(cast)
    for moment, code in ((start - 1, "assignment.not_in_force"), (end, "assignment.not_in_force"), (end - 1, "")):
        book.now = moment
        act = vouch(cast, person, other)
        assert (book.refused(act) if code else book.submit(act) and "") == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"assignment": "contract_officer-2026"}, "assignment.exists"),
        ({"department": f"department/{TODA}/keiyaku"}, "role.other_municipality"),
        ({"department": f"department/{NAGASAKI}/none"}, "department.unknown"),
        ({"department": "key/~"}, "id.malformed"),
        ({"department": ""}, "id.malformed"),
        ({"role": "mayor"}, "json.field"),
        ({"valid_until": "2020-01-01T00:00:00Z"}, "assignment.empty_window"),
    ],
)
def test_assignments_that_cannot_be(cast: Cast, changes: dict[str, Any], code: str) -> None:
    administrator = cast.administrators[NAGASAKI]
    window_ = {"valid_from": format_time(cast.book.now), "valid_until": None}
    content = {"assignment": "x", "role": "approver", "department": DEPARTMENT, **window_}
    statement = administrator.act(cast.book, cast.drafter.id, "assign", content).statement
    statement = statement.model_copy(update={"content": {**content, **changes}})
    assert cast.book.refused(Act.of(statement, administrator.signer.sign(statement.algorithm, statement.to_bytes()))) == code


def test_a_closed_department_takes_nobody(cast: Cast) -> None:
    book, administrator = cast.book, cast.administrators[NAGASAKI]
    book.submit(administrator.act(book, DEPARTMENT, "close", {"at": format_time(book.now + DAY)}))
    hire(book, administrator, "0005", "approver", DEPARTMENT)
    book.now += DAY
    content = {"assignment": "x", "role": "approver", "department": DEPARTMENT}
    dates = {"valid_from": format_time(book.now), "valid_until": None}
    assert book.refused(administrator.act(book, f"officer/{NAGASAKI}/0006", "assign", {**content, **dates})) == "department.closed"
    assert book.refused(administrator.act(book, DEPARTMENT, "close", {"at": format_time(book.now)})) == "department.closed"


def test_a_department_is_registered_once(cast: Cast) -> None:
    cast.book.now += 1
    assert cast.book.refused(register(cast, cast.administrators[NAGASAKI], "keiyaku")) == "department.exists"


def test_the_charter_is_active_at_a_majority() -> None:
    book = Book(founding().charter)
    cast = Cast.found()
    accept = [person.act(book, f"charter/{book.charter.digest}", "accept", {}) for person in cast.administrators.values()]
    for count, act in enumerate(accept):
        if count < book.charter.majority:
            assert book.refused(register(cast, cast.administrators[NAGASAKI])) == "charter.not_active"
        book.submit(act)
    book.submit(register(cast, cast.administrators[NAGASAKI]))
    book.now += 1
    again = cast.administrators[TODA].act(book, f"charter/{book.charter.digest}", "accept", {})
    assert book.refused(again) == "charter.already_accepted"


def test_a_clock_that_runs_ahead_makes_no_act_last_longer(cast: Cast) -> None:
    parameters = cast.book.charter.parameters
    administrator = cast.administrators[NAGASAKI]
    asset, content = f"department/{NAGASAKI}/new", {"name": NAME, "contracting": True}
    for ahead, code in ((parameters.clock_stale + 1, "act.submit_window"), (parameters.clock_stale, "")):
        late = {"signed_at": cast.book.now + ahead, "submit_within": parameters.submit_window}
        act = administrator.act(cast.book, asset, "register", content, **late)
        assert (cast.book.refused(act) if code else cast.book.submit(act) and "") == code


def test_no_asset_grows_for_ever(cast: Cast) -> None:
    book, administrator = cast.book, cast.administrators[NAGASAKI]
    officer = cast.drafter.id
    again = {**book.chains[officer][0].act.statement.content, "assignment": "another"}
    book.chains[officer] = book.chains[officer] * MAX_CHAIN
    assert book.refused(administrator.act(book, officer, "assign", again)) == "act.chain_full"


def test_the_ledgers_time_is_the_latest_and_never_far_past_the_clock(cast: Cast) -> None:
    chains = tuple(cast.book.chains.values())
    recorded = cast.book.now
    for transaction, clock, latest in ((recorded + 5, recorded, recorded + 5), (recorded - 5, recorded - 9, recorded), (0, 2**40, 2**40)):
        assert ledger_now(transaction, clock, chains, clock_stale=60) == latest
    assert ledger_now(160, 100, (), clock_stale=60) == 160
    with pytest.raises(Refusal, match=r"clock\.stale"):
        ledger_now(161, 100, (), clock_stale=60)
