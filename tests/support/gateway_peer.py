"""A peer for the gateway client's tests: a real gRPC server in this process that answers by script, and identities to call it with."""
# ruff: noqa: N802 - gRPC names its methods

import datetime as dt
import itertools
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent import futures
from dataclasses import dataclass, field
from typing import Any, Self

import grpc
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from google.protobuf.any_pb2 import Any as Packed
from google.rpc import status_pb2

from genpon.gateway import Identity, PrivateKeySigner
from genpon_core.fabric.protos import chaincode_event, common, events_grpc, gateway_grpc, proposal, proposal_response, transaction
from genpon_core.fabric.protos import gateway as gateway_protos

CURVES: dict[str, ec.EllipticCurve] = {"P-256": ec.SECP256R1(), "P-384": ec.SECP384R1()}


@dataclass(frozen=True)
class Failure:
    """A status that a scripted peer answers with, each detail as (address, MSP id, message)."""

    code: grpc.StatusCode
    reason: str
    details: tuple[tuple[str, str, str], ...] = ()
    raw_details: bytes | None = None

    def abort(self, context: grpc.ServicerContext) -> None:
        if self.raw_details is not None:
            context.set_trailing_metadata((("grpc-status-details-bin", self.raw_details),))
        elif self.details:
            packed = []
            for address, msp_id, message in self.details:
                detail = Packed()
                detail.Pack(gateway_protos.ErrorDetail(address=address, msp_id=msp_id, message=message))
                packed.append(detail)
            status = status_pb2.Status(code=self.code.value[0], message=self.reason, details=packed)
            context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
        context.abort(self.code, self.reason)


def evaluated(payload: bytes, status: int = 200, message: str = "") -> Any:
    return gateway_protos.EvaluateResponse(result=proposal_response.Response(status=status, message=message, payload=payload))


def endorsed(request: Any, payload: bytes) -> Any:
    """The answer of a gateway whose peers all endorse and return the payload."""
    proposed = proposal.Proposal.FromString(request.proposed_transaction.proposal_bytes)
    action = proposal.ChaincodeAction(response=proposal_response.Response(status=200, payload=payload))
    endorsement = transaction.ChaincodeEndorsedAction(
        proposal_response_payload=proposal_response.ProposalResponsePayload(extension=action.SerializeToString()).SerializeToString()
    )
    actions = transaction.Transaction(
        actions=[transaction.TransactionAction(payload=transaction.ChaincodeActionPayload(action=endorsement).SerializeToString())]
    )
    envelope = common.Payload(header=common.Header.FromString(proposed.header), data=actions.SerializeToString())
    return gateway_protos.EndorseResponse(prepared_transaction=common.Envelope(payload=envelope.SerializeToString()))


def chaincode_events(block: int, *names: str) -> Any:
    emitted = [chaincode_event.ChaincodeEvent(chaincode_id="basic", tx_id=f"tx-{name}", event_name=name, payload=b"p") for name in names]
    return gateway_protos.ChaincodeEventsResponse(events=emitted, block_number=block)


def committed(code: str = "VALID", block: int = 7) -> Any:
    return gateway_protos.CommitStatusResponse(result=transaction.TxValidationCode.Value(code), block_number=block)


END = object()
"""Ends a stream with an OK status, as no peer should."""

Answer = Any  # a response, a Failure, or a function of the request that returns one of them


@dataclass
class ScriptedPeer(gateway_grpc.GatewayServicer, events_grpc.DeliverServicer):  # type: ignore[misc]
    """Answers each kind of call with the answers put into its queue, then with its usual answer; keeps what it was asked."""

    credentials: grpc.ServerCredentials | None = None
    requests: list[Any] = field(default_factory=list)
    metadata: list[dict[str, Any]] = field(default_factory=list)
    remaining: list[float] = field(default_factory=list)
    answers: dict[str, deque[Answer]] = field(default_factory=dict)
    target: str = ""
    arrived: threading.Condition = field(default_factory=threading.Condition)
    streams_left: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def __enter__(self) -> Self:
        self._server = grpc.server(futures.ThreadPoolExecutor(max_workers=8), options=[("grpc.so_reuseport", 0)])
        gateway_grpc.add_GatewayServicer_to_server(self, self._server)
        events_grpc.add_DeliverServicer_to_server(self, self._server)
        free = "127.0.0.1:0"
        port = self._server.add_secure_port(free, self.credentials) if self.credentials else self._server.add_insecure_port(free)
        self.target = f"127.0.0.1:{port}"
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop(None).wait()

    def wait_for(self, kind: str, count: int = 1) -> None:
        """Returns once so many requests of a kind have come."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.asked(kind)) >= count, timeout=10)

    def _note(self, request: Any) -> None:
        with self.arrived:
            self.requests.append(request)
            self.arrived.notify_all()

    def then(self, kind: str, *answers: Answer) -> None:
        self.answers.setdefault(kind, deque()).extend(answers)

    def asked(self, kind: str) -> list[Any]:
        return [request for request in self.requests if type(request).__name__ == kind]

    def Evaluate(self, request: Any, context: grpc.ServicerContext) -> Any:
        return self._answer("evaluate", request, context, lambda _: evaluated(b"result"))

    def Endorse(self, request: Any, context: grpc.ServicerContext) -> Any:
        return self._answer("endorse", request, context, lambda asked: endorsed(asked, b"result"))

    def Submit(self, request: Any, context: grpc.ServicerContext) -> Any:
        return self._answer("submit", request, context, lambda _: gateway_protos.SubmitResponse())

    def CommitStatus(self, request: Any, context: grpc.ServicerContext) -> Any:
        return self._answer("commit_status", request, context, lambda _: committed())

    def ChaincodeEvents(self, request: Any, context: grpc.ServicerContext) -> Iterator[Any]:
        return self._stream("chaincode_events", request, context)

    def Deliver(self, requests: Iterator[Any], context: grpc.ServicerContext) -> Iterator[Any]:
        return self._stream("blocks", next(requests), context)

    def DeliverFiltered(self, requests: Iterator[Any], context: grpc.ServicerContext) -> Iterator[Any]:
        return self._stream("filtered_blocks", next(requests), context)

    def DeliverWithPrivateData(self, requests: Iterator[Any], context: grpc.ServicerContext) -> Iterator[Any]:
        return self._stream("private_blocks", next(requests), context)

    def _stream(self, kind: str, request: Any, context: grpc.ServicerContext) -> Iterator[Any]:
        """Sends the answers in the queue, then stays open until the client leaves."""
        self._note(request)
        left = threading.Event()
        context.add_callback(left.set)
        context.add_callback(self.streams_left.release)
        for answer in list(self.answers.get(kind, ())):
            if answer is END:
                return
            if isinstance(answer, Failure):
                answer.abort(context)
            yield answer(request) if callable(answer) else answer
        left.wait()

    def _answer(self, kind: str, request: Any, context: grpc.ServicerContext, usual: Callable[[Any], Any]) -> Any:
        self._note(request)
        self.metadata.append(dict(context.invocation_metadata()))
        self.remaining.append(context.time_remaining())
        queue = self.answers.get(kind)
        answer = queue.popleft() if queue else usual
        if callable(answer):
            answer = answer(request)
        if isinstance(answer, Failure):
            answer.abort(context)
        return answer


@dataclass(frozen=True)
class Client:
    identity: Identity
    signer: PrivateKeySigner
    key: Any


_serial = itertools.count(1)


def make_client(curve: str = "P-256") -> Client:
    """An identity with a certificate of its own making, and its key."""
    key = ec.generate_private_key(CURVES[curve])
    return Client(Identity("Org1MSP", self_signed(key, hashes.SHA256())), PrivateKeySigner.from_pem(pem_of(key)), key)


def self_signed(key: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey, algorithm: Any) -> bytes:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "client")])
    start = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), next(_serial), start, start + dt.timedelta(days=3650))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("client.example")]), critical=False)
    return builder.sign(key, algorithm).public_bytes(serialization.Encoding.PEM)


def pem_of(key: Any, encryption: serialization.KeySerializationEncryption | None = None) -> bytes:
    encoded = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption or serialization.NoEncryption())
    return bytes(encoded)
