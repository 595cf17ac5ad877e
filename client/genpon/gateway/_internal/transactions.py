"""Endorsed transactions: what the gateway prepared, and what is in it."""

from functools import cached_property
from typing import Any, Self

from genpon.gateway._internal.signable import SignedMessage
from genpon_core.fabric.protos import common, gateway, proposal, proposal_response, transaction


class TransactionMessage(SignedMessage):
    """A `gateway.PreparedTransaction`: an envelope with the endorsements, to be signed and submitted."""

    message_type = gateway.PreparedTransaction
    payload_field = "payload"
    may_be_ordered = False

    @classmethod
    def of(cls, transaction_id: str, envelope: Any) -> Self:
        """What a gateway made of a proposal.

        Raises:
            MessageError: if it is no transaction, or another one.
        """
        with cls.decoding():
            prepared = cls(gateway.PreparedTransaction(transaction_id=transaction_id, envelope=envelope))
            prepared.check()
        return prepared

    def check(self) -> None:
        super().check()
        named = self._channel_header
        if not named.channel_id or named.tx_id != self.transaction_id:
            raise ValueError("another transaction's header")
        if not self._action.proposal_response_payload:
            raise ValueError("no response of a chaincode")

    @property
    def signed_part(self) -> Any:
        return self.message.envelope

    @property
    def transaction_id(self) -> str:
        """In hex."""
        return str(self.message.transaction_id)

    @property
    def channel(self) -> str:
        """The channel's name, as the signed header has it."""
        return str(self._channel_header.channel_id)

    @cached_property
    def result(self) -> bytes:
        """What the transaction function returned."""
        response = proposal_response.ProposalResponsePayload.FromString(self._action.proposal_response_payload)
        return bytes(proposal.ChaincodeAction.FromString(response.extension).response.payload)

    def submit_request(self) -> Any:
        """The `gateway.SubmitRequest`."""
        return gateway.SubmitRequest(
            transaction_id=self.transaction_id, channel_id=self.channel, prepared_transaction=self.message.envelope
        )

    @cached_property
    def _content(self) -> Any:
        return common.Payload.FromString(self.payload)

    @cached_property
    def _channel_header(self) -> Any:
        return common.ChannelHeader.FromString(self._content.header.channel_header)

    @cached_property
    def _action(self) -> Any:
        actions = transaction.Transaction.FromString(self._content.data).actions
        if len(actions) != 1:
            raise ValueError("not one action")
        return transaction.ChaincodeActionPayload.FromString(actions[0].payload).action
