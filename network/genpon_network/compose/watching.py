"""The services of the profile `monitoring`: Prometheus, and what tells it when certificates expire."""

import hashlib
from collections.abc import Sequence

from genpon_network.compose import inside
from genpon_network.compose.rendering import MERGE
from genpon_network.compose.services import Service
from genpon_network.monitoring.prometheus import CERTIFICATES_PORT, alerts, configuration
from genpon_network.topology import Layout, Municipality

PROFILE = "monitoring"
CERTIFICATES = "certificates"
PROMETHEUS = "prometheus"
IMAGE = "prom/prometheus:${PROMETHEUS_VERSION:-v3.5.0}"
PORT = 9090


def prometheus_files(layout: Layout, own: Sequence[Municipality]) -> dict[str, bytes]:
    """What Prometheus reads, by file name."""
    files = [(municipality, inside.files_of(municipality.name)) for municipality in own]
    written = configuration(layout, files, certificates=CERTIFICATES, chaincode_port=inside.CHAINCODE_OPERATIONS_PORT)
    return {"prometheus.yml": written, "alerts.yaml": alerts()}


def watching(layout: Layout, own: Sequence[Municipality]) -> dict[str, Service]:
    """Both services."""
    files = [f"{municipality.name}:{inside.files_of(municipality.name).root}:ro" for municipality in own]
    shared = {
        "user": f"{inside.MONITOR}:{inside.MONITOR}",
        "profiles": [PROFILE],
        "depends_on": {"init": {"condition": "service_completed_successfully"}},
        "restart": "unless-stopped",
    }
    directories = [str(inside.files_of(municipality.name).root) for municipality in own]
    command = ["python3", "-m", "genpon_network.monitoring.certificates", *directories, "--address", f"0.0.0.0:{CERTIFICATES_PORT}"]
    digest = hashlib.sha256(b"".join(prometheus_files(layout, own).values())).hexdigest()
    return {
        CERTIFICATES: shared
        | {MERGE: "x-genpon", "command": command, "volumes": files, "networks": ["services"], "healthcheck": {"disable": True}}
        | {"mem_limit": "128m"},
        PROMETHEUS: shared
        | {
            MERGE: "x-hardened",
            "image": IMAGE,
            "command": [
                f"--config.file={inside.MONITORING}/prometheus.yml",
                "--storage.tsdb.path=/prometheus",
                "--storage.tsdb.retention.time=90d",
            ],
            # Another configuration is another container: Prometheus reads it when it starts.
            "labels": {"genpon.configuration": digest},
            "volumes": [*files, f"{PROFILE}:{inside.MONITORING}:ro", f"{PROMETHEUS}:/prometheus"],
            "networks": ["ledger", "services"],
            "ports": [f"127.0.0.1:${{PROMETHEUS_PORT:-{PORT}}}:{PORT}"],
            "mem_limit": "512m",
        },
    }
