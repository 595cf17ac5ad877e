"""A client program that makes calls: a process of its own, so that its processor time and memory can be told from all else."""

import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, Self

import psutil

from bench.figures import percentile
from bench.rivals.building import Rivals
from genpon_network.errors import NetworkError

OURS = ("sync", "asyncio", "uvloop")
_CPU_CLOCK = 2
"""The clock of a process with all its threads, as `clock_getcpuclockid` of the C library makes its number (CPUCLOCK_SCHED)."""
Kind = Literal["evaluate", "submit"]


@dataclass(frozen=True, slots=True)
class Work:
    """Calls to make.

    Attributes:
        kind: whether they are evaluated or submitted.
        chaincode: the chaincode's name.
        function: its function.
        value: the second argument, after a number; None calls without arguments.
        keys: how many numbers there are; they are taken in turn.
        count: how many calls.
        in_flight: how many at a time.
    """

    kind: Kind
    chaincode: str
    function: str
    value: str | None
    keys: int
    count: int
    in_flight: int


@dataclass(frozen=True, slots=True)
class Run:
    """How calls went.

    Attributes:
        per_second: how many a second.
        p50: half of them took no longer, milliseconds.
        p95: and nearly all no longer than this.
        cpu: processor time of each call in the watched processes, milliseconds.
        capacity: how many a second would keep one core busy, all that take part together; other work touches it less than the rate.
    """

    per_second: float
    p50: float
    p95: float
    cpu: float
    capacity: float


class LoadProgram:
    """A client that is connected; a context manager that ends it.

    Args:
        command: the program.
        member: who it is and where it connects to.
    """

    def __init__(self, command: Sequence[str], member: Mapping[str, Any]) -> None:
        # Its standard error is ours: a call that fails ends the program with its words.
        self._program = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.process = psutil.Process(self._program.pid)
        self._member = member

    def __enter__(self) -> Self:
        self._ask(self._member)
        return self

    def __exit__(self, *_: object) -> None:
        self._program.kill()
        self._program.communicate()

    def run(self, work: Work, watched: Sequence[psutil.Process] | None = None, others: Sequence[psutil.Process] = ()) -> Run:
        """Makes calls.

        Args:
            work: which.
            watched: the processes of `Run.cpu`; None for this program.
            others: what takes part besides these and this program.
        """
        processes = [self.process] if watched is None else watched
        everybody = {*processes, *others, self.process}
        before = {process: cpu([process]) for process in everybody}
        answer = self._ask(asdict(work) | {"commits": None})
        used = {process: cpu([process]) - before[process] for process in everybody}
        seconds, taken = answer["seconds"], answer["milliseconds"]
        each, all_together = sum(used[process] for process in processes) / work.count, sum(used.values()) / work.count
        return Run(work.count / seconds, percentile(taken, 0.5), percentile(taken, 0.95), each, 1000 / all_together)

    def open_commits(self, requests: Sequence[str] = ()) -> int:
        """Asks for the status of transactions, requests in base64, without waiting; returns how many in all are not answered yet."""
        return int(self._ask(asdict(Work("submit", "", "", None, 0, 0, 0)) | {"commits": list(requests)})["open"])

    def _ask(self, question: Mapping[str, Any]) -> Any:
        assert self._program.stdin is not None and self._program.stdout is not None  # noqa: PT018, S101 - they are pipes
        self._program.stdin.write(json.dumps(question) + "\n")
        self._program.stdin.flush()
        answer = self._program.stdout.readline()
        if not answer:
            raise NetworkError("a client program of the benchmark has ended; its words are above")
        return json.loads(answer)


def programs(rivals: Rivals, names: Sequence[str]) -> dict[str, list[str]]:
    """The command of each client: `go`, `node` and those of `OURS`."""
    ours = [sys.executable, str(Path(__file__).parent / "python" / "client.py")]
    commands = {name: [*ours, name] for name in OURS}
    commands |= {"go": [str(rivals.go / "bin" / "client")], "node": ["node", "--no-deprecation", str(rivals.node / "client.mjs")]}
    return {name: commands[name] for name in names}


def cpu(processes: Sequence[psutil.Process]) -> float:
    """Processor time of processes so far, milliseconds; the kernel's own clock, since what it tells psutil has steps of 10 ms."""
    return sum(1000 * time.clock_gettime(~process.pid << 3 | _CPU_CLOCK) for process in processes)


def memory(processes: Sequence[psutil.Process]) -> float:
    """The memory of processes in MB; what several share is counted once."""
    return float(sum(process.memory_full_info().pss for process in processes)) / 1e6
