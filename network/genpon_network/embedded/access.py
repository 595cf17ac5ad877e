"""Who may read the channel: its Readers policy, which event services and the commit status ask (Fabric documentation, "Access Control")."""

from genpon_network.embedded.membership import InvalidMember, Member, Membership, UnknownMember

READERS = ("client", "admin", "peer", "orderer")
"""The roles of the channel's Readers policy: all of them."""


def reader(membership: Membership, identity: bytes, signature: bytes, message: bytes) -> Member | None:
    """The member that a serialized identity names, if he may read the channel and has signed the message; else None."""
    try:
        member = membership.member(identity)
    except (UnknownMember, InvalidMember):
        return None
    return member if member.role in READERS and member.has_signed(signature, message) else None
