"""What is told of certificates, and what Prometheus is asked to scrape."""

import json
import os
import subprocess
import sys
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from prometheus_client import CollectorRegistry

from genpon_network.monitoring.certificates import NAME, Certificates
from genpon_network.monitoring.prometheus import configuration
from genpon_network.native.ports import free_block
from genpon_network.nodes.authorities import make_file_authorities
from genpon_network.nodes.directory import DataDirectory
from genpon_network.nodes.municipalities import make_municipality
from genpon_network.topology import Layout, default_consortium
from tests.support.waiting import eventually

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def toda(tmp_path_factory: pytest.TempPathFactory) -> DataDirectory:
    consortium, data = default_consortium(), DataDirectory(tmp_path_factory.mktemp("toda"))
    municipality = consortium.municipalities[2]
    make_municipality(data, consortium, Layout.of(consortium), municipality, make_file_authorities(data, municipality, NOW))
    # Another municipality's TLS authority is known, and is not this one's to watch.
    other = data.organisation("omura") / "tlsca"
    other.mkdir(parents=True)
    (other / "certificate.pem").write_bytes((data.organisation("toda") / "tlsca" / "certificate.pem").read_bytes())
    return data


def told(data: DataDirectory) -> dict[tuple[str, str, str], float]:
    registry = CollectorRegistry()
    registry.register(Certificates([data]))
    return {
        (sample.labels["municipality"], sample.labels["owner"], sample.labels["certificate"]): sample.value
        for family in registry.collect()
        for sample in family.samples
        if sample.name == NAME
    }


def test_every_certificate_of_the_municipality_is_told(toda: DataDirectory) -> None:
    found = told(toda)

    nodes = [(f"{node}.toda", kind) for node in ("peer0", "orderer") for kind in ("tls", "identity")]
    members = [("admin", "identity"), ("admin", "tls"), ("client", "identity"), ("monitor", "tls"), ("ca", "identity"), ("tlsca", "tls")]
    assert set(found) == {("toda", *each) for each in [*nodes, ("chaincode.toda", "tls"), *members]}
    certificate = x509.load_pem_x509_certificate((toda.node("peer0.toda") / "tls" / "certificate.pem").read_bytes())
    assert found["toda", "peer0.toda", "tls"] == certificate.not_valid_after_utc.timestamp()


def test_a_renewed_certificate_counts_at_once(toda: DataDirectory) -> None:
    path = toda.node("chaincode.toda") / "tls" / "certificate.pem"
    before = path.read_bytes()
    # The authority's own lasts longer.
    path.write_bytes((toda.organisation("toda") / "ca" / "certificate.pem").read_bytes())
    try:
        assert told(toda)["toda", "chaincode.toda", "tls"] == told(toda)["toda", "ca", "identity"]
    finally:
        path.write_bytes(before)


def test_it_is_a_service(toda: DataDirectory) -> None:
    address = f"127.0.0.1:{free_block(1)}"
    command = [sys.executable, "-m", "genpon_network.monitoring.certificates", str(toda.root), "--address"]
    with subprocess.Popen([*command, address]) as service:
        try:
            text = eventually(lambda: urllib.request.urlopen(f"http://{address}/metrics", timeout=5).read().decode(), OSError)
        finally:
            service.terminate()
    taken = subprocess.run([*command, "127.0.0.1"], capture_output=True, text=True, check=False, env=os.environ)

    assert text.count(f"{NAME}{{") == len(told(toda))
    assert service.returncode == 0
    assert (taken.returncode, len(taken.stderr.splitlines())) == (2, 1)


def test_each_municipality_is_scraped_with_its_own_certificate(toda: DataDirectory) -> None:
    consortium = default_consortium()
    written = json.loads(configuration(Layout.of(consortium), [(consortium.municipalities[2], toda)], certificates="c", chaincode_port=1))

    jobs = {job["job_name"]: job for job in written["scrape_configs"]}
    assert set(jobs) == {"toda", "certificates"}
    assert jobs["toda"]["scheme"] == "https"
    assert all(Path(path).is_file() for path in jobs["toda"]["tls_config"].values())
    assert [each["labels"]["process"] for each in jobs["toda"]["static_configs"]] == ["peer0.toda", "orderer.toda", "chaincode.toda"]
