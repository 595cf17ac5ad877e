"""Blocks of Fabric 3.1.1, recorded from a network with BFT orderers and one with Raft orderers."""

from pathlib import Path

import pytest

RECORDED = Path(__file__).parent / "recorded"


def recorded(name: str) -> bytes:
    return (RECORDED / f"{name}.block").read_bytes()


@pytest.fixture(params=["genesis", "bft", "raft"])
def block_bytes(request: pytest.FixtureRequest) -> bytes:
    return recorded(request.param)
