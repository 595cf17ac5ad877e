"""The guide to chaincode: its chaincode and its tests are the example's, which run; so does its service, at a ledger."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from genpon_network.native.ports import free_block
from tests.support.documents import ROOT, blocks

GUIDE = "docs/chaincode.md"
EXAMPLE = ROOT / "examples" / "chaincode"
ADDRESS = "127.0.0.1:9999"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the two files that the guide begins with."""
    for name, text in zip(("cars.py", "test_cars.py"), blocks(GUIDE, "python"), strict=False):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_it_shows_the_example(folder: Path) -> None:
    assert {path.name: path.read_text() for path in folder.iterdir()} == {
        name: (EXAMPLE / name).read_text(encoding="utf-8") for name in ("cars.py", "test_cars.py")
    }


def test_the_tests_pass(folder: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error"]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "3 passed" in ran.stdout


def test_the_service_serves_a_ledger(folder: Path) -> None:
    address = f"127.0.0.1:{free_block(1)}"
    (commands,) = blocks(GUIDE, "sh")
    settings, command = commands.replace(ADDRESS, address).splitlines()
    named = dict(setting.split("=", 1) for setting in settings.removeprefix("export ").split())
    program = blocks(GUIDE, "python")[2].replace(ADDRESS, address)
    assert command == "python cars.py"
    service = subprocess.Popen([sys.executable, "cars.py"], cwd=folder, env=os.environ | named)
    try:
        ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=100)
    finally:
        service.terminate()
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines()[0] == '{"colour":"red","number":"T-1","owner":"TodaMSP"}'
    assert '"cars"' in ran.stdout.splitlines()[1]
    assert service.wait(30) == 0


def test_it_obeys_the_linters(folder: Path) -> None:
    (commands,) = [text for text in (ROOT / GUIDE).read_text(encoding="utf-8").split("```") if "--rules" in text]
    lines = commands.strip().splitlines()
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"

    def code(line: str) -> int:
        return subprocess.run(["sh", "-c", line], cwd=folder, env=os.environ | {"PATH": path}, check=False).returncode

    assert [code(line) for line in lines] == [0, 0, 0]
    (folder / "cars.py").write_text("import random\nx = 1.5\n")
    assert [code(line) for line in lines] == [0, 1, 1]


def test_both_languages_show_the_same_programs() -> None:
    for language in ("python", "sh"):
        assert blocks("docs/chaincode.ja.md", language) == blocks(GUIDE, language)


def test_it_names_every_call_of_the_stub() -> None:
    from genpon_chaincode.shim import ChaincodeStub  # noqa: PLC0415

    own = {"event", "read_only"}
    calls = {name for name in dir(ChaincodeStub) if not name.startswith("_")} - own
    for guide in (GUIDE, "docs/chaincode.ja.md"):
        text = (ROOT / guide).read_text(encoding="utf-8")
        missing = {name for name in calls if f"`{name}`" not in text and f"`{name.removesuffix('_with_pagination')}`" not in text}
        assert missing == set()
