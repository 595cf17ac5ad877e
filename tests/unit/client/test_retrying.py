"""The rules for trying again, row by row, and that they always come to an end."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genpon.transport.outcomes import Kind, Outcome
from genpon.transport.retrying import BACKOFF, RULES, Move, Retry, Step

FIRST = [
    (Kind.RECORDED, Step.DONE),
    (Kind.REFUSED, Step.GIVE_UP),
    (Kind.DOUBTED, Step.CONFIRM),
    (Kind.STALE, Step.TICK),
    (Kind.CONFLICT, Step.ENDORSE),
    (Kind.APART, Step.ENDORSE),
    (Kind.ENDORSERS_AWAY, Step.ENDORSE),
    (Kind.TIMED_OUT, Step.NEXT_GATEWAY),
    (Kind.GATEWAY_AWAY, Step.NEXT_GATEWAY),
    (Kind.BUSY, Step.ENDORSE),
    (Kind.UNKNOWN, Step.ASK),
    (Kind.DENIED, Step.GIVE_UP),
    (Kind.FAULT, Step.GIVE_UP),
]


@pytest.mark.parametrize(("kind", "step"), FIRST)
def test_the_first_step(kind: Kind, step: Step) -> None:
    assert Retry().after(Outcome(kind)).step is step


def test_every_kind_has_a_rule() -> None:
    assert RULES.keys() == set(Kind)
    assert {kind for kind, _ in FIRST} == set(Kind)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.RECORDED])
def test_each_kind_alone_ends(kind: Kind) -> None:
    retry = Retry()
    moves = [retry.after(Outcome(kind)) for _ in range(RULES[kind].times + 1)]
    assert moves[-1] == Move(Step.GIVE_UP, failure=RULES[kind].failure)
    assert all(move.step is RULES[kind].step for move in moves[:-1])


def test_pauses_grow_up_to_a_limit() -> None:
    retry = Retry()
    pauses = [retry.after(Outcome(Kind.CONFLICT)).pause for _ in range(RULES[Kind.CONFLICT].times)]
    assert pauses == sorted(pauses)
    assert 0 < pauses[0] < pauses[-1] == BACKOFF.longest


@given(st.randoms(use_true_random=False))
def test_any_mixture_ends(random: Random) -> None:
    retry = Retry()
    kinds = [kind for kind in Kind if kind is not Kind.RECORDED]
    longest = sum(rule.times for rule in RULES.values()) + 1
    assert any(retry.after(Outcome(random.choice(kinds))).step is Step.GIVE_UP for _ in range(longest))
