"""Processes that outlive the command that starts them.

A record names a process by pid, start time and command line, so that a foreign process under a recorded pid is neither taken for ours nor
ended.
"""

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from genpon_network.errors import NetworkError
from genpon_network.files import write_public

CLOCK_STEP = 2.0
"""Seconds by which a process's start time may seem to move when the machine's clock is set."""


INHERITED = ("CHAINCODE_CHECK_DETERMINISM", "GENPON_LANG", "HOME", "LANG", "LC_ALL", "PATH", "PYTHONPATH", "TMPDIR", "TZ", "VIRTUAL_ENV")
"""What processes take over from the command that starts them; the rest, CORE_… of another network for example, stays outside."""

MARK = "GENPON_PROCESS"
"""The environment variable by which a started process names its record."""


@dataclass(frozen=True, slots=True)
class Command:
    """What to run.

    Attributes:
        name: the process's name in the network.
        arguments: the program and its arguments.
        environment: its settings, besides what it inherits.
    """

    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str]

    @property
    def fingerprint(self) -> str:
        """A digest by which a changed command is told from the one that runs."""
        text = json.dumps([list(self.arguments), sorted(self.environment.items())])
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Record:
    """A note about a started process."""

    pid: int
    started: float
    arguments: list[str]
    fingerprint: str

    def process(self) -> psutil.Process | None:
        """The process if it still runs and is the one that was started, else None."""
        _reap(self.pid)
        try:
            process = psutil.Process(self.pid)
            alive = process.is_running() and process.status() != psutil.STATUS_ZOMBIE
            same = abs(process.create_time() - self.started) < CLOCK_STEP and process.cmdline() == self.arguments
        except psutil.Error:
            return None
        return process if alive and same else None


def read_record(path: Path) -> Record | None:
    """The record in a file; None if there is none, or only half of one."""
    try:
        return Record(**json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def running(path: Path) -> psutil.Process | None:
    """The process that a record's file names, if it runs."""
    record = read_record(path)
    return record.process() if record else None


def start(command: Command, *, record: Path, log: Path) -> int:
    """Starts a process in a session of its own, its output added to a log; returns its pid.

    Raises:
        NetworkError: if it cannot be started.
    """
    for path in (record, log):
        path.parent.mkdir(parents=True, exist_ok=True)
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    null = os.open(os.devnull, os.O_RDONLY | os.O_CLOEXEC)
    actions = [(os.POSIX_SPAWN_DUP2, null, 0), (os.POSIX_SPAWN_DUP2, output, 1), (os.POSIX_SPAWN_DUP2, output, 2)]
    inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
    environment = inherited | dict(command.environment) | {MARK: str(record)}
    # Fabric CA writes its keys and databases for all to read unless told otherwise.
    mask = os.umask(0o077)
    try:
        pid = os.posix_spawn(command.arguments[0], list(command.arguments), environment, file_actions=actions, setsid=True)
    except OSError as error:
        raise NetworkError(
            "{process} cannot be started: {program}: {reason}", process=command.name, program=command.arguments[0], reason=error
        ) from None
    finally:
        os.umask(mask)
        os.close(output)
        os.close(null)
    _await_program(psutil.Process(pid))
    note = Record(pid, psutil.Process(pid).create_time(), list(command.arguments), command.fingerprint)
    write_public(record, json.dumps(asdict(note), indent=2).encode() + b"\n")
    return pid


def _await_program(process: psutil.Process) -> None:
    # On a busy machine the new process has no command line for a while, and would be taken for a foreign one.
    with contextlib.suppress(psutil.Error):
        while not process.cmdline():
            time.sleep(0.001)


def stop(records: Sequence[Path], *, patience: float = 10.0) -> list[int]:
    """Ends started processes, politely and then by force; returns the pids of those that ran.

    Args:
        records: the records' files, which are deleted.
        patience: seconds that they are given to end by themselves.
    """
    if not records:
        return []
    noted = [process for process in map(running, records) if process is not None]
    processes = list({process.pid: process for process in [*noted, *_marked(records)]}.values())
    _end(processes, patience)
    for record in records:
        record.unlink(missing_ok=True)
    return [process.pid for process in processes]


def _marked(records: Sequence[Path]) -> list[psutil.Process]:
    # A command that is killed between starting a process and noting it leaves one that no record names.
    marks, found = {str(record) for record in records}, []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.environ().get(MARK) in marks:
                found.append(process)
    return found


def _end(processes: Sequence[psutil.Process], patience: float) -> None:
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
    _, alive = psutil.wait_procs(processes, timeout=patience)
    for process in alive:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(alive, timeout=patience)


def _reap(pid: int) -> None:
    # Where the command that started a process still runs (a test, a program), a dead child stays a zombie until asked for.
    with contextlib.suppress(ChildProcessError, OSError):
        os.waitpid(pid, os.WNOHANG)
