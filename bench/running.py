"""The embedded ledger in a process of its own, as `genpon-network dev` runs it, and the processor time that its processes use."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from genpon_core.charters import Charter, read_charter
from genpon_network.founding import administrator_path


@dataclass(frozen=True, slots=True)
class Cpu:
    """Processor time so far, seconds: of this process (the client), the peers', and the chaincode services'."""

    client: float
    peers: float
    chaincode: float

    def since(self, earlier: "Cpu") -> "Cpu":
        """What was used between two moments."""
        return Cpu(self.client - earlier.client, self.peers - earlier.peers, self.chaincode - earlier.chaincode)

    def each(self, count: int) -> "Cpu":
        """The share of one of so many."""
        return Cpu(self.client / count, self.peers / count, self.chaincode / count)


@dataclass(frozen=True, slots=True)
class Running:
    """A running ledger.

    Attributes:
        directory: its keys and profiles.
        description: what `genpon-network dev --json` says about it.
        process: the one that holds the peers.
    """

    directory: Path
    description: dict[str, Any]
    process: psutil.Process

    def profile(self, msp_id: str) -> Path:
        """The connection profile of an organisation."""
        return next(Path(item["profile"]) for item in self.description["organisations"] if item["msp_id"] == msp_id)

    @property
    def charter(self) -> Charter:
        """The founding agreement."""
        return read_charter((self.directory / "charter.json").read_bytes())

    def administrator(self, code: str) -> Path:
        """The file of a municipality's first administrator key."""
        return administrator_path(self.directory, code, 1)

    def cpu(self) -> Cpu:
        """The processor time that was used so far."""
        return Cpu(_used(psutil.Process()), _used(self.process), sum(_used(child) for child in self.process.children()))


@contextmanager
def running_ledger(directory: Path) -> Iterator[Running]:
    """Starts the ledger in a directory and ends it at last."""
    command = [str(Path(sys.executable).with_name("genpon-network")), "dev", "--dir", str(directory), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Running(directory, _description(process), psutil.Process(process.pid))
        finally:
            process.terminate()


def _description(process: subprocess.Popen[str]) -> dict[str, Any]:
    """The one JSON object that is printed when the ledger is ready, over several lines."""
    assert process.stdout is not None  # noqa: S101 - it is a pipe
    text = ""
    for line in process.stdout:
        text += line
        if line.startswith("}"):
            break
    described: dict[str, Any] = json.loads(text)
    return described


def _used(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
