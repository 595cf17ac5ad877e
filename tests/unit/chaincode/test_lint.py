"""What would give different results on different peers is found in chaincode, by ruff or by the check of what ruff cannot see."""

import subprocess
import sys
from pathlib import Path

import pytest

from genpon_chaincode import lint
from tests.support.house import ROOT

RUFF = Path(sys.executable).with_name("ruff")
FOUND_BY_RUFF = [
    "import time",
    "from time import monotonic",
    "from datetime import datetime\nnow = datetime.now()",
    "import datetime\nnow = datetime.datetime.utcnow()",
    "from datetime import date\nday = date.today()",
    "from zoneinfo import ZoneInfo",
    "import random",
    "import secrets",
    "import uuid\nid_ = uuid.uuid4()",
    "import os",
    "from os import environ",
    "import sys",
    "from pathlib import Path",
    "import socket",
    "import http.client",
    "from urllib.request import urlopen",
    "import httpx",
    "import threading",
    "from concurrent.futures import ThreadPoolExecutor",
    "import asyncio",
    "import subprocess",
    "import math",
    "import numpy",
]
FOUND_BY_CHECK = {
    "x = 1.5": "float",
    "x = 1e3": "float",
    "x = 2j": "float",
    "x = 7 / 2": "//",
    "x = 7\nx /= 2": "//",
    "x = float('1')": "float",
    "def f(x: float): ...": "float",
    "x = map(float, [])": "float",
    "x = hash('a')": "hash",
    "x = id(object())": "id",
    "open('f')": "open",
    "eval('1')": "eval",
    "from datetime import datetime\nx = datetime.fromtimestamp(0)": "time zones",
    "import datetime\nx = datetime.date.fromtimestamp(0)": "time zones",
    "x = y.astimezone()": "time zones",
    "for x in {1, 2}: ...": "sorted",
    "x = [y for y in set('ab')]": "sorted",
    "x = {y: 1 for y in frozenset('ab')}": "sorted",
    "x = list({1, 2})": "sorted",
    "x = ','.join({y for y in 'ab'})": "sorted",
}
FINE = [
    "x = 7 // 2",
    "from datetime import UTC, datetime\nx = datetime.fromtimestamp(0, UTC)",
    "from datetime import UTC, datetime\nx = datetime.fromtimestamp(0, tz=UTC).astimezone(UTC)",
    "x = sorted({1, 2})",
    "x = 1 in {1, 2}",
    "x = {y for y in {1, 2}}",
    "from decimal import Decimal\nx = Decimal('1.5')",
    "import hashlib\nx = hashlib.sha256(b'').hexdigest()",
    "import uuid\nx = uuid.uuid5(uuid.NAMESPACE_URL, 'a')",
    "class A:\n    def __hash__(self):\n        return hash(1)",
]


def _ruff(source: str, folder: str) -> str:
    command = [RUFF, "check", "--select=TID251", f"--stdin-filename={folder}/new.py", "-"]
    return subprocess.run(command, input=source, text=True, capture_output=True, cwd=ROOT, check=False).stdout


def _check(source: str, folder: Path) -> list[str]:
    file = folder / "new.py"
    file.write_text(source)
    return [finding.message for finding in lint.check(file)]


@pytest.mark.parametrize("source", FOUND_BY_RUFF)
def test_ruff_finds_it_in_chaincode_and_in_the_rules(source: str) -> None:
    for folder in ("chaincode/genpon_chaincode", "core/genpon_core"):
        assert "TID251" in _ruff(source, folder)


def test_ruff_leaves_the_runtime_and_the_client_alone() -> None:
    for folder in ("chaincode/genpon_chaincode/shim", "chaincode/genpon_chaincode/contractapi", "client/genpon"):
        assert "TID251" not in _ruff("import time", folder)


@pytest.mark.parametrize("source", FOUND_BY_CHECK)
def test_the_check_finds_what_ruff_does_not(source: str, tmp_path: Path) -> None:
    (message,) = set(_check(source, tmp_path))
    assert FOUND_BY_CHECK[source] in message
    assert "TID251" not in _ruff(source, "chaincode/genpon_chaincode")


@pytest.mark.parametrize("source", FINE)
def test_what_is_the_same_everywhere_passes(source: str, tmp_path: Path) -> None:
    assert _check(source, tmp_path) == []
    assert "TID251" not in _ruff(source, "chaincode/genpon_chaincode")


def test_the_command_names_places(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.py").write_text("x = 1\ny = 1.5\n")
    assert lint.main([str(tmp_path)]) == 1
    assert capsys.readouterr().out == f"{tmp_path / 'a.py'}:2: a float rounds; use an integer\n"
    (tmp_path / "a.py").write_text("x = 1\n")
    (tmp_path / "test_a.py").write_text("x = 1.5\n")
    assert lint.main([str(tmp_path)]) == 0


def test_the_rules_for_ruff_are_printed_and_work_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lint.main(["--rules"]) == 0
    (tmp_path / "determinism.toml").write_text(capsys.readouterr().out)
    (tmp_path / "ruff.toml").write_text('extend = "determinism.toml"\nlint.extend-select = ["TID251"]\n')
    (tmp_path / "a.py").write_text("import random\n")
    ran = subprocess.run([RUFF, "check", "a.py"], text=True, capture_output=True, cwd=tmp_path, check=False)
    assert "TID251" in ran.stdout


@pytest.mark.parametrize("content", [None, "def"])
def test_what_cannot_be_checked_is_one_line(tmp_path: Path, content: str | None, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "b.py"
    if content is not None:
        file.write_text(content)
    assert lint.main([str(file)]) == 2
    assert lint.main([str(tmp_path / "empty")]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2
