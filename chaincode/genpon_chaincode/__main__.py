"""Starts the ledger's chaincode as a service: `python -m genpon_chaincode`.

Environment: `CHAINCODE_ID` (the package id), `CHAINCODE_SERVER_ADDRESS` (host and port), `GENPON_CHARTER` (path of the charter), and the
TLS files that the Go and Node runtimes name (`CHAINCODE_TLS_KEY`, `CHAINCODE_TLS_CERT`, `CHAINCODE_CLIENT_CA_CERT`).
"""

import logging
import os
import sys
from pathlib import Path

from genpon_chaincode.label import check_label
from genpon_chaincode.server import build
from genpon_chaincode.shim import ChaincodeServer, TlsConfiguration, serve
from genpon_core.errors import Refusal

_EXHAUSTED = 70


def main() -> int:
    """Serves until it is told to end; returns the exit code: 2 for a wrong setting."""
    logging.basicConfig(level=os.environ.get("GENPON_LOG", "WARNING").upper(), format="%(asctime)s %(levelname)s %(name)s %(message)s")
    try:
        charter = Path(os.environ["GENPON_CHARTER"]).read_bytes()
        check_label(os.environ["CHAINCODE_ID"], charter)
        server = ChaincodeServer(
            build(charter),
            package_id=os.environ["CHAINCODE_ID"],
            address=os.environ["CHAINCODE_SERVER_ADDRESS"],
            tls=TlsConfiguration.from_environment(os.environ),
            on_exhausted=lambda: os._exit(_EXHAUSTED),
        )
    except KeyError as missing:
        return _wrong(f"set {missing.args[0]}; see python -m pydoc genpon_chaincode.__main__")
    except (OSError, ValueError, Refusal) as error:
        return _wrong(str(error))
    serve(server)
    return 0


def _wrong(message: str) -> int:
    sys.stderr.write(f"genpon_chaincode: {message}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
