"""Proposals to system chaincodes and the envelopes made of their endorsements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp

from genpon_core.fabric.headers import TransactionContext, channel_header
from genpon_core.fabric.protos import chaincode, common, proposal, transaction
from genpon_network.lifecycle.administrators import Administrator


@dataclass(frozen=True, slots=True)
class Proposal:
    """A signed proposal and what is needed to make an envelope of it.

    Attributes:
        transaction_id: its id, in hex.
        channel: the channel, empty for what concerns a peer alone.
        message: the `protos.Proposal`.
        signed: the `protos.SignedProposal`.
    """

    transaction_id: str
    channel: str
    message: Any
    signed: Any


def new_proposal(
    administrator: Administrator,
    channel: str,
    chaincode_name: str,
    arguments: Sequence[bytes],
    *,
    transient: Mapping[str, bytes] | None = None,
    timestamp: Timestamp | None = None,
) -> Proposal:
    """A proposal to call a chaincode, signed by an administrator.

    Args:
        administrator: who signs.
        channel: the channel's name, empty for what concerns a peer alone.
        chaincode_name: such as `cscc` or `_lifecycle`.
        arguments: the function's name and its arguments.
        transient: data for the endorsers only.
        timestamp: the proposal's time; the machine's by default.
    """
    context = TransactionContext.new(administrator.creator)
    if timestamp is None:
        timestamp = Timestamp()
        timestamp.GetCurrentTime()
    kind = common.HeaderType.ENDORSER_TRANSACTION
    header = common.Header(
        channel_header=channel_header(kind, channel, context.transaction_id, timestamp, chaincode_name=chaincode_name),
        signature_header=context.signature_header(),
    )
    call = chaincode.ChaincodeSpec(
        type=chaincode.ChaincodeSpec.GOLANG,
        chaincode_id=chaincode.ChaincodeID(name=chaincode_name),
        input=chaincode.ChaincodeInput(args=arguments),
    )
    invocation = chaincode.ChaincodeInvocationSpec(chaincode_spec=call).SerializeToString()
    payload = proposal.ChaincodeProposalPayload(input=invocation, TransientMap=dict(transient or {}))
    message = proposal.Proposal(header=header.SerializeToString(), payload=payload.SerializeToString())
    data = message.SerializeToString()
    signed = proposal.SignedProposal(proposal_bytes=data, signature=administrator.sign(data))
    return Proposal(context.transaction_id, channel, message, signed)


def envelope(proposed: Proposal, responses: Sequence[Any], administrator: Administrator) -> Any:
    """The signed `common.Envelope` of a transaction that peers have endorsed."""
    payload = proposal.ChaincodeProposalPayload.FromString(proposed.message.payload)
    payload.ClearField("TransientMap")
    action = transaction.ChaincodeActionPayload(
        chaincode_proposal_payload=payload.SerializeToString(),
        action=transaction.ChaincodeEndorsedAction(
            proposal_response_payload=responses[0].payload, endorsements=[response.endorsement for response in responses]
        ),
    )
    header = common.Header.FromString(proposed.message.header)
    acts = transaction.Transaction(
        actions=[transaction.TransactionAction(header=header.signature_header, payload=action.SerializeToString())]
    )
    return signed_envelope(common.Payload(header=header, data=acts.SerializeToString()), administrator)


def signed_envelope(payload: Any, administrator: Administrator) -> Any:
    """A `common.Envelope` of a `common.Payload`."""
    data = payload.SerializeToString()
    return common.Envelope(payload=data, signature=administrator.sign(data))
