"""The endpoint for operators with TLS: health for everybody, figures for the organisation's own."""

import http.client
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from genpon_chaincode.shim import ChaincodeServer
from genpon_network.pki import OrganisationAuthority
from tests.support.doing_chaincode import Doing

PATIENCE = 10.0


@dataclass(frozen=True)
class Service:
    folder: Path
    server: ChaincodeServer
    environment: dict[str, str]

    def ask(self, path: str, who: str | None = None) -> int:
        context = ssl.create_default_context(cafile=str(self.folder / "ca.pem"))
        if who is not None:
            context.load_cert_chain(self.folder / who / "certificate.pem", self.folder / who / "key.pem")
        connection = http.client.HTTPSConnection("localhost", self.port, timeout=PATIENCE, context=context)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            return answer.status
        finally:
            connection.close()

    @property
    def port(self) -> int:
        return int((self.server.operations_address or "").rpartition(":")[2])


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("operations")
    own, other = (OrganisationAuthority.create(msp_id=f"{name}MSP", domain=f"{name}.example", now=datetime.now(UTC)) for name in "ab")
    for authority, name in ((own, "chaincode"), (own, "monitor"), (other, "stranger")):
        authority.issue_tls(name, ["localhost"]).write(folder / name)
    (folder / "ca.pem").write_bytes(own.tls_ca_pem)
    environment = {
        "CHAINCODE_ID": "d:1",
        "CHAINCODE_SERVER_ADDRESS": "127.0.0.1:0",
        "CHAINCODE_OPERATIONS_ADDRESS": "127.0.0.1:0",
        "CHAINCODE_TLS_KEY": str(folder / "chaincode" / "key.pem"),
        "CHAINCODE_TLS_CERT": str(folder / "chaincode" / "certificate.pem"),
        "CHAINCODE_CLIENT_CA_CERT": str(folder / "ca.pem"),
    }
    server = ChaincodeServer.from_environment(Doing(), environment)
    server.start()
    yield Service(folder, server, environment)
    server.stop(0)


@pytest.mark.parametrize(("path", "who", "status"), [
    ("/healthz", None, 200),
    ("/healthz", "monitor", 200),
    ("/metrics", "monitor", 200),
    ("/metrics", None, 401),
    ("/elsewhere", "monitor", 404),
])  # fmt: skip
def test_who_sees_what(service: Service, path: str, who: str | None, status: int) -> None:
    assert service.ask(path, who) == status


def test_a_certificate_of_another_organisation_is_not_taken(service: Service) -> None:
    with pytest.raises((OSError, http.client.HTTPException)):
        service.ask("/metrics", "stranger")


def test_a_client_that_says_nothing_holds_up_nobody(service: Service) -> None:
    with socket.create_connection(("localhost", service.port)):
        assert service.ask("/healthz") == 200


def test_the_healthcheck_of_the_image(service: Service) -> None:
    environment = service.environment | {"CHAINCODE_OPERATIONS_ADDRESS": f"0.0.0.0:{service.port}"}

    assert _check(environment) == (0, "")
    closed = _check(environment | {"CHAINCODE_OPERATIONS_ADDRESS": "0.0.0.0:1"})
    assert (closed[0], closed[1][:13]) == (1, "not healthy: ")
    assert _check({})[1] == "not healthy: set CHAINCODE_OPERATIONS_ADDRESS as the service has it\n"


def _check(environment: dict[str, str]) -> tuple[int, str]:
    command = [sys.executable, "-m", "genpon_chaincode.healthcheck"]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return ran.returncode, ran.stderr
