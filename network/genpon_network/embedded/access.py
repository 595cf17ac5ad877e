"""Who may read the channel: its Readers policy, which event services and the commit status ask (Fabric documentation, "Access Control")."""

from genpon_network.embedded.membership import InvalidMember, Membership, UnknownMember

READERS = ("client", "admin", "peer", "orderer")
"""The roles of the channel's Readers policy: all of them."""


def may_read(membership: Membership, identity: bytes, signature: bytes, message: bytes) -> bool:
    """Whether a serialized identity is a member of the channel, may read it, and has signed the message."""
    try:
        member = membership.member(identity)
    except (UnknownMember, InvalidMember):
        return False
    return member.role in READERS and member.has_signed(signature, message)
