"""Revocation: from an organisation's authority to every peer of the channel.

An authority that revokes a certificate only refuses its owner itself. The channel goes by the lists in its own configuration, so the
authority's list is put there by a configuration update, which the organisation's administrator may sign alone.
"""

import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from genpon_network.channel.msp import write_revocation_list
from genpon_network.channel.revocations import listed_serials, revoked_serials, with_revocation_list
from genpon_network.channel.updates import compute_update
from genpon_network.errors import NetworkError, UnreachableError
from genpon_network.lifecycle.agreement import in_parallel
from genpon_network.lifecycle.channel_updates import channel_configuration, submit_update
from genpon_network.lifecycle.peers import PeerAdministration
from genpon_network.nodes.administration import Administration
from genpon_network.nodes.directory import DataDirectory
from genpon_network.topology import Consortium, Layout, Municipality
from genpon_network.words import Message, Report

PATIENCE = 30.0
"""Seconds that peers are waited for."""
PAUSE = 0.1
_TIMEOUT = 5.0


@dataclass(frozen=True, slots=True)
class Published:
    """How a list has come to the channel.

    Attributes:
        changed: whether the channel's configuration had to be changed.
        waiting: the peers that do not have it yet, since they do not answer; they will, once they have the block.
    """

    changed: bool
    waiting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Revocations:
    """Puts a municipality's revocation lists into the channel's configuration.

    Attributes:
        data: the network's files, with the municipality's administrator.
        consortium: the description.
        layout: the network's processes.
        municipality: whose lists.
        report: told one line per step.
    """

    data: DataDirectory
    consortium: Consortium
    layout: Layout
    municipality: Municipality
    report: Report

    def publish(self, revocation_list: bytes) -> Published:
        """Puts a list into the channel's configuration where it is not there yet, and waits until the peers that answer go by it.

        Args:
            revocation_list: the authority's, PEM.

        Raises:
            NetworkError: if the orderers refuse the change.
            UnreachableError: if no peer or no orderer answers, or no peer has it in time.
        """
        wanted = listed_serials(revocation_list)
        for node in (*self.layout.peers, *self.layout.orderers):
            if node.municipality.name == self.municipality.name:
                write_revocation_list(self.data.node(node.name) / "msp", revocation_list)
        with ExitStack() as stack:
            administration = Administration(self.data, timeout=_TIMEOUT)
            peers = [stack.enter_context(administration.peer(peer, by=self.municipality)) for peer in self.layout.peers]
            newest = self._newest(peers)
            # What has expired in the meantime may be missing on a newer list.
            if wanted <= revoked_serials(newest, self.municipality.msp_id):
                return Published(changed=False, waiting=self._wait(peers, wanted))
            self._submit(administration, newest, revocation_list)
            return Published(changed=True, waiting=self._wait(peers, wanted))

    def _newest(self, peers: Sequence[PeerAdministration]) -> Any:
        answers = in_parallel(self._configuration, peers)
        seen = [answer for answer in answers if not isinstance(answer, NetworkError)]
        if seen:
            return max(seen, key=lambda config: int(config.sequence))
        if all(isinstance(answer, UnreachableError) for answer in answers):
            raise UnreachableError("no peer answers; start the network with genpon-network up, then the same again")
        raise next(answer for answer in answers if not isinstance(answer, UnreachableError))

    def _configuration(self, peer: PeerAdministration) -> Any:
        """A peer's configuration of the channel, or why it does not tell it."""
        try:
            return channel_configuration(peer, self.consortium.channel)
        except NetworkError as error:
            return error

    def _submit(self, administration: Administration, config: Any, revocation_list: bytes) -> None:
        updated = with_revocation_list(config, self.municipality.msp_id, revocation_list)
        update = compute_update(self.consortium.channel, config, updated)
        self.report(Message("{municipality} updates the channel's configuration", municipality=self.municipality.name))
        with ExitStack() as stack:
            orderers = [stack.enter_context(administration.orderer(orderer)) for orderer in self.layout.orderers]
            submit_update(orderers, self.consortium.channel, update, [administration.administrator(self.municipality)])

    def _wait(self, peers: Sequence[PeerAdministration], wanted: set[int]) -> tuple[str, ...]:
        deadline = time.monotonic() + PATIENCE
        missing = tuple(name for name in in_parallel(lambda peer: self._wait_for(peer, wanted, deadline), peers) if name)
        if len(missing) == len(peers):
            raise UnreachableError("no peer has the change yet; look at the orderers with genpon-network status, then the same again")
        return missing

    def _wait_for(self, peer: PeerAdministration, wanted: set[int], deadline: float) -> str | None:
        while True:
            config = self._configuration(peer)
            failed = isinstance(config, NetworkError)
            if not failed and wanted <= revoked_serials(config, self.municipality.msp_id):
                return None
            if failed or time.monotonic() > deadline:
                return peer.name
            time.sleep(PAUSE)
