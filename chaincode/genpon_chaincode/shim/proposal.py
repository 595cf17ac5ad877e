"""What a transaction's signed proposal says: creator, timestamp, transient data, binding."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from google.protobuf.message import DecodeError

from genpon_core.fabric.protos import common, proposal


@dataclass(frozen=True, slots=True)
class ProposalFacts:
    """The parts of a proposal that a transaction may look at.

    Attributes:
        creator: the serialized identity of the one who made the proposal.
        seconds: the proposal's timestamp, seconds since 1970 UTC.
        nanos: its fraction.
        transient: data that is not recorded on the ledger.
        binding: digest that binds nonce, creator and epoch.
        signed: the `protos.SignedProposal` message itself.
    """

    creator: bytes
    seconds: int
    nanos: int
    transient: Mapping[str, bytes]
    binding: bytes
    signed: Any

    @classmethod
    def read(cls, signed: Any) -> "ProposalFacts":
        """The facts of a `protos.SignedProposal`.

        Raises:
            ValueError: if the message does not hold a proposal.
        """
        try:
            inner = proposal.Proposal.FromString(signed.proposal_bytes)
            header = common.Header.FromString(inner.header)
            channel = common.ChannelHeader.FromString(header.channel_header)
            signature = common.SignatureHeader.FromString(header.signature_header)
            payload = proposal.ChaincodeProposalPayload.FromString(inner.payload)
        except DecodeError:
            raise ValueError("the signed proposal cannot be read") from None
        epoch = int(channel.epoch).to_bytes(8, "little")
        return cls(
            creator=signature.creator,
            seconds=channel.timestamp.seconds,
            nanos=channel.timestamp.nanos,
            transient=dict(payload.TransientMap),
            binding=hashlib.sha256(signature.nonce + signature.creator + epoch).digest(),
            signed=signed,
        )
