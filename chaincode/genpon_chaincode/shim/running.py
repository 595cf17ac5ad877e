"""Starting a chaincode service: `run` with everything from the environment, `serve` with a server of one's own."""

import logging
import os
import signal
import sys
import threading
from typing import Any

from genpon_chaincode.shim.chaincode import Chaincode
from genpon_chaincode.shim.server import ChaincodeServer
from genpon_chaincode.shim.supervision import give_up, serving, supervised

WRONG_SETTING = 2
_LEVELS = {"DEBUG": "DEBUG", "INFO": "INFO", "ERROR": "ERROR", "CRITICAL": "CRITICAL"}


def run(chaincode: Chaincode, **options: Any) -> int:
    """Serves a chaincode as the environment says until SIGTERM or SIGINT, and starts it again when it hangs or crashes.

    Args:
        chaincode: what works on the transactions.
        options: of `ChaincodeServer`; each goes before the environment.

    Returns:
        The exit code: 2 for a wrong setting, of which one line is written to standard error.
    """
    configure_logging()

    def work() -> int:
        try:
            server = ChaincodeServer.from_environment(chaincode, os.environ, **({"on_exhausted": give_up} | options))
        except (OSError, ValueError) as error:
            return wrong(str(error))
        serve(server)
        return 0

    return supervised(work)


def serve(server: ChaincodeServer) -> None:
    """Serves until SIGTERM or SIGINT, then lets what is running end and returns."""
    asked = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked.set())
    server.start()
    serving()
    asked.wait()
    server.stop()


def configure_logging() -> None:
    """Logs to standard error, at the level that `CORE_CHAINCODE_LOGGING_LEVEL` names; warnings and worse without it."""
    wanted = os.environ.get("CORE_CHAINCODE_LOGGING_LEVEL", "").upper()
    logging.basicConfig(level=_LEVELS.get(wanted, "WARNING"), format="%(asctime)s %(levelname)s %(name)s %(message)s")


def wrong(message: str) -> int:
    """Writes one line about a wrong setting, and gives the exit code for it."""
    sys.stderr.write(f"chaincode: {message}\n")
    return WRONG_SETTING
