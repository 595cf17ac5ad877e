"""Every error of the gateway client means one kind of outcome."""

import json
from collections.abc import Sequence

import grpc
import pytest

from genpon.gateway import (
    CommitError,
    CommitStatusError,
    EndorseError,
    ErrorDetail,
    EvaluateError,
    GatewayError,
    SigningError,
    SubmitError,
)
from genpon.transport.classifying import classify
from genpon.transport.outcomes import Kind, read_refusal

NAMED = ("A", "B", "C")
Code = grpc.StatusCode


def refusal(code: str, msp_id: str = "A", status: int = 409) -> ErrorDetail:
    message = json.dumps({"code": code, "parameters": {"state": "SENT"}})
    return ErrorDetail("peer", msp_id, f"chaincode response {status}, {message}")


def endorse(code: Code, reason: str = "failed", details: Sequence[ErrorDetail] = ()) -> EndorseError:
    return EndorseError(reason, code=code, details=details, next_step="", transaction_id="t")


def submit(code: Code, *, unknown: bool = False, retryable: bool = False, reason: str = "failed") -> SubmitError:
    return SubmitError(reason, code=code, next_step="", transaction_id="t", outcome_unknown=unknown, retryable=retryable)


def evaluate(code: Code, reason: str, *, retryable: bool = False) -> EvaluateError:
    return EvaluateError(reason, code=code, next_step="", retryable=retryable)


def commit(code: str) -> CommitError:
    return CommitError(code=code, block_number=7, transaction_id="t")


AWAY = ErrorDetail("peer", "B", "connection error")
QUOTED = f"evaluate call to endorser returned error: {refusal('key.expired', status=403).message}"
CASES: list[tuple[str, GatewayError, Kind, tuple[str, ...]]] = [
    ("one refuses", endorse(Code.ABORTED, details=[refusal("contract.wrong_state")]), Kind.DOUBTED, ("A",)),
    ("two refuse", endorse(Code.ABORTED, details=[refusal("x.y"), refusal("x.y", "B")]), Kind.REFUSED, ("A", "B")),
    ("two differ", endorse(Code.ABORTED, details=[refusal("x.y"), refusal("x.z", "B")]), Kind.DOUBTED, ("A", "B")),
    ("clock", endorse(Code.ABORTED, details=[refusal("clock.stale")]), Kind.STALE, ("A",)),
    ("a refused question", evaluate(Code.ABORTED, QUOTED), Kind.DOUBTED, ()),
    ("a fault of the chaincode", endorse(Code.ABORTED, details=[refusal("x.y", status=500)]), Kind.ENDORSERS_AWAY, ("A",)),
    ("a peer is down", endorse(Code.ABORTED, details=[AWAY]), Kind.ENDORSERS_AWAY, ("B",)),
    (
        "no peer of an organisation",
        endorse(Code.UNAVAILABLE, "failed to find any endorsing peers for org(s): C"),
        Kind.ENDORSERS_AWAY,
        ("C",),
    ),
    ("somebody hangs", endorse(Code.DEADLINE_EXCEEDED), Kind.TIMED_OUT, NAMED),
    ("payloads differ", endorse(Code.ABORTED, "ProposalResponsePayloads do not match"), Kind.APART, NAMED),
    ("gateway down", endorse(Code.UNAVAILABLE, "failed to connect to all addresses"), Kind.GATEWAY_AWAY, ()),
    ("too much to do", endorse(Code.RESOURCE_EXHAUSTED), Kind.BUSY, ()),
    ("a stranger", endorse(Code.PERMISSION_DENIED), Kind.DENIED, ()),
    ("a stranger, in words", endorse(Code.ABORTED, "error: access denied: channel [x] creator org [y]"), Kind.DENIED, ()),
    ("reply lost", submit(Code.UNAVAILABLE, unknown=True), Kind.UNKNOWN, ()),
    ("orderers busy", submit(Code.INTERNAL, retryable=True), Kind.BUSY, ()),
    ("orderers refuse", submit(Code.FAILED_PRECONDITION), Kind.FAULT, ()),
    ("gateway down at submit", submit(Code.UNAVAILABLE, reason="failed to connect"), Kind.GATEWAY_AWAY, ()),
    ("status not learned", CommitStatusError("x", code=Code.UNAVAILABLE, next_step="", outcome_unknown=True), Kind.UNKNOWN, ()),
    ("read conflict", commit("MVCC_READ_CONFLICT"), Kind.CONFLICT, ()),
    ("phantom", commit("PHANTOM_READ_CONFLICT"), Kind.CONFLICT, ()),
    ("the same act at once", commit("ENDORSEMENT_POLICY_FAILURE"), Kind.CONFLICT, ()),
    ("invalid otherwise", commit("BAD_CREATOR_SIGNATURE"), Kind.FAULT, ()),
    ("no signer", SigningError("x", next_step=""), Kind.FAULT, ()),
    ("question not answered", evaluate(Code.DEADLINE_EXCEEDED, "late", retryable=True), Kind.GATEWAY_AWAY, ()),
    ("question not understood", evaluate(Code.UNKNOWN, "what"), Kind.FAULT, ()),
]


@pytest.mark.parametrize(("error", "kind", "msp_ids"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_kind_of_an_error(error: GatewayError, kind: Kind, msp_ids: tuple[str, ...]) -> None:
    outcome = classify(error, NAMED)
    assert (outcome.kind, outcome.msp_ids) == (kind, msp_ids)


def test_a_refusal_keeps_its_code_and_parameters() -> None:
    outcome = classify(endorse(Code.ABORTED, details=[refusal("contract.wrong_state")]), NAMED)
    assert (outcome.code, outcome.parameters) == ("contract.wrong_state", {"state": "SENT"})


@pytest.mark.parametrize("message", ["", "{", "[]", '{"code": 1}', '{"code": "x", "parameters": []}', "\ud800"])
def test_what_is_no_refusal(message: str) -> None:
    assert read_refusal(message) is None
