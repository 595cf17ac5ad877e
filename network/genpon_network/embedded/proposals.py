"""Proposals: taken apart, and checked as an endorsing peer checks them (Fabric documentation, "Transaction flow", step 2)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import grpc
from google.protobuf.message import DecodeError

from genpon_core.fabric.headers import transaction_id
from genpon_core.fabric.identities import SerializedIdentity
from genpon_core.fabric.protos import chaincode, common, proposal
from genpon_network.embedded.clock import moment
from genpon_network.embedded.failures import PeerRefusal
from genpon_network.embedded.membership import InvalidMember, Member, Membership, UnknownMember

WRITERS = ("client", "admin")
"""The roles of the channel's Writers policy: who may propose and submit."""

_HEADER_TYPES = (common.HeaderType.Value("ENDORSER_TRANSACTION"), common.HeaderType.Value("CONFIG"))
"""What a peer lets pass; in a block only the first becomes a transaction."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A signed proposal and its parts.

    Attributes:
        signed: the `protos.SignedProposal` itself, as chaincode gets it.
        header: the `common.Header`.
        channel_header: the `common.ChannelHeader` in it.
        signature_header: the `common.SignatureHeader` in it.
        chaincode_name: whom it calls.
        chaincode_input: the `protos.ChaincodeInput`, serialized.
        payload: the proposal's payload without transient data, as it will stand in the transaction.
        has_transient_data: whether it carries transient data.
    """

    signed: Any
    header: Any
    channel_header: Any
    signature_header: Any
    chaincode_name: str
    chaincode_input: bytes
    payload: bytes
    has_transient_data: bool

    @property
    def channel(self) -> str:
        """The channel's name."""
        return str(self.channel_header.channel_id)

    @property
    def transaction_id(self) -> str:
        """The id that the channel header names."""
        return str(self.channel_header.tx_id)

    @property
    def hash(self) -> bytes:
        """SHA-256 over both headers and the payload without transient data."""
        return proposal_hash(self.header.channel_header, self.header.signature_header, self.payload)


def proposal_hash(channel_header: bytes, signature_header: bytes, payload: bytes) -> bytes:
    """SHA-256 over a proposal's two headers and its payload without transient data, all serialized."""
    return hashlib.sha256(channel_header + signature_header + payload).digest()


def unpack(signed: Any) -> Proposal:
    """Takes a `protos.SignedProposal` apart.

    Raises:
        ValueError: if it is not one, or names no chaincode.
    """
    if not signed.proposal_bytes:
        raise ValueError("a signed proposal is required")
    try:
        outer = proposal.Proposal.FromString(signed.proposal_bytes)
        header = common.Header.FromString(outer.header)
        channel_header = common.ChannelHeader.FromString(header.channel_header)
        payload = proposal.ChaincodeProposalPayload.FromString(outer.payload)
        spec = chaincode.ChaincodeInvocationSpec.FromString(payload.input).chaincode_spec
        signature_header = common.SignatureHeader.FromString(header.signature_header)
        named = proposal.ChaincodeHeaderExtension.FromString(channel_header.extension).chaincode_id.name
    except DecodeError:
        raise ValueError("the signed proposal is malformed") from None
    if not channel_header.channel_id:
        raise ValueError("no channel id provided")
    if not spec.chaincode_id.name or named != spec.chaincode_id.name:
        raise ValueError("no chaincode name is provided")
    stripped = proposal.ChaincodeProposalPayload(input=payload.input).SerializeToString()
    return Proposal(
        signed=signed,
        header=header,
        channel_header=channel_header,
        signature_header=signature_header,
        chaincode_name=spec.chaincode_id.name,
        chaincode_input=spec.input.SerializeToString(),
        payload=stripped,
        has_transient_data=bool(payload.TransientMap),
    )


def check_window(item: Proposal, now: datetime, window: timedelta) -> None:
    """Refuses a proposal whose timestamp is further from the peer's time than the window.

    Raises:
        PeerRefusal: if it is.
    """
    stated = moment(item.channel_header.timestamp)
    if abs(stated - now) > window:
        message = (
            f"request unauthorized due to incorrect timestamp {stated:%Y-%m-%dT%H:%M:%SZ}, peer time {now:%Y-%m-%dT%H:%M:%SZ}, "
            f"peer.authentication.timewindow {_in_go(window)}"
        )
        raise PeerRefusal(message, grpc.StatusCode.UNAVAILABLE, another_may_answer=True)


def check_creator(item: Proposal, membership: Membership, now: datetime) -> Member:
    """Checks headers, transaction id, creator and signature.

    Raises:
        PeerRefusal: for the first that is wrong.
    """
    _check_headers(item)
    try:
        member = membership.member(item.signature_header.creator)
    except UnknownMember:
        raise _refusal(f"access denied: channel [{item.channel}] creator org unknown, creator is malformed") from None
    except InvalidMember:
        raise _denied(item, membership_of(item.signature_header.creator)) from None
    if now > member.not_after:
        raise PeerRefusal("proposal client identity expired", grpc.StatusCode.UNAVAILABLE, another_may_answer=True)
    if not member.has_signed(item.signed.signature, item.signed.proposal_bytes):
        raise _denied(item, member.msp_id)
    return member


def check_writer(member: Member) -> None:
    """Refuses a proposal of a member who may not write. System chaincodes ask for other rights.

    Raises:
        PeerRefusal: if that is so.
    """
    if member.role not in WRITERS:
        raise PeerRefusal(policy_failure("Writers"), grpc.StatusCode.FAILED_PRECONDITION)


def policy_failure(name: str) -> str:
    """The words for a member who does not satisfy one of the channel's policies."""
    return (
        f"failed evaluating policy on signed data during check policy [/Channel/Application/{name}]: [implicit policy evaluation failed - "
        f"0 sub-policies were satisfied, but this policy requires 1 of the '{name}' sub-policies to be satisfied]"
    )


def membership_of(serialized: bytes) -> str:
    """The MSP id that a serialized identity names, whether or not it is a member."""
    return SerializedIdentity.from_bytes(serialized).msp_id


def _check_headers(item: Proposal) -> None:
    kind = item.channel_header.type
    if kind not in _HEADER_TYPES:
        raise _refusal(f"invalid header type {common.HeaderType.Name(kind) if kind in common.HeaderType.values() else kind}")
    if item.channel_header.epoch:
        raise _refusal("epoch is non-zero")
    if not item.signature_header.nonce:
        raise _refusal("nonce is empty")
    if not item.signature_header.creator:
        raise _refusal("creator is empty")
    expected = transaction_id(item.signature_header.nonce, item.signature_header.creator)
    if item.transaction_id != expected:
        raise _refusal(f"incorrectly computed txid '{item.transaction_id}' -- expected '{expected}'")


def _in_go(duration: timedelta) -> str:
    """A duration as Go writes it, such as `5m0s`."""
    minutes, seconds = divmod(duration.total_seconds(), 60)
    hours, minutes = divmod(int(minutes), 60)
    return f"{f'{hours}h' if hours else ''}{f'{minutes}m' if hours or minutes else ''}{seconds:g}s"


def _denied(item: Proposal, msp_id: str) -> PeerRefusal:
    return _refusal(f"access denied: channel [{item.channel}] creator org [{msp_id}]")


def _refusal(message: str) -> PeerRefusal:
    return PeerRefusal(f"error validating proposal: {message}", grpc.StatusCode.FAILED_PRECONDITION)
