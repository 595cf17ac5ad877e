"""What an operator types, as a guide shows it, with the compose command that this machine has."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.support.engine import compose_commands

_OLDER = """#!/bin/sh
# The guide's `docker compose` where the machine has docker-compose only.
if [ "$1" = compose ]; then shift; exec docker-compose "$@"; fi
PATH={path} exec docker "$@"
"""


@dataclass(frozen=True)
class Terminal:
    """A shell in a folder.

    Attributes:
        folder: where one types.
        environment: what is set beside the tests' own.
    """

    folder: Path
    environment: Mapping[str, str]

    def type(self, text: str, *, code: int = 0) -> str:
        """What lines show on both streams; they end at the first that fails.

        Raises:
            AssertionError: if they end with another code.
        """
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        if compose_commands()[0] == ("docker-compose",):
            older = self.folder / ".older" / "docker"
            older.parent.mkdir(exist_ok=True)
            older.write_text(_OLDER.format(path=path))
            older.chmod(0o755)
            path = f"{older.parent}{os.pathsep}{path}"
        ran = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", text],
            cwd=self.folder,
            env={**os.environ, "GENPON_OUTBOX": str(self.folder / "outbox"), **self.environment, "PATH": path},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert ran.returncode == code, ran.stdout[-4000:]
        return ran.stdout
