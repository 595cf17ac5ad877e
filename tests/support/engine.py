"""The container engine for tests, as the `docker` command finds it, and the compose commands that are there."""

import functools
import os
import shutil
import subprocess
from collections.abc import Sequence

ANSWER = 20.0


@functools.cache
def why_not() -> str | None:
    """Why tests in containers cannot run here; None if they can."""
    if shutil.which("docker") is None:
        return "there is no docker command: apt-get install docker.io"
    if compose_commands() == ():
        return "there is neither docker compose nor docker-compose: apt-get install docker-compose"
    asked = subprocess.run(["docker", "version"], capture_output=True, text=True, check=False, timeout=ANSWER)
    if asked.returncode:
        return f"the container engine does not answer: {asked.stderr.strip().splitlines()[-1]}"
    return None


@functools.cache
def compose_commands() -> tuple[tuple[str, ...], ...]:
    """The compose commands of this machine, the newer one first."""
    known = (("docker", "compose"), ("docker-compose",))
    return tuple(command for command in known if _answers([*command, "version"]))


def docker(*arguments: str, **environment: str) -> str:
    """What a `docker` command prints.

    Raises:
        AssertionError: if it fails, with what it said.
    """
    ran = subprocess.run(["docker", *arguments], env=os.environ | environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, f"docker {' '.join(arguments)}: {ran.stdout[-2000:]}{ran.stderr[-4000:]}"
    return ran.stdout


def _answers(command: Sequence[str]) -> bool:
    if shutil.which(command[0]) is None:
        return False
    return subprocess.run(command, capture_output=True, check=False, timeout=ANSWER).returncode == 0
