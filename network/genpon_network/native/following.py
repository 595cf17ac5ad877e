"""Reading a log's end, and going on with it."""

import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

from genpon_network.errors import NetworkError

PAUSE = 0.2


def tail(log: Path, lines: int) -> list[str]:
    """The last lines of a log.

    Raises:
        NetworkError: if there is none.
    """
    try:
        with log.open(errors="replace") as file:
            return [line.rstrip("\n") for line in deque(file, maxlen=lines)]
    except OSError:
        raise NetworkError("{log} does not exist yet; the process has never been started here", log=log) from None


def follow(log: Path, tell: Callable[[str], None]) -> None:
    """Tells every line that is added to a log, until interrupted."""
    with log.open(errors="replace") as file:
        file.seek(0, 2)
        rest = ""
        while True:
            rest += file.readline()
            if rest.endswith("\n"):
                tell(rest.rstrip("\n"))
                rest = ""
            else:
                time.sleep(PAUSE)
