"""The guides' programs run as they stand, and both languages show the same."""

import sys

import pytest

from tests.docs.conftest import ByHand
from tests.support.documents import blocks

# The README's steps are typed before the first test.
pytestmark = pytest.mark.timeout(300)


@pytest.mark.parametrize(("guide", "said"), [("guide", "contract/422011/2026-0043 1"), ("certificates", "status VALID verdict.in_force")])
def test_the_programs_run(by_hand: ByHand, guide: str, said: str) -> None:
    assert by_hand.code == 0, by_hand.output
    program = "\n".join(blocks(f"docs/{guide}.md", "python"))
    ran = by_hand.run(sys.executable, "-W", "error", "-c", program)
    assert ran.returncode == 0, ran.stderr
    assert said in ran.stdout


def test_the_commands_of_certificates_run(by_hand: ByHand) -> None:
    """After the guide's programs, which have registered the issuing officer."""
    ran = by_hand.run("bash", "-euc", "\n".join(blocks("docs/certificates.md", "sh")))
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "REVOKED" in ran.stdout or "revoked" in ran.stdout


@pytest.mark.parametrize("guide", ["guide", "certificates"])
@pytest.mark.parametrize("language", ["python", "sh"])
def test_both_languages_show_the_same_programs(guide: str, language: str) -> None:
    assert blocks(f"docs/{guide}.ja.md", language) == blocks(f"docs/{guide}.md", language)
