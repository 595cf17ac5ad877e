"""Certificates of processes in containers are renewed by the guide's commands, while the ledger goes on."""

import pytest
from cryptography import x509

from genpon.errors import GenponError
from tests.docker.conftest import GUIDE
from tests.support.containers import ContainerConsortium
from tests.support.documents import blocks
from tests.support.terminal import Terminal
from tests.support.town import World
from tests.support.waiting import eventually

NETWORK = "/var/lib/genpon/toda/network"
CERTIFICATES = {
    "peer0.toda": f"{NETWORK}/nodes/peer0.toda/msp/signcerts/certificate.pem",
    "chaincode.toda": f"{NETWORK}/nodes/chaincode.toda/tls/certificate.pem",
    "clock.toda": f"{NETWORK}/organisations/toda/client/certificate.pem",
    "orderer.toda": f"{NETWORK}/nodes/orderer.toda/msp/signcerts/certificate.pem",
}


def serials(containers: ContainerConsortium) -> dict[str, int]:
    """As each process reads its own certificate."""
    read = {name: containers.project.execute(name, "cat", path).stdout for name, path in CERTIFICATES.items()}
    return {name: x509.load_pem_x509_certificate(text.encode()).serial_number for name, text in read.items()}


def test_processes_take_up_newer_certificates_and_the_ledger_goes_on(
    containers: ContainerConsortium, terminal: Terminal, world: World
) -> None:
    before, town = serials(containers), world.town("Toda")
    processes, orderer = blocks(GUIDE, "sh", section="Renewal")

    assert "now start it again: docker compose restart peer0.toda" in terminal.type(processes)
    told = terminal.type(orderer)

    assert "all municipalities agree to newer certificates of orderer.toda" in told
    assert set(before.items()).isdisjoint(serials(containers).items())
    assert eventually(town.new_department, GenponError)
    # Three of four orderers are needed: with another one away, the renewed one must take part.
    containers.project.run("stop", "-t", "3", "orderer.omura")
    try:
        assert eventually(town.new_department, GenponError)
    finally:
        containers.project.run("start", "orderer.omura")


@pytest.mark.parametrize(
    ("name", "code", "message"), [("peer9.toda", 2, "there is no process and no municipality 'peer9.toda'"), ("", 2, "usage: ")]
)
def test_what_cannot_be_renewed_is_told(terminal: Terminal, containers: ContainerConsortium, name: str, code: int, message: str) -> None:
    del containers
    assert message in terminal.type(f"docker compose run --rm -T renew {name}", code=code)
