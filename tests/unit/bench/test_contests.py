"""How the benchmarks compare: everybody in every round, and quotients within a round."""

import io
from collections.abc import Callable

import pytest
from rich.console import Console

from bench.rivals.contest import Aim, Contest, hold, print_contests
from bench.rivals.load import Run


@pytest.mark.parametrize(
    ("aim", "quotient", "reached"),
    [
        (Aim("per_second", "node", 1.05), 1.05, True),
        (Aim("per_second", "node", 1.05), 1.04, False),
        (Aim("capacity", "go", 0.9), 0.89, False),
        (Aim("cpu", "go", 1.5), 1.5, True),
        (Aim("cpu", "go", 1.5), 1.51, False),
    ],
)
def test_a_rate_should_be_high_and_processor_time_low(aim: Aim, quotient: float, reached: bool) -> None:
    assert aim.reached(quotient) is reached


def scripted(log: list[str], name: str, rates: list[float]) -> Callable[[], Run]:
    """Runs with these rates, the first of which warms up; each call costs 1 / rate seconds of processor time."""
    given = iter(rates)

    def run() -> Run:
        log.append(name)
        rate = next(given)
        return Run(rate, 1.0, 2.0, 1000 / rate, rate / 2)

    return run


def held(log: list[str]) -> Contest:
    runs = {"go": scripted(log, "go", [1, 100, 50, 400]), "ours": scripted(log, "ours", [9999, 90, 50, 200])}
    contest = Contest("work", runs, {"ours": (Aim("per_second", "go", 0.9), Aim("cpu", "go", 1.05))})
    hold([contest], 3)
    return contest


def test_everybody_is_measured_in_every_round_after_one_that_does_not_count() -> None:
    log: list[str] = []

    contest = held(log)

    assert log == ["go", "ours", "go", "ours", "ours", "go", "go", "ours"]
    assert (contest.median("go", "per_second"), contest.median("ours", "per_second")) == (100, 90)


def test_a_quotient_is_of_one_round_and_the_median_of_all_is_judged() -> None:
    contest = held([])

    assert [(name, aim.rival, values) for name, aim, values in contest.quotients()] == [
        ("ours", "go", (0.9, 1.0, 0.5)),
        ("ours", "go", (pytest.approx(1 / 0.9), 1.0, 2.0)),
    ]
    printed = io.StringIO()
    print_contests([contest], Console(file=printed, width=140))
    outcomes = [[cell.strip() for cell in line.split("|")[1:-1]] for line in printed.getvalue().splitlines() if "ours ÷ go" in line]
    assert outcomes == [
        ["work", "ours ÷ go", "rate", "0.90", "0.50 – 1.00", "≥ 0.9", "reached"],
        ["work", "ours ÷ go", "processor time", "1.11", "1.00 – 2.00", "≤ 1.05", "missed"],
    ]


def test_every_figure_is_told() -> None:
    figures = {figure.name: figure for figure in held([]).figures()}

    assert figures["work: ours, rate"].median == 90
    assert figures["work: go, processor time"].runs == (10, 20, 2.5)
    assert figures["work: go, capacity"].runs == (50, 25, 200)
    assert figures["work: ours ÷ go, rate, aim ≥ 0.9"].runs == (0.9, 1.0, 0.5)
