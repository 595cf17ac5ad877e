"""Which ledger the tests run on."""

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.support.book import card_authority
from tests.support.fabric import EITHER_LEDGER
from tests.support.fabric_consortium import FabricConsortium, fabric_consortium

EMBEDDED = "embedded"
LEFT_OUT = pytest.StashKey[Counter[str]]()
ONLY = {"embedded": "fabric", "real": "embedded"}
"""A marker, and the ledger on which what it marks is left out."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--ledger", choices=["embedded", "fabric"], default=EMBEDDED, help=f"what {' and '.join(EITHER_LEDGER)} run on")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "embedded(reason): does what only the embedded ledger lets a test do")
    config.addinivalue_line("markers", "real(reason): does what only real Fabric offers")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    marker = next(name for name, ledger in ONLY.items() if ledger == config.getoption("--ledger"))
    reasons = {item: f"{marker}: {found.args[0]}" for item in items for found in item.iter_markers(marker)}
    if not reasons:
        return
    config.hook.pytest_deselected(items=list(reasons))
    config.stash[LEFT_OUT] = Counter(f"{item.nodeid.partition('[')[0]}: only {reason}" for item, reason in reasons.items())
    items[:] = [item for item in items if item not in reasons]


@pytest.fixture(scope="session")
def fabric(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FabricConsortium]:
    """The one real network of a session, for all suites that run on it."""
    with fabric_consortium(tmp_path_factory.mktemp("fabric"), card_authority()) as real:
        yield real


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for test, times in config.stash.get(LEFT_OUT, Counter[str]()).items():
        terminalreporter.write_line(f"left out ({times}): {test}")
