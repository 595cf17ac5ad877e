"""What listeners are told of a block's transactions, read as Fabric's peers read it (`event` and `deliverevents` in their sources)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from google.protobuf.message import DecodeError

from genpon_core.fabric.blocks import validation_codes
from genpon_core.fabric.protos import chaincode_event, common, proposal, proposal_response, transaction

_ENDORSER_TRANSACTION = common.HeaderType.Value("ENDORSER_TRANSACTION")
_VALID = transaction.TxValidationCode.Value("VALID")


@dataclass(frozen=True, slots=True)
class Entry:
    """One envelope of a block: its `common.ChannelHeader`, the payload's data, and the validation code that it got."""

    header: Any
    data: bytes
    code: int

    @property
    def is_transaction(self) -> bool:
        """Whether it is an endorsed transaction, and no channel configuration."""
        return bool(self.header.type == _ENDORSER_TRANSACTION)


def entries(block: Any) -> Iterator[Entry]:
    """The envelopes of a `common.Block`, in their order.

    Raises:
        DecodeError: at the first that cannot be read.
    """
    for envelope, code in zip(block.data.data, validation_codes(block), strict=True):
        payload = common.Payload.FromString(common.Envelope.FromString(envelope).payload)
        yield Entry(common.ChannelHeader.FromString(payload.header.channel_header), payload.data, code)


def emitted(block: Any) -> Iterator[Any]:
    """The `protos.ChaincodeEvent` messages of a block's valid transactions, in their order.

    Raises:
        DecodeError: if the block holds something that is no envelope.
    """
    for entry in entries(block):
        if entry.is_transaction and entry.code == _VALID:
            yield from (event for event in _events(entry.data) if event.chaincode_id and event.event_name and event.tx_id)


def _events(data: bytes) -> Iterator[Any]:
    for action in transaction.Transaction.FromString(data).actions:
        try:
            endorsed = transaction.ChaincodeActionPayload.FromString(action.payload).action.proposal_response_payload
            extension = proposal_response.ProposalResponsePayload.FromString(endorsed).extension
            yield chaincode_event.ChaincodeEvent.FromString(proposal.ChaincodeAction.FromString(extension).events)
        except DecodeError:
            continue
