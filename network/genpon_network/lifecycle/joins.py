"""Peers and the channels they have joined."""

from genpon_core.fabric.protos import common_ledger, peer_query
from genpon_network.lifecycle.peers import PeerAdministration


def joined_channels(peer: PeerAdministration) -> list[str]:
    """The channels that a peer has joined.

    Raises:
        UnreachableError: if it does not answer.
    """
    answer = peer_query.ChannelQueryResponse.FromString(peer.call("cscc", "GetChannels"))
    return [channel.channel_id for channel in answer.channels]


def join_peer(peer: PeerAdministration, channel: str, genesis: bytes) -> bool:
    """Makes a peer join a channel by the channel's first block; False if it had joined before.

    Raises:
        NetworkError: if it refuses the block.
        UnreachableError: if it does not answer.
    """
    if channel in joined_channels(peer):
        return False
    peer.call("cscc", "JoinChain", genesis)
    return True


def ledger_height(peer: PeerAdministration, channel: str) -> int:
    """How many blocks of a channel a peer has.

    Raises:
        NetworkError: if it has not joined.
        UnreachableError: if it does not answer.
    """
    answer = peer.call("qscc", "GetChainInfo", channel.encode(), channel=channel)
    return int(common_ledger.BlockchainInfo.FromString(answer).height)
