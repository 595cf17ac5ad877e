"""One ledger per directory at a time."""

import fcntl
from pathlib import Path
from typing import IO

from genpon_network.words import Message

NAME = "ledger.lock"


def lock_directory(directory: Path) -> IO[bytes]:
    """Locks a directory until the returned file is closed or this process ends, however it ends.

    Raises:
        OSError: if another ledger runs in it.
    """
    file = (directory / NAME).open("wb")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise OSError(Message("a ledger is running in {directory}; end it or choose another directory", directory=directory)) from None
    return file
