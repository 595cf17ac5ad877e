"""Every transaction's deadline, watched by one thread."""

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Protocol


class Watched(Protocol):
    """Something that is done at some time, or too late."""

    @property
    def done(self) -> bool:
        """Whether it needs watching no more."""
        ...

    def expire(self) -> None:
        """Its time is over."""
        ...


class Deadlines:
    """Calls `expire` on what is not done in time. All have the same time, so the oldest is always the next.

    Args:
        seconds: the time from `watch` to `expire`.
        monotonic: the clock that measures it.
    """

    def __init__(self, seconds: float, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._monotonic = monotonic
        self._waiting: deque[tuple[float, Watched]] = deque()
        self._some = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="chaincode-deadlines", daemon=True)

    def start(self) -> None:
        """Starts the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Ends the thread."""
        self._stop.set()
        self._some.set()

    def watch(self, watched: Watched) -> None:
        """Starts the time of something."""
        self._waiting.append((self._monotonic() + self._seconds, watched))
        if not self._some.is_set():
            self._some.set()

    def _run(self) -> None:
        while not self._stop.is_set():
            if not self._waiting:
                self._some.clear()
                # What came between the look and the clearing is seen by a second look.
                if not self._waiting:
                    self._some.wait()
                continue
            when, watched = self._waiting[0]
            if not watched.done and self._stop.wait(max(0.0, when - self._monotonic())):
                return
            self._waiting.popleft()
            if not watched.done:
                watched.expire()
            del watched
