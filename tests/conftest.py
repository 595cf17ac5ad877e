"""Which ledger the ledger tests run on."""

from collections import Counter

import pytest

EMBEDDED = "embedded"
LEFT_OUT = pytest.StashKey[Counter[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--ledger", choices=["embedded", "fabric"], default=EMBEDDED, help="the ledger that tests/ledger runs on")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "embedded(reason): does what only the embedded ledger lets a test do")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--ledger") == EMBEDDED:
        return
    reasons = {item: marker.args[0] for item in items for marker in item.iter_markers("embedded")}
    config.hook.pytest_deselected(items=list(reasons))
    config.stash[LEFT_OUT] = Counter(f"{item.nodeid.partition('[')[0]}: {reason}" for item, reason in reasons.items())
    items[:] = [item for item in items if item not in reasons]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for test, times in config.stash.get(LEFT_OUT, Counter[str]()).items():
        terminalreporter.write_line(f"only on the embedded ledger ({times}): {test}")
