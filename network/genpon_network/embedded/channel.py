"""The channel of an embedded ledger: its nodes, ordering and committing, all on one event loop."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from genpon_network.embedded.chaincode_events import ChaincodeEvents
from genpon_network.embedded.chaincode_link import ChaincodeLink
from genpon_network.embedded.clock import Clock
from genpon_network.embedded.committer import Committer
from genpon_network.embedded.definition import Definitions
from genpon_network.embedded.deliver_service import DeliverService
from genpon_network.embedded.endorsing import Endorsers
from genpon_network.embedded.faults import Faults
from genpon_network.embedded.gateway_service import GatewayService
from genpon_network.embedded.genesis import genesis_envelope
from genpon_network.embedded.membership import Membership
from genpon_network.embedded.node import Node
from genpon_network.embedded.orderer import Orderer
from genpon_network.embedded.organisations import Organisation
from genpon_network.embedded.peer import Peer, PeerIdentity
from genpon_network.embedded.store import Store
from genpon_network.embedded.system_chaincodes import SystemChaincodes

_GRACE = 0.1
"""Seconds that calls have to end by themselves when the ledger is closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a channel runs.

    Attributes:
        channel: its name.
        definitions: its chaincodes.
        addresses: for each chaincode, where each organisation's service is, by MSP id.
        batch_timeout: seconds until a block is cut.
        batch_size: transactions in a block at most.
        time_window: seconds that a proposal's timestamp may be off.
        chaincode_timeout: seconds that a simulation may take.
        host: the address that gateways listen on.
        base_port: the first gateway's port, the others' follow; 0 for any free ones.
    """

    channel: str
    definitions: Definitions
    addresses: Mapping[str, Callable[[str], str]]
    batch_timeout: float
    batch_size: int
    time_window: float
    chaincode_timeout: float
    host: str
    base_port: int


class Channel:
    """The running ledger. All methods belong to the event loop it was opened on.

    Args:
        settings: how it runs.
        organisations: who takes part.
        path: the SQLite file.
        clock: the peers' time.
        faults: what a test wants to go wrong.
    """

    def __init__(self, settings: Settings, organisations: Sequence[Organisation], path: Path, clock: Clock, faults: Faults) -> None:
        self._settings = settings
        self.store = Store(path)
        self.membership = Membership({item.spec.msp_id: item.authority.ca.certificate for item in organisations})
        self.committer = Committer(self.store, self.membership, settings.channel, settings.definitions)
        self.orderer = Orderer(
            self.membership,
            settings.channel,
            clock,
            self.committer.add,
            batch_timeout=settings.batch_timeout,
            batch_size=settings.batch_size,
        )
        self.nodes = {
            item.spec.msp_id: Node(item, settings.host, settings.base_port and settings.base_port + index)
            for index, item in enumerate(organisations)
        }
        self._clock = clock
        self._faults = faults
        self._ordering: asyncio.Task[None] | None = None
        if self.store.height() == 0:
            self.committer.add_genesis(genesis_envelope(settings.channel, organisations, clock()))

    async def open(self) -> None:
        """Takes all ports, connects to the chaincode services and begins to answer.

        Raises:
            OSError: if a port is taken.
            ChaincodeFailure: if a service does not answer.
        """
        for node in self.nodes.values():
            await node.listen()
        peers = {msp_id: self._peer(node) for msp_id, node in self.nodes.items()}
        for msp_id, node in self.nodes.items():
            node.peer = peers[msp_id]
            node.service = self._service(Endorsers(peers, msp_id))
            node.deliver = self._deliver_service()
        await asyncio.gather(*(link.open(patient=True) for peer in peers.values() for link in peer.links.values()))
        self._ordering = asyncio.create_task(self.orderer.run())
        for node in self.nodes.values():
            await node.start()

    async def close(self) -> None:
        """Stops answering, commits what was ordered, and closes everything."""
        await asyncio.gather(*(node.stop(_GRACE) for node in self.nodes.values()))
        if self._ordering is not None:
            self.orderer.finish()
            await self._ordering
        for node in self.nodes.values():
            if hasattr(node, "peer"):
                await asyncio.gather(*(link.close() for link in node.peer.links.values()))
        self.store.close()

    async def start(self, msp_id: str) -> None:
        """Starts an organisation's node again; the other gateways find it."""
        await self.nodes[msp_id].start()

    async def stop(self, msp_id: str) -> None:
        """Stops an organisation's node."""
        await self.nodes[msp_id].stop()

    async def use_chaincode(self, msp_id: str, name: str, address: str) -> None:
        """Gives an organisation's peer another service for a chaincode.

        Raises:
            ChaincodeFailure: if it does not answer.
        """
        links = self.nodes[msp_id].peer.links
        link = self._link(address)
        await link.open()
        former, links[name] = links[name], link
        await former.close()

    def _peer(self, node: Node) -> Peer:
        organisation = node.organisation
        identity = PeerIdentity(organisation.spec.msp_id, node.endpoint, organisation.serialized_peer, organisation.peer.private_key)
        return Peer(
            identity=identity,
            links={name: self._link(address_for(identity.msp_id)) for name, address_for in self._settings.addresses.items()},
            system=SystemChaincodes(self._settings.channel, self.committer.blocks, organisation.spec.msp_id),
            store=self.store,
            membership=self.membership,
            definitions=self._settings.definitions,
            clock=self._clock,
            time_window=timedelta(seconds=self._settings.time_window),
        )

    def _deliver_service(self) -> DeliverService:
        window = timedelta(seconds=self._settings.time_window)
        return DeliverService(self._settings.channel, self.committer.blocks, self.membership, self._clock, window)

    def _link(self, address: str) -> ChaincodeLink:
        return ChaincodeLink(address, timeout=self._settings.chaincode_timeout)

    def _service(self, endorsers: Endorsers) -> GatewayService:
        return GatewayService(
            channel=self._settings.channel,
            definitions=self._settings.definitions,
            endorsers=endorsers,
            orderer=self.orderer,
            committer=self.committer,
            events=ChaincodeEvents(self._settings.channel, self.committer.blocks, self.membership),
            membership=self.membership,
            faults=self._faults,
        )
