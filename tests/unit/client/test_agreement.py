"""Which answer of several organisations counts, and who is named for another one."""

import pytest

from genpon.errors import Unreachable, VerificationFailed
from genpon.verification import Answer, agreement, conclude


def answers(text: str) -> list[Answer]:
    """`A:x B:x C:!code` as answers; a digest, or the code of a problem after `!`."""
    given = []
    for item in text.split():
        msp_id, _, said = item.partition(":")
        given.append(Answer(msp_id, problem=said[1:]) if said.startswith("!") else Answer(msp_id, digest=said))
    return given


AGREED = [
    ("A:x B:x C:x", 3, "A B C", ""),
    ("A:x B:x C:y", 2, "A B", "C:verify.differs"),
    ("A:y B:x C:!signature.invalid D:x E:x", 3, "B D E", "A:verify.differs C:signature.invalid"),
    ("A:x B:!ledger.unreachable", 1, "A", "B:ledger.unreachable"),
]


@pytest.mark.parametrize(("text", "needed", "agreeing", "dissenting"), AGREED)
def test_enough_agree(text: str, needed: int, agreeing: str, dissenting: str) -> None:
    evidence = conclude(answers(text), needed)
    assert " ".join(evidence.agreeing) == agreeing
    assert " ".join(f"{answer.msp_id}:{answer.problem}" for answer in evidence.dissenting) == dissenting


@pytest.mark.parametrize(("text", "needed"), [("A:x B:y", 2), ("A:!x B:!x C:!x", 1), ("A:x B:x C:!ledger.unreachable", 3), ("", 1)])
def test_too_few_agree(text: str, needed: int) -> None:
    with pytest.raises(VerificationFailed) as caught:
        conclude(answers(text), needed)
    assert caught.value.code == "verify.too_few_agree"


def test_nobody_answers() -> None:
    with pytest.raises(Unreachable) as caught:
        conclude(answers("A:!ledger.unreachable B:!ledger.unreachable"), 1)
    assert caught.value.code == "ledger.unreachable"


def test_nobody_agrees_on_a_problem() -> None:
    assert agreement(answers("A:!x B:!x C:y")) == ("C",)
