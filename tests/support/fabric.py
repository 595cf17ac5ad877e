"""Real Fabric for tests: its daemons, and the official tools as oracles."""

import functools
import os
from pathlib import Path

from genpon_network.errors import NetworkError
from genpon_network.tools import build_tools, require_tools
from genpon_network.tools.build import DAEMONS, ORACLES

EITHER_LEDGER = ("tests/ledger", "tests/scenarios", "tests/chaincode")
"""The suites that run on the embedded ledger and on real Fabric."""


@functools.cache
def why_not() -> str | None:
    """Why tests on real Fabric cannot run here; None if they can. Builds what can be built."""
    try:
        require_tools(os.environ)
    except NetworkError as error:
        return str(error)
    return None


@functools.cache
def required() -> bool:
    """Whether the lack of Fabric is a failure: `GENPON_REQUIRE` names it."""
    return "fabric" in os.environ.get("GENPON_REQUIRE", "").split(",")


@functools.cache
def oracle(name: str) -> Path:
    """An official tool of the pinned release, such as `configtxgen`."""
    built = build_tools(os.environ, report=lambda _line: None, programs=(*DAEMONS, *ORACLES))
    return built.peer.parent / name
