"""Our chaincode runtime beside the official ones for Go and Node: `python -m bench.chaincode`.

One peer of a real network has the three chaincodes, each a service of its own with the same functions; the official Go client evaluates
them in turn. All share this machine. Go is the bare shim, Node and ours are contracts.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from bench.figures import Figure
from bench.rivals.building import Rivals, build_rivals
from bench.rivals.contest import Aim, Contest, hold, read_options, report
from bench.rivals.load import LoadProgram, Run, Work, memory, programs
from bench.rivals.network import BenchNetwork, bench_network
from genpon_network.errors import NetworkError
from genpon_network.nodes.chaincode import NAME

IN_FLIGHT = (1, 32, 128)
CHAINCODES = {"go": NAME, "node": "node", "ours": "ours"}
VALUE = "x" * 100
KEYS = 256
BATCHED = "ours, batched"
_RATES = ("per_second", "capacity")
"""Both are held to the aims: the rate that was seen, which is luck on a busy machine, and the capacity, which is hardly touched."""
_AIMS = (*(Aim(rate, rival, limit) for rate in _RATES for rival, limit in (("node", 1.05), ("go", 0.9))), Aim("cpu", "node", 1.0))
_AIMS_BATCHED = (*(Aim(rate, "go", 1.0) for rate in _RATES), Aim("cpu", "node", 1.0))
_PROGRAM = Path(__file__).parent / "rivals" / "python" / "chaincode.py"


def main() -> int:
    """Measures and prints."""
    options = read_options("python -m bench.chaincode", "Measures the chaincode runtimes of Go, Node and ours.")
    try:
        rivals = build_rivals(os.environ, lambda line: print(line, file=sys.stderr))
        with _running(rivals) as (network, load):
            contests = _contests(network, load, options.size)
            hold(contests, options.runs)
            sizes = [Figure(f"memory: {name}", "MB", (memory(network.service(chaincode)),)) for name, chaincode in CHAINCODES.items()]
    except NetworkError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    report(contests, sizes, as_json=options.json)
    return 0


@contextmanager
def _running(rivals: Rivals) -> Iterator[tuple[BenchNetwork, LoadProgram]]:
    with (
        tempfile.TemporaryDirectory(prefix="genpon-bench-") as temporary,
        bench_network(Path(temporary) / "network", rivals.go / "bin" / "chaincode") as network,
    ):
        network.deploy(CHAINCODES["node"], rivals.node_service())
        network.deploy(CHAINCODES["ours"], [sys.executable, str(_PROGRAM)])
        with LoadProgram(programs(rivals, ["go"])["go"], network.member()) as load:
            _fill(load)
            yield network, load


def _fill(load: LoadProgram) -> None:
    """Writes what is read later."""
    for chaincode in CHAINCODES.values():
        load.run(Work("submit", chaincode, "some", VALUE, KEYS, KEYS, 64))


def _contests(network: BenchNetwork, load: LoadProgram, size: int) -> list[Contest]:
    def evaluate(name: str, function: str, value: str | None, in_flight: int) -> Run:
        chaincode = CHAINCODES[name]
        count = size if in_flight > 1 else size // 4
        return load.run(Work("evaluate", chaincode, function, value, KEYS, count, in_flight), network.service(chaincode), network.daemons())

    contests = []
    for in_flight in IN_FLIGHT:
        nothing = {name: partial(evaluate, name, "nothing", None, in_flight) for name in CHAINCODES}
        some = {name: partial(evaluate, name, "some", VALUE, in_flight) for name in CHAINCODES}
        some |= {f"{name}, batched": partial(evaluate, name, "batched", VALUE, in_flight) for name in ("go", "ours")}
        contests.append(Contest(f"nothing, {in_flight} in flight", nothing, {"ours": _AIMS}))
        aims = {"ours": _AIMS, BATCHED: _AIMS_BATCHED}
        contests.append(Contest(f"2 reads and 3 writes, {in_flight} in flight", some, aims))
    return contests


if __name__ == "__main__":
    sys.exit(main())
