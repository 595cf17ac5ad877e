"""Setting up a network whose nodes run: joins, the chaincode's definition, and the proof that all of it works.

```python
SettingUp(data, consortium, layout, service, acting=consortium.municipalities, report=print).run()
```

One command may act for all municipalities, or one for each; each step asks first, so set-up can be cut off anywhere and run again.
"""

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from genpon_core.fabric.policies import out_of, signed_by
from genpon_network.errors import NetworkError, UnreachableError
from genpon_network.lifecycle import agreement, definitions, joins
from genpon_network.lifecycle.agreement import in_parallel
from genpon_network.lifecycle.connections import Connection
from genpon_network.lifecycle.definitions import Definition
from genpon_network.lifecycle.packages import ccaas_package
from genpon_network.lifecycle.peers import PeerAdministration
from genpon_network.lifecycle.waiting import PAUSE, until_reachable
from genpon_network.nodes.administration import Administration
from genpon_network.nodes.chaincode import ChaincodeService
from genpon_network.nodes.directory import DataDirectory
from genpon_network.topology import Consortium, Layout, Municipality
from genpon_network.words import Message, Report

PATIENCE = 60.0
PROBE_TIMEOUT = 3.0
TURN = 3.0
"""Seconds by which each municipality waits longer for another one's commit, so that they do not all submit one at once."""

Result = TypeVar("Result")


@dataclass(frozen=True)
class SettingUp:
    """What is done for some municipalities of a network.

    Attributes:
        data: the files, with the acting municipalities' keys.
        consortium: the description.
        layout: the network's processes.
        service: the chaincode service.
        acting: the municipalities whose nodes are set up.
        report: told one line per step.
        alive: raises if there is no use in waiting for a node.
        patience: seconds that the acting municipalities' nodes are waited for.
        others_patience: seconds that other municipalities are waited for.
        grace: seconds after which the approvals of more than half of the organisations suffice.
        definition: what is agreed on; without it the network's own chaincode, with the description's endorsing set.
    """

    data: DataDirectory
    consortium: Consortium
    layout: Layout
    service: ChaincodeService
    acting: Sequence[Municipality]
    report: Report
    alive: Callable[[], None] = lambda: None
    patience: float = PATIENCE
    others_patience: float = PATIENCE
    grace: float = PATIENCE
    definition: Definition | None = None

    def run(self) -> bool:
        """Joins what has not joined, agrees on the chaincode, and waits until the gateways endorse; whether anything was to be done.

        Raises:
            NetworkError: if something is refused, or `alive` says that it is of no use to wait.
            UnreachableError: if something does not answer in time.
        """
        with self._own_peers() as peers:
            changed = self._join(peers)
            changed |= self._agree(peers)
            in_parallel(lambda peer: self._patiently(lambda: self._probe(peer), self.others_patience), peers)
        self.report(Message("every organisation's gateway endorses") if self._alone else Message("the gateway endorses"))
        return changed

    @property
    def _alone(self) -> bool:
        return len(self.acting) == len(self.consortium.municipalities)

    def _join(self, peers: Sequence[PeerAdministration]) -> bool:
        channel, genesis = self.consortium.channel, self.data.genesis.read_bytes()
        administration = Administration(self.data)
        orderers = [administration.participation(orderer) for orderer in self.layout.orderers if self._acts_for(orderer.municipality)]
        joined = in_parallel(lambda orderer: self._patiently(lambda: orderer.join(channel, genesis)), orderers)
        joined += in_parallel(lambda peer: self._patiently(lambda: joins.join_peer(peer, channel, genesis)), peers)
        if any(joined):
            self.report(Message("{count} nodes joined channel {channel}", count=sum(joined), channel=channel))
        return any(joined)

    def _agree(self, peers: Sequence[PeerAdministration]) -> bool:
        channel, package = self.consortium.channel, ccaas_package(self.service.label)
        installed = in_parallel(lambda peer: self._patiently(lambda: definitions.install(peer, package)), peers)
        current = self._patiently(lambda: definitions.committed(peers[0], channel, self.service.name))
        definition = replace(self.definition or self._own_definition(), sequence=1 if current is None else current.sequence)
        agreed = current is not None and definition.is_same(current)
        if current is not None and not agreed:
            definition = replace(definition, sequence=current.sequence + 1)
        if not agreed:
            # The ledger's version is told too: a municipality that was left behind waits here for approvals that never come.
            before = "" if current is None else Message(", in place of {version}", version=current.version)
            self.report(
                Message(
                    "agreeing on chaincode {chaincode} {version}, sequence {sequence}{before}",
                    chaincode=definition.name,
                    version=definition.version,
                    sequence=definition.sequence,
                    before=before,
                )
            )
        with self._speakers() as speakers, self._orderers() as orderers:
            own = [peer for peer in speakers if peer.msp_id == peer.administrator.msp_id]
            approve = partial(agreement.approve, orderers=orderers, channel=channel, definition=definition, package_id=package.package_id)
            approved = in_parallel(lambda peer: self._patiently(lambda: approve(peer), self.others_patience), own)
            if not agreed and not self._is_committed(own[0], definition, self._turn):
                self._commit(speakers, orderers, definition, own[0])
        return any([*installed, *approved, not agreed])

    def _commit(
        self, speakers: list[PeerAdministration], orderers: list[Connection], definition: Definition, own: PeerAdministration
    ) -> None:
        waiting = agreement.Waiting(self.grace, self.others_patience, self.report, lambda: self._is_committed(own, definition, 0))
        try:
            agreement.commit(speakers, orderers, self.consortium.channel, definition, waiting)
        except NetworkError:
            # Another municipality's commit may just have been first.
            if not self._is_committed(own, definition, TURN):
                raise

    def _is_committed(self, peer: PeerAdministration, definition: Definition, patience: float) -> bool:
        deadline = time.monotonic() + patience
        while True:
            current = definitions.committed(peer, self.consortium.channel, definition.name)
            if current is not None and current.sequence == definition.sequence and definition.is_same(current):
                return True
            if time.monotonic() >= deadline:
                return False
            time.sleep(PAUSE)

    @property
    def _turn(self) -> float:
        return TURN * self.consortium.municipalities.index(self.acting[0])

    def _own_definition(self) -> Definition:
        endorsers = [signed_by(municipality.msp_id, "peer") for municipality in self.consortium.endorsing]
        version = self.service.label.rpartition("_")[2][:16]
        return Definition(self.service.name, version, out_of(self.consortium.threshold, *endorsers))

    def _probe(self, peer: PeerAdministration) -> None:
        try:
            peer.endorse_through_gateway(self.consortium.channel, self.service.name, self.service.probe, timeout=PROBE_TIMEOUT)
        except NetworkError as error:
            # Just after a start other peers may lack the definition or the chaincode's connection: refused now, not for good.
            raise UnreachableError("{problem}", problem=error) from None

    def _patiently(self, attempt: Callable[[], Result], patience: float | None = None) -> Result:
        return until_reachable(attempt, patience=patience or self.patience, alive=self.alive)

    def _acts_for(self, municipality: Municipality) -> bool:
        return municipality in self.acting

    @contextlib.contextmanager
    def _own_peers(self) -> Iterator[list[PeerAdministration]]:
        administration = Administration(self.data)
        own = [peer for peer in self.layout.peers if self._acts_for(peer.municipality)]
        with contextlib.ExitStack() as stack:
            yield [stack.enter_context(administration.peer(peer)) for peer in own]

    @contextlib.contextmanager
    def _speakers(self) -> Iterator[list[PeerAdministration]]:
        """One peer of each organisation, by its own administrator where that one acts here."""
        administration = Administration(self.data)
        first = [self.layout.peers_of(municipality)[0] for municipality in self.consortium.municipalities]
        with contextlib.ExitStack() as stack:
            yield [
                stack.enter_context(administration.peer(peer, by=None if self._acts_for(peer.municipality) else self.acting[0]))
                for peer in first
            ]

    @contextlib.contextmanager
    def _orderers(self) -> Iterator[list[Connection]]:
        administration = Administration(self.data)
        with contextlib.ExitStack() as stack:
            yield [stack.enter_context(administration.orderer(orderer)) for orderer in self.layout.orderers]
