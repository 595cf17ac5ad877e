"""Transactions: put together from endorsements, and taken apart for validation (Fabric documentation, "Transaction flow", steps 3 to 5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from google.protobuf.message import DecodeError

from genpon_core.fabric.headers import transaction_id
from genpon_core.fabric.protos import chaincode_event, common, proposal, proposal_response, transaction
from genpon_network.embedded.membership import InvalidMember, Membership, UnknownMember
from genpon_network.embedded.proposals import Proposal, proposal_hash
from genpon_network.embedded.result_sets import RepeatedSpaceError, ResultSets

Code = transaction.TxValidationCode
"""Fabric's validation codes."""


class InvalidTransaction(Exception):  # noqa: N818 - an outcome that stands in the block
    """A transaction that does not become valid.

    Attributes:
        code: its validation code.
    """

    def __init__(self, code: int) -> None:
        self.code = code
        super().__init__(Code.Name(code))


@dataclass(frozen=True, slots=True)
class Transaction:
    """A well-formed transaction, signed by a member.

    Attributes:
        id: its transaction id.
        chaincode_name: what the channel header says it calls.
        action: the `protos.ChaincodeAction` that was endorsed.
        payload: the `protos.ProposalResponsePayload` that was endorsed, serialized.
        endorsements: the `protos.Endorsement` messages.
    """

    id: str
    chaincode_name: str
    action: Any
    payload: bytes
    endorsements: Any

    def results(self) -> ResultSets:
        """What it has read and writes.

        Raises:
            InvalidTransaction: if that cannot be read, or a part of the state occurs twice.
        """
        try:
            return ResultSets.parse(self.action.results)
        except DecodeError:
            raise InvalidTransaction(Code.BAD_RWSET) from None
        except RepeatedSpaceError:
            raise InvalidTransaction(Code.ILLEGAL_WRITESET) from None


def assemble(item: Proposal, payload: bytes, endorsements: Iterable[Any]) -> Any:
    """The unsigned `common.Envelope` of an endorsed proposal, without its transient data."""
    endorsed = transaction.ChaincodeEndorsedAction(proposal_response_payload=payload, endorsements=list(endorsements))
    action = transaction.ChaincodeActionPayload(chaincode_proposal_payload=item.payload, action=endorsed)
    single = transaction.TransactionAction(header=item.header.signature_header, payload=action.SerializeToString())
    body = transaction.Transaction(actions=[single]).SerializeToString()
    return common.Envelope(payload=common.Payload(header=item.header, data=body).SerializeToString())


def claimed_id(envelope: bytes) -> str:
    """The transaction id that an envelope's header names, whether or not it is right; empty if there is none."""
    try:
        payload = common.Payload.FromString(common.Envelope.FromString(envelope).payload)
        return str(common.ChannelHeader.FromString(payload.header.channel_header).tx_id)
    except DecodeError:
        return ""


def open_envelope(serialized: bytes, membership: Membership, channel: str) -> Transaction:
    """Takes a transaction apart and checks form, creator, signature and transaction id, in the order in which Fabric does.

    Raises:
        InvalidTransaction: with the code of the first thing that is wrong.
    """
    envelope = _parse(common.Envelope, serialized, Code.INVALID_OTHER_REASON)
    payload = _parse(common.Payload, envelope.payload, Code.BAD_PAYLOAD)
    header = _parse(common.ChannelHeader, payload.header.channel_header, Code.BAD_COMMON_HEADER)
    signature_header = _parse(common.SignatureHeader, payload.header.signature_header, Code.BAD_COMMON_HEADER)
    _check_headers(header, signature_header)
    try:
        member = membership.member(signature_header.creator)
    except (UnknownMember, InvalidMember):
        raise InvalidTransaction(Code.BAD_CREATOR_SIGNATURE) from None
    if not member.has_signed(envelope.signature, envelope.payload):
        raise InvalidTransaction(Code.BAD_CREATOR_SIGNATURE)
    if header.tx_id != transaction_id(signature_header.nonce, signature_header.creator):
        raise InvalidTransaction(Code.BAD_PROPOSAL_TXID)
    if header.channel_id != channel:
        raise InvalidTransaction(Code.TARGET_CHAIN_NOT_FOUND)
    return _open_action(payload, header)


def _check_headers(header: Any, signature_header: Any) -> None:
    if header.type != common.HeaderType.Value("ENDORSER_TRANSACTION") or header.epoch:
        raise InvalidTransaction(Code.BAD_COMMON_HEADER)
    if not signature_header.nonce or not signature_header.creator:
        raise InvalidTransaction(Code.BAD_COMMON_HEADER)


def _open_action(payload: Any, header: Any) -> Transaction:
    invalid = Code.INVALID_ENDORSER_TRANSACTION
    actions = _parse(transaction.Transaction, payload.data, invalid).actions
    if len(actions) != 1:
        raise InvalidTransaction(invalid)
    body = _parse(transaction.ChaincodeActionPayload, actions[0].payload, invalid)
    endorsed = body.action.proposal_response_payload
    response = _parse(proposal_response.ProposalResponsePayload, endorsed, invalid)
    expected = proposal_hash(payload.header.channel_header, actions[0].header, body.chaincode_proposal_payload)
    if response.proposal_hash != expected:
        raise InvalidTransaction(invalid)
    extension = _parse(proposal.ChaincodeHeaderExtension, header.extension, Code.BAD_HEADER_EXTENSION)
    action = _parse(proposal.ChaincodeAction, response.extension, Code.BAD_RESPONSE_PAYLOAD)
    _check_chaincode(extension.chaincode_id.name, action)
    return Transaction(header.tx_id, extension.chaincode_id.name, action, endorsed, body.action.endorsements)


def _check_chaincode(name: str, action: Any) -> None:
    if not name or name != action.chaincode_id.name or not action.chaincode_id.version:
        raise InvalidTransaction(Code.INVALID_CHAINCODE)
    if action.events:
        event = _parse(chaincode_event.ChaincodeEvent, action.events, Code.INVALID_OTHER_REASON)
        if event.chaincode_id != name:
            raise InvalidTransaction(Code.INVALID_OTHER_REASON)


def _parse(kind: Any, data: bytes, code: int) -> Any:
    try:
        return kind.FromString(data)
    except DecodeError:
        raise InvalidTransaction(code) from None
