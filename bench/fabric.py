"""Measures real Fabric, four municipalities on this machine: `python -m bench.fabric`; twelve with `--prefecture`.

Everything shares one machine: this process is the client, beside it run peers, BFT orderers, chaincode services and clock tickers.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import psutil

from bench.fabric_acts import acts_figures, evaluate_figures, lone_figures, step_figures
from bench.fabric_faults import fault_figures
from bench.figures import Figure, timed
from bench.native import memory, native_ledger, processes
from bench.report import print_json, print_table
from bench.town import open_town
from genpon_network.native.ledger import NativeLedger
from genpon_network.topology.loading import example


def main() -> int:
    """Measures and prints."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="genpon-bench-") as temporary:
        figures = []
        measured = _prefecture(Path(temporary), options.runs) if options.prefecture else _four_cities(Path(temporary), options)
        for figure in measured:
            figures.append(figure)
            if not options.json:
                sys.stderr.write(f"{figure.name}: {figure.median:.1f} {figure.unit}\n")
    (print_json if options.json else print_table)(figures)
    return 0


def _four_cities(folder: Path, options: argparse.Namespace) -> Iterator[Figure]:
    yield from _start_figures(folder, options.runs)
    with native_ledger(folder / "network") as ledger:
        town = open_town(ledger, folder)
        yield from lone_figures(town, runs=options.runs)
        yield from evaluate_figures(ledger, town, runs=options.runs, size=options.size)
        yield from acts_figures(ledger, town, runs=options.runs, size=options.size)
        for kind, values in memory(ledger).items():
            yield Figure(f"memory of each process: {kind}", "MB", tuple(values))
        yield from fault_figures(ledger, town, runs=options.runs)


def _prefecture(folder: Path, runs: int) -> Iterator[Figure]:
    ledger = NativeLedger(folder / "network", description=example("prefecture.yaml"))
    yield Figure("twelve municipalities, from nothing to ready", "s", (timed(ledger.__enter__),))
    try:
        town = open_town(ledger, folder)
        yield from step_figures(town, runs=runs)
    finally:
        ledger.__exit__(None, None, None)


def _start_figures(folder: Path, runs: int) -> Iterator[Figure]:
    first, second, after_kill = [], [], []
    for run in range(runs):
        ledger = NativeLedger(folder / f"start-{run}")
        with ExitStack() as ending:
            first.append(timed(partial(ending.enter_context, ledger)))
            second.append(timed(ledger.network.up))
            killed = [*processes(ledger).values()]
            for process in killed:
                process.kill()
            psutil.wait_procs(killed)
            after_kill.append(timed(ledger.network.up))
    yield Figure("up, from nothing to ready", "s", tuple(first))
    yield Figure("up a second time", "s", tuple(second))
    yield Figure("up after kill -9 of everything", "s", tuple(after_kill))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.fabric", description="Measures real Fabric on this machine.")
    parser.add_argument("--runs", type=int, default=3, help="how often each figure is measured; the median counts")
    parser.add_argument("--size", type=int, default=256, help="acts or questions of one run at most")
    parser.add_argument(
        "--prefecture", action="store_true", help="one contract after another among twelve municipalities, and nothing else"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
