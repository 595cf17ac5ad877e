"""What Prometheus sees of the network, and when it alerts."""

import json
import os
import shutil
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

import genpon_network.monitoring
from genpon_network.topology import Layout
from tests.support.containers import ContainerConsortium
from tests.support.engine import docker
from tests.support.images.building import PROMETHEUS
from tests.support.town import World
from tests.support.waiting import until

PATIENCE = 90.0
DASHBOARD = json.loads(resources.files(genpon_network.monitoring).joinpath("dashboard.json").read_bytes())
PANELS = {panel["title"]: panel for panel in DASHBOARD["panels"]}


def ask(query: str) -> list[dict[str, Any]]:
    url = f"http://127.0.0.1:{os.environ['PROMETHEUS_PORT']}/api/v1/query?{urllib.parse.urlencode({'query': query})}"
    with urllib.request.urlopen(url, timeout=10) as answer:
        result: list[dict[str, Any]] = json.load(answer)["data"]["result"]
    return result


def until_told(query: str, enough: Callable[[list[dict[str, Any]]], bool]) -> list[dict[str, Any]]:
    """What a query gives once it is enough; Prometheus looks every 15 seconds."""
    results: list[list[dict[str, Any]]] = []

    def told() -> bool:
        results.append(ask(query))
        return enough(results[-1])

    until(told, patience=PATIENCE, pause=0.5)
    return results[-1]


@pytest.fixture(scope="module")
def watched(containers: ContainerConsortium, world: World) -> ContainerConsortium:
    """The network, after it has been seen at least twice."""
    del world
    until_told("count(count_over_time(up[5m]) >= 2)", lambda result: result != [] and int(result[0]["value"][1]) >= 17)
    return containers


def test_every_node_is_scraped_by_mutual_tls(watched: ContainerConsortium) -> None:
    layout = Layout.of(watched.description)
    expected = {node.name for nodes in (layout.peers, layout.orderers, layout.chaincodes) for node in nodes}
    expected |= {f"ca.{municipality.name}" for municipality in watched.description.municipalities}

    seen = {
        each["metric"]["process"]: each["value"][1] for each in until_told("up", lambda result: all(e["value"][1] == "1" for e in result))
    }

    assert seen == dict.fromkeys(expected | {"certificates"}, "1")


@pytest.mark.parametrize("title", PANELS)
def test_every_query_of_the_dashboard_is_answered(watched: ContainerConsortium, title: str) -> None:
    del watched
    for target in PANELS[title]["targets"]:
        until_told(target["expr"].replace("$__rate_interval", "1m"), bool)


def test_it_is_told_when_every_certificate_expires(watched: ContainerConsortium) -> None:
    told = ask("genpon_certificate_expires_timestamp_seconds")

    owners = {each["metric"]["owner"] for each in told if each["metric"]["municipality"] == "toda"}
    assert owners == {"peer0.toda", "orderer.toda", "chaincode.toda", "ca.toda", "admin", "client", "monitor", "ca", "tlsca"}
    assert {each["metric"]["municipality"] for each in told} == {each.name for each in watched.description.municipalities}
    assert all(float(each["value"][1]) > time.time() for each in told)


def test_a_node_that_is_stopped_is_about_to_be_alerted(watched: ContainerConsortium) -> None:
    watched.project.run("stop", "-t", "3", "chaincode.omura")
    try:
        (alert,) = until_told('ALERTS{alertname="NodeDown"}', bool)
    finally:
        watched.project.run("start", "chaincode.omura")

    assert (alert["metric"]["process"], alert["metric"]["severity"]) == ("chaincode.omura", "warning")


def test_alerts_fire_when_they_should(images: None, tmp_path: Path) -> None:
    del images
    shutil.copy(Path(__file__).with_name("alerts_test.yaml"), tmp_path)
    (tmp_path / "alerts.yaml").write_bytes(resources.files(genpon_network.monitoring).joinpath("alerts.yaml").read_bytes())
    for path in (tmp_path.parent.parent, tmp_path.parent, tmp_path):
        path.chmod(0o755)

    told = docker(
        "run",
        "--rm",
        "-v",
        f"{tmp_path}:/rules:ro",
        "--entrypoint",
        "/bin/promtool",
        PROMETHEUS,
        "test",
        "rules",
        "/rules/alerts_test.yaml",
    )

    assert "SUCCESS" in told
