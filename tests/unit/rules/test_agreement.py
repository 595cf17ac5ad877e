"""What binds all changes by a majority, from a later date; an administrator's key by the other one, or by a majority."""

import base64
import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genpon_core import evidence
from genpon_core.agreement.state import in_force
from genpon_core.errors import Refusal
from genpon_core.moments import format_time
from genpon_core.records import known_at
from tests.support.assembly import DAY, ISAHAYA, Assembly, Keys, members, newcomer, parameters, spki
from tests.support.book import (
    CONTRACTOR,
    KAWAGUCHI,
    NAGASAKI,
    OMURA,
    TODA,
    Cast,
    Person,
    card_authority,
    contractors_card,
    contractors_signer,
    hire,
    officers_signer,
    present,
)


@pytest.fixture
def assembly(cast: Cast) -> Assembly:
    return Assembly(cast)


def test_a_majority_changes_a_parameter_from_a_later_date(assembly: Assembly) -> None:
    book = assembly.book
    decided = assembly.decide(parameters(book, vouchers=1))
    assert assembly.agreement().parameters.vouchers == 2
    assert assembly.agreement(book.now + DAY).parameters.vouchers == 1
    assert assembly.agreement(book.now + DAY - 1).parameters.vouchers == 2

    book.now += DAY
    person = Person(f"counterparty/{NAGASAKI}/0001", officers_signer())
    presented = present(book, person)
    book.submit(assembly.cast.drafter.act(book, presented.asset, "vouch", {"method": "in_person"}, answers=presented.act.digest))
    assert assembly.agreement().version == decided.digest
    evidence.verify_chains(book.charter, book.chains)


@pytest.mark.parametrize("approving", [(), (KAWAGUCHI,)])
def test_less_than_a_majority_changes_nothing(assembly: Assembly, approving: tuple[str, ...]) -> None:
    change = assembly.change(parameters(assembly.book, vouchers=1))
    assembly.propose(change)
    assembly.approve(change, *approving)
    act = assembly.act(TODA, "adopt", assembly.asset, {"change": change.model_dump()})
    assert assembly.refused(act) == "change.not_approved"


def test_of_two_changes_at_once_one_wins(assembly: Assembly) -> None:
    one, other = (assembly.change(parameters(assembly.book, vouchers=number)) for number in (1, 3))
    for change in (one, other):
        assembly.propose(change)
        assembly.approve(change, KAWAGUCHI, TODA)
    assembly.adopt(other)
    assert assembly.refused(assembly.act(NAGASAKI, "adopt", assembly.asset, {"change": one.model_dump()})) == "change.other_version"
    late = assembly.act(OMURA, "approve", one.asset, {}, answers=assembly.proposal(one))
    assert assembly.refused(late) == "change.other_version"
    assert assembly.agreement(assembly.book.now + DAY).parameters.vouchers == 3


def test_a_change_whose_day_has_come_is_late(assembly: Assembly) -> None:
    change = assembly.change(parameters(assembly.book, vouchers=1))
    assembly.propose(change)
    assembly.approve(change, KAWAGUCHI, TODA)
    assembly.book.now += DAY
    assert assembly.refused(assembly.act(NAGASAKI, "adopt", assembly.asset, {"change": change.model_dump()})) == "change.not_later"


REFUSED = {
    "another's digest": (lambda a, c: a.act(NAGASAKI, "propose", f"change/{'ab' * 32}", {"change": c.model_dump()}), "change.other_digest"),
    "by an officer": (lambda a, c: a.cast.head.act(a.book, c.asset, "propose", {"change": c.model_dump()}), "role.administrator"),
    "approved before it is proposed": (lambda a, c: a.act(NAGASAKI, "approve", c.asset, {}), "change.unknown"),
    "adopted before it is proposed": (lambda a, c: a.act(NAGASAKI, "adopt", a.asset, {"change": c.model_dump()}), "change.unknown"),
    "another agreement": (lambda a, c: a.act(NAGASAKI, "adopt", f"agreement/{'ab' * 32}", {"change": c.model_dump()}), "charter.other"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_refused(assembly: Assembly, what: str) -> None:
    make, code = REFUSED[what]
    assert assembly.refused(make(assembly, assembly.change(parameters(assembly.book, vouchers=1)))) == code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (members(remove=(KAWAGUCHI, TODA, OMURA)), "charter.endorser_not_a_member"),
        ({"topic": "algorithms", "algorithms": ["ES256", "NONE"]}, "algorithm.unknown"),
        (
            {"topic": "administrators", "code": ISAHAYA, "administrators": spki(*(Person("x", officers_signer()) for _ in "12"))},
            "charter.not_a_member",
        ),
        ({"topic": "endorsing", "endorsing": {"members": ["TodaMSP"], "threshold": 2}}, "charter.threshold"),
        (members(newcomer(NAGASAKI)[0]), "charter.not_distinct"),
        (members({**newcomer()[0], "code": "422000"}), "id.local_government_code"),
    ],
)
def test_what_would_be_inconsistent_is_not_even_proposed(assembly: Assembly, content: dict[str, Any], code: str) -> None:
    change = assembly.change(content)
    assert assembly.refused(assembly.act(NAGASAKI, "propose", change.asset, {"change": change.model_dump()})) == code


def test_proposed_and_approved_once_by_each(assembly: Assembly) -> None:
    change = assembly.change(parameters(assembly.book, vouchers=1))
    assembly.propose(change)
    assert assembly.refused(assembly.act(KAWAGUCHI, "propose", change.asset, {"change": change.model_dump()})) == "change.exists"
    for code in (NAGASAKI, KAWAGUCHI):
        act = assembly.act(code, "approve", change.asset, {}, answers=assembly.proposal(change))
        if code == NAGASAKI:
            assert assembly.refused(act) == "change.already_approved"
    assert assembly.refused(assembly.act(TODA, "approve", change.asset, {}, answers="ab" * 32)) == "act.wrong_answer"


def test_a_municipality_joins_and_one_leaves(assembly: Assembly) -> None:
    book = assembly.book
    described, administrator = newcomer()
    act = administrator.act(book, f"charter/{book.charter.digest}", "accept", {})
    assert assembly.refused(act) == "charter.not_a_member"

    assembly.decide(members(described))
    book.now += DAY
    book.submit(administrator.act(book, f"charter/{book.charter.digest}", "accept", {}))
    department = f"department/{ISAHAYA}/keiyaku"
    book.submit(administrator.act(book, department, "register", {"name": {"ja": "契約課", "en": "Contracts"}, "contracting": True}))
    officer = hire(book, administrator, "0001", "head", department)

    endorsing = {"members": ["NagasakiMSP", "KawaguchiMSP", "TodaMSP"], "threshold": 2}
    assembly.decide({"topic": "endorsing", "endorsing": endorsing})
    assembly.decide(members(remove=(ISAHAYA,)), after=2 * DAY)
    book.now += 2 * DAY
    assert [member.code for member in assembly.agreement().members] == [NAGASAKI, KAWAGUCHI, TODA, OMURA]
    for person in (administrator, officer):
        act = person.act(book, f"officer/{ISAHAYA}/0002", "relieve", {"assignment": "x", "at": format_time(book.now)})
        assert assembly.refused(act) == "charter.not_a_member"
    evidence.verify_chains(book.charter, book.chains)


def test_with_more_members_more_must_approve(assembly: Assembly) -> None:
    for code in (ISAHAYA, "422029"):
        described = {**newcomer(code)[0], "msp_id": f"M{code}"}
        assembly.decide(members(described))
    assembly.book.now += DAY
    change = assembly.change(parameters(assembly.book, vouchers=1))
    assembly.propose(change)
    assembly.approve(change, KAWAGUCHI, TODA)
    act = assembly.act(NAGASAKI, "adopt", assembly.asset, {"change": change.model_dump()})
    assert assembly.refused(act) == "change.not_approved"
    assembly.approve(change, OMURA)
    assembly.adopt(change)


def test_an_anchor_goes(assembly: Assembly) -> None:
    book, card = assembly.book, contractors_card()
    digest = hashlib.sha256(card_authority().anchor.certificate).hexdigest()
    assembly.decide({"topic": "anchors", "add": [], "remove": [digest]})
    book.now += DAY
    person = Person(CONTRACTOR, contractors_signer())
    book.chains.pop(f"key/{person.signer.public_key.fingerprint}")
    with pytest.raises(Refusal, match=r"certificate\.no_anchor"):
        present(book, person, certificate=card.certificate)


def test_an_algorithm_goes(assembly: Assembly) -> None:
    assembly.decide({"topic": "algorithms", "algorithms": ["ES256"]})
    assembly.book.now += DAY
    act = assembly.cast.contractor.act(assembly.book, f"key/{'ab' * 32}", "revoke", {"reason": "ceased"})
    assert assembly.refused(act) == "algorithm.not_in_charter"


def test_both_keys_are_lost_and_a_majority_gives_new_ones(assembly: Assembly) -> None:
    book = assembly.book
    people = [Person(f"municipality/{OMURA}", officers_signer()) for _ in range(2)]
    assembly.decide({"topic": "administrators", "code": OMURA, "administrators": spki(*people)})
    register = (f"department/{OMURA}/x", "register", {"name": {"ja": "課", "en": "X"}, "contracting": False})
    assert assembly.refused(people[0].act(book, *register)) == "key.not_the_signers"
    book.now += DAY
    assert assembly.refused(assembly.cast.administrators[OMURA].act(book, *register)) == "key.not_the_signers"
    book.submit(people[1].act(book, *register))


def test_a_key_that_is_somebodys_is_no_administrators(assembly: Assembly) -> None:
    taken = [assembly.cast.drafter.signer.public_key.spki, officers_signer().public_key.spki]
    content = {"topic": "administrators", "code": OMURA, "administrators": [base64.b64encode(key).decode() for key in taken]}
    change = assembly.change(content)
    assembly.propose(change)
    assembly.approve(change, KAWAGUCHI, TODA)
    act = assembly.act(NAGASAKI, "adopt", assembly.asset, {"change": change.model_dump()})
    assert assembly.refused(act) == "key.belongs_to"


def test_a_key_that_will_be_an_administrators_is_nobody_elses(assembly: Assembly) -> None:
    people = [Person(f"municipality/{OMURA}", officers_signer()) for _ in range(2)]
    assembly.decide({"topic": "administrators", "code": OMURA, "administrators": spki(*people)})
    with pytest.raises(Refusal, match=r"key\.belongs_to"):
        present(assembly.book, Person(CONTRACTOR, people[0].signer))


@pytest.fixture
def keys(assembly: Assembly) -> Keys:
    return Keys(assembly)


def test_either_key_replaces_the_other_after_a_delay(keys: Keys) -> None:
    present(keys.book, keys.third)
    keys.book.submit(keys.replace(keys.first, keys.second, keys.third))
    assert [keys.works(person) for person in (keys.first, keys.second, keys.third)] == [True, True, False]
    keys.book.now += keys.delay
    assert [keys.works(person) for person in (keys.first, keys.second, keys.third)] == [True, False, True]
    evidence.verify_chains(keys.book.charter, keys.book.chains)


def test_the_key_that_would_go_objects(keys: Keys) -> None:
    present(keys.book, keys.third)
    record = keys.book.submit(keys.replace(keys.first, keys.second, keys.third))
    stop = {"answers": record.act.digest}
    assert keys.refused(keys.first.act(keys.book, keys.asset, "object", {}, **stop)) == "administrator.not_the_other"
    assert keys.refused(keys.second.act(keys.book, keys.asset, "object", {}, answers="ab" * 32)) == "act.wrong_answer"
    keys.book.submit(keys.second.act(keys.book, keys.asset, "object", {}, **stop))
    keys.book.now += keys.delay
    assert [keys.works(person) for person in (keys.first, keys.second, keys.third)] == [True, True, False]


def test_what_is_no_replacement(keys: Keys, assembly: Assembly) -> None:
    assert keys.refused(keys.replace(keys.first, keys.second, keys.third)) == "key.unknown"
    present(keys.book, keys.third)
    assert keys.refused(keys.replace(keys.first, keys.first, keys.third)) == "administrator.not_the_other"
    assert keys.refused(keys.replace(keys.first, keys.third, keys.third)) == "administrator.not_the_other"
    assert keys.refused(keys.replace(keys.first, keys.second, keys.third, after=keys.delay - 1)) == "administrator.delay"
    assert keys.refused(keys.replace(keys.first, keys.second, assembly.cast.drafter)) == "key.belongs_to"
    others = assembly.cast.administrators[OMURA]
    assert keys.refused(
        others.act(keys.book, keys.asset, "replace", keys.replace(keys.first, keys.second, keys.third).statement.content)
    ) == ("role.other_municipality")
    keys.book.submit(keys.replace(keys.first, keys.second, keys.third))
    assert keys.refused(keys.replace(keys.second, keys.first, keys.third)) == "administrator.pending"


@given(known=st.integers(-1, 5), at=st.integers(0, 8))
def test_what_held_on_a_day_as_known_on_another(known: int, at: int) -> None:
    cast, days = WORLD
    chain = known_at(cast.book.chains[f"agreement/{cast.book.charter.digest}"], days[0] + known * DAY)
    agreement = in_force(cast.book.charter, chain, days[0] + at * DAY)
    # Change n is adopted on day n, and holds from day n + 2.
    expected = max([number for number in range(5) if number <= known and number + 2 <= at], default=None)
    assert agreement.parameters.vouchers == (2 if expected is None else expected + 3)


def _world() -> tuple[Cast, tuple[int]]:
    assembly = Assembly(Cast.found())
    start = assembly.book.now
    for number in range(5):
        assembly.decide(parameters(assembly.book, vouchers=number + 3), after=2 * DAY)
        assembly.book.now += DAY
    return assembly.cast, (start,)


WORLD = _world()
