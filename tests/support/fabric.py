"""Real Fabric for tests: its daemons, and the official tools as oracles."""

import functools
import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from genpon_network.errors import NetworkError
from genpon_network.tools import build_tools, require_ca_server, require_tools
from genpon_network.tools.build import DAEMONS, ORACLES

EITHER_LEDGER = ("tests/ledger", "tests/scenarios", "tests/chaincode")
"""The suites that run on the embedded ledger and on real Fabric."""

WITHOUT_DOMAIN = ("tests/scenarios", "tests/chaincode")
"""Those of them that are about the Gateway client and the chaincode runtime, which serve an older release of Fabric too."""


@functools.cache
def why_not() -> str | None:
    """Why tests on real Fabric cannot run here; None if they can. Builds what can be built."""
    try:
        require_tools(os.environ)
    except NetworkError as error:
        return str(error)
    return None


@functools.cache
def why_no_ca() -> str | None:
    """Why tests with Fabric CA cannot run here; None if they can. Builds what can be built."""
    try:
        require_ca_server(os.environ)
    except NetworkError as error:
        return str(error)
    return None


@functools.cache
def oracle(name: str) -> Path:
    """An official tool of the pinned release, such as `configtxgen`."""
    built = build_tools(os.environ, report=lambda _line: None, programs=(*DAEMONS, *ORACLES))
    return built.peer.parent / name


def proto_decode(kind: str, data: bytes) -> Any:
    """What Fabric's `configtxlator` makes of a message, such as a `common.Block`."""
    with tempfile.NamedTemporaryFile() as message:
        message.write(data)
        message.flush()
        command = [oracle("configtxlator"), "proto_decode", "--type", kind, "--input", message.name]
        return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
