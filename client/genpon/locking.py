"""Locks between processes, each named by a file."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path

from genpon.errors import Refused


@contextmanager
def locked(path: Path, what: str) -> Iterator[None]:
    """Holds a lock; other processes and threads wait, and it falls with the process that holds it.

    Args:
        path: the lock's file, which is made and stays.
        what: the name of what is locked, for the refusal.

    Raises:
        Refused: `file.not_written`.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise Refused("file.not_written", {"file": what, "reason": error.strerror or "?"}) from None
    try:
        flock(descriptor, LOCK_EX)
        yield
    finally:
        os.close(descriptor)
