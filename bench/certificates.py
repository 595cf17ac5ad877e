"""Measures credentials without a ledger, beside the reference implementation `sd-jwt`: `python -m bench.certificates`.

With `--ledger` what a ledger has to do with them is measured instead.

Everything is measured by the processor time of one core, all of it in turn within each run: other work on the machine disturbs rates, but
much less the shares of one run.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from bench.certificate_work import OursIssued, OursShown, TheirsIssued, TheirsShown, sizes
from bench.certificates_on_ledger import ledger_figures
from bench.figures import Figure
from bench.report import print_json, print_table

ISSUE_AIM, VERIFY_AIM = 10_000, 5_000
Work = tuple[Callable[[], object], int]
"""What to do, and of how many credentials it is."""


def main() -> int:
    """Measures and prints."""
    options = _options()
    if options.ledger is None:
        figures = [*_rates(options.runs, options.size), *(Figure(name, unit, (value,)) for name, unit, value in sizes())]
    else:
        with tempfile.TemporaryDirectory(prefix="genpon-bench-") as temporary:
            figures = list(ledger_figures(options.ledger, Path(temporary), runs=options.runs, size=options.size))
    (print_json if options.json else print_table)(figures)
    return 0


def _rates(runs: int, size: int) -> Iterator[Figure]:
    issuing, showing = OursIssued.of(size), OursShown.of(max(size // 5, 1))
    their_issuing, their_showing = TheirsIssued.of(max(size // 5, 1)), TheirsShown.of(showing)
    work: Mapping[str, Work] = {
        "sign": (issuing.sign_only, size),
        "issue": (issuing.issue, size),
        "office": (issuing.issue_by_the_office, size),
        "their issue": (their_issuing.issue, their_issuing.size),
        "verify": (showing.verify_signatures, showing.size),
        "open": (showing.open, showing.size),
        "whole": (showing.verify, showing.size),
        "their open": (their_showing.open, showing.size),
    }
    measured = {name: tuple(rates) for name, rates in zip(work, zip(*(_run(work) for _ in range(runs)), strict=True), strict=True)}
    yield Figure("ES256 signature alone", "per s", measured["sign"])
    yield Figure("issue: claims hidden, signed, Merkle tree and all proofs", "per s", measured["issue"], ISSUE_AIM)
    yield Figure("the same by the office: schema and places in a status list too", "per s", measured["office"])
    yield Figure("issue with sd-jwt, no tree", "per s", measured["their issue"])
    yield _share("issue against the signature alone", measured["issue"], measured["sign"])
    yield _share("issue against sd-jwt", measured["issue"], measured["their issue"])
    yield Figure("the two signatures of a presentation alone", "per s", measured["verify"])
    yield Figure("open: both signatures, disclosures, holder's key", "per s", measured["open"], VERIFY_AIM)
    yield Figure("verify: place in the batch, type and schema too", "per s", measured["whole"])
    yield Figure("open with sd-jwt", "per s", measured["their open"])
    yield _share("open against its two signatures alone", measured["open"], measured["verify"])
    yield _share("open against sd-jwt", measured["open"], measured["their open"])


def _run(work: Mapping[str, Work]) -> list[float]:
    """How many credentials of each kind one core does in a second of its time."""
    return [_rate(*one) for one in work.values()]


def _rate(do: Callable[[], object], count: int) -> float:
    began = time.process_time()
    do()
    return count / (time.process_time() - began)


def _share(name: str, ours: Sequence[float], other: Sequence[float]) -> Figure:
    return Figure(name, "%", tuple(100 * one / two for one, two in zip(ours, other, strict=True)))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.certificates", description="Measures credentials, without a ledger or on one.")
    parser.add_argument("--runs", type=int, default=7, help="how often each figure is measured; the median counts")
    parser.add_argument("--size", type=int, default=2000, help="how many credentials a batch has")
    parser.add_argument("--ledger", choices=["embedded", "fabric"], help="measure issuing, statuses and verification on such a ledger")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
