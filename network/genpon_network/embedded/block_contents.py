"""What listeners are told of a block's transactions, read as Fabric's peers read it (`event` and `deliverevents` in their sources)."""

from collections.abc import Iterator
from typing import Any

from google.protobuf.message import DecodeError

from genpon_core.fabric.blocks import validation_codes
from genpon_core.fabric.protos import chaincode_event, common, events, proposal, proposal_response, transaction

_ENDORSER_TRANSACTION = common.HeaderType.Value("ENDORSER_TRANSACTION")
_VALID = transaction.TxValidationCode.Value("VALID")


def emitted(block: Any) -> Iterator[Any]:
    """The `protos.ChaincodeEvent` messages of a block's valid transactions, in their order.

    Raises:
        DecodeError: if the block holds something that is no envelope, and so might hide an event.
    """
    for envelope, code in zip(block.data.data, validation_codes(block), strict=True):
        payload = common.Payload.FromString(common.Envelope.FromString(envelope).payload)
        header = common.ChannelHeader.FromString(payload.header.channel_header)
        if header.type != _ENDORSER_TRANSACTION or code != _VALID:
            continue
        for action in transaction.Transaction.FromString(payload.data).actions:
            event = _event(action)
            if event.chaincode_id and event.event_name and event.tx_id:
                yield event


def filtered(block: Any) -> Any:
    """A block as a `protos.FilteredBlock`: ids and validation codes of all its transactions, and their events without payload.

    Raises:
        DecodeError: if a transaction cannot be read. What is no envelope at all is passed over.
    """
    told = events.FilteredBlock(number=block.header.number)
    for envelope, code in zip(block.data.data, validation_codes(block), strict=True):
        payload = _payload(envelope)
        if payload is None or not payload.HasField("header"):
            continue
        header = common.ChannelHeader.FromString(payload.header.channel_header)
        told.channel_id = header.channel_id
        entry = told.filtered_transactions.add(txid=header.tx_id, type=header.type, tx_validation_code=code)
        if header.type == _ENDORSER_TRANSACTION:
            entry.transaction_actions.SetInParent()
            for event in map(_event, transaction.Transaction.FromString(payload.data).actions):
                if event.chaincode_id:
                    short = {"chaincode_id": event.chaincode_id, "tx_id": event.tx_id, "event_name": event.event_name}
                    entry.transaction_actions.chaincode_actions.add(chaincode_event=short)
    return told


def _payload(envelope: bytes) -> Any:
    try:
        data = common.Envelope.FromString(envelope).payload
    except DecodeError:
        return None
    return common.Payload.FromString(data)


def _event(action: Any) -> Any:
    endorsed = transaction.ChaincodeActionPayload.FromString(action.payload).action.proposal_response_payload
    extension = proposal_response.ProposalResponsePayload.FromString(endorsed).extension
    return chaincode_event.ChaincodeEvent.FromString(proposal.ChaincodeAction.FromString(extension).events)
