"""Which ledger the ledger tests run on."""

import pytest

EMBEDDED = "embedded"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--ledger", choices=["embedded", "fabric"], default=EMBEDDED, help="the ledger that tests/ledger runs on")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "embedded: does what only the embedded ledger lets a test do")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--ledger") == EMBEDDED:
        return
    elsewhere = [item for item in items if item.get_closest_marker("embedded")]
    config.hook.pytest_deselected(items=elsewhere)
    items[:] = [item for item in items if item not in elsewhere]
