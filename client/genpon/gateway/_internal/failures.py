"""gRPC failures, decoded into this package's errors."""

from collections.abc import Sequence
from dataclasses import dataclass
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
    EventsError,
    SigningError,
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
_NOT_CONNECTED = ("failed to connect to all addresses", "errors resolving ", "DNS resolution failed")
_NOT_SENT = (*_NOT_CONNECTED, "no orderer nodes available")
# Peers that are a block apart, or down, are what another attempt may not meet again.
_PASSING = ("ProposalResponsePayloads do not match", "connection error", "failed to connect", "connect: connection refused", "Unavailable")
_TOO_LARGE = "larger than max"
_NOT_KNOWN = (grpc.StatusCode.UNAUTHENTICATED, grpc.StatusCode.PERMISSION_DENIED)
# What gRPC says of a gateway whose certificate is not from these CAs, is for another name, or that speaks no TLS.
_UNTRUSTED = ("CERTIFICATE_VERIFY_FAILED", "WRONG_VERSION_NUMBER", "is not in peer certificate")
_DENIALS = ("access denied", "evaluating policy on signed data")
_WHO = "Check the identity: its certificate in force, its organisation a member of the channel, its role a client's, its key the signer's."
_ASK_FIRST = "It may be committed all the same: ask for the commit status of this transaction id before anything else."
_OTHERWISE = "Correct the cause that the message names, then try again."


@dataclass(frozen=True, slots=True)
class _Failure:
    """What is known of a failed call, and what follows from it."""

    kind: type[CallError]
    code: grpc.StatusCode
    reason: str
    details: tuple[ErrorDetail, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """Everybody's words, those of the nodes first."""
        return (*(detail.message for detail in self.details), self.reason)

    @property
    def refused(self) -> bool:
        """Whether a chaincode refused it."""
        return any(ChaincodeResponse.parse(text) for text in self.texts)

    @property
    def denied(self) -> bool:
        """Whether somebody does not take the client for who it says it is."""
        return self.code in _NOT_KNOWN or any(sign in text for sign in _DENIALS for text in self.texts)

    @property
    def outcome_unknown(self) -> bool:
        """Whether the transaction may be ordered all the same."""
        if self.kind is CommitStatusError:
            return True
        if self.kind is not SubmitError:
            return False
        if any("already processed" in text for text in self.texts):
            return True
        return self.code not in _NOT_ORDERED and not self.reason.startswith(_NOT_SENT)

    @property
    def retryable(self) -> bool:
        """Whether the operation may succeed when it is done anew, and can do no harm."""
        if self.outcome_unknown or self.refused or _too_large(self.code, self.reason):
            return False
        if self.kind is EndorseError and self.code is grpc.StatusCode.ABORTED:
            return any(sign in text for sign in _PASSING for text in self.texts)
        return self.code in _TRANSIENT

    @property
    def next_step(self) -> str:
        """What to do now."""
        if self.outcome_unknown:
            return f"{_WHO} {_ASK_FIRST}" if self.denied else _ASK_FIRST
        steps = (
            (self.kind in (EvaluateError, EndorseError) and self.refused, "The chaincode refused it: see its response."),
            (_too_large(self.code, self.reason), "Send less; the limits are those of the channel and of the gateway (100 MB unless set)."),
            (
                self.denied,
                _WHO,
            ),
            (
                any(sign in self.reason for sign in _UNTRUSTED),
                "Check the gateway's TLS: the CAs in Tls(…), its certificate's dates and name (server_name), and whether it has TLS.",
            ),
            (
                self.retryable and self.kind is EndorseError and bool(self.details),
                "Nothing was submitted: try again, with other organisations than the ones named.",
            ),
            (self.retryable, "Try again, at another gateway if this one stays away."),
        )
        return next((step for applies, step in steps if applies), _OTHERWISE)


def from_rpc_error(error: Any, kind: type[CallError], transaction_id: str) -> CallError:
    """The error for a failed call, with the nodes' details from its trailing metadata."""
    return failure(kind, error.code(), error.details() or "no reason given", _details(error), transaction_id)


def failure(kind: type[CallError], code: grpc.StatusCode, reason: str, details: Sequence[ErrorDetail], transaction_id: str) -> CallError:
    """An error of a kind, with what it means for the transaction and what to do next."""
    known = _Failure(kind, code, reason, tuple(details))
    return kind(
        reason,
        code=code,
        details=known.details,
        transaction_id=transaction_id,
        retryable=known.retryable,
        outcome_unknown=known.outcome_unknown,
        next_step=known.next_step,
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


def in_time(error: CallError, seconds: float, timeout: float | None) -> CallError:
    """The failure of a call that took so long: a peer that notices first that the time is over tells it as CANCELLED."""
    if error.code is not grpc.StatusCode.CANCELLED or timeout is None or seconds < 0.9 * timeout:
        return error
    return failure(type(error), grpc.StatusCode.DEADLINE_EXCEEDED, error.reason, error.details, error.transaction_id)


def after_submission(error: SigningError, transaction_id: str) -> SigningError:
    """The same failure, of a question about a transaction that was submitted before."""
    return SigningError(error.message, next_step=_ASK_FIRST, transaction_id=transaction_id, outcome_unknown=True)


def may_go_elsewhere(error: CallError) -> bool:
    """Whether the same message can be sent to another gateway.

    A transaction must not be submitted twice, and peers refuse a proposal whose transaction id they are still working on: so these only go
    where the first gateway did not take them at all.
    """
    if error.code is grpc.StatusCode.UNAVAILABLE and not isinstance(error, CommitStatusError):
        return not error.details and error.reason.startswith(_NOT_CONNECTED)
    return may_be_proposed_elsewhere(error)


def may_be_proposed_elsewhere(error: CallError) -> bool:
    """Whether another gateway may do what this one did not, with a proposal of its own."""
    busy = error.code is grpc.StatusCode.RESOURCE_EXHAUSTED and not _too_large(error.code, error.reason)
    return busy or error.code is grpc.StatusCode.UNAVAILABLE


def means_absence(error: CallError) -> bool:
    """Whether other gateways should be preferred for a while; commits and events may be late without the gateway's doing."""
    late = error.code is grpc.StatusCode.DEADLINE_EXCEEDED and not isinstance(error, CommitStatusError | EventsError)
    return late or may_be_proposed_elsewhere(error)


def _too_large(code: grpc.StatusCode, reason: str) -> bool:
    """Whether gRPC refused a message for its size, which it tells with the same code as a gateway that is busy."""
    return code is grpc.StatusCode.RESOURCE_EXHAUSTED and _TOO_LARGE in reason


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
