"""Starts the ledger's chaincode as a service: `python -m genpon_chaincode`.

Environment: `CHAINCODE_ID` (the package id) or `CHAINCODE_ID_FILE` (a file that holds it), `CHAINCODE_SERVER_ADDRESS` (host and port),
`GENPON_CHARTER` (path of the charter), and the rest as in `genpon_chaincode.shim.ChaincodeServer.from_environment`. A service that hangs or
crashes is started again.
"""

import os
import sys
from pathlib import Path

from genpon_chaincode.label import check_label
from genpon_chaincode.server import build
from genpon_chaincode.shim import run
from genpon_chaincode.shim.running import wrong
from genpon_core.errors import Refusal


def main() -> int:
    """Serves until it is told to end; returns the exit code: 2 for a wrong setting."""
    try:
        charter = Path(os.environ["GENPON_CHARTER"]).read_bytes()
        if os.environ.get("CHAINCODE_ID_FILE"):
            os.environ["CHAINCODE_ID"] = Path(os.environ["CHAINCODE_ID_FILE"]).read_text().strip()
        check_label(os.environ["CHAINCODE_ID"], charter)
        chaincode = build(charter)
    except KeyError as missing:
        return wrong(f"set {missing.args[0]}; see python -m pydoc genpon_chaincode.__main__")
    except (OSError, ValueError, Refusal) as error:
        return wrong(str(error))
    return run(chaincode)


if __name__ == "__main__":
    sys.exit(main())
