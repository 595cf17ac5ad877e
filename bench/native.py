"""Real Fabric as plain processes of this machine, and the processor time that each kind of process uses."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psutil

from genpon_network.native.ledger import NativeLedger
from genpon_network.native.processes import running

KINDS: Mapping[str, str] = {"peer0": "peers", "peer1": "peers", "orderer": "orderers", "chaincode": "chaincode", "clock": "clock tickers"}
CLIENT = "client"


@contextmanager
def native_ledger(directory: Path, description: bytes | None = None) -> Iterator[NativeLedger]:
    """Starts a network in a directory, from a consortium file's text or the default, and ends it at last."""
    with NativeLedger(directory, description=description) as ledger:
        yield ledger


def processes(ledger: NativeLedger) -> dict[str, psutil.Process]:
    """Every process of the network that runs, by name."""
    found = {name: running(ledger.data.record(name)) for name in ledger.network.layout.names()}
    return {name: process for name, process in found.items() if process is not None}


def cpu(ledger: NativeLedger) -> Counter[str]:
    """Processor time so far by kind of process, milliseconds; this process is the client."""
    used: Counter[str] = Counter({CLIENT: _milliseconds(psutil.Process(os.getpid()))})
    for name, process in processes(ledger).items():
        used[KINDS[name.partition(".")[0]]] += sum(map(_milliseconds, family(process)))
    return used


def memory(ledger: NativeLedger) -> dict[str, list[float]]:
    """The resident memory of each process in MB, by kind."""
    found: dict[str, list[float]] = {}
    for name, process in processes(ledger).items():
        largest = max(each.memory_info().rss for each in family(process))
        found.setdefault(KINDS[name.partition(".")[0]], []).append(largest / 1e6)
    return found


def family(process: psutil.Process) -> list[psutil.Process]:
    """A process and its children: a chaincode service works in a child of the process that watches it, and shares most of its memory."""
    return [process, *process.children()]


def _milliseconds(process: psutil.Process) -> int:
    times = process.cpu_times()
    return int(1000 * (times.user + times.system))
