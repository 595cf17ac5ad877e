"""The channel of an embedded ledger: its nodes, ordering and committing, all on one event loop."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from google.protobuf.timestamp_pb2 import Timestamp

from genpon_network.embedded.block_writing import add_genesis
from genpon_network.embedded.chaincode_events import ChaincodeEvents
from genpon_network.embedded.chaincode_link import ChaincodeLink
from genpon_network.embedded.clock import Clock
from genpon_network.embedded.committer import Committer
from genpon_network.embedded.configuration import addition, authorities, current_config
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
from genpon_network.embedded.private_delivery import PrivateDelivery
from genpon_network.embedded.store import Store
from genpon_network.embedded.system_chaincodes import SystemChaincodes
from genpon_network.embedded.transactions import Code, claimed_id
from genpon_network.errors import NetworkError
from genpon_network.lifecycle.administrators import Administrator

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
        organisations: who founds it.
        path: the SQLite file.
        clock: the peers' time.
        faults: what a test wants to go wrong.
    """

    def __init__(self, settings: Settings, organisations: Sequence[Organisation], path: Path, clock: Clock, faults: Faults) -> None:
        self._settings = settings
        self.store = Store(path)
        if self.store.height() == 0:
            add_genesis(self.store, genesis_envelope(settings.channel, organisations, clock()), settings.definitions)
        self.membership = Membership(authorities(current_config(self.store)))
        self.committer = Committer(self.store, self.membership, settings.channel, settings.definitions)
        self.orderer = Orderer(
            self.membership,
            settings.channel,
            clock,
            self.committer.add,
            batch_timeout=settings.batch_timeout,
            batch_size=settings.batch_size,
        )
        self.nodes: dict[str, Node] = {}
        for organisation in organisations:
            self.take(organisation)
        self._clock = clock
        self._faults = faults
        self._peers: dict[str, Peer] = {}
        self._ordering: asyncio.Task[None] | None = None

    @property
    def members(self) -> tuple[str, ...]:
        """The MSP ids that the configuration names."""
        return tuple(authorities(current_config(self.store)))

    def take(self, organisation: Organisation) -> Node:
        """Makes the node of an organisation that the configuration names, to be started by `open`."""
        port = self._settings.base_port and self._settings.base_port + len(self.nodes)
        node = self.nodes[organisation.spec.msp_id] = Node(organisation, self._settings.host, port)
        return node

    async def open(self) -> None:
        """Takes all ports, connects to the chaincode services and begins to answer.

        Raises:
            OSError: if a port is taken.
            ChaincodeFailure: if a service does not answer.
        """
        for node in self.nodes.values():
            await node.listen()
        for msp_id, node in self.nodes.items():
            self._equip(node)
            self._peers[msp_id] = node.peer
        await asyncio.gather(*(link.open(patient=True) for node in self.nodes.values() for link in node.peer.links.values()))
        self._ordering = asyncio.create_task(self.orderer.run())
        for node in self.nodes.values():
            await node.start()

    async def add(self, organisation: Organisation, administrators: Sequence[Administrator]) -> None:
        """Takes an organisation into the channel, and starts its node.

        Raises:
            NetworkError: if it takes part already, or too few administrators sign.
            OSError: if its port is taken; it takes part all the same, and its node starts with the ledger's next start.
            ChaincodeFailure: if one of its chaincode services does not answer.
        """
        msp_id, timestamp = organisation.spec.msp_id, Timestamp(seconds=int(self._clock().timestamp()))
        envelope = addition(self._settings.channel, current_config(self.store), organisation, administrators, timestamp)
        self.orderer.enqueue(envelope)
        committed = await self.committer.status(claimed_id(envelope))
        if committed.code != Code.VALID:
            raise NetworkError("{msp_id} is not taken in: {code}", msp_id=msp_id, code=Code.Name(committed.code))
        node = self.take(organisation)
        await node.listen()
        self._equip(node)
        await asyncio.gather(*(link.open(patient=True) for link in node.peer.links.values()))
        self._peers[msp_id] = node.peer
        await node.start()

    async def close(self) -> None:
        """Stops answering, commits what was ordered, and closes everything."""
        equipped = [node for node in self.nodes.values() if node.organisation.spec.msp_id in self._peers]
        await asyncio.gather(*(node.stop(_GRACE) for node in equipped))
        try:
            if self._ordering is not None:
                self.orderer.finish()
                await self._ordering
        finally:
            await asyncio.gather(*(link.close() for node in equipped for link in node.peer.links.values()))
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

    def _equip(self, node: Node) -> None:
        node.peer = self._peer(node)
        node.service = self._service(Endorsers(self._peers, node.organisation.spec.msp_id))
        node.deliver = self._deliver_service(node.organisation.spec.msp_id)

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
            others=lambda: [msp_id for msp_id, peer in self._peers.items() if peer.running],
        )

    def _deliver_service(self, msp_id: str) -> DeliverService:
        window = timedelta(seconds=self._settings.time_window)
        return DeliverService(
            channel=self._settings.channel,
            blocks=self.committer.blocks,
            membership=self.membership,
            clock=self._clock,
            time_window=window,
            private=PrivateDelivery(msp_id, self.store, self._settings.definitions, self.membership),
            streams=self._faults.streams,
        )

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
