"""Starting those of a network's processes that do not run."""

from collections.abc import Sequence
from dataclasses import dataclass

from genpon_network.native.ports import check_ports
from genpon_network.native.processes import Command, read_record, start, stop
from genpon_network.native.waiting import check_alive
from genpon_network.nodes.directory import DataDirectory
from genpon_network.topology import Layout
from genpon_network.words import Message, Report

PORT_PATIENCE = 2.0
"""Seconds that a port without a holder is waited for: a process that was just killed may not have let go of it."""


@dataclass(frozen=True, slots=True)
class Starting:
    """Starts processes.

    Attributes:
        data: the network's files.
        layout: its processes.
        report: told one line per step.
    """

    data: DataDirectory
    layout: Layout
    report: Report

    def start(self, commands: Sequence[Command], what: Message) -> bool:
        """Starts what does not run, or runs with other settings; whether anything was started.

        Args:
            commands: what should run.
            what: what they are, in the plural, for the report.

        Raises:
            NetworkError: if a port is taken, or a process cannot be started.
        """
        missing = [command for command in commands if not self._runs(command)]
        # What runs with other settings than now asked for is replaced.
        stop([self.data.record(command.name) for command in missing])
        names = {command.name for command in missing}
        check_ports([port for port in self.layout.ports() if port.owner.partition(" ")[0] in names], patience=PORT_PATIENCE)
        if missing:
            self.report(Message("starting {count} of {all} {what}", count=len(missing), all=len(commands), what=what))
        for command in missing:
            start(command, record=self.data.record(command.name), log=self.data.log(command.name))
        return bool(missing)

    def check_alive(self, names: Sequence[str]) -> None:
        """Checks that processes run.

        Raises:
            NetworkError: if one has ended, with the last thing it said.
        """
        for name in names:
            check_alive(name, self.data.record(name), self.data.log(name))

    def _runs(self, command: Command) -> bool:
        record = read_record(self.data.record(command.name))
        return record is not None and record.process() is not None and record.fingerprint == command.fingerprint
