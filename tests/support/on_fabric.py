"""Runs the suites for either ledger on real Fabric, or says in one line why it cannot: `python -m tests.support.on_fabric`."""

import subprocess
import sys
from collections.abc import Sequence

from tests.support.fabric import EITHER_LEDGER, WITHOUT_DOMAIN, why_not
from tests.support.needs import required


def main() -> int:
    """The suites' exit code; 0 where Fabric is neither there nor required."""
    return on_fabric() or on_older_fabric()


def on_fabric() -> int:
    reason = why_not()
    if reason is None:
        return _pytest(EITHER_LEDGER, "fabric")
    if required("fabric"):
        sys.stderr.write(f"GENPON_REQUIRE=fabric, but {reason}\n")
        return 1
    sys.stderr.write(f"LEFT OUT: the suites on real Fabric: {reason}\n")
    return 0


def on_older_fabric() -> int:
    if required("fabric25"):
        return _pytest(WITHOUT_DOMAIN, "fabric25")
    sys.stderr.write(
        "LEFT OUT: client and chaincode runtime on Fabric 2.5.0: GENPON_REQUIRE=fabric25 builds it, in a minute, and runs their suites\n"
    )
    return 0


def _pytest(suites: Sequence[str], ledger: str) -> int:
    return subprocess.run([sys.executable, "-m", "pytest", *suites, f"--ledger={ledger}"], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
