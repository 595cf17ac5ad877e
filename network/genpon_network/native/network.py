"""A network of real peers and orderers: started, resumed and ended."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from genpon_network.lifecycle.packages import ChaincodePackage, ccaas_package
from genpon_network.native.commands import Commands
from genpon_network.native.ports import check_ports
from genpon_network.native.processes import Command, read_record, start, stop
from genpon_network.native.waiting import check_alive
from genpon_network.nodes.builder import write_connection
from genpon_network.nodes.chaincode import ChaincodeService
from genpon_network.nodes.directory import DataDirectory
from genpon_network.nodes.setting_up import SettingUp
from genpon_network.tools import Toolset
from genpon_network.topology import Consortium, Layout
from genpon_network.x509_issuing import Enrolment

PORT_PATIENCE = 2.0
"""Seconds that a port without a holder is waited for: a process that was just killed may not have let go of it."""

Report = Callable[[str], None]


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
        commands = Commands(self.data, self.layout, self.tools, self.service, self.package)
        self._write_connections()
        started = self._start(commands.nodes())
        everybody = self.consortium.municipalities
        changed = SettingUp(self.data, self.consortium, self.layout, self.service, everybody, self.report, self._check_all_alive).run()
        ticking = self._start(list(commands.clocks()))
        return started or changed or ticking

    def _start(self, commands: Sequence[Command]) -> bool:
        missing = [command for command in commands if not self._runs(command)]
        # What runs with other settings than now asked for is replaced.
        stop([self.data.record(command.name) for command in missing])
        names = {command.name for command in missing}
        check_ports([port for port in self.layout.ports() if port.owner.partition(" ")[0] in names], patience=PORT_PATIENCE)
        if missing:
            kind = commands[0].name.partition(".")[0]
            what = "clock tickers" if kind == "clock" else "processes"
            self.report(f"starting {len(missing)} of {len(commands)} {what}")
        for command in missing:
            self.data.ledger(command.name).mkdir(parents=True, exist_ok=True)
            start(command, record=self.data.record(command.name), log=self.data.log(command.name))
        return bool(missing)

    def _runs(self, command: Command) -> bool:
        record = read_record(self.data.record(command.name))
        return record is not None and record.process() is not None and record.fingerprint == command.fingerprint

    def _write_connections(self) -> None:
        for peer in self.layout.peers:
            tls = Enrolment.read(self.data.node(peer.name) / "tls")
            ca = (self.data.organisation(peer.municipality.name) / "tlsca" / "certificate.pem").read_bytes()
            directory = self.data.node(peer.name) / "connections"
            write_connection(directory, self.service.label, self.layout.chaincode_of(peer.municipality), tls, ca)

    def _check_all_alive(self) -> None:
        for name in self.layout.node_names():
            check_alive(name, self.data.record(name), self.data.log(name))
