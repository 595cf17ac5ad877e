"""Policies as text: what Fabric's commands take is read, everything else is refused with the place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genpon_core.fabric.expressions import parse_rule, rule_text
from genpon_core.fabric.policies import ROLES, OutOf, Rule, SignedBy, all_of, any_of, out_of, signed_by

A, B, C = signed_by("AMSP", "peer"), signed_by("B.1-MSP", "member"), signed_by("CMSP", "admin")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("'AMSP.peer'", A),
        ("AND('AMSP.peer','B.1-MSP.member')", all_of(A, B)),
        ("or ( \"AMSP.peer\" , 'CMSP.admin' )", any_of(A, C)),
        ("OutOf(2, 'AMSP.peer', 'B.1-MSP.member', 'CMSP.admin')", out_of(2, A, B, C)),
        ("OUTOF(1,'AMSP.peer')", out_of(1, A)),
        ("AND('AMSP.peer', OR('B.1-MSP.member', 'CMSP.admin'))\n", all_of(A, any_of(B, C))),
    ],
)
def test_read(text: str, rule: Rule) -> None:
    assert parse_rule(text) == rule


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the policy ends too early"),
        ("AMSP.peer", "'MSP id.role', AND(…), OR(…) or OutOf(n, …) is wanted"),
        ("'AMSP.boss'", "in one of the roles"),
        ("'peer'", "a signature is of an MSP id"),
        ("XOR('AMSP.peer')", "AND(…), OR(…) or OutOf(n, …) is wanted"),
        ("AND 'AMSP.peer'", "( is wanted"),
        ("AND('AMSP.peer'", "the policy ends too early"),
        ("AND('AMSP.peer' 'CMSP.admin')", "a comma or a closing bracket is wanted"),
        ("OutOf('AMSP.peer')", "OutOf wants a number of at least 1 first"),
        ("OutOf(0, 'AMSP.peer')", "OutOf wants a number of at least 1 first"),
        ("OutOf(2, 'AMSP.peer')", "2 out of 1 rules is no policy"),
        ("'AMSP.peer' 'CMSP.admin'", "more follows where the policy ends"),
        ("'AMSP.peer\"", "this is no part of a policy"),
        ("OR(" * 50 + "'AMSP.peer'" + ")" * 50, "the policy is nested too deep"),
    ],
)
def test_refused(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match="the policy cannot be read: ") as refused:
        parse_rule(text)
    assert reason in str(refused.value)
    assert len(str(refused.value)) < 400


SIGNERS = st.builds(SignedBy, st.from_regex(r"[A-Za-z0-9][A-Za-z0-9.-]{0,8}", fullmatch=True), st.sampled_from(sorted(ROLES)))


def combined(rules: st.SearchStrategy[Rule]) -> st.SearchStrategy[Rule]:
    return st.lists(rules, min_size=1, max_size=4).flatmap(
        lambda parts: st.integers(1, len(parts)).map(lambda number: OutOf(number, tuple(parts)))
    )


@given(rule=st.recursive(SIGNERS, combined, max_leaves=8))
def test_a_rule_is_read_from_its_text(rule: Rule) -> None:
    assert parse_rule(rule_text(rule)) == rule


@given(text=st.text(alphabet="AndOutf(),'\". 0123peer\n神", max_size=40))
def test_any_text_is_a_rule_or_refused(text: str) -> None:
    try:
        rule = parse_rule(text)
    except ValueError:
        return
    assert parse_rule(rule_text(rule)) == rule
