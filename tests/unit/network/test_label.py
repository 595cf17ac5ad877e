"""The package's label: another code, dependency or charter is another label, and a service with another refuses to start."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import genpon_chaincode
from genpon_chaincode.label import LabelError, check_label, package_label
from genpon_network.founding import DEFAULT_FOUNDERS, found
from genpon_network.lifecycle.packages import ccaas_package

CHARTER = found(DEFAULT_FOUNDERS).charter.to_bytes()


def test_a_label_is_a_digest_that_stays() -> None:
    label = package_label(CHARTER)

    assert label == package_label(CHARTER)
    assert len(label) == len("genpon_") + 64
    check_label(ccaas_package(label).package_id, CHARTER)


def test_another_charter_is_another_label() -> None:
    with pytest.raises(LabelError, match="install the version that was agreed on"):
        check_label(f"{package_label(CHARTER)}:00", CHARTER + b" ")


def test_a_label_without_a_digest_is_not_checked() -> None:
    check_label("genpon-dev:00", CHARTER)


def test_the_same_label_is_the_same_package_everywhere() -> None:
    assert ccaas_package("genpon_1") == ccaas_package("genpon_1")
    assert ccaas_package("genpon_1").package_id != ccaas_package("genpon_2").package_id


@pytest.mark.parametrize("setting", ["CHAINCODE_ID", "CHAINCODE_ID_FILE"])
def test_altered_code_refuses_to_start(tmp_path: Path, setting: str) -> None:
    package = Path(shutil.copytree(Path(genpon_chaincode.__path__[0]), tmp_path / "genpon_chaincode"))
    (package / "clock.py").write_text((package / "clock.py").read_text() + "\n# altered\n")
    (tmp_path / "charter.json").write_bytes(CHARTER)
    package_id = f"{package_label(CHARTER)}:00"
    (tmp_path / "id").write_text(f"{package_id}\n")
    settings = {
        setting: package_id if setting == "CHAINCODE_ID" else str(tmp_path / "id"),
        "GENPON_CHARTER": str(tmp_path / "charter.json"),
        "CHAINCODE_SERVER_ADDRESS": "127.0.0.1:0",
        "PYTHONPATH": str(tmp_path),
    }

    outcome = subprocess.run(
        [sys.executable, "-m", "genpon_chaincode"], env=os.environ | settings, capture_output=True, text=True, check=False, timeout=60
    )

    assert outcome.returncode == 2
    assert "install the version that was agreed on" in outcome.stderr
    assert len(outcome.stderr.splitlines()) == 1
