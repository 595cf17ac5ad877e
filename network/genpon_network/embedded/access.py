"""Who may read the channel: its Readers policy, which event services and the commit status ask (Fabric documentation, "Access Control")."""

from typing import Any

import grpc

from genpon_network.embedded.failures import GatewayFailure
from genpon_network.embedded.membership import InvalidMember, Member, Membership, UnknownMember
from genpon_network.embedded.proposals import policy_failure

READERS = ("client", "admin", "peer", "orderer")
"""The roles of the channel's Readers policy: all of them."""


def reader(membership: Membership, identity: bytes, signature: bytes, message: bytes) -> Member | None:
    """The member that a serialized identity names, if he may read the channel and has signed the message; else None."""
    try:
        member = membership.member(identity)
    except (UnknownMember, InvalidMember):
        return None
    return member if member.role in READERS and member.has_signed(signature, message) else None


def check_reader(membership: Membership, channel: str, request: Any, signed: Any) -> None:
    """Refuses a request that is not for this channel, or not of one who may read it.

    Args:
        membership: the organisations of the channel.
        channel: its name.
        request: what was asked, with `channel_id` and `identity`.
        signed: the message it came in, with `request` and `signature`.

    Raises:
        GatewayFailure: PERMISSION_DENIED.
    """
    denied = ""
    if request.channel_id != channel:
        denied = f"failed to get policy manager for channel [{request.channel_id}]"
    elif reader(membership, request.identity, signed.signature, signed.request) is None:
        denied = policy_failure("Readers")
    if denied:
        raise GatewayFailure(grpc.StatusCode.PERMISSION_DENIED, denied)
