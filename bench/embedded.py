"""Measures the embedded ledger with three endorsers, and what runs without a ledger: `python -m bench.embedded`.

Everything shares one machine: this process is the client, a second one holds the peers and the ordering, a third one the chaincode
services of all municipalities. Each figure is the median of several runs.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.acts import acts_figures, evaluate_figures
from bench.figures import Figure
from bench.local import decision_figures, hashing_figures, memory_figures, offline_figures, signature_figures
from bench.report import print_json, print_table
from bench.running import running_ledger
from bench.town import open_town


def main() -> int:
    """Measures and prints."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="genpon-bench-") as temporary:
        figures = []
        for figure in _measure(Path(temporary), runs=options.runs, size=options.size):
            figures.append(figure)
            if not options.json:
                sys.stderr.write(f"{figure.name}: {figure.median:.1f} {figure.unit}\n")
    (print_json if options.json else print_table)(figures)
    return 0


def _measure(folder: Path, *, runs: int, size: int) -> Iterator[Figure]:
    yield from hashing_figures(folder, runs=runs)
    yield from memory_figures(folder)
    yield from signature_figures(runs=runs)
    with running_ledger(folder / "ledger") as running:
        town = open_town(running, folder)
        (contract,) = town.new_contracts(1)
        town.conclude(contract)
        yield from decision_figures(town, contract, runs=runs)
        yield from offline_figures(town, contract, folder, runs=runs)
        yield from evaluate_figures(town, contract, runs=runs, size=size)
        yield from acts_figures(running, town, runs=runs, size=size)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.embedded", description="Measures the embedded ledger.")
    parser.add_argument("--runs", type=int, default=3, help="how often each figure is measured; the median counts")
    parser.add_argument("--size", type=int, default=200, help="acts or questions of one run at most")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
