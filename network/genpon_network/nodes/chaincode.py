"""The chaincode service of each organisation: what is started, and the environment that it is told its place by."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from genpon_network.nodes.directory import DataDirectory
from genpon_network.topology import ChaincodeNode

NAME = "genpon"


@dataclass(frozen=True, slots=True)
class ChaincodeService:
    """What runs beside the peers.

    Attributes:
        label: the package's label, which the service must agree with.
        name: the chaincode's name in the channel.
        command: the program and its arguments.
        probe: a call that every organisation can endorse at any time, to prove that the network works; it is never submitted.
        ticker: the program that ticks the ledger clock, and its first arguments; it is started once the network is ready.
    """

    label: str
    name: str = NAME
    command: Sequence[str] = (sys.executable, "-m", "genpon_chaincode")
    probe: Sequence[bytes] = (b"clock:read",)
    ticker: Sequence[str] = (sys.executable, "-m", "genpon_network.clock_ticker")


def service_settings(data: DataDirectory, node: ChaincodeNode, package_id: str) -> dict[str, str]:
    """A chaincode service's environment; the names are those of Fabric's own chaincode runtimes."""
    tls = data.node(node.name) / "tls"
    return {
        "CHAINCODE_SERVER_ADDRESS": f"{node.listen}:{node.port}",
        "CHAINCODE_ID": package_id,
        "CORE_CHAINCODE_ID_NAME": package_id,
        "CORE_PEER_LOCALMSPID": node.municipality.msp_id,
        "CHAINCODE_TLS_DISABLED": "false",
        "CHAINCODE_TLS_KEY": str(tls / "key.pem"),
        "CHAINCODE_TLS_CERT": str(tls / "certificate.pem"),
        "CHAINCODE_CLIENT_CA_CERT": str(tls / "ca.pem"),
        "GENPON_CHARTER": str(data.charter),
    }
