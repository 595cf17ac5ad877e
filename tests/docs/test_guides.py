"""The guides' programs run as they stand, and both languages show the same."""

import sys

from tests.docs.conftest import ByHand
from tests.support.documents import blocks


def test_the_programs_run(by_hand: ByHand) -> None:
    assert by_hand.code == 0, by_hand.output
    program = "\n".join(blocks("docs/guide.md", "python"))
    ran = by_hand.run(sys.executable, "-W", "error", "-c", program)
    assert ran.returncode == 0, ran.stderr
    assert "contract/422011/2026-0043 1" in ran.stdout


def test_both_languages_show_the_same_programs() -> None:
    assert blocks("docs/guide.ja.md", "python") == blocks("docs/guide.md", "python")
