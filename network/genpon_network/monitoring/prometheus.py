"""Prometheus' configuration for a network: every node by mutual TLS, with its municipality's own certificate for watching."""

import json
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from genpon_network.nodes.directory import DataDirectory
from genpon_network.topology import AuthorityNode, Layout, Municipality, OrdererNode, PeerNode

EVERY = "15s"
CERTIFICATES_PORT = 9443
ALERTS = "alerts.yaml"


def alerts() -> bytes:
    """The rules by which Prometheus alerts."""
    return resources.files(__package__).joinpath(ALERTS).read_bytes()


def configuration(layout: Layout, own: Sequence[tuple[Municipality, DataDirectory]], *, certificates: str, chaincode_port: int) -> bytes:
    """The configuration, as JSON, which is YAML too.

    Args:
        layout: the network's processes.
        own: the municipalities that are watched, and their files.
        certificates: the host that tells when certificates expire.
        chaincode_port: where chaincode services have their endpoint for operators.
    """
    jobs = [_job(layout, municipality, data, chaincode_port) for municipality, data in own]
    # Its figures say themselves which municipality's they are.
    expiries = {"job_name": "certificates", "honor_labels": True}
    jobs.append(expiries | {"static_configs": [_target(certificates, CERTIFICATES_PORT, "all", "certificates")]})
    written = {
        "global": {"scrape_interval": EVERY, "evaluation_interval": EVERY},
        "rule_files": [ALERTS],
        "scrape_configs": jobs,
    }
    return json.dumps(written, indent=2).encode() + b"\n"


def _job(layout: Layout, municipality: Municipality, data: DataDirectory, chaincode_port: int) -> dict[str, Any]:
    keys: Path = data.organisation(municipality.name)
    return {
        "job_name": municipality.name,
        "scheme": "https",
        "tls_config": {
            "ca_file": str(keys / "tlsca" / "certificate.pem"),
            "cert_file": str(keys / "monitor-tls" / "certificate.pem"),
            "key_file": str(keys / "monitor-tls" / "key.pem"),
        },
        "static_configs": list(_targets(layout, municipality, chaincode_port)),
    }


def _targets(layout: Layout, municipality: Municipality, chaincode_port: int) -> Iterator[dict[str, Any]]:
    nodes: Sequence[PeerNode | OrdererNode | AuthorityNode] = [*layout.peers, *layout.orderers, *layout.authorities]
    for node in nodes:
        if node.municipality.name == municipality.name:
            yield _target(node.inside, node.operations_port, municipality.name, node.name)
    chaincode = layout.chaincode_of(municipality)
    yield _target(chaincode.inside, chaincode_port, municipality.name, chaincode.name)


def _target(host: str, port: int, municipality: str, process: str) -> dict[str, Any]:
    kind = process.partition(".")[0].rstrip("0123456789")
    return {"targets": [f"{host}:{port}"], "labels": {"municipality": municipality, "process": process, "kind": kind}}
