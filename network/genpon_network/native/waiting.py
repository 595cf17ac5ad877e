"""Whether the processes of a starting network are alive, and what one said that is not."""

from pathlib import Path

from genpon_network.errors import NetworkError
from genpon_network.native.processes import running
from genpon_network.words import Message


def check_alive(name: str, record: Path, log: Path) -> None:
    """Checks that a process runs.

    Raises:
        NetworkError: if it has ended, with the last thing it said.
    """
    if running(record) is None:
        raise NetworkError("{name} has ended: {last} (all of it in {log})", name=name, last=last_words(log), log=log)


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
