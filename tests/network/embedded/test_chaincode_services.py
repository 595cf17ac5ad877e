"""Chaincode services beside the ledger: in threads, in processes, and with the ledger's clock."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from genpon.gateway import Gateway, Identity, PrivateKeySigner, Tls, connect
from genpon_chaincode.shim import ChaincodeStub, Response
from genpon_network.embedded import ChaincodeFailure, Clock, EmbeddedLedger
from genpon_network.embedded.chaincode_services import ChaincodeProcesses, ChaincodeServices, ChaincodeThreads
from genpon_network.testing import LedgerFactory


class Teller:
    """A chaincode that tells the transaction's time, and keeps it; or whose peer it serves."""

    def invoke(self, stub: ChaincodeStub) -> Response:
        if stub.function == "whose":
            return Response(payload=stub.peer_msp_id.encode())
        stub.put_state("told", str(stub.transaction_time).encode())
        return Response(payload=str(stub.transaction_time).encode())


def make(argument: bytes) -> Teller:
    assert argument == b"argument"
    return Teller()


def gateway(ledger: EmbeddedLedger) -> Gateway:
    enrolment = ledger.identity("TodaMSP")
    endpoint = ledger.profile("TodaMSP").gateway()
    signer = PrivateKeySigner.from_pem(enrolment.private_key_pem)
    tls = Tls(endpoint.tls_ca_pem.encode())
    return connect(endpoint.endpoint, identity=Identity("TodaMSP", enrolment.certificate_pem), signer=signer, tls=tls)


@pytest.mark.parametrize("kind", ["threads", "one process", "two processes"])
def test_services(fresh_embedded_ledger: LedgerFactory, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path.cwd()), prepend=os.pathsep)
    target = f"{Path(__file__).relative_to(Path.cwd()).with_suffix('').as_posix().replace('/', '.')}:make"
    services: ChaincodeServices = {
        "threads": lambda: ChaincodeThreads(lambda _: Teller()),
        "one process": lambda: ChaincodeProcesses(target, b"argument"),
        "two processes": lambda: ChaincodeProcesses(target, b"argument", processes=2),
    }[kind]()
    with services:
        ledger = fresh_embedded_ledger(chaincode_for=services.address, clock=services.clock, batch_timeout=0.01)
        assert len({services.address(msp_id) for msp_id in ledger.organisations}) == len(ledger.organisations)
        with gateway(ledger) as client:
            contract = client.get_network("genpon").get_contract("genpon")
            assert [contract.evaluate_transaction("whose", endorsing_organizations=[msp_id]) for msp_id in ledger.organisations] == [
                msp_id.encode() for msp_id in ledger.organisations
            ]
            told = int(client.get_network("genpon").get_contract("genpon").submit_transaction("tell"))
        assert abs(told - time.time()) < 5
        assert ledger.state()["genpon", "told"][0] == str(told).encode()


def test_a_clock_is_shared_with_processes(tmp_path: Path) -> None:
    clock = Clock(tmp_path / "clock")
    other = Clock(tmp_path / "clock")
    clock.advance(86_400)
    assert abs(other.timestamp() - time.time() - 86_400) < 5
    assert abs(Clock().timestamp() - time.time()) < 5


def test_no_such_chaincode(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ChaincodeFailure, match="ended before it served"), ChaincodeProcesses("genpon_chaincode.server:nothing"):
        pass
    assert "there is no 'genpon_chaincode.server:nothing'" in capfd.readouterr().err


def test_the_command(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from genpon_network.cli import main; main()", "dev", "--dir", str(tmp_path / "ledger"), "--json"]
    child = subprocess.Popen([*command, "--organisations", "toda,omura"], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    try:
        decoder, text, ready = json.JSONDecoder(), "", None
        while ready is None and (line := child.stdout.readline()):
            text += line
            if line == "}\n":
                ready = decoder.decode(text)
        assert ready is not None
        assert [item["msp_id"] for item in ready["organisations"]] == ["TodaMSP", "OmuraMSP"]
        assert "for development only" in ready["notice"]
        assert all(Path(item["profile"]).exists() for item in ready["organisations"])
        child.terminate()
        assert child.wait(10) == 0
    finally:
        child.kill()
        child.stdout.close()
        child.wait()


def test_a_municipality_that_is_not_known() -> None:
    command = [sys.executable, "-c", "from genpon_network.cli import main; main()", "dev", "--organisations", "atlantis"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ended.returncode, "there is no municipality 'atlantis'" in ended.stderr) == (2, True)
