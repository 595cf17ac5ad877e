"""Laws that hold whatever acts are tried, by whomever and in whatever order."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from genpon_core import evidence
from genpon_core.agreement.administrators import keys_at
from genpon_core.agreement.state import Agreement, in_force
from genpon_core.certificates import accreditations, recognition, state, types
from genpon_core.certificates.accreditations import Issue, accredited_at, path_at
from genpon_core.errors import Refusal
from genpon_core.ids import batch_of, parse_id
from genpon_core.records import Chain, known_at
from genpon_core.registry import departments, officers
from tests.support.book import NAGASAKI, OMURA, TODA
from tests.support.certifying import DAY
from tests.support.doing import STEPS, Doing

Chains = Mapping[str, Chain]
LIGHT = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def at_day(charter: Any, chains: Chains, moment: int) -> dict[str, Any]:
    """Everything that the ledger says of a moment."""
    agreement = in_force(charter, chains.get(f"agreement/{charter.digest}", ()), moment)
    found: dict[str, Any] = {"agreement": (agreement.version, agreement.terms)}
    for asset, chain in chains.items():
        found[asset] = _at(asset, chain, chains, agreement, moment)
    return {asset: answer for asset, answer in found.items() if answer is not None}


def _at(asset: str, chain: Chain, chains: Chains, agreement: Agreement, moment: int) -> Any:
    parsed = parse_id(asset)
    match parsed.kind:
        case "municipality":
            found: Any = _or_code(lambda: sorted(keys_at(agreement, parsed.code, chain, moment)))
        case "accreditation":
            found = _or_code(lambda: _holds(asset, chain, chains, agreement, moment))
        case "type":
            current = types.fold(chain).current(moment)
            found = current and current.digest
        case "certificate":
            found = _standing(asset, chain, chains, moment)
        case "recognition":
            found = [item.act for item in recognition.fold(chain) if item.holds_at(moment)] or None
        case "officer":
            found = sorted(name for name, item in officers.fold(chain).assignments.items() if item.in_force(moment)) or None
        case "department":
            department = departments.fold(chain)
            found = department is not None and department.open_at(moment)
        case _:
            found = None
    return found


def _holds(asset: str, chain: Chain, chains: Chains, agreement: Agreement, moment: int) -> bool:
    granted = accreditations.fold(chain)
    assert granted is not None
    return path_at(chains, agreement, (asset, *granted.path), granted.subject, moment) != ()


def _or_code(call: Any) -> Any:
    try:
        return call()
    except Refusal as refusal:
        return None if refusal.code == "charter.not_a_member" else refusal.code


def _standing(asset: str, chain: Chain, chains: Chains, moment: int) -> Any:
    batch_id, index = batch_of(asset)
    batch = state.fold(chains[batch_id])
    assert batch is not None
    return state.standing(batch, state.Events() if index is None else state.fold_events(chain), moment)


def moments(start: int, now: int) -> Iterator[int]:
    """The past in steps, and the second before now."""
    yield from range(start, now, max((now - start) // 5, 1))
    yield now - 1


@given(steps=STEPS)
@LIGHT
def test_what_is_recorded_never_changes_what_held_before_it(steps: list[tuple[int, int, int]]) -> None:
    """So an answer for a day that is past, once given, can always be given again; and what was known on a day too."""
    doing = Doing()
    book, start = doing.office.book, doing.office.book.now
    given_answers = []
    for step in steps:
        doing.step(*step)
        given_answers += [(moment, at_day(book.charter, book.chains, moment)) for moment in moments(start, book.now) if moment < book.now]
    for moment, answers in given_answers:
        now = at_day(book.charter, book.chains, moment)
        assert {asset: now.get(asset) for asset in answers} == answers
    known = {asset: known_at(chain, book.now - 1) for asset, chain in book.chains.items()}
    for step in steps[:5]:
        doing.step(*step)
    assert {asset: known_at(chain, book.now - 1) for asset, chain in known.items()} == known


@given(steps=STEPS)
@LIGHT
def test_everybody_can_repeat_every_decision(steps: list[tuple[int, int, int]]) -> None:
    doing = Doing()
    taken = sum(doing.step(*step) for step in steps)
    evidence.verify_chains(doing.office.book.charter, doing.office.book.chains)
    for asset, chain in doing.office.book.chains.items():
        for length in range(1, len(chain) + 1):
            assert evidence.closure({**doing.office.book.chains, asset: chain[:length]}, asset)[asset] == chain[:length]
    assert taken <= len(steps)


@given(steps=STEPS)
@LIGHT
def test_no_accreditation_gives_more_than_it_rests_on(steps: list[tuple[int, int, int]]) -> None:
    doing = Doing()
    start = doing.office.book.now
    for step in steps:
        doing.step(*step)
    book = doing.office.book
    states = [accreditations.fold(chain) for asset, chain in book.chains.items() if asset.startswith("accreditation/")]
    for moment in (*moments(start, book.now + 1), book.now, book.now + 20 * DAY):
        agreement = in_force(book.charter, book.chains.get(doing.assembly.asset, ()), moment)
        for granted in states:
            assert granted is not None
            for what in (("tax_clearance", NAGASAKI), ("income", OMURA), ("residence", TODA)):
                own = Issue(granted.subject, *what)
                if not _accredited(book.chains, agreement, (granted.id, *granted.path), own, moment):
                    continue
                assert granted.holds_at(moment)
                if granted.path:
                    assert _accredited(book.chains, agreement, granted.path, Issue(granted.grantor, *what), moment)
                else:
                    assert agreement.body(granted.grantor).root


def _accredited(chains: Chains, agreement: Agreement, path: tuple[str, ...], issue: Issue, moment: int) -> bool:
    try:
        return bool(accredited_at(chains, agreement, path, issue, moment))
    except Refusal:
        return False


@given(steps=STEPS)
@LIGHT
def test_only_members_act_and_each_counts_once(steps: list[tuple[int, int, int]]) -> None:
    doing = Doing()
    for act, details, seconds in steps:
        doing.step(14 if act % 2 else act, details, seconds)
    book, adoptions = doing.office.book, doing.office.book.chains.get(doing.assembly.asset, ())
    for chain in book.chains.values():
        for record in chain:
            agreement = in_force(book.charter, adoptions[: record.rests_on.get(doing.assembly.asset, 10**6)], record.recorded_at)
            signer = parse_id(record.act.statement.signer)
            if signer.kind == "body":
                agreement.body(record.act.statement.signer)
            elif signer.code:
                agreement.member(signer.code)
    for record in adoptions:
        change = next(asset for asset in record.rests_on if asset.startswith("change/"))
        approving = book.chains[change][: record.rests_on[change]]
        agreement = in_force(book.charter, adoptions[: record.sequence], record.recorded_at)
        voices = [approval.act.statement.signer.removeprefix("municipality/") for approval in approving]
        assert len(voices) == len(set(voices))
        assert 2 * len({member.code for member in agreement.members} & set(voices)) > len(agreement.members)


@pytest.mark.parametrize("act", range(16))
def test_the_steps_do_something(act: int) -> None:
    """Every kind of act is taken now and then, so that the laws are about something."""
    for details in range(0, 10_000, 97):
        doing = Doing()
        for before in (6, 8, 11, 13):
            doing.step(before, 0, 0)
        if doing.step(act, details, 1):
            return
    pytest.fail("never taken")


def test_at_the_same_second_the_order_on_the_ledger_decides() -> None:
    office = Doing().office
    batch = office.issue().asset
    for act in ("suspend", "reinstate"):
        office.change(batch, act)
    assert office.status(batch).status is state.Status.VALID
