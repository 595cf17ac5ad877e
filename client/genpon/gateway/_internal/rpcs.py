"""The methods of a peer that the client calls (`gateway.Gateway`, and `protos.Deliver` for blocks)."""

from typing import Any

from genpon.gateway._internal.effects import Rpc
from genpon.gateway.errors import CallError, CommitStatusError, EndorseError, EvaluateError, EventsError, SubmitError
from genpon_core.fabric.protos import common, events, gateway


def _method(name: str, request: Any, response: Any, error: type[CallError]) -> Rpc:
    return Rpc(f"/{name}", request.SerializeToString, response.FromString, error)


EVALUATE = _method("gateway.Gateway/Evaluate", gateway.EvaluateRequest, gateway.EvaluateResponse, EvaluateError)
ENDORSE = _method("gateway.Gateway/Endorse", gateway.EndorseRequest, gateway.EndorseResponse, EndorseError)
SUBMIT = _method("gateway.Gateway/Submit", gateway.SubmitRequest, gateway.SubmitResponse, SubmitError)
COMMIT_STATUS = _method("gateway.Gateway/CommitStatus", gateway.SignedCommitStatusRequest, gateway.CommitStatusResponse, CommitStatusError)
CHAINCODE_EVENTS = _method(
    "gateway.Gateway/ChaincodeEvents", gateway.SignedChaincodeEventsRequest, gateway.ChaincodeEventsResponse, EventsError
)
# Deliver takes a stream of requests; a client that sends one and ends its side looks the same on the wire as one request.
DELIVER = _method("protos.Deliver/Deliver", common.Envelope, events.DeliverResponse, EventsError)
DELIVER_FILTERED = _method("protos.Deliver/DeliverFiltered", common.Envelope, events.DeliverResponse, EventsError)
DELIVER_WITH_PRIVATE_DATA = _method("protos.Deliver/DeliverWithPrivateData", common.Envelope, events.DeliverResponse, EventsError)
