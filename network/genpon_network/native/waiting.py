"""Waiting for conditions of a starting network, never for a time."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from genpon_network.errors import NetworkError, UnreachableError
from genpon_network.native.processes import running

PAUSE = 0.05

Result = TypeVar("Result")


def until_reachable(attempt: Callable[[], Result], *, patience: float, alive: Callable[[], None]) -> Result:
    """Tries until something answers.

    Args:
        attempt: what to try; it raises `UnreachableError` as long as it is worth trying again.
        patience: seconds.
        alive: raises if there is no use in waiting, since a process has ended.

    Raises:
        UnreachableError: the last one, after `patience`.
        NetworkError: at once, if the answer is a refusal or `alive` says so.
    """
    deadline = time.monotonic() + patience
    while True:
        try:
            return attempt()
        except UnreachableError:
            alive()
            if time.monotonic() > deadline:
                raise
        time.sleep(PAUSE)


def check_alive(name: str, record: Path, log: Path) -> None:
    """Checks that a process runs.

    Raises:
        NetworkError: if it has ended, with the last thing it said.
    """
    if running(record) is None:
        raise NetworkError(f"{name} has ended: {last_words(log)} (all of it in {log})")


def last_words(log: Path) -> str:
    """The line of a log that tells best why a process ended: the last panic, error or exception, else the last line."""
    try:
        lines = [line.strip() for line in log.read_text(errors="replace")[-20_000:].splitlines() if line.strip()]
    except OSError:
        return "it has no log"
    telling = [line for line in lines if any(word in line.lower() for word in ("panic:", "panic ", "error", "fatal", "refus"))]
    return (telling or lines or ["it said nothing"])[-1][:300]
