"""What goes wrong on the way: replies lost, organisations away, two at once, a liar."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import cast

import pytest

from genpon.bundles import Bundle
from genpon.errors import GenponError, OutcomeUnknown, Refused, Unreachable
from genpon.notes import reason
from genpon.results import Receipt
from genpon.transport.outcomes import Kind
from genpon.transport.retrying import RULES
from genpon_core.contracts.table import State
from genpon_core.statements import Act
from tests.support.consortium import Faulty
from tests.support.town import Case, Person, Town, World
from tests.support.waiting import until


@contextmanager
def stopped(world: World, *msp_ids: str) -> Iterator[None]:
    for msp_id in msp_ids:
        world.consortium.stop(msp_id)
    try:
        yield
    finally:
        for msp_id in msp_ids:
            world.consortium.start(msp_id)
            until(partial(answers_all, world, msp_id), pause=0.02)


def answers(town: Town, msp_id: str) -> bool:
    try:
        town.ledger._desk.chains([town.department], msp_id=msp_id)
    except Unreachable:
        return False
    return True


def answers_all(world: World, msp_id: str) -> bool:
    return all(answers(town, msp_id) for town in world.towns.values())


def lose_every_reply(world: World) -> None:
    """So that nobody says what became of the next act."""
    faulty = cast("Faulty", world.consortium)
    faulty.drop_next_reply("submit")
    for _ in range(RULES[Kind.UNKNOWN].times * len(world.towns)):
        faulty.drop_next_reply("commit_status")
        faulty.drop_next_reply("evaluate")


def drafted(case: Case) -> Act:
    by = case.town.drafter
    return by.sign(by.contracts.prepare.draft(case.id, case.bundle))


@pytest.mark.embedded("replies are lost at will")
@pytest.mark.parametrize("method", ["endorse", "submit", "commit_status", "evaluate"])
def test_a_lost_reply_makes_no_second_act(world: World, nagasaki: Town, contractor: Person, bundle: Bundle, method: str) -> None:
    case = nagasaki.case(bundle, contractor)
    act = drafted(case)
    cast("Faulty", world.consortium).drop_next_reply(method)
    first = nagasaki.ledger.submit(act)
    if method == "evaluate":
        assert case.state is State.DRAFT
    again = world.town("Omura").ledger.submit(act)
    assert again.repeated
    assert again.record == first.record
    assert nagasaki.ledger.contracts.show(case.id).acts == 1
    assert nagasaki.ledger.outbox.pending() == ()


@pytest.mark.embedded("replies are lost at will")
def test_where_nobody_says_what_became_of_an_act_it_waits_and_is_never_doubled(
    world: World, nagasaki: Town, contractor: Person, bundle: Bundle
) -> None:
    case = nagasaki.case(bundle, contractor)
    act = drafted(case)
    lose_every_reply(world)
    with pytest.raises(OutcomeUnknown) as caught:
        nagasaki.ledger.submit(act)
    assert caught.value.parameters["act"] == act.digest
    assert nagasaki.ledger.outbox.pending() == (act,)
    (receipt,) = nagasaki.ledger.resume()
    assert receipt.repeated
    assert nagasaki.ledger.contracts.show(case.id).acts == 1


@pytest.mark.embedded("replies are lost at will")
def test_a_reason_s_text_waits_with_its_act(world: World, nagasaki: Town, contractor: Person, bundle: Bundle) -> None:
    case = nagasaki.case(bundle, contractor).at(State.DRAFT)
    why, notes = reason("terms", "予算が違います。")
    act = nagasaki.approver.sign(nagasaki.approver.contracts.prepare.send_back(case.id, why))
    lose_every_reply(world)
    with pytest.raises(OutcomeUnknown):
        nagasaki.ledger.submit(act, notes=notes)
    (receipt,) = nagasaki.ledger.resume()
    assert receipt.notes == notes
    assert nagasaki.ledger.outbox.notes(act) == ()


def test_the_same_act_from_many_at_once_is_one_act(world: World, nagasaki: Town, contractor: Person, bundle: Bundle) -> None:
    case = nagasaki.case(bundle, contractor)
    act = drafted(case)
    ledgers = [town.ledger for town in world.towns.values()]
    with ThreadPoolExecutor(len(ledgers)) as pool:
        receipts = list(pool.map(lambda ledger: ledger.submit(act), ledgers))
    assert len({receipt.record.transaction for receipt in receipts}) == 1
    assert nagasaki.ledger.contracts.show(case.id).acts == 1


def test_of_two_officers_at_once_one_wins_and_the_other_is_told(nagasaki: Town, contractor: Person, bundle: Bundle) -> None:
    case = nagasaki.case(bundle, contractor).at(State.DRAFT)
    other = nagasaki.hire("approver")
    acts = [person.sign(person.contracts.prepare.approve(case.id)) for person in (nagasaki.approver, other)]
    together = threading.Barrier(len(acts))

    def submit(act: Act) -> Receipt | GenponError:
        together.wait()
        try:
            return nagasaki.ledger.submit(act)
        except GenponError as error:
            return error

    with ThreadPoolExecutor(len(acts)) as pool:
        outcomes = list(pool.map(submit, acts))
    (won,) = [outcome for outcome in outcomes if isinstance(outcome, Receipt)]
    (lost,) = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert lost.code == "contract.wrong_state"
    assert lost.parameters["state"] == "APPROVED"
    approval = nagasaki.ledger.contracts.history(case.id)[-1].record
    assert approval == won.record


def test_a_withdrawal_after_the_conclusion_is_told_what_won(nagasaki: Town, contractor: Person, bundle: Bundle) -> None:
    case = nagasaki.case(bundle, contractor).at(State.SIGNING)
    withdrawal = nagasaki.drafter.sign(nagasaki.drafter.contracts.prepare.withdraw(case.id, {"code": "mistake", "digest": "0" * 64}))
    case.conclude()
    with pytest.raises(Refused) as caught:
        nagasaki.ledger.submit(withdrawal)
    assert (caught.value.code, caught.value.parameters["state"]) == ("contract.wrong_state", "CONCLUDED")


@pytest.mark.parametrize("away", ["Nagasaki", "Kawaguchi", "Omura"])
def test_with_one_organisation_away_others_endorse(world: World, contractor: Person, bundle: Bundle, away: str) -> None:
    nagasaki = world.town("Nagasaki")
    case = nagasaki.case(bundle, contractor).at(State.DRAFT)
    with stopped(world, f"{away}MSP"):
        case.approve()
        assert case.state is State.APPROVED
        verified = nagasaki.ledger.contracts.verify(case.id)
        assert f"{away}MSP" not in verified.evidence.agreeing
    assert case.state is State.APPROVED


def test_with_too_few_organisations_nothing_happens_and_the_act_waits(world: World, contractor: Person, bundle: Bundle) -> None:
    nagasaki = world.town("Nagasaki")
    case = nagasaki.case(bundle, contractor)
    act = drafted(case)
    with stopped(world, "TodaMSP", "OmuraMSP"):
        with pytest.raises(Unreachable) as caught:
            nagasaki.ledger.submit(act)
        assert caught.value.parameters["act"] == act.digest
        assert nagasaki.ledger.outbox.pending() == (act,)
    (receipt,) = nagasaki.ledger.resume()
    assert receipt.digest == act.digest
    assert nagasaki.ledger.outbox.pending() == ()
