"""Which ledger the tests run on, and what is left out where a machine lacks what they need."""

import os
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.support.book import card_authority
from tests.support.fabric import EITHER_LEDGER
from tests.support.fabric_consortium import FabricConsortium, fabric_consortium
from tests.support.needs import NEEDS, required
from tests.support.older_fabric import older_consortium

EMBEDDED = "embedded"
LEFT_OUT = pytest.StashKey[Counter[str]]()
LACKING = pytest.StashKey[list[str]]()
REAL = {"fabric": fabric_consortium, "fabric25": older_consortium}
"""What makes a real network of a release of Fabric."""
OF_OTHERS = {EMBEDDED: ("real",), "fabric": ("embedded",), "fabric25": ("embedded", "newer")}
"""The markers of what a ledger leaves to others."""


def pytest_addoption(parser: pytest.Parser) -> None:
    suites = " and ".join(EITHER_LEDGER)
    parser.addoption("--ledger", choices=[EMBEDDED, *REAL], default=EMBEDDED, help=f"what {suites} run on")


def pytest_configure(config: pytest.Config) -> None:
    # Every chaincode that a test runs, in this process or in one of its own, must do the same twice.
    os.environ["CHAINCODE_CHECK_DETERMINISM"] = "true"
    # Whatever language the machine speaks; tests of Japanese choose it.
    os.environ["GENPON_LANG"] = "en"
    # How long an example takes says something about the machine's other work only.
    settings.register_profile("genpon", deadline=None)
    settings.load_profile("genpon")
    config.addinivalue_line("markers", "embedded(reason): does what only the embedded ledger lets a test do")
    config.addinivalue_line("markers", "real(reason): does what only real Fabric offers")
    config.addinivalue_line("markers", "newer(reason): does what Fabric 2.5 does not offer")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    _leave_out_what_cannot_run(config, items)
    _leave_out_what_the_other_ledger_does(config, items)


def _leave_out_what_cannot_run(config: pytest.Config, items: list[pytest.Item]) -> None:
    config.stash[LACKING] = []
    for need, why_not in NEEDS.items():
        wanting = [item for item in items if item.get_closest_marker(need)]
        reason = why_not() if wanting else None
        if reason is None:
            continue
        if required(need):
            raise pytest.UsageError(f"GENPON_REQUIRE={need}, but {reason}")
        config.hook.pytest_deselected(items=wanting)
        config.stash[LACKING].append(f"LEFT OUT: {len(wanting)} tests that need {need}: {reason}")
        items[:] = [item for item in items if item not in wanting]


def _leave_out_what_the_other_ledger_does(config: pytest.Config, items: list[pytest.Item]) -> None:
    markers = OF_OTHERS[config.getoption("--ledger")]
    reasons = {item: f"{found.name}: {found.args[0]}" for item in items for name in markers for found in item.iter_markers(name)}
    if not reasons:
        return
    config.hook.pytest_deselected(items=list(reasons))
    config.stash[LEFT_OUT] = Counter(f"{item.nodeid.partition('[')[0]}: only {reason}" for item, reason in reasons.items())
    items[:] = [item for item in items if item not in reasons]


@pytest.fixture(scope="session")
def fabric(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FabricConsortium]:
    """The one real network of a session, for all suites that run on it."""
    with REAL[request.config.getoption("--ledger")](tmp_path_factory.mktemp("fabric"), card_authority()) as real:
        yield real


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for line in config.stash.get(LACKING, []):
        terminalreporter.write_line(line)
    for test, times in config.stash.get(LEFT_OUT, Counter[str]()).items():
        terminalreporter.write_line(f"left out ({times}): {test}")
