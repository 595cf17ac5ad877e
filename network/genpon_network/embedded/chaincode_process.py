"""A child process with chaincode services: `python -m genpon_network.embedded.chaincode_process TARGET ARGUMENT CLOCK MSP_ID …`.

It prints the services' addresses as one line of JSON and ends when its standard input ends, so that it cannot outlive its parent.
"""

import importlib
import json
import os
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path

from genpon_chaincode.shim import Chaincode, ChaincodeServer
from genpon_core.errors import Refusal
from genpon_network.embedded.clock import Clock
from genpon_network.words import Message, said

PACKAGE_ID = "embedded:1"
_LONGEST_PATH = 104


def load(target: str) -> Callable[[bytes], Chaincode]:
    """The function that `module:function` names.

    Raises:
        ValueError: if there is none.
    """
    module, _, name = target.partition(":")
    try:
        found: Callable[[bytes], Chaincode] = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError, ValueError):
        raise ValueError(f"there is no {target!r}; name the chaincode's maker as module:function") from None
    return found


def listening_address(directory: Path, number: int) -> str:
    """Where a service of this process listens: a Unix domain socket, which costs a quarter less than TCP and is its owner's alone.

    Where there are none, or the path is longer than `sockaddr_un` takes, it is a free port of the loopback interface.
    """
    path = directory / f"{os.getpid()}-{number}.sock"
    fits = hasattr(socket, "AF_UNIX") and len(os.fsencode(path)) < _LONGEST_PATH
    return f"unix:{path}" if fits else "127.0.0.1:0"


def main(arguments: list[str]) -> int:
    """Serves until standard input ends."""
    target, argument, clock_path, *organisations = arguments
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    clock = Clock(Path(clock_path))
    try:
        chaincode = load(target)(Path(argument).read_bytes())
    except (ValueError, Refusal) as error:
        sys.stderr.write(f"{said(Message('the chaincode cannot be made: {reason}', reason=error))}\n")
        return 2
    servers = [
        ChaincodeServer(
            chaincode,
            package_id=PACKAGE_ID,
            address=listening_address(Path(clock_path).parent, number),
            clock=clock.timestamp,
            peer_msp_id=msp_id,
        )
        for number, msp_id in enumerate(organisations)
    ]
    sys.stdout.write(json.dumps([server.start() for server in servers]) + "\n")
    sys.stdout.flush()
    sys.stdin.read()
    for server in servers:
        server.stop(0.5)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
