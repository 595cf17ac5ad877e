"""The README's steps, typed once for all tests of documents: its first block runs the ledger, the others use it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.documents import ROOT, blocks


@dataclass(frozen=True)
class ByHand:
    """What was typed and shown, and where.

    Attributes:
        folder: the project's folder as a user sees it, with `by-hand/` in it.
    """

    folder: Path
    code: int
    output: str

    def environment(self) -> dict[str, str]:
        return _environment(self.folder)


@pytest.fixture(scope="session")
def by_hand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ByHand]:
    folder = tmp_path_factory.mktemp("clone")
    _clone(folder)
    first, *others = blocks("README.md", "sh", section="By hand")
    lines = [line for line in first.splitlines() if line]
    typed = "\n".join([*lines[:-1], f"exec {lines[-1]}"])
    with _shell(folder, typed) as ledger:
        try:
            shown = _until_ready(ledger)
            ran = subprocess.run(
                ["bash", "-euc", "\n".join(others)],
                cwd=folder,
                env=_environment(folder),
                capture_output=True,
                text=True,
                check=False,
                timeout=100,
            )
            yield ByHand(folder, ran.returncode, shown + ran.stdout + ran.stderr)
        finally:
            ledger.terminate()


def _clone(folder: Path) -> None:
    """A folder with what the steps need of a fresh clone: the examples, and the commands of this environment."""
    (folder / "examples").symlink_to(ROOT / "examples")
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / ".venv" / "bin" / "activate").write_text(f"export PATH={Path(sys.executable).parent}:$PATH\n")


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GENPON_")}
    return {**kept, "GENPON_OUTBOX": str(folder / "outbox"), "GENPON_LANG": "en", "PYTHONPATH": os.pathsep.join(sys.path)}


def _shell(folder: Path, typed: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        ["bash", "-euc", typed],
        cwd=folder,
        env=_environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _until_ready(ledger: "subprocess.Popen[str]") -> str:
    shown = ""
    for line in ledger.stdout or ():
        shown += line
        if line.startswith("ready"):
            return shown
    pytest.fail(f"the ledger did not start:\n{shown}")
