"""Orderers that do not catch up are started again once; then it is told."""

from collections.abc import Sequence
from typing import Any

import pytest

from genpon_network.errors import UnreachableError
from genpon_network.nodes import heights
from genpon_network.nodes.chaincode import ChaincodeService
from genpon_network.nodes.heights import Heights
from genpon_network.topology import Layout, OrdererNode, default_consortium

CONSORTIUM = default_consortium()
LAYOUT = Layout.of(CONSORTIUM)


class Orderers:
    """What orderers say of their heights: one is behind until it has been started again, or for ever."""

    def __init__(self, *, cured: bool) -> None:
        self.cured, self.started = cured, list[str]()

    def participation(self, orderer: OrdererNode) -> Any:
        behind = orderer.name == "orderer.toda" and not (self.cured and self.started)
        return Answer(7 if behind else 9)

    def start_again(self, orderers: Sequence[OrdererNode]) -> None:
        self.started.extend(orderer.name for orderer in orderers)


class Answer:
    def __init__(self, height: int) -> None:
        self.height = height

    def channel(self, _name: str) -> dict[str, int]:
        return {"height": self.height}


@pytest.fixture(autouse=True)
def without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heights, "_EACH", 0.0)
    monkeypatch.setattr(heights, "_LONG", 0.0)
    monkeypatch.setattr(Heights, "_record_nothing", lambda _self: None)


def settle(orderers: Orderers) -> None:
    Heights(orderers, CONSORTIUM, LAYOUT, ChaincodeService("label"), orderers.start_again).settle(LAYOUT.orderers)  # type: ignore[arg-type]


def test_one_that_does_not_catch_up_is_started_again() -> None:
    orderers = Orderers(cured=True)

    settle(orderers)

    assert orderers.started == ["orderer.toda"]


def test_one_that_does_not_catch_up_then_either_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    orderers = Orderers(cured=False)
    monkeypatch.setattr(heights, "PATIENCE", 0.3)

    with pytest.raises(UnreachableError, match=r"^orderer\.toda does not catch up; look at its log$"):
        settle(orderers)

    assert orderers.started == ["orderer.toda"]
