"""Waiting for conditions of a starting network, never for a time."""

import time
from collections.abc import Callable
from typing import TypeVar

from genpon_network.errors import UnreachableError

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
