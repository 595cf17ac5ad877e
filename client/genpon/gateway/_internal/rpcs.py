"""The methods of a peer that the client calls (`gateway.Gateway`)."""

from typing import Any

from genpon.gateway._internal.effects import Rpc
from genpon.gateway.errors import CallError, CommitStatusError, EndorseError, EvaluateError, SubmitError
from genpon_core.fabric.protos import gateway


def _method(name: str, request: Any, response: Any, error: type[CallError]) -> Rpc:
    return Rpc(f"/gateway.Gateway/{name}", request.SerializeToString, response.FromString, error)


EVALUATE = _method("Evaluate", gateway.EvaluateRequest, gateway.EvaluateResponse, EvaluateError)
ENDORSE = _method("Endorse", gateway.EndorseRequest, gateway.EndorseResponse, EndorseError)
SUBMIT = _method("Submit", gateway.SubmitRequest, gateway.SubmitResponse, SubmitError)
COMMIT_STATUS = _method("CommitStatus", gateway.SignedCommitStatusRequest, gateway.CommitStatusResponse, CommitStatusError)
