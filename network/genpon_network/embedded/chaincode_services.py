"""Chaincode services for an embedded ledger: one per municipality, in this process or in others.

```python
with ChaincodeProcesses("genpon_chaincode.server:build", charter) as services:
    with EmbeddedLedger(DEFAULT_ORGANISATIONS, chaincode_for=services.address, clock=services.clock) as ledger:
        …
```

Chaincode in a process of its own leaves the peers' process its core: an act costs each about the same.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from genpon_chaincode.contractapi import ContractChaincode, SmartContract
from genpon_chaincode.shim import Chaincode, ChaincodeServer
from genpon_network.embedded.chaincode_link import ChaincodeFailure
from genpon_network.embedded.clock import Clock
from genpon_network.embedded.organisations import DEFAULT_ORGANISATIONS
from genpon_network.words import Message

PACKAGE_ID = "embedded:1"
_MSP_IDS = tuple(spec.msp_id for spec in DEFAULT_ORGANISATIONS)


ChaincodeLike = Chaincode | SmartContract | Callable[[], Chaincode | SmartContract]
"""A chaincode or a contract, or what makes one, such as its class."""


def as_chaincode(given: ChaincodeLike) -> Chaincode:
    """The chaincode that a test means."""
    made = given if isinstance(given, SmartContract) or (hasattr(given, "invoke") and not isinstance(given, type)) else given()
    return ContractChaincode([made]) if isinstance(made, SmartContract) else made


class ChaincodeServices(Protocol):
    """Where each organisation's chaincode service is, and the clock they share with the peers."""

    clock: Clock

    def address(self, msp_id: str) -> str:
        """Where an organisation's service listens: host and port, or `unix:` and a path."""

    def __enter__(self) -> Self:
        """Starts the services."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Stops them."""


class ChaincodeThreads:
    """Services in this process; a test can reach into them.

    Args:
        build: makes the chaincode of an organisation, by its MSP id; each gets an object of its own.
        clock: the clock they share with the peers.
    """

    def __init__(self, build: Callable[[str], Chaincode], clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        self._build = build
        self._servers: dict[str, ChaincodeServer] = {}
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stack.close()

    def address(self, msp_id: str) -> str:
        """Host and port of an organisation's service, which is started when first asked for."""
        if msp_id not in self._servers:
            server = ChaincodeServer(self._build(msp_id), package_id=PACKAGE_ID, clock=self.clock.timestamp, peer_msp_id=msp_id)
            server.start()
            self._stack.callback(server.stop)
            self._servers[msp_id] = server
        return self._servers[msp_id].address


class ChaincodeProcesses:
    """Services in child processes, which end with this one.

    Args:
        target: the chaincode's maker, as `module:function`; it takes one argument of bytes.
        argument: that argument, such as the charter.
        organisations: how many organisations there are at the start; one that comes later gets a process of its own.
        processes: how many processes their services are spread over.
    """

    def __init__(self, target: str, argument: bytes = b"", *, organisations: Sequence[str] = _MSP_IDS, processes: int = 1) -> None:
        self._target = target
        self._argument = argument
        self._shares = [organisations[start::processes] for start in range(min(processes, len(organisations)))]
        self._stack = ExitStack()
        self._addresses: dict[str, str] = {}

    def __enter__(self) -> Self:
        self._directory = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="genpon-chaincode-")))
        self.clock = Clock(self._directory / "clock")
        (self._directory / "argument").write_bytes(self._argument)
        try:
            children = [self._start(share) for share in self._shares]
            for share, child in zip(self._shares, children, strict=True):
                self._addresses |= _addresses(share, child)
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stack.close()

    def address(self, msp_id: str) -> str:
        """Where an organisation's service listens: host and port, or `unix:` and a path; one that is new gets a process of its own."""
        if msp_id not in self._addresses:
            self._addresses |= _addresses([msp_id], self._start([msp_id]))
        return self._addresses[msp_id]

    def _start(self, share: Sequence[str]) -> "subprocess.Popen[str]":
        module = "genpon_network.embedded.chaincode_process"
        argument, clock = self._directory / "argument", self._directory / "clock"
        command = [sys.executable, "-m", module, self._target, str(argument), str(clock), *share]
        child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._stack.callback(_end, child)
        return child


def _addresses(share: Sequence[str], child: "subprocess.Popen[str]") -> dict[str, str]:
    line = child.stdout.readline() if child.stdout else ""
    if not line:
        raise ChaincodeFailure(Message("the chaincode's process ended before it served; its message is above"), terminated=True)
    return dict(zip(share, json.loads(line), strict=True))


def _end(child: "subprocess.Popen[str]") -> None:
    """The child ends when its standard input does."""
    if child.stdin:
        child.stdin.close()
    child.wait()
    if child.stdout:
        child.stdout.close()
