"""The steps of the page on identities, typed in order against a real network with Fabric CA; both languages show the same."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from genpon_network.native.ports import free_block
from genpon_network.topology.loading import DEFAULT, example
from tests.support.documents import blocks

PAGE = "docs/identities.md"
BASE_PORT = 17_050


def test_both_languages_show_the_same() -> None:
    for language in ("sh", "python"):
        assert blocks("docs/identities.ja.md", language) == blocks(PAGE, language)


@pytest.mark.fabric
@pytest.mark.fabric_ca
@pytest.mark.timeout(300)
def test_the_steps_run(tmp_path: Path) -> None:
    base_port = free_block(80)
    text = example(DEFAULT) + f"\nidentities: fabric-ca\nbase_port: {base_port}\n".encode()
    (tmp_path / "consortium.yaml").write_bytes(text)
    first, second, *others = blocks(PAGE, "sh")
    (program,) = blocks(PAGE, "python")
    connects = f"{sys.executable} - <<'END'\n{program}END\n"
    typed = "\n".join([first, second, connects, *others]).replace("127.0.0.1:17108", f"127.0.0.1:{base_port + 17_108 - BASE_PORT}")
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "PYTHONPATH": os.pathsep.join(sys.path)}
    try:
        ran = subprocess.run(["bash", "-euc", typed], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stdout + ran.stderr
    finally:
        clean = [Path(sys.executable).with_name("genpon-network"), "clean", "--yes", "--data", tmp_path / "network"]
        subprocess.run(clean, capture_output=True, check=False)
    assert "ca.toda" in ran.stdout
    assert "revoked 2 certificates of app-1 at the authority of toda" in ran.stderr
    assert "its old one is revoked by: genpon-network identity revoke toda peer0.toda --serial" in ran.stderr
    assert (tmp_path / "app-2" / "key.pem").stat().st_mode & 0o777 == 0o600
