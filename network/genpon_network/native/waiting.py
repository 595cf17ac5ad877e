"""Whether the processes of a starting network are alive, and what one said that is not."""

from pathlib import Path

import psutil

from genpon_network.errors import NetworkError, UnreachableError
from genpon_network.native.processes import running
from genpon_network.words import Message


def check_alive(name: str, record: Path, log: Path) -> None:
    """Checks that a process runs.

    Raises:
        NetworkError: if it has ended, with the last thing it said.
        UnreachableError: if it is halted.
    """
    process = running(record)
    if process is None:
        raise NetworkError("{name} has ended: {last} (all of it in {log})", name=name, last=last_words(log), log=log)
    check_goes_on(name, process)


def check_goes_on(name: str, process: psutil.Process) -> None:
    """Checks that nobody has halted a process (SIGSTOP): it is there, and does nothing.

    Raises:
        UnreachableError: if somebody has.
    """
    try:
        halted = process.status() == psutil.STATUS_STOPPED
    except psutil.NoSuchProcess:
        return
    if halted:
        raise UnreachableError(
            "{name} does not answer: somebody has halted process {pid}; kill -CONT {pid} lets it go on", name=name, pid=process.pid
        )


def last_words(log: Path) -> str:
    """The line of a log that tells best why a process ended: the last panic, error or exception, else the last line."""
    try:
        lines = [line.strip() for line in log.read_text(errors="replace")[-20_000:].splitlines() if line.strip()]
    except OSError:
        return Message("it has no log")
    # Fabric CA says what is wrong, and then how it is called, in seventy lines.
    plain = [line for line in lines if line.startswith("Error: ")]
    telling = plain or [line for line in lines if any(word in line.lower() for word in ("panic:", "panic ", "error", "fatal", "refus"))]
    if not lines:
        return Message("it said nothing")
    return (telling or lines)[-1][:300]
