"""Transaction proposals: built, and read back from bytes (Fabric documentation, "Transaction flow", "The client proposes")."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp

from genpon.gateway._internal.signable import SignedMessage
from genpon.gateway.errors import MessageError
from genpon_core.fabric.headers import TransactionContext, channel_header
from genpon_core.fabric.protos import chaincode, common, gateway, proposal

Argument = str | bytes


class ProposalMessage(SignedMessage):
    """A `gateway.ProposedTransaction`: what a client wants a chaincode to do."""

    message_type = gateway.ProposedTransaction
    payload_field = "proposal_bytes"

    def check(self) -> None:
        super().check()
        proposed = proposal.Proposal.FromString(self.payload)
        invocation = chaincode.ChaincodeInvocationSpec.FromString(proposal.ChaincodeProposalPayload.FromString(proposed.payload).input)
        if not invocation.chaincode_spec.chaincode_id.name:
            raise ValueError("no invocation of a chaincode")
        named = self._channel_header
        if not named.channel_id or named.tx_id != self.transaction_id:
            raise ValueError("another transaction's header")

    @property
    def signed_part(self) -> Any:
        return self.message.proposal

    @property
    def transaction_id(self) -> str:
        """In hex."""
        return str(self.message.transaction_id)

    @cached_property
    def channel(self) -> str:
        """The channel's name, as the signed header has it."""
        return str(self._channel_header.channel_id)

    def evaluate_request(self) -> Any:
        """The `gateway.EvaluateRequest`."""
        return gateway.EvaluateRequest(
            transaction_id=self.transaction_id,
            channel_id=self.channel,
            proposed_transaction=self.message.proposal,
            target_organizations=self.message.endorsing_organizations,
        )

    def endorse_request(self) -> Any:
        """The `gateway.EndorseRequest`."""
        return gateway.EndorseRequest(
            transaction_id=self.transaction_id,
            channel_id=self.channel,
            proposed_transaction=self.message.proposal,
            endorsing_organizations=self.message.endorsing_organizations,
        )

    @cached_property
    def _channel_header(self) -> Any:
        header = common.Header.FromString(proposal.Proposal.FromString(self.payload).header)
        return common.ChannelHeader.FromString(header.channel_header)


def build_proposal(
    context: TransactionContext,
    timestamp: Timestamp,
    *,
    channel: str,
    chaincode_name: str,
    function: str,
    arguments: Sequence[Argument],
    transient: Mapping[str, Argument],
    endorsing_organizations: Sequence[str],
) -> ProposalMessage:
    """A proposal that is not signed yet; the same inputs give the same payload."""
    transaction_id = context.transaction_id
    header = common.Header(
        channel_header=channel_header(common.ENDORSER_TRANSACTION, channel, transaction_id, timestamp, chaincode_name=chaincode_name),
        signature_header=context.signature_header(),
    )
    payload = proposal.ChaincodeProposalPayload(
        input=_invocation(chaincode_name, function, arguments),
        TransientMap={name: _as_bytes(value) for name, value in transient.items()},
    )
    proposed = proposal.Proposal(header=header.SerializeToString(), payload=payload.SerializeToString(deterministic=True))
    message = ProposalMessage(
        gateway.ProposedTransaction(
            transaction_id=transaction_id,
            proposal=proposal.SignedProposal(proposal_bytes=proposed.SerializeToString()),
            endorsing_organizations=endorsing_organizations,
        )
    )
    message.channel = channel
    return message


def _invocation(chaincode_name: str, function: str, arguments: Sequence[Argument]) -> bytes:
    spec = chaincode.ChaincodeSpec(
        chaincode_id=chaincode.ChaincodeID(name=chaincode_name),
        input=chaincode.ChaincodeInput(args=[_as_bytes(argument) for argument in (function, *arguments)]),
    )
    return bytes(chaincode.ChaincodeInvocationSpec(chaincode_spec=spec).SerializeToString())


def _as_bytes(value: Argument) -> bytes:
    if isinstance(value, bytes | bytearray):
        return bytes(value)
    if not isinstance(value, str):
        raise TypeError(f"an argument must be str or bytes, not {type(value).__name__}; write it as the chaincode reads it, such as JSON")
    try:
        return value.encode()
    except UnicodeEncodeError:
        raise MessageError("an argument has lone surrogates, which are no characters", next_step="Pass it as bytes.") from None
