"""The README's steps, typed once for all tests of documents: its first block runs the ledger, the others use it.

Where the system has network namespaces, all of it runs in one that has the loopback alone.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from examples.demo.offline import network_namespace
from tests.support.documents import ROOT, blocks

_LOOPBACK_UP = """
import fcntl, socket, struct
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
    fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh14x", b"lo", 1))  # SIOCSIFFLAGS, IFF_UP
"""


@dataclass(frozen=True)
class ByHand:
    """What was typed and shown, and where.

    Attributes:
        folder: the project's folder as a user sees it, with `by-hand/` in it.
    """

    folder: Path
    code: int
    output: str

    inside: tuple[str, ...]

    def run(self, *command: str) -> "subprocess.CompletedProcess[str]":
        """Runs a command beside the ledger."""
        return subprocess.run(
            [*self.inside, *command],
            cwd=self.folder,
            env=_environment(self.folder),
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
        )


@pytest.fixture(scope="session")
def by_hand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ByHand]:
    folder = tmp_path_factory.mktemp("clone")
    _clone(folder)
    first, *others = blocks("README.md", "sh", section="By hand")
    lines = [line for line in first.splitlines() if line]
    typed = "\n".join([*lines[:-1], f"exec {lines[-1]}"])
    apart = network_namespace()
    if apart:
        typed = f"{sys.executable} -c '{_LOOPBACK_UP}'\n{typed}"
    with _shell(folder, apart, typed) as ledger:
        try:
            shown = _until_ready(ledger)
            inside = ("nsenter", "--target", str(ledger.pid), "--user", "--net", "--preserve-credentials", "--") if apart else ()
            ran = ByHand(folder, 0, "", inside).run("bash", "-euc", "\n".join(others))
            yield ByHand(folder, ran.returncode, shown + ran.stdout + ran.stderr, inside)
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


def _shell(folder: Path, apart: tuple[str, ...], typed: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [*apart, "bash", "-euc", typed],
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
