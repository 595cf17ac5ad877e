"""A channel, whose events can be listened to."""

from genpon.hfc.connections import Connections
from genpon.hfc.eventhub import ChannelEventHub
from genpon.hfc.nodes import Peer, User
from genpon.profiles import Credentials


class Channel:
    """A channel of the network.

    Attributes:
        name: the channel's name.
    """

    def __init__(self, name: str, connections: Connections) -> None:
        self.name = name
        self._connections = connections
        self._hubs: list[ChannelEventHub] = []

    def newChannelEventHub(self, peer: Peer, requestor: User | Credentials) -> ChannelEventHub:
        """A hub for the events of this channel, as a peer delivers them."""
        hub = ChannelEventHub(peer, self.name, requestor, self._connections)
        self._hubs.append(hub)
        return hub

    def getChannelEventHubsForOrg(self, requestor: User | Credentials, mspid: str | None = None) -> list[ChannelEventHub]:
        """The connected hubs of an organisation's members, by default of the requestor's."""
        owner = mspid or requestor.identity.msp_id
        return [hub for hub in self._hubs if hub.connected and hub.msp_id == owner]
