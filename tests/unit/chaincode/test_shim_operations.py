"""What operators see of a service: settings from the environment, health, metrics."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from genpon_chaincode.contractapi import SmartContract
from genpon_chaincode.shim import ChaincodeServer
from tests.support.doing_chaincode import Doing
from tests.support.scripted_peer import PATIENCE, ScriptedPeer
from tests.support.waiting import until


@pytest.fixture
def doing() -> Iterator[Doing]:
    chaincode = Doing()
    yield chaincode
    chaincode.release.set()


@pytest.fixture
def server(doing: Doing) -> Iterator[ChaincodeServer]:
    environment = {"CHAINCODE_ID": "d:1", "CHAINCODE_SERVER_ADDRESS": "127.0.0.1:0", "CHAINCODE_OPERATIONS_ADDRESS": "127.0.0.1:0"}
    server = ChaincodeServer.from_environment(doing, environment, deadline=0.5)
    server.start()
    yield server
    doing.release.set()
    server.stop(0)


def _ask(server: ChaincodeServer, path: str, **headers: str) -> tuple[int, str, str]:
    request = urllib.request.Request(f"http://{server.operations_address}{path}", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            return answer.status, answer.headers["Content-Type"], answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers["Content-Type"], error.read().decode()


def _figures(server: ChaincodeServer) -> dict[str, float]:
    _, _, text = _ask(server, "/metrics")
    rows = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in rows}


def test_healthz_and_the_grpc_health_service(server: ChaincodeServer) -> None:
    assert _ask(server, "/healthz")[::2] == (200, '{"status":"OK"}')
    assert _ask(server, "/")[0] == 404
    with grpc.insecure_channel(server.address) as channel:
        stub = health_pb2_grpc.HealthStub(channel)
        for name in ("", "protos.Chaincode"):
            assert (
                stub.Check(health_pb2.HealthCheckRequest(service=name), timeout=PATIENCE).status == health_pb2.HealthCheckResponse.SERVING
            )


def test_a_stopping_service_is_not_healthy(server: ChaincodeServer, doing: Doing) -> None:
    with grpc.insecure_channel(server.address) as channel, ScriptedPeer(server.address) as peer:
        stub = health_pb2_grpc.HealthStub(channel)
        watch = stub.Watch(health_pb2.HealthCheckRequest(), timeout=PATIENCE)
        assert next(watch).status == health_pb2.HealthCheckResponse.SERVING
        peer.begin("wait")
        assert doing.waiting.wait(PATIENCE)
        import threading  # noqa: PLC0415

        stopping = threading.Thread(target=server.stop)
        stopping.start()
        assert next(watch).status == health_pb2.HealthCheckResponse.NOT_SERVING
        until(lambda: _ask(server, "/healthz")[0] == 503)
        doing.release.set()
        stopping.join(PATIENCE)


def test_transactions_are_counted_by_how_they_ended(server: ChaincodeServer, doing: Doing) -> None:
    with ScriptedPeer(server.address) as peer:
        for function, times in (("echo", 3), ("refuse", 2), ("raise", 1)):
            for _ in range(times):
                peer.invoke(function)
        until(lambda: _figures(server)['chaincode_transactions_total{outcome="failed"}'] == 1)
        figures = _figures(server)
        assert [figures[f'chaincode_transactions_total{{outcome="{name}"}}'] for name in ("ok", "refused", "late", "lost")] == [3, 2, 0, 0]
        assert figures["chaincode_transaction_seconds_count"] == 6
        assert (figures["chaincode_peers_connected"], figures["chaincode_transactions_running"]) == (1, 0)
        assert figures["process_resident_memory_bytes"] > 0
        peer.invoke("wait")
        until(lambda: _figures(server)["chaincode_functions_hanging"] == 1)
        assert _figures(server)['chaincode_transactions_total{outcome="late"}'] == 1
        doing.release.set()
        until(lambda: _figures(server)["chaincode_functions_hanging"] == 0)
        doing.release.clear()
        doing.waiting.clear()
        peer.begin("wait")
        assert doing.waiting.wait(PATIENCE)
        peer.drop()
    doing.release.set()
    until(lambda: _figures(server)['chaincode_transactions_total{outcome="lost"}'] == 1)
    until(lambda: _figures(server)["chaincode_peers_connected"] == 0)
    assert _figures(server)["chaincode_transactions_running"] == 0


def test_metrics_in_openmetrics_for_those_who_ask(server: ChaincodeServer) -> None:
    status, kind, text = _ask(server, "/metrics", Accept="application/openmetrics-text; version=1.0.0")
    assert status == 200
    assert kind.startswith("application/openmetrics-text")
    assert text.endswith("# EOF\n")


@pytest.mark.parametrize("prefix", ["CHAINCODE_", "CORE_CHAINCODE_"])
def test_the_environment_names_package_and_address(doing: Doing, prefix: str) -> None:
    address = {"CHAINCODE_": "CHAINCODE_SERVER_ADDRESS"}.get(prefix, "CORE_CHAINCODE_ADDRESS")
    environment = {f"{prefix}ID": "doing:1", address: "127.0.0.1:0", "CORE_PEER_LOCALMSPID": "Org1MSP"}
    server = ChaincodeServer.from_environment(doing, environment)
    server.start()
    with ScriptedPeer(server.address) as peer:
        assert peer.package_id == "doing:1"
    server.stop(0)
    assert server.operations_address is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"CHAINCODE_ID": ""}, "set CHAINCODE_ID"),
        ({"CHAINCODE_SERVER_ADDRESS": ""}, "set CHAINCODE_SERVER_ADDRESS"),
        ({"CHAINCODE_SERVER_ADDRESS": "9999"}, "is not host:port"),
        ({"CHAINCODE_SERVER_ADDRESS": ":9999"}, "is not host:port"),
        ({"CHAINCODE_SERVER_ADDRESS": "127.0.0.1:99999"}, "is not host:port"),
        ({"CHAINCODE_OPERATIONS_ADDRESS": "9443"}, "host:port"),
        ({"CHAINCODE_OPERATIONS_ADDRESS": "127.0.0.1:99999"}, "the operations endpoint's address '127.0.0.1:99999' is not host:port"),
        ({"CHAINCODE_OPERATIONS_ADDRESS": "192.0.2.1:9443"}, "the operations endpoint cannot listen at 192.0.2.1:9443"),
        ({"CHAINCODE_TLS_KEY": "only"}, "CHAINCODE_TLS_KEY names only, which cannot be read"),
    ],
)
def test_wrong_settings_are_named(doing: Doing, changes: dict[str, Any], words: str) -> None:
    environment = {"CHAINCODE_ID": "d:1", "CHAINCODE_SERVER_ADDRESS": "127.0.0.1:0"} | changes
    with pytest.raises((ValueError, OSError), match=words):
        ChaincodeServer.from_environment(doing, environment)


def test_an_option_goes_before_the_environment(doing: Doing) -> None:
    with pytest.raises(ValueError, match="package's id is missing"):
        ChaincodeServer.from_environment(doing, {"CHAINCODE_ID": "d:1", "CHAINCODE_SERVER_ADDRESS": "127.0.0.1:0"}, package_id="")


@pytest.mark.parametrize(
    "bound", [{"workers": 0}, {"max_hanging": 0}, {"deadline": 0}, {"deadline": -1.0}, {"deadline": "3"}, {"workers": 1.5}]
)
def test_bounds_with_which_nothing_would_be_answered(doing: Doing, bound: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(bound))):
        ChaincodeServer(doing, package_id="d:1", **bound)


@pytest.mark.parametrize("what", [SmartContract(), Doing, object()])
def test_what_is_no_chaincode_is_not_served(what: Any) -> None:
    with pytest.raises(TypeError, match=r"ContractChaincode\(\[Assets\(\)\]\)"):
        ChaincodeServer(what, package_id="d:1")
