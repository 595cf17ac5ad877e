"""Traces and logs: one trace from submit to commit, silence unless somebody asks, and nothing secret in either."""

import asyncio
import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import grpc
import pytest
from opentelemetry import trace
from opentelemetry.instrumentation.grpc import GrpcAioInstrumentorClient, GrpcInstrumentorClient
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from genpon.gateway import (
    CallOptions,
    ChaincodeEvent,
    CommitError,
    DefaultOptions,
    EvaluateError,
    FunctionSigner,
    GatewayError,
    InMemoryCheckpointer,
    connect,
)
from genpon.gateway import aio as gateway_aio
from tests.support.gateway_peer import Client, Failure, ScriptedPeer, chaincode_events, committed, pem_of

SECRET = "hush-4711"
Spans = Callable[[], dict[str, list[ReadableSpan]]]


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> Iterator[Spans]:
    """The finished spans by their names, of an application that uses the standard gRPC instrumentation."""
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(trace, "_TRACER_PROVIDER", provider)
    instrumentors = [GrpcInstrumentorClient(), GrpcAioInstrumentorClient()]
    for instrumentor in instrumentors:
        instrumentor.instrument(tracer_provider=provider)

    def by_name() -> dict[str, list[ReadableSpan]]:
        found: dict[str, list[ReadableSpan]] = {}
        for span in exporter.get_finished_spans():
            found.setdefault(span.name.rsplit("/", 1)[-1], []).append(span)
        return found

    yield by_name
    for instrumentor in instrumentors:
        instrumentor.uninstrument()
    provider.shutdown()


@pytest.fixture(params=["sync", "asyncio"])
def submit(request: pytest.FixtureRequest, peer: ScriptedPeer, client: Client) -> Callable[[], bytes]:
    """Reads one event from a stream, and submits once."""
    options: dict[str, Any] = {"identity": client.identity, "signer": client.signer, "tls": None}

    def blocking() -> bytes:
        with connect(peer.target, **options) as gateway:
            network = gateway.get_network("contracts")
            with network.get_chaincode_events("genpon") as stream:
                assert next(stream).event_name == "created"
            contract = network.get_contract("genpon").retrying(first_pause=0.001)
            return contract.submit_transaction("put", SECRET, transient={"t": SECRET})

    async def awaiting() -> bytes:
        async with gateway_aio.connect(peer.target, **options) as gateway:
            network = gateway.get_network("contracts")
            async with network.get_chaincode_events("genpon") as stream:
                assert (await anext(stream)).event_name == "created"
            contract = network.get_contract("genpon").retrying(first_pause=0.001)
            return await contract.submit_transaction("put", SECRET, transient={"t": SECRET})

    peer.then("chaincode_events", chaincode_events(5, "created"))
    return blocking if request.param == "sync" else lambda: asyncio.run(awaiting())


def test_one_trace_from_submit_to_commit(peer: ScriptedPeer, spans: Spans, submit: Callable[[], bytes]) -> None:
    peer.then("commit_status", committed("MVCC_READ_CONFLICT"))
    assert submit() == b"result"
    found = spans()
    [whole] = found.pop("submit_transaction")
    assert {name: len(calls) for name, calls in found.items()} == {"Endorse": 2, "Submit": 2, "CommitStatus": 2}
    assert whole.parent is None
    assert dict(whole.attributes or {}) == {"fabric.channel": "contracts", "fabric.chaincode": "genpon", "fabric.function": "put"}
    calls = [call for several in found.values() for call in several]
    assert all(call.parent is not None and call.parent.span_id == whole.context.span_id for call in calls)
    assert {metadata["traceparent"].split("-")[1] for metadata in peer.metadata} == {f"{whole.context.trace_id:032x}"}
    assert not [span.to_json() for span in (whole, *calls) if SECRET in span.to_json()]


def test_a_failure_ends_the_trace_as_one(peer: ScriptedPeer, spans: Spans, submit: Callable[[], bytes]) -> None:
    peer.then("commit_status", committed("BAD_PAYLOAD"))
    with pytest.raises(CommitError):
        submit()
    [whole] = spans()["submit_transaction"]
    assert (whole.status.status_code, whole.status.description, whole.events) == (trace.StatusCode.ERROR, "CommitError", ())


def test_what_is_logged(peer: ScriptedPeer, client: Client, caplog: pytest.LogCaptureFixture, unused_target: str) -> None:
    caplog.set_level(logging.DEBUG, "genpon.gateway")
    peer.then("commit_status", committed("MVCC_READ_CONFLICT"))
    targets = [unused_target, peer.target]
    with connect(targets, identity=client.identity, signer=client.signer, tls=None) as gateway:
        contract = gateway.get_network("contracts").get_contract("genpon").retrying(first_pause=0.001)
        contract.submit_transaction("put")
    events = [(record.levelname, record.__dict__["event"], record.__dict__.get("rpc", "").rpartition("/")[2]) for record in caplog.records]
    assert events == [
        ("INFO", "call failed", "Endorse"),
        ("DEBUG", "call answered", "Endorse"),
        ("DEBUG", "call answered", "Submit"),
        ("DEBUG", "call answered", "CommitStatus"),
        ("INFO", "endorsing anew", ""),
        ("DEBUG", "call answered", "Endorse"),
        ("DEBUG", "call answered", "Submit"),
        ("DEBUG", "call answered", "CommitStatus"),
    ]
    first, second = (vars(record) for record in caplog.records[:2])
    assert (first["gateway"], first["code"], second["gateway"]) == (unused_target, "UNAVAILABLE", peer.target)
    assert second["transaction_id"] == peer.asked("EndorseRequest")[0].transaction_id
    assert second["seconds"] > 0
    assert f"gateway={peer.target}" in caplog.records[1].getMessage()


def test_nothing_secret_is_logged(peer: ScriptedPeer, client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    detail = ("peer0:7051", "Org1MSP", f"chaincode response 500, {SECRET}")
    peer.then("evaluate", Failure(grpc.StatusCode.UNKNOWN, SECRET, (detail,)))
    peer.then("endorse", Failure(grpc.StatusCode.ABORTED, SECRET, (detail,)))
    peer.then("chaincode_events", chaincode_events(5, SECRET), Failure(grpc.StatusCode.UNAVAILABLE, SECRET))
    metadata = [("authorization", SECRET)]
    options = DefaultOptions(evaluate=CallOptions(timeout=5, metadata=metadata))

    def broken(_digest: bytes) -> bytes:
        raise RuntimeError(SECRET)

    for signer in (client.signer, FunctionSigner(broken)):
        with connect(peer.target, identity=client.identity, signer=signer, tls=None, options=options) as gateway:
            network = gateway.get_network("contracts")
            contract = network.get_contract("genpon")
            for call in (contract.evaluate_transaction, contract.submit_transaction, contract.submit_transaction):
                try:
                    call("put", SECRET, SECRET.encode(), transient={SECRET: SECRET})
                except GatewayError as error:
                    logging.getLogger("application").info("failed: %s", type(error).__name__)
            try:
                with network.get_chaincode_events("genpon", checkpoint=InMemoryCheckpointer()) as stream:
                    received: list[ChaincodeEvent] = list(stream)
                    assert received == []
            except GatewayError as error:
                logging.getLogger("application").info("broke: %s", type(error).__name__)
    written = "\n".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
    key = pem_of(client.key).decode().splitlines()[1]
    assert len([record for record in caplog.records if record.name == "genpon.gateway"]) >= 7
    for secret in (SECRET, SECRET.encode().hex(), key, repr(SECRET.encode())):
        assert secret not in written


def test_it_is_silent_unless_somebody_listens(unused_target: str, client: Client) -> None:
    program = f"""if True:
        from genpon.gateway import EvaluateError, FunctionSigner, Identity, PrivateKeySigner, connect
        identity = Identity("Org1MSP", {client.identity.certificate_pem!r})
        with connect({unused_target!r}, identity=identity, signer=FunctionSigner(PrivateKeySigner.generate().sign), tls=None) as gateway:
            try:
                gateway.get_network("contracts").get_contract("genpon").evaluate_transaction("show")
            except EvaluateError:
                pass
    """
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")


def test_open_telemetry_is_not_loaded() -> None:
    program = "import sys, genpon.gateway, genpon.gateway.aio; sys.exit('opentelemetry' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_an_interceptor_that_hides_the_call_of_a_stream(peer: ScriptedPeer, client: Client) -> None:
    class Hiding(grpc.UnaryStreamClientInterceptor):  # type: ignore[misc]
        def intercept_unary_stream(self, continuation: Any, details: Any, request: Any) -> Iterator[Any]:
            yield from continuation(details, request)

    peer.then("chaincode_events", chaincode_events(5, "created"))
    with grpc.insecure_channel(peer.target) as plain:
        channel = grpc.intercept_channel(plain, Hiding())
        with connect(channel, identity=client.identity, signer=client.signer) as gateway:
            with gateway.get_network("contracts").get_chaincode_events("genpon") as stream:
                assert next(stream).event_name == "created"
            assert list(stream) == []
        assert peer.streams_left.acquire(timeout=10)


def test_evaluating_is_traced_by_its_call_alone(peer: ScriptedPeer, spans: Spans, client: Client) -> None:
    peer.then("evaluate", Failure(grpc.StatusCode.UNAVAILABLE, "away"))
    with connect(peer.target, identity=client.identity, signer=client.signer, tls=None) as gateway:
        contract = gateway.get_network("contracts").get_contract("genpon")
        with pytest.raises(EvaluateError):
            contract.evaluate_transaction("show")
    assert list(spans()) == ["Evaluate"]
