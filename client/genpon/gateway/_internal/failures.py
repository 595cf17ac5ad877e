"""gRPC failures, decoded into this package's errors."""

from collections.abc import Sequence
from typing import Any

import grpc
from google.protobuf.message import DecodeError
from google.rpc import status_pb2

from genpon.gateway.errors import (
    CallError,
    ChaincodeResponse,
    CommitStatusError,
    EndorseError,
    ErrorDetail,
    EvaluateError,
    SubmitError,
)
from genpon_core.fabric.protos import gateway

_TRANSIENT = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.RESOURCE_EXHAUSTED)
# The codes with which a gateway refuses a transaction before it tries an orderer, and ABORTED, with which an orderer refused it.
_NOT_ORDERED = (
    grpc.StatusCode.ABORTED,
    grpc.StatusCode.FAILED_PRECONDITION,
    grpc.StatusCode.INVALID_ARGUMENT,
    grpc.StatusCode.NOT_FOUND,
    grpc.StatusCode.PERMISSION_DENIED,
    grpc.StatusCode.RESOURCE_EXHAUSTED,
    grpc.StatusCode.UNAUTHENTICATED,
    grpc.StatusCode.UNIMPLEMENTED,
)
_NOT_SENT = ("failed to connect to all addresses", "no orderer nodes available")
# Peers that are a block apart, or down, are what another attempt may not meet again.
_PASSING = ("ProposalResponsePayloads do not match", "connection error", "failed to connect", "connect: connection refused", "Unavailable")
_ASK_FIRST = "It may be committed all the same: ask for the commit status of this transaction id before anything else."


def from_rpc_error(error: Any, kind: type[CallError], transaction_id: str) -> CallError:
    """The error for a failed call, with the nodes' details from its trailing metadata."""
    return failure(kind, error.code(), error.details() or "no reason given", _details(error), transaction_id)


def failure(kind: type[CallError], code: grpc.StatusCode, reason: str, details: Sequence[ErrorDetail], transaction_id: str) -> CallError:
    """An error of a kind, with what it means for the transaction and what to do next."""
    unknown = _outcome_unknown(kind, code, reason, details)
    retryable = not unknown and _retryable(kind, code, reason, details)
    return kind(
        reason,
        code=code,
        details=details,
        transaction_id=transaction_id,
        retryable=retryable,
        outcome_unknown=unknown,
        next_step=_next_step(kind, code, reason, details, unknown=unknown, retryable=retryable),
    )


def still_unknown(error: SubmitError) -> SubmitError:
    """The same failure, of a transaction that an earlier attempt may have got ordered."""
    return SubmitError(
        error.reason,
        code=error.code,
        details=error.details,
        transaction_id=error.transaction_id,
        outcome_unknown=True,
        next_step=_ASK_FIRST,
    )


def moves_on(error: CallError) -> bool:
    """Whether another gateway can be tried: one that submits only where the first did not take the call at all."""
    if error.code is grpc.StatusCode.RESOURCE_EXHAUSTED:
        return True
    if error.code is not grpc.StatusCode.UNAVAILABLE:
        return False
    return not isinstance(error, SubmitError) or (not error.details and error.reason.startswith(_NOT_SENT[0]))


def means_absence(error: CallError) -> bool:
    """Whether other gateways should be preferred for a while; a commit may be late without the gateway's doing."""
    late = error.code is grpc.StatusCode.DEADLINE_EXCEEDED and not isinstance(error, CommitStatusError)
    return late or error.code in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.RESOURCE_EXHAUSTED)


def _details(error: Any) -> tuple[ErrorDetail, ...]:
    for name, value in error.trailing_metadata() or ():
        if name == "grpc-status-details-bin":
            return _decode_details(value)
    return ()


def _decode_details(data: bytes) -> tuple[ErrorDetail, ...]:
    try:
        packed = status_pb2.Status.FromString(data).details
        messages = [gateway.ErrorDetail.FromString(item.value) for item in packed if item.type_url.endswith("/gateway.ErrorDetail")]
    except DecodeError:
        return ()
    return tuple(ErrorDetail(message.address, message.msp_id, message.message) for message in messages)


def _outcome_unknown(kind: type[CallError], code: grpc.StatusCode, reason: str, details: Sequence[ErrorDetail]) -> bool:
    if kind is CommitStatusError:
        return True
    if kind is not SubmitError:
        return False
    if any("already processed" in text for text in (reason, *(detail.message for detail in details))):
        return True
    return code not in _NOT_ORDERED and not reason.startswith(_NOT_SENT)


def _refusal(reason: str, details: Sequence[ErrorDetail]) -> ChaincodeResponse | None:
    texts = (*(detail.message for detail in details), reason)
    return next((response for text in texts if (response := ChaincodeResponse.parse(text))), None)


def _retryable(kind: type[CallError], code: grpc.StatusCode, reason: str, details: Sequence[ErrorDetail]) -> bool:
    if _refusal(reason, details):
        return False
    if kind is EndorseError and code is grpc.StatusCode.ABORTED:
        return any(sign in text for sign in _PASSING for text in (reason, *(detail.message for detail in details)))
    return code in _TRANSIENT


def _next_step(
    kind: type[CallError], code: grpc.StatusCode, reason: str, details: Sequence[ErrorDetail], *, unknown: bool, retryable: bool
) -> str:
    if unknown:
        return _ASK_FIRST
    if kind in (EvaluateError, EndorseError) and _refusal(reason, details):
        return "The chaincode refused it: see its response."
    if code in (grpc.StatusCode.UNAUTHENTICATED, grpc.StatusCode.PERMISSION_DENIED):
        return "Check that the identity's certificate is in force and its organisation is a member of the channel."
    if retryable and kind is EndorseError and details:
        return "Nothing was submitted: try again, with other organisations than the ones named."
    if retryable:
        return "Try again, at another gateway if this one stays away."
    return "It was not committed; correct the cause that the message names, then try again."
