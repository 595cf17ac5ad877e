"""Waiting for what a network needs a moment for, such as gossip."""

import time
from collections.abc import Callable
from typing import TypeVar

PATIENCE = 60.0
Result = TypeVar("Result")


def eventually(attempt: Callable[[], Result], *errors: type[Exception]) -> Result:
    """What an attempt gives once it raises none of these errors; the last one after a minute."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return attempt()
        except errors:
            if time.monotonic() > until:
                raise
        time.sleep(0.05)
