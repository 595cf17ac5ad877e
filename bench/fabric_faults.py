"""How long a process's end is felt on real Fabric: from kill -9 until the next act is acknowledged, or until the process serves again."""

import time
from collections.abc import Callable, Iterator

import psutil

from bench.figures import Figure
from bench.native import processes
from bench.town import Town
from genpon.errors import GenponError
from genpon_network.native.ledger import NativeLedger
from genpon_network.native.status import network_status

OWN = "NagasakiMSP"


def fault_figures(ledger: NativeLedger, town: Town, *, runs: int) -> Iterator[Figure]:
    """Each kind of process is killed once a run."""
    yield Figure("the leading orderer killed, until the next act is acknowledged", "s", tuple(_leader(ledger, town) for _ in range(runs)))
    follows = tuple(_next_act(ledger, town, _orderer(ledger, "follower")) for _ in range(runs))
    yield Figure("an orderer that follows killed, until the next act is acknowledged", "s", follows)
    for name, what in (("peer0.nagasaki", "a peer"), ("chaincode.nagasaki", "a chaincode service")):
        values = tuple(_serves_again(ledger, town, name) for _ in range(runs))
        yield Figure(f"{what} killed, until up has it serve again", "s", values)


def _leader(ledger: NativeLedger, town: Town) -> float:
    return _next_act(ledger, town, _orderer(ledger, "leader"))


def _next_act(ledger: NativeLedger, town: Town, victim: str) -> float:
    """Seconds from the kill to an acknowledgment; afterwards the network is as before, and every orderer has caught up."""
    (act,) = town.requests(1)
    _kill(ledger, victim)
    passed = _until(lambda: town.ledger.submit(act))
    ledger.network.up()
    _until(lambda: _catch_up(ledger, town))
    return passed


def _serves_again(ledger: NativeLedger, town: Town, victim: str) -> float:
    _kill(ledger, victim)
    began = time.perf_counter()
    ledger.network.up()
    _until(lambda: town.ledger._desk.asker.ask_of(OWN, "clock", "read"))
    return time.perf_counter() - began


def _kill(ledger: NativeLedger, name: str) -> None:
    victim = processes(ledger)[name]
    victim.kill()
    psutil.wait_procs([victim])


def _orderer(ledger: NativeLedger, role: str) -> str:
    return next(
        node.name for node in network_status(ledger.data, ledger.consortium) if node.name.startswith("orderer") and node.role == role
    )


def _catch_up(ledger: NativeLedger, town: Town) -> None:
    """An orderer that is a single block behind notices with the next one."""
    town.ledger.submit(*town.requests(1))
    heights = {node.height for node in network_status(ledger.data, ledger.consortium) if node.name.startswith("orderer")}
    if len(heights) != 1 or None in heights:
        raise GenponError("ledger.unreachable")


def _until(attempt: Callable[[], object]) -> float:
    began = time.perf_counter()
    while True:
        try:
            attempt()
        except GenponError:
            time.sleep(0.02)
        else:
            return time.perf_counter() - began
