"""Threads that work on transactions: a bounded number, replaced where a function hangs."""

import queue
import threading
from collections.abc import Callable

Job = Callable[[], None]


class WorkerPool:
    """Worker threads, started as they are needed.

    They are daemons: a function that hangs must not keep the process from ending, as the standard library's executor would.

    Args:
        size: how many transactions are worked on at once.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._threads = 0
        self._idle = 0
        self._surplus = 0

    def submit(self, job: Job) -> None:
        """Queues a job, which must not raise."""
        self._jobs.put(job)
        if self._idle == 0 and self._threads < self._size:
            self._start()

    def replace_one(self) -> None:
        """Makes up for a thread whose function hangs."""
        with self._lock:
            self._size += 1
        self._start()

    def retire_one(self) -> None:
        """Takes back one replacement, since a hanging function has returned."""
        with self._lock:
            self._size -= 1
            self._surplus += 1
        self._jobs.put(_nothing)

    def close(self) -> None:
        """Lets the threads end once the queue is empty."""
        with self._lock:
            threads = self._threads
        for _ in range(threads):
            self._jobs.put(None)

    def _start(self) -> None:
        with self._lock:
            if self._threads >= self._size:
                return
            self._threads += 1
            number = self._threads
        threading.Thread(target=self._work, name=f"chaincode-{number}", daemon=True).start()

    def _work(self) -> None:
        while not self._is_surplus():
            self._idle += 1
            job = self._jobs.get()
            self._idle -= 1
            if job is None:
                break
            job()
            # A finished job's arguments, large values among them, must not live until the next one comes.
            del job
        with self._lock:
            self._threads -= 1

    def _is_surplus(self) -> bool:
        if self._surplus == 0:
            return False
        with self._lock:
            if self._surplus == 0:
                return False
            self._surplus -= 1
            return True


def _nothing() -> None:
    pass
