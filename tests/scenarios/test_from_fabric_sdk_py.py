"""The programs of the guide for users of fabric-sdk-py run on a ledger, and its tables name every call."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from genpon.hfc import Client
from genpon.hfc.removed import REMOVED
from tests.support.documents import ROOT, blocks
from tests.support.scenario_ledger import CHAINCODE, NAGASAKI, ORGANISATIONS, ScenarioLedger
from tests.support.sdk_files import common_profile, node_v2, pems_of

GUIDES = ("docs/from-fabric-sdk-py.md", "docs/from-fabric-sdk-py.ja.md")


@pytest.fixture
def folder(ledger: ScenarioLedger, tmp_path: Path) -> Path:
    """Where a reader of the guide works: with a connection profile and a wallet."""
    profile = common_profile({msp_id: ledger.profile(msp_id) for msp_id in ORGANISATIONS})
    (tmp_path / "network.json").write_text(json.dumps(profile))
    node_v2(tmp_path / "wallet", "appUser", NAGASAKI, *pems_of(ledger.profile(NAGASAKI)))
    return tmp_path


@pytest.mark.parametrize(
    ("number", "shown"),
    [(0, ["hello", "True 0", "True"]), (1, ["hello again", "VALID VALID"])],
    ids=["one import", "new"],
)
def test_the_programs_run(folder: Path, number: int, shown: list[str]) -> None:
    program = blocks(GUIDES[0], "python")[number].replace('"basic"', f'"{CHAINCODE}"')
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], cwd=folder, capture_output=True, text=True, check=False, timeout=100
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.splitlines() == shown


def test_both_languages_show_the_same_programs() -> None:
    assert blocks(GUIDES[0], "python") == blocks(GUIDES[1], "python")


@pytest.mark.parametrize("guide", GUIDES)
def test_every_call_is_in_a_table(guide: str) -> None:
    rows = [line for line in (ROOT / guide).read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    named = set(re.findall(r"\w+", " ".join(row.split("|")[1] for row in rows)))
    public = {name for name in dir(Client) if not name.startswith("_")}
    inner = {"init_with_net_profile", "get_target_peers", "network_info"}
    assert (public - inner) | set(REMOVED) <= named
