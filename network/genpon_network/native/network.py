"""A network of real peers and orderers: started, resumed and ended."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from genpon_network.errors import NetworkError, UnreachableError
from genpon_network.lifecycle import agreement, definitions, joins
from genpon_network.lifecycle.agreement import in_parallel
from genpon_network.lifecycle.connections import Connection
from genpon_network.lifecycle.packages import ChaincodePackage, ccaas_package
from genpon_network.lifecycle.peers import PeerAdministration
from genpon_network.native.administration import Administration
from genpon_network.native.builder import write_connection
from genpon_network.native.chaincode import ChaincodeService
from genpon_network.native.commands import Commands
from genpon_network.native.directory import DataDirectory
from genpon_network.native.ports import check_ports
from genpon_network.native.processes import Command, read_record, start, stop
from genpon_network.native.waiting import check_alive, until_reachable
from genpon_network.tools import Toolset
from genpon_network.topology import Consortium, Layout
from genpon_network.x509_issuing import Enrolment

PATIENCE = 60.0
PROBE_TIMEOUT = 3.0
PORT_PATIENCE = 2.0
"""Seconds that a port without a holder is waited for: a process that was just killed may not have let go of it."""

Report = Callable[[str], None]
Result = TypeVar("Result")


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
        changed = self._set_up()
        self._wait_until_ready()
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
        services = {node.municipality.name: node for node in self.layout.chaincodes}
        for peer in self.layout.peers:
            tls = Enrolment.read(self.data.node(peer.name) / "tls")
            ca = (self.data.organisation(peer.municipality.name) / "tlsca" / "certificate.pem").read_bytes()
            directory = self.data.node(peer.name) / "connections"
            write_connection(directory, self.service.label, services[peer.municipality.name], tls, ca)

    def _set_up(self) -> bool:
        genesis = self.data.genesis.read_bytes()
        administration = Administration(self.data)
        participations = [administration.participation(orderer) for orderer in self.layout.orderers]
        channel = self.consortium.channel
        joined = in_parallel(lambda orderer: self._patiently(lambda: orderer.join(channel, genesis)), participations)
        with self._peers() as peers:
            joined += in_parallel(lambda peer: self._patiently(lambda: joins.join_peer(peer, channel, genesis)), peers)
            if any(joined):
                self.report(f"{sum(joined)} nodes joined channel {channel}")
            return any([*joined, self._agree(peers)])

    def _agree(self, peers: list[PeerAdministration]) -> bool:
        channel, package = self.consortium.channel, self.package
        installed = in_parallel(lambda peer: definitions.install(peer, package), peers)
        current = definitions.committed(peers[0], channel, self.service.name)
        definition = self._definition(1 if current is None else current.sequence)
        if current is not None and definition.is_same(current):
            return any(installed)
        if current is not None:
            definition = self._definition(current.sequence + 1)
        speakers = list({peer.administrator.msp_id: peer for peer in reversed(peers)}.values())
        self.report(f"agreeing on chaincode {definition.name} {definition.version}, sequence {definition.sequence}")
        with self._orderers() as orderers:
            in_parallel(lambda peer: agreement.approve(peer, orderers, channel, definition, package.package_id), speakers)
            agreement.commit(speakers, orderers, channel, definition)
        return True

    def _definition(self, sequence: int) -> definitions.Definition:
        endorsers = tuple(municipality.msp_id for municipality in self.consortium.endorsing)
        version = self.service.label.rpartition("_")[2][:16]
        return definitions.Definition(self.service.name, version, sequence, endorsers, self.consortium.threshold)

    def _wait_until_ready(self) -> None:
        with self._peers() as peers:
            in_parallel(lambda peer: self._patiently(lambda: self._probe(peer)), peers)
        self.report("every organisation's gateway endorses")

    def _probe(self, peer: PeerAdministration) -> None:
        try:
            peer.endorse_through_gateway(self.consortium.channel, self.service.name, self.service.probe, timeout=PROBE_TIMEOUT)
        except NetworkError as error:
            # Just after a start other peers may lack the definition or the chaincode's connection: refused now, not for good.
            raise UnreachableError(str(error)) from None

    def _patiently(self, attempt: Callable[[], Result]) -> Result:
        return until_reachable(attempt, patience=PATIENCE, alive=self._check_all_alive)

    def _check_all_alive(self) -> None:
        for name in self.layout.node_names():
            check_alive(name, self.data.record(name), self.data.log(name))

    @contextlib.contextmanager
    def _peers(self) -> Iterator[list[PeerAdministration]]:
        administration = Administration(self.data)
        with contextlib.ExitStack() as stack:
            yield [stack.enter_context(administration.peer(peer)) for peer in self.layout.peers]

    @contextlib.contextmanager
    def _orderers(self) -> Iterator[list[Connection]]:
        administration = Administration(self.data)
        with contextlib.ExitStack() as stack:
            yield [stack.enter_context(administration.orderer(orderer)) for orderer in self.layout.orderers]
