"""The Fabric CA servers of a network, one for each municipality."""

from dataclasses import dataclass
from datetime import UTC, datetime

from genpon_network.lifecycle.agreement import in_parallel
from genpon_network.lifecycle.waiting import until_reachable
from genpon_network.native.processes import Command, stop
from genpon_network.native.starting import Starting
from genpon_network.nodes.authorities import check_authority, make_home
from genpon_network.tools import CaServer
from genpon_network.topology import AuthorityNode
from genpon_network.words import Message

PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class AuthorityServers:
    """What runs them.

    Attributes:
        starting: starts processes.
        server: the program.
    """

    starting: Starting
    server: CaServer

    def make(self) -> None:
        """Makes their homes anew, with new keys: for a network that is about to be made. What is left of a making that was cut off ends."""
        data, now = self.starting.data, datetime.now(UTC)
        stop([data.record(node.name) for node in self._nodes])
        for node in self._nodes:
            make_home(data, node, now)

    def up(self) -> bool:
        """Starts those that do not run, and waits until all answer; whether any was started.

        Raises:
            NetworkError: if a port is taken, or one ends.
            UnreachableError: if one does not answer in time.
        """
        started = self.starting.start([self._command(node) for node in self._nodes], Message("certification authorities"))
        in_parallel(self._wait, self._nodes)
        return started

    @property
    def _nodes(self) -> tuple[AuthorityNode, ...]:
        return self.starting.layout.authorities

    def _command(self, node: AuthorityNode) -> Command:
        home = self.starting.data.authority(node.municipality.name)
        return Command(node.name, [str(self.server.binary), "start", "--home", str(home)], {})

    def _wait(self, node: AuthorityNode) -> None:
        until_reachable(
            lambda: check_authority(self.starting.data, node),
            patience=PATIENCE,
            alive=lambda: self.starting.check_alive([node.name]),
        )
