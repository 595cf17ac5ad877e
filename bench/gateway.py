"""Our Gateway clients beside the official ones for Go and Node: `python -m bench.gateway`.

Each client is a process of its own. In turn they evaluate and submit on one peer of a real network, whose chaincode is on the Go shim; all
share this machine. What counts is the client's processor time for each call: the rate is the network's.
"""

import argparse
import os
import secrets
import subprocess
import sys
import tempfile
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

from bench.figures import Figure
from bench.rivals.building import build_rivals
from bench.rivals.contest import Aim, Contest, hold, read_options, report
from bench.rivals.load import OURS, LoadProgram, Work, memory, programs
from bench.rivals.network import CHANNEL, bench_network
from genpon_core.fabric.identities import SerializedIdentity
from genpon_core.fabric.protos import gateway
from genpon_network.errors import NetworkError
from genpon_network.nodes.chaincode import NAME

IN_FLIGHT = (1, 32, 128)
CLIENTS = ("go", "node", *OURS)
VALUE = "x" * 100
KEYS = 1 << 16
OPEN_COMMITS = 1000
_AIMS = (Aim("cpu", "go", 1.5), Aim("cpu", "node", 0.3))
_IMPORT = """
import time
began, used = time.perf_counter(), time.process_time()
import genpon.gateway
print(1000 * (time.perf_counter() - began), 1000 * (time.process_time() - used))
"""


def main() -> int:
    """Measures and prints."""
    options = read_options("python -m bench.gateway", "Measures the Gateway clients of Go, Node and ours.")
    try:
        rivals = build_rivals(os.environ, lambda line: print(line, file=sys.stderr))
        commands = programs(rivals, CLIENTS)
        with (
            tempfile.TemporaryDirectory(prefix="genpon-bench-") as temporary,
            bench_network(Path(temporary) / "network", rivals.go / "bin" / "chaincode") as network,
        ):
            member = network.member()
            contests = _measured(commands, member, options)
            figures = [*_memory_figures(commands, member), *_import_figures(options.runs)]
    except NetworkError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    report(contests, figures, as_json=options.json)
    return 0


def _measured(commands: Mapping[str, Sequence[str]], member: Mapping[str, Any], options: argparse.Namespace) -> list[Contest]:
    with ExitStack() as clients:
        loads = {name: clients.enter_context(LoadProgram(command, member)) for name, command in commands.items()}
        contests = _contests(loads, options.size)
        hold(contests, options.runs)
    return contests


def _contests(loads: Mapping[str, LoadProgram], size: int) -> list[Contest]:
    contests = []
    for in_flight in IN_FLIGHT:
        alone = in_flight == 1
        # A lone submit waits out the orderer's batch time.
        work = {
            "evaluate": Work("evaluate", NAME, "nothing", None, KEYS, size // 4 if alone else size, in_flight),
            "submit": Work("submit", NAME, "put", VALUE, KEYS, max(size // 64, 1) if alone else size // 4, in_flight),
        }
        for kind, todo in work.items():
            runs = {name: partial(load.run, todo) for name, load in loads.items()}
            contests.append(Contest(f"{kind}, {in_flight} in flight", runs, dict.fromkeys(OURS, _AIMS)))
    return contests


def _memory_figures(commands: Mapping[str, Sequence[str]], member: Mapping[str, Any]) -> list[Figure]:
    """What each client needs once it has made some calls, and then with many commits that it waits for."""
    requests = [commit_request(member) for _ in range(OPEN_COMMITS)]
    figures = []
    for name, command in commands.items():
        with LoadProgram(command, member) as load:
            some = Work("evaluate", NAME, "nothing", None, KEYS, 200, 8)
            load.run(some)
            before = memory([load.process])
            load.open_commits(requests)
            # They are on their way before these.
            load.run(some)
            still_open = load.open_commits()
            if still_open != OPEN_COMMITS:
                raise NetworkError("{client} waits for {open} commits only, not {all}", client=name, open=still_open, all=OPEN_COMMITS)
            figures.append(Figure(f"memory: {name}", "MB", (before,)))
            figures.append(Figure(f"memory with {OPEN_COMMITS:,} open commits: {name}", "MB", (memory([load.process]),)))
    return figures


def commit_request(member: Mapping[str, Any]) -> str:
    """A question for a transaction that will never come, as the official clients restore it, in base64."""
    creator = SerializedIdentity(member["msp_id"], member["certificate"].encode()).to_bytes()
    request = gateway.CommitStatusRequest(transaction_id=secrets.token_hex(32), channel_id=CHANNEL, identity=creator)
    return b64encode(gateway.SignedCommitStatusRequest(request=request.SerializeToString()).SerializeToString()).decode()


def _import_figures(runs: int) -> Iterator[Figure]:
    command = [sys.executable, "-c", _IMPORT]
    taken = [subprocess.run(command, capture_output=True, check=True, text=True).stdout.split() for _ in range(2 * runs)]
    for name, milliseconds in zip(("time", "processor time"), zip(*taken, strict=True), strict=True):
        yield Figure(f"import of genpon.gateway, {name}, aim ≤ 300", "ms", tuple(map(float, milliseconds)))


if __name__ == "__main__":
    sys.exit(main())
