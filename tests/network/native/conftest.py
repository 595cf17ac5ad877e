"""Tests on real Fabric run wherever its binaries are there or can be built."""

import pytest

from tests.support.fabric import required, why_not


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    wanting = [item for item in items if item.get_closest_marker("fabric")]
    if not wanting or why_not() is None:
        return
    if required():
        raise pytest.UsageError(f"GENPON_REQUIRE=fabric, but {why_not()}")
    config.hook.pytest_deselected(items=wanting)
    items[:] = [item for item in items if item not in wanting]
