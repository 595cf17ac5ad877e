"""The command line and environment of every process of a network."""

from collections.abc import Iterator
from dataclasses import dataclass

from genpon_network.lifecycle.packages import ChaincodePackage
from genpon_network.native.processes import Command
from genpon_network.nodes.chaincode import ChaincodeService, service_settings
from genpon_network.nodes.directory import DataDirectory
from genpon_network.nodes.profiles import FILE
from genpon_network.nodes.settings import orderer_settings, peer_settings
from genpon_network.tools import Toolset
from genpon_network.topology import Layout


@dataclass(frozen=True, slots=True)
class Commands:
    """What to start for a network."""

    data: DataDirectory
    layout: Layout
    tools: Toolset
    service: ChaincodeService
    package: ChaincodePackage

    def nodes(self) -> list[Command]:
        """What the ledger runs on, in the order in which it is started."""
        return [*self.chaincodes(), *self.orderers(), *self.peers()]

    def orderers(self) -> Iterator[Command]:
        """The orderers."""
        for orderer in self.layout.orderers:
            settings = orderer_settings(self.data, self.tools.configuration, orderer)
            yield Command(orderer.name, [str(self.tools.orderer), "start"], settings)

    def peers(self) -> Iterator[Command]:
        """The peers."""
        for peer in self.layout.peers:
            settings = peer_settings(self.data, self.tools.configuration, peer, self.layout.bootstrap_of(peer))
            yield Command(peer.name, [str(self.tools.peer), "node", "start"], settings)

    def chaincodes(self) -> Iterator[Command]:
        """The chaincode services."""
        for node in self.layout.chaincodes:
            settings = service_settings(self.data, node, self.package.package_id)
            yield Command(node.name, list(self.service.command), settings)

    def clocks(self) -> Iterator[Command]:
        """The tickers of the ledger clock, which need a ledger that works."""
        for node in self.layout.clocks:
            profile = self.data.organisation(node.municipality.name) / FILE
            outbox = {"GENPON_OUTBOX": str(self.data.ledger(node.name))}
            yield Command(node.name, [*self.service.ticker, str(profile), "--turn", str(node.turn)], outbox)
