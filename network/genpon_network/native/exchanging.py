"""How plain processes take up newer certificates: one is ended and started again at a time."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from genpon_network.native.network import NativeNetwork
from genpon_network.native.processes import stop
from genpon_network.nodes.renewal import Node
from genpon_network.nodes.renewing import Renewing
from genpon_network.topology import OrdererNode, PeerNode
from genpon_network.words import Message, Report


@dataclass(frozen=True, slots=True)
class NativeProcesses:
    """The processes of a native network, as `Renewing` starts them again.

    Attributes:
        network: the network.
        report: told one line per step.
    """

    network: NativeNetwork
    report: Report

    def exchange(self, node: Node, put_in_place: Callable[[], None]) -> bool:
        """As `Processes.exchange`."""
        data = self.network.data
        stop([data.record(node.name)])
        if isinstance(node, PeerNode):
            # Here the peer keeps what it has built for its chaincode: the older certificate, with which it would go on connecting.
            shutil.rmtree(data.ledger(node.name) / "externalbuilder" / "builds", ignore_errors=True)
        put_in_place()
        self.network.up()
        return True

    def start_again(self, orderers: Sequence[OrdererNode]) -> None:
        """As `Processes.start_again`."""
        self.report(Message("{names} does not catch up: starting it again", names=[each.name for each in orderers]))
        stop([self.network.data.record(each.name) for each in orderers])
        self.network.up()


def native_renewing(network: NativeNetwork, report: Report) -> Renewing:
    """What renews the certificates of a native network's processes."""
    return Renewing(network.data, network.consortium, network.layout, network.service, NativeProcesses(network, report), report)
