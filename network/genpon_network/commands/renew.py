"""`genpon-network renew`: certificates are renewed before they expire, one process after another."""

import os
from typing import Annotated

import typer

from genpon_chaincode.label import package_label
from genpon_network.commands.options import Data, Json
from genpon_network.commands.output import Progress, guarded, print_json
from genpon_network.native.exchanging import native_renewing
from genpon_network.native.network import NativeNetwork
from genpon_network.native.opening import open_network
from genpon_network.nodes.chaincode import ChaincodeService
from genpon_network.nodes.directory import DataDirectory
from genpon_network.tools import require_tools

Names = Annotated[
    list[str], typer.Argument(help="Processes, such as peer0.toda; or a municipality, such as toda, for its administrator's certificates.")
]
NewKey = Annotated[
    bool, typer.Option("--new-key", help="For new keys: the old ones are lost, or known to others. Revoke the old certificate then.")
]


def register(app: typer.Typer) -> None:
    """Adds the command to the application."""
    app.command(epilog="Example: genpon-network renew toda peer0.toda orderer.toda")(guarded(renew))


def renew(*, names: Names, data: Data, new_key: NewKey = False, as_json: Json = False) -> None:
    """Gets processes newer certificates for their keys, and starts them again one after another; the ledger goes on."""
    directory = DataDirectory(data.absolute())
    with Progress(quiet=as_json) as progress, directory.locked():
        consortium = open_network(directory)
        service = ChaincodeService(package_label(directory.charter.read_bytes()))
        network = NativeNetwork(directory, consortium, require_tools(os.environ), service, progress.step)
        native_renewing(network, progress.step).renew(list(dict.fromkeys(names)), new_key=new_key)
    if as_json:
        print_json({"renewed": list(dict.fromkeys(names)), "seconds": progress.seconds})
