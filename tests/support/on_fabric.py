"""Runs the suites for either ledger on real Fabric, or says in one line why it cannot: `python -m tests.support.on_fabric`."""

import subprocess
import sys

from tests.support.fabric import EITHER_LEDGER, why_not
from tests.support.needs import required


def main() -> int:
    """The suite's exit code; 0 where Fabric is neither there nor required."""
    reason = why_not()
    if reason is None:
        return subprocess.run([sys.executable, "-m", "pytest", *EITHER_LEDGER, "--ledger=fabric"], check=False).returncode
    if required("fabric"):
        sys.stderr.write(f"GENPON_REQUIRE=fabric, but {reason}\n")
        return 1
    sys.stderr.write(f"LEFT OUT: the suites on real Fabric: {reason}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
