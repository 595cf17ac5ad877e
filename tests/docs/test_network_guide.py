"""The page about the network: its chaincode is deployed to one, and its client calls it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from genpon_network.native.ports import free_block
from tests.support.documents import ROOT, blocks
from tests.support.native import tiny_network

PAGE = "docs/network.md"
FIRST_PORT = 9001
COLLECTIONS = [{"name": "offers", "policy": "OR('NagasakiMSP.member', 'TodaMSP.member')", "requiredPeerCount": 0, "maxPeerCount": 1}]
ENDING = """
for service in services:
    service.terminate()
print([service.wait() for service in services])
"""


@pytest.mark.fabric
def test_another_chaincode_is_deployed_and_called(tmp_path: Path) -> None:
    (tmp_path / "cars.py").write_bytes((ROOT / "examples" / "chaincode" / "cars.py").read_bytes())
    (tmp_path / "collections_config.json").write_text(json.dumps(COLLECTIONS))
    program = "\n".join([*blocks(PAGE, "python", section="Another chaincode"), ENDING])
    port = free_block(4)
    for number in range(4):
        program = program.replace(str(FIRST_PORT + number), str(port + number))
    with tiny_network(tmp_path / "ledger") as network:
        network.up()
        ran = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=100)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.splitlines() == [
        "agreeing on chaincode cars 1.0.0, sequence 1",
        "every organisation's gateway endorses",
        '{"colour":"red","number":"T-1","owner":"TodaMSP"}',
        "[0, 0, 0, 0]",
    ]
