"""What a dishonest administrator, a stolen key or a careless majority cannot do to what binds all."""

from typing import Any

import pytest

from genpon_core import evidence
from genpon_core.agreement.changes import Bodies, Change
from genpon_core.agreement.state import Agreement, in_force
from genpon_core.charters import Body, Name
from genpon_core.errors import Refusal
from genpon_core.models import make, read
from genpon_core.moments import format_time
from genpon_core.records import Record
from genpon_core.registry import acceptance
from genpon_core.statements import Act
from genpon_core.worlds import World
from tests.support.assembly import DAY, ISAHAYA, Assembly, Keys, members, newcomer, parameters, spki
from tests.support.book import CONTRACTOR, KAWAGUCHI, NAGASAKI, OMURA, TODA, Cast, Person, officers_signer, present


@pytest.fixture
def assembly(cast: Cast) -> Assembly:
    return Assembly(cast)


@pytest.fixture
def keys(assembly: Assembly) -> Keys:
    return Keys(assembly)


def renewal(*people: Person, code: str = TODA) -> dict[str, Any]:
    return {"topic": "administrators", "code": code, "administrators": spki(*people)}


def work(keys: Keys, *people: Person) -> list[bool]:
    return [keys.works(person) for person in people]


def test_what_a_stolen_key_put_in_goes_when_a_majority_names_the_keys(keys: Keys, assembly: Assembly) -> None:
    """The thief has the first key and has replaced the second; the majority gives the second one back."""
    present(keys.book, keys.third)
    keys.book.submit(keys.replace(keys.first, keys.second, keys.third))
    keys.book.now += keys.delay
    assert work(keys, keys.first, keys.second, keys.third) == [True, False, True]
    fresh = Person(keys.asset, officers_signer())
    assembly.decide(renewal(fresh, keys.second))
    assert work(keys, keys.third) == [True]
    keys.book.now += DAY
    assert work(keys, keys.first, keys.second, keys.third, fresh) == [False, True, False, True]
    evidence.verify_chains(keys.book.charter, keys.book.chains)


def test_a_replacement_that_waits_ends_when_a_majority_names_the_keys(keys: Keys, assembly: Assembly) -> None:
    present(keys.book, keys.third)
    keys.book.submit(keys.replace(keys.first, keys.second, keys.third))
    fresh, other = Person(keys.asset, officers_signer()), Person(keys.asset, officers_signer())
    assembly.decide(renewal(fresh, keys.second))
    keys.book.now += DAY
    present(keys.book, other)
    keys.book.submit(keys.replace(fresh, keys.second, other))  # the one from before is no longer in its way
    keys.book.now += keys.delay
    assert work(keys, fresh, keys.second, keys.third, other) == [True, False, False, True]


def test_a_municipality_that_comes_back_has_the_keys_that_it_comes_with(keys: Keys, assembly: Assembly) -> None:
    present(keys.book, keys.third)
    keys.book.submit(keys.replace(keys.first, keys.second, keys.third))
    keys.book.now += keys.delay
    member = assembly.agreement().member(TODA).model_dump()
    assembly.decide({"topic": "endorsing", "endorsing": {"members": ["NagasakiMSP", "KawaguchiMSP"], "threshold": 2}})
    assembly.decide(members(remove=(TODA,)))
    assembly.decide(members(member), after=2 * DAY)
    keys.book.now += 2 * DAY
    assert work(keys, keys.first, keys.second, keys.third) == [True, True, False]


def test_an_administrators_key_is_put_twice_in_no_municipality(keys: Keys) -> None:
    present(keys.book, keys.third)
    keys.book.submit(keys.replace(keys.first, keys.second, keys.third))
    keys.book.now += keys.delay
    assert keys.refused(keys.replace(keys.third, keys.first, keys.third)) == "administrator.already"


def test_administrators_keys_are_replaced_and_never_revoked(keys: Keys) -> None:
    """Else a stolen key would end the other one at once, or an owner would believe that it had ended the stolen one."""
    present(keys.book, keys.third)
    asset = f"key/{keys.third.signer.public_key.fingerprint}"
    act = keys.first.act(keys.book, asset, "revoke", {"reason": "compromised"})
    assert keys.refused(act) == "key.administrators"


def test_a_key_belongs_to_one_subject_ever(assembly: Assembly) -> None:
    """Also the keys of a version that was overtaken before it held, and those that went."""
    book = assembly.book
    overtaken, latest = ([Person(f"municipality/{OMURA}", officers_signer()) for _ in "12"] for _ in "12")
    assembly.decide(renewal(*overtaken, code=OMURA))
    assembly.decide(renewal(*latest, code=OMURA), after=2 * DAY)
    gone = assembly.cast.administrators[OMURA]
    for day in range(3):
        for person in (gone, *overtaken, *latest):
            with pytest.raises(Refusal, match=r"key\.belongs_to"):
                present(book, Person(CONTRACTOR, person.signer))
        book.now += DAY * (day < 2)
    stolen = assembly.change(renewal(gone, Person("x", officers_signer()), code=TODA))
    assert assembly.refused(assembly.act(NAGASAKI, "propose", stolen.asset, {"change": stolen.model_dump()})) == "key.belongs_to"


def proposal(assembly: Assembly, content: dict[str, Any], **options: Any) -> Act:
    change = assembly.change(content, **options)
    return assembly.act(NAGASAKI, "propose", change.asset, {"change": change.model_dump()})


def test_no_change_lies_so_far_ahead_that_it_stops_all_others(assembly: Assembly) -> None:
    limit = assembly.agreement().parameters.change_lead
    content = parameters(assembly.book, vouchers=1)
    assert assembly.refused(proposal(assembly, content, after=limit + 1)) == "change.too_far"
    assembly.book.submit(proposal(assembly, content, after=limit))


UNREACHABLE: dict[str, tuple[dict[str, Any], str]] = {
    "algorithms that no administrator's key can sign with": ({"topic": "algorithms", "algorithms": ["RS256"]}, "charter.no_algorithm"),
    "a member to remove that is none": (members(remove=(ISAHAYA,)), "charter.not_a_member"),
    "a body to remove that is none": ({"topic": "bodies", "add": [], "remove": ["body/none"]}, "charter.no_body"),
    "an anchor to remove that is none": ({"topic": "anchors", "add": [], "remove": ["ab" * 32]}, "charter.no_anchor"),
    "an anchor that is no certificate": (
        {"topic": "anchors", "add": [{"name": {"ja": "局", "en": "CA"}, "certificate": "AAAA"}], "remove": []},
        "certificate.unreadable",
    ),
}


@pytest.mark.parametrize("what", UNREACHABLE)
def test_what_nobody_can_want_is_not_even_proposed(assembly: Assembly, what: str) -> None:
    content, code = UNREACHABLE[what]
    assert assembly.refused(proposal(assembly, content)) == code


def test_an_anchor_twice(assembly: Assembly) -> None:
    anchor = assembly.book.charter.anchors[0].model_dump()
    assert assembly.refused(proposal(assembly, {"topic": "anchors", "add": [anchor], "remove": []})) == "charter.not_distinct"


@pytest.mark.parametrize("remove", ["長崎太郎", "body/Taro", "body/a\n"])
def test_no_text_comes_onto_the_ledger_in_what_is_to_be_removed(assembly: Assembly, remove: str) -> None:
    good = proposal(assembly, {"topic": "bodies", "add": [], "remove": ["body/alliance"]}).statement
    change = {**good.content["change"], "content": {"topic": "bodies", "add": [], "remove": [remove]}}
    statement = good.model_copy(update={"content": {"change": change}})
    signer = assembly.cast.administrators[NAGASAKI].signer
    assert assembly.refused(Act.of(statement, signer.sign("ES256", statement.to_bytes()))) == "json.field"


@pytest.mark.parametrize("name", ["clock_stale", "submit_window", "key_lifetime", "request_lifetime", "administrator_delay", "change_lead"])
def test_no_parameter_makes_it_impossible_to_act(assembly: Assembly, name: str) -> None:
    for value in (1, 100 * 366 * 86400 + 1):
        with pytest.raises(Refusal, match=r"json\.field"):
            assembly.change(parameters(assembly.book, **{name: value}))


def test_the_limits_of_the_charter_hold_after_every_change(assembly: Assembly) -> None:
    agreement = Agreement.founding(assembly.book.charter)

    def more(number: int) -> Change:
        bodies = [
            Body(id=f"body/b{number}-{index}", name=Name(ja="機関", en="Body"), keys=[officers_signer().public_key.spki], root=False)
            for index in range(20)
        ]
        content = Bodies(topic="bodies", add=bodies, remove=[])
        return make(Change, replaces=agreement.version, valid_from=assembly.book.now + number, content=content)

    for number in range(9):
        agreement = agreement.after(more(number))
    with pytest.raises(Refusal, match=r"json\.field"):
        agreement.after(more(9)).after(more(10))


def test_many_changes_take_no_deep_stack(assembly: Assembly) -> None:
    """A service that starts reads all of them at once."""
    book, version, chain = assembly.book, assembly.book.charter.digest, []
    good = assembly.act(NAGASAKI, "adopt", assembly.asset, {"change": assembly.change(parameters(book, vouchers=1)).model_dump()})
    for number in range(1000):
        content = parameters(book, max_documents=number + 1)
        change = {"replaces": version, "valid_from": format_time(book.now + number), "content": content}
        version = read(Change, change).digest
        statement = good.statement.model_copy(update={"content": {"change": change}})
        chain.append(Record(Act.of(statement, b""), number, book.now, {}, ""))
    assert in_force(book.charter, tuple(chain), book.now + 998).parameters.max_documents == 999


def test_whoever_has_left_accepts_no_charter(assembly: Assembly) -> None:
    book, charter = assembly.book, f"charter/{assembly.book.charter.digest}"
    assembly.decide({"topic": "endorsing", "endorsing": {"members": ["NagasakiMSP"], "threshold": 1}})
    described = [{**newcomer(code)[0], "msp_id": f"M{code}"} for code in (ISAHAYA, "422029")]
    assembly.decide(members(*described, remove=(KAWAGUCHI, TODA)))
    world = World(book.charter, {name: book.chains[name] for name in (charter, assembly.asset)})
    acceptance.require_active(world, book.now)
    with pytest.raises(Refusal, match=r"charter\.not_active"):
        acceptance.require_active(world, book.now + DAY)
