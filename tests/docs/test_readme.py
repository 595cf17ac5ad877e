"""The README's steps do what it says, and both languages show the same commands."""

import subprocess
import sys

import pytest

from genpon import words
from tests.docs.conftest import ByHand
from tests.support.documents import blocks

# Some forty commands, one after another, are typed before the first test.
pytestmark = pytest.mark.timeout(300)


def test_the_steps_conclude_a_contract(by_hand: ByHand) -> None:
    assert by_hand.code == 0, by_hand.output
    assert words.label("original") in by_hand.output
    written = {path.name for path in (by_hand.folder / "by-hand" / "original").iterdir()}
    assert len(written) == 5, written


def test_both_languages_show_the_same_commands() -> None:
    assert blocks("README.ja.md", "sh", section="手で試す") == blocks("README.md", "sh", section="By hand")


def test_the_steps_are_proper_shell() -> None:
    for block in blocks("README.md", "sh"):
        assert subprocess.run(["bash", "-n"], input=block, text=True, check=False).returncode == 0


def test_the_steps_need_no_network_but_loopback(by_hand: ByHand) -> None:
    beyond = by_hand.run(sys.executable, "-c", "import socket; socket.create_connection(('192.0.2.1', 9), 1)")
    assert not by_hand.inside or "Network is unreachable" in beyond.stderr
