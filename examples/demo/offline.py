"""Programs that run without a network: a person's own machine that reaches no ledger."""

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

# Where the system cannot give a process a network of its own, Python refuses every connection in it.
_GUARD = """
import sys
def guard(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        raise OSError("this process has no network")
sys.addaudithook(guard)
"""
_PROGRAM = "from genpon.cli import main; main()"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command answered."""

    code: int
    text: str


@functools.cache
def network_namespace() -> tuple[str, ...]:
    """The command that runs another without any network, empty where the system has none that may be used."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return ()
    command = (unshare, "--net", "--map-root-user", "--")
    tried = subprocess.run([*command, "true"], capture_output=True, check=False)
    return command if tried.returncode == 0 else ()


def genpon(arguments: Sequence[str], *, folder: Path) -> Answer:
    """Runs the `genpon` command in a folder, in a process of its own without a network."""
    start = [sys.executable, "-c", _PROGRAM if network_namespace() else _GUARD + _PROGRAM]
    environment = {**os.environ, "COLUMNS": "110", "NO_COLOR": "1"}
    ran = subprocess.run(
        [*network_namespace(), *start, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return Answer(ran.returncode, ran.stdout if ran.returncode == 0 else ran.stderr)
