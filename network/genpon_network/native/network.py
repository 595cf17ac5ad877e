"""A network of real peers and orderers: started, resumed and ended."""

import os
from dataclasses import dataclass
from functools import partial

from genpon_network.lifecycle.packages import ChaincodePackage, ccaas_package
from genpon_network.native.authorities import AuthorityServers
from genpon_network.native.commands import Commands
from genpon_network.native.starting import Starting
from genpon_network.nodes.builder import write_connection
from genpon_network.nodes.chaincode import ChaincodeService
from genpon_network.nodes.directory import DataDirectory
from genpon_network.nodes.setting_up import SettingUp
from genpon_network.tools import Toolset, require_ca_server
from genpon_network.topology import Consortium, Layout
from genpon_network.words import Message, Report
from genpon_network.x509_issuing import Enrolment


@dataclass(frozen=True)
class NativeNetwork:
    """A made network (see `make_network`) and what it runs.

    Attributes:
        data: its files.
        consortium: its description.
        tools: the daemons.
        service: the chaincode service.
        report: told one line per step.
    """

    data: DataDirectory
    consortium: Consortium
    tools: Toolset
    service: ChaincodeService
    report: Report

    @property
    def layout(self) -> Layout:
        """Its processes."""
        return Layout.of(self.consortium)

    @property
    def package(self) -> ChaincodePackage:
        """The chaincode package that all organisations install."""
        return ccaas_package(self.service.label)

    def up(self) -> bool:
        """Starts what does not run, sets up what is not set up, and waits until every organisation's gateway endorses.

        Returns:
            Whether anything was started or set up.

        Raises:
            NetworkError: if a port is taken, a process ends or something is refused.
            UnreachableError: if a process does not answer in time.
        """
        layout, starting = self.layout, Starting(self.data, self.layout, self.report)
        commands = Commands(self.data, layout, self.tools, self.service, self.package)
        self._write_connections()
        clocks = [clock.name for clock in layout.clocks]
        for name in [*layout.node_names(), *clocks]:
            self.data.ledger(name).mkdir(parents=True, exist_ok=True)
        done = starting.start(commands.nodes(), Message("processes"))
        everybody, alive = self.consortium.municipalities, partial(starting.check_alive, layout.node_names())
        alive()
        done |= SettingUp(self.data, self.consortium, layout, self.service, everybody, self.report, alive).run()
        done |= starting.start(list(commands.clocks()), Message("clock tickers"))
        starting.check_alive(clocks)
        if layout.authorities:
            # Last: a ledger works without them.
            done |= AuthorityServers(starting, require_ca_server(os.environ, report=self.report)).up()
        return done

    def _write_connections(self) -> None:
        for peer in self.layout.peers:
            tls = Enrolment.read(self.data.node(peer.name) / "tls")
            ca = (self.data.organisation(peer.municipality.name) / "tlsca" / "certificate.pem").read_bytes()
            directory = self.data.node(peer.name) / "connections"
            write_connection(directory, self.service.label, self.layout.chaincode_of(peer.municipality), tls, ca)
