"""Which kind of outcome an error of the gateway client is."""

import grpc

from genpon.gateway import CallError, CommitError, EndorseError, ErrorDetail, EvaluateError, GatewayError, SubmitError
from genpon.transport.outcomes import Kind, Outcome, read_refusal
from genpon_core.errors import Refusal

# The loser of two writes of the very same act is told of the frozen key's policy, not of the conflict.
CONFLICTS = (*CommitError.CONFLICTS, "ENDORSEMENT_POLICY_FAILURE")
_REFUSALS = range(400, 500)
_APART = "ProposalResponsePayloads do not match"
_DENIED = (grpc.StatusCode.UNAUTHENTICATED, grpc.StatusCode.PERMISSION_DENIED)
_STALE = "clock.stale"


def classify(error: GatewayError, named: tuple[str, ...]) -> Outcome:
    """The outcome that an error means.

    Args:
        error: what the gateway client raised.
        named: the organisations that were to endorse.
    """
    transaction = error.transaction_id
    if error.outcome_unknown:
        return Outcome(Kind.UNKNOWN, transaction=transaction)
    if isinstance(error, CommitError):
        conflict = error.code in CONFLICTS
        return Outcome(Kind.CONFLICT if conflict else Kind.FAULT, code=error.code, transaction=transaction)
    if not isinstance(error, CallError):
        return Outcome(Kind.FAULT, code=type(error).__name__, transaction=transaction)
    refusals = _refusals(error)
    if refusals and isinstance(error, EndorseError | EvaluateError):
        return _refused(refusals)
    kind, msp_ids = _kind(error, named)
    return Outcome(kind, code=error.code.name, msp_ids=msp_ids, transaction=transaction)


def _kind(error: CallError, named: tuple[str, ...]) -> tuple[Kind, tuple[str, ...]]:
    common = _common_kind(error)
    if common is not None:
        return common, ()
    if isinstance(error, EndorseError):
        return (Kind.APART, named) if _mentions(error, _APART) else _endorsers(error, named)
    passing = Kind.BUSY if isinstance(error, SubmitError) else Kind.GATEWAY_AWAY
    return (passing if error.retryable else Kind.FAULT), ()


def _common_kind(error: CallError) -> Kind | None:
    """The kind of what may happen to any call."""
    if error.code in _DENIED or _mentions(error, "access denied"):
        return Kind.DENIED
    if error.code is grpc.StatusCode.RESOURCE_EXHAUSTED:
        return Kind.BUSY
    return Kind.GATEWAY_AWAY if _unreached(error) else None


def _refused(refusals: dict[str, Refusal]) -> Outcome:
    first = next(iter(refusals.values()))
    stale = tuple(name for name, refusal in refusals.items() if refusal.code == _STALE)
    if stale:
        return Outcome(Kind.STALE, msp_ids=stale)
    agreed = len(refusals) > 1 and all(refusal.code == first.code for refusal in refusals.values())
    kind = Kind.REFUSED if agreed else Kind.DOUBTED
    return Outcome(kind, first.code, first.parameters, tuple(name for name in refusals if name))


def _refusals(error: CallError) -> dict[str, Refusal]:
    """The rules' refusals by the organisation that gave them; an empty name where the error does not say who."""
    found: dict[str, Refusal] = {}
    for detail in (*error.details, ErrorDetail("", "", error.reason)):
        response = detail.chaincode_response
        refusal = read_refusal(response.message) if response and response.status in _REFUSALS else None
        if refusal is not None and (detail.msp_id or not found):
            found[detail.msp_id] = refusal
    return found


def _endorsers(error: EndorseError, named: tuple[str, ...]) -> tuple[Kind, tuple[str, ...]]:
    blamed = {detail.msp_id for detail in error.details} | {msp_id for msp_id in named if msp_id in error.reason}
    known = tuple(msp_id for msp_id in named if msp_id in blamed)
    if known:
        return Kind.ENDORSERS_AWAY, known
    timed_out = error.code is grpc.StatusCode.DEADLINE_EXCEEDED
    return (Kind.TIMED_OUT if timed_out else Kind.ENDORSERS_AWAY), named


def _mentions(error: CallError, words: str) -> bool:
    return words in error.reason or any(words in detail.message for detail in error.details)


def _unreached(error: CallError) -> bool:
    return error.code is grpc.StatusCode.UNAVAILABLE and not error.details and "endors" not in error.reason
