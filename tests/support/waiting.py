"""Waiting for what needs a moment, such as gossip, and never for a time."""

import time
from collections.abc import Callable
from typing import TypeVar

PATIENCE = 60.0
Result = TypeVar("Result")


def eventually(attempt: Callable[[], Result], *errors: type[Exception]) -> Result:
    """What an attempt gives once it raises none of these errors; the last one after a minute."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return attempt()
        except errors:
            if time.monotonic() > deadline:
                raise
        time.sleep(0.05)


def until(condition: Callable[[], object], *, patience: float = PATIENCE, pause: float = 0.005) -> None:
    """Returns when the condition holds.

    Args:
        condition: asked again and again.
        patience: the seconds after which the test fails.
        pause: the seconds between two times; more where asking is costly.
    """
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, f"the condition did not come about in {patience:g} s"
        time.sleep(pause)
