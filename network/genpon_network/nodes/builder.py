"""The external builder by which a peer takes a chaincode service: three small commands, and what the peer needs to connect.

Fabric documentation, "External builders and launchers" and "Running chaincode as an external service". The package is the same for every
organisation; here each peer adds its own address, certificates and key, from a directory that the builder is told by its environment.
"""

import json
import os
from pathlib import Path

from genpon_network.files import write_private
from genpon_network.topology import ChaincodeNode
from genpon_network.x509_issuing import Enrolment

NAME = "genpon_ccaas"
CONNECTIONS = "GENPON_CHAINCODE_CONNECTIONS"
"""The environment variable that names a peer's directory of connections, one file per package label."""

_DETECT = """#!/bin/sh
# detect SOURCE METADATA: ours if the package is of type ccaas
exec grep -q '"type":"ccaas"' "$2/metadata.json"
"""
_BUILD = f"""#!/bin/sh
# build SOURCE METADATA OUTPUT: this peer's connection for the package's label
set -eu
label=$(sed -n 's/.*"label":"\\([A-Za-z0-9_.+-]*\\)".*/\\1/p' "$2/metadata.json")
if [ ! -f "${CONNECTIONS}/$label.json" ]; then
  echo "this peer has no connection for chaincode $label" >&2
  exit 1
fi
cp "${CONNECTIONS}/$label.json" "$3/connection.json"
"""
_RELEASE = """#!/bin/sh
# release BUILD RELEASE: where the peer reads how to connect
set -eu
mkdir -p "$2/chaincode/server"
cp "$1/connection.json" "$2/chaincode/server/connection.json"
"""


def write_builder(directory: Path) -> None:
    """Writes the three commands into `bin/` of a directory."""
    (directory / "bin").mkdir(parents=True, exist_ok=True)
    for name, text in (("detect", _DETECT), ("build", _BUILD), ("release", _RELEASE)):
        command = directory / "bin" / name
        command.write_text(text)
        command.chmod(0o755)


def builder_setting(directory: Path) -> str:
    """The peer's setting `chaincode.externalBuilders`."""
    return json.dumps([{"name": NAME, "path": str(directory), "propagateEnvironment": [CONNECTIONS]}])


def write_connection(directory: Path, label: str, service: ChaincodeNode, tls: Enrolment, tls_ca_pem: bytes) -> None:
    """Writes how one peer reaches its organisation's chaincode service, by mutual TLS.

    Args:
        directory: the peer's directory of connections.
        label: the package's label.
        service: the chaincode service.
        tls: the peer's TLS certificate and key, used as client.
        tls_ca_pem: the organisation's TLS CA.
    """
    directory.mkdir(parents=True, exist_ok=True)
    connection = {
        "address": service.inside_address,
        "domain": service.inside,
        "dial_timeout": "5s",
        "tls_required": True,
        "client_auth_required": True,
        "root_cert": tls_ca_pem.decode(),
        **_client(tls),
    }
    write_private(directory / f"{label}.json", json.dumps(connection).encode())


def renew_built(ledger: Path, tls: Enrolment) -> None:
    """Puts a peer's newer TLS certificate into the connections that it has built, which it would go on using.

    Args:
        ledger: what the peer stores.
        tls: its TLS certificate and key.
    """
    for path in ledger.glob("externalbuilder/builds/*/release/chaincode/server/connection.json"):
        before = path.stat()
        write_private(path, json.dumps(json.loads(path.read_bytes()) | _client(tls)).encode())
        # The peer's still, whoever does this for it.
        os.chown(path, before.st_uid, before.st_gid)


def _client(tls: Enrolment) -> dict[str, str]:
    return {"client_key": tls.private_key_pem.decode(), "client_cert": tls.certificate_pem.decode()}
