"""Exactly k organisations are named, and those that failed are left out while others can do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genpon.transport.endorsers import Endorsers
from genpon_core.profiles import EndorsingSet

FOUR = EndorsingSet(("A", "B", "C", "D"), 3)


def test_own_organisation_is_named_first() -> None:
    assert Endorsers(FOUR, first="C").choose() == ("C", "A", "B")


def test_one_that_failed_is_left_out_until_it_answers() -> None:
    endorsers = Endorsers(FOUR)
    endorsers.failed(["B"])
    assert endorsers.choose() == ("A", "C", "D")
    endorsers.answered(["A", "C", "D"])
    assert "B" not in endorsers.choose()
    endorsers.failed(["A"])
    endorsers.failed(["A"])
    assert set(endorsers.choose()) == {"B", "C", "D"}


def test_strangers_are_no_matter() -> None:
    endorsers = Endorsers(FOUR)
    endorsers.failed(["X"])
    assert endorsers.choose() == ("A", "B", "C")


@pytest.mark.parametrize("hanging", FOUR.msp_ids)
def test_one_that_hangs_is_found_in_four_sets_though_nobody_names_it(hanging: str) -> None:
    endorsers = Endorsers(FOUR)
    for _ in range(3):
        if hanging in endorsers.choose():
            endorsers.failed(endorsers.choose())
    assert hanging not in endorsers.choose()


@given(st.integers(1, 6).flatmap(lambda k: st.tuples(st.just(k), st.lists(st.sampled_from("ABCDEF")))))
def test_there_are_always_k_distinct_members(case: tuple[int, list[str]]) -> None:
    threshold, failures = case
    endorsers = Endorsers(EndorsingSet(tuple("ABCDEF"), threshold))
    for msp_id in failures:
        endorsers.failed([msp_id])
    named = endorsers.choose()
    assert len(named) == len(set(named)) == threshold
    assert set(named) <= set(endorsers.members)
