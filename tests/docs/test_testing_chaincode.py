"""The guide to testing chaincode is a file of tests that passes, the same in both languages."""

import subprocess
import sys
from pathlib import Path

from tests.support.documents import blocks

GUIDE = "docs/testing-chaincode.md"


def test_the_tests_pass(tmp_path: Path) -> None:
    path = tmp_path / "test_tenders.py"
    path.write_text("\n\n".join(blocks(GUIDE, "python")), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error", str(path)]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "6 passed" in ran.stdout


def test_both_languages_show_the_same_tests() -> None:
    assert blocks(GUIDE.replace(".md", ".ja.md"), "python") == blocks(GUIDE, "python")
