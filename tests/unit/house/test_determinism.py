"""What runs as chaincode comes to the same result on every peer, as far as the check of `make lint` can see."""

import subprocess

from genpon_chaincode import lint
from tests.support.house import ROOT


def test_the_rules_the_transactions_and_the_example_pass() -> None:
    printed = subprocess.run(["make", "-n", "lint", "PYTHON=false"], text=True, capture_output=True, cwd=ROOT, check=True).stdout
    (line,) = [line for line in printed.splitlines() if "genpon_chaincode.lint" in line]
    paths = line.partition("genpon_chaincode.lint ")[2].split()
    assert {"core/genpon_core", "chaincode/genpon_chaincode/clock.py", "examples/chaincode"} <= set(paths)
    assert lint.main([str(ROOT / path) for path in paths]) == 0
