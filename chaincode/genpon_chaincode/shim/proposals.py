"""What a transaction's signed proposal says (`protos.SignedProposal`)."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from google.protobuf.message import DecodeError

from genpon_chaincode.shim.errors import ProposalRefusedError
from genpon_core.fabric.protos import common, proposal

UNREADABLE = "proposal.unreadable"


@dataclass(frozen=True, slots=True)
class ProposalDetails:
    """A proposal, taken apart.

    Attributes:
        seconds: the client's timestamp, whole seconds since 1970 UTC.
        nanos: its nanoseconds.
        creator: the client's serialized identity.
        transient: values that only the endorsing peers see.
        nonce: the client's random number.
        epoch: the channel header's epoch.
    """

    seconds: int
    nanos: int
    creator: bytes
    transient: Mapping[str, bytes]
    nonce: bytes
    epoch: int

    @property
    def binding(self) -> bytes:
        """The digest that binds nonce, creator and epoch."""
        return hashlib.sha256(self.nonce + self.creator + self.epoch.to_bytes(8, "little")).digest()


def read_proposal(signed: Any) -> ProposalDetails:
    """Takes a `protos.SignedProposal` apart; its signature is the peer's business.

    Raises:
        ProposalRefusedError: for bytes that are no proposal of a transaction.
    """
    try:
        message = proposal.Proposal.FromString(signed.proposal_bytes)
        header = common.Header.FromString(message.header)
        channel_header = common.ChannelHeader.FromString(header.channel_header)
        signature_header = common.SignatureHeader.FromString(header.signature_header)
        payload = proposal.ChaincodeProposalPayload.FromString(message.payload)
    except DecodeError:
        raise ProposalRefusedError(UNREADABLE) from None
    if channel_header.type != common.HeaderType.ENDORSER_TRANSACTION:
        raise ProposalRefusedError(UNREADABLE)
    return ProposalDetails(
        seconds=channel_header.timestamp.seconds,
        nanos=channel_header.timestamp.nanos,
        creator=signature_header.creator,
        transient=MappingProxyType(dict(payload.TransientMap)),
        nonce=signature_header.nonce,
        epoch=channel_header.epoch,
    )
