"""The Fabric release that is built, and the releases that are accepted."""

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from genpon_network.errors import NetworkError

VERSION = "3.1.1"
MODULE = "github.com/hyperledger/fabric"
PSEUDO_VERSION = "v1.4.0-rc1.0.20250510200036-435a7f1a780a"
"""How the module proxy names release 3.1.1: Fabric's module path has no `/v3`, so its releases have no semantic version there."""

ACCEPTED = re.compile(r"v?3\.1\.\d+")
_VERSION_LINE = re.compile(r"^\s*Version:\s*(\S+)", re.MULTILINE)


def cache_directory(environment: Mapping[str, str]) -> Path:
    """Where built binaries live: `$XDG_CACHE_HOME/genpon/fabric-<version>`, or below `~/.cache`."""
    base = environment.get("XDG_CACHE_HOME") or str(Path(environment.get("HOME") or Path.home()) / ".cache")
    return Path(base) / "genpon" / f"fabric-{VERSION}"


def version_of(binary: Path) -> str:
    """What a `peer` or `orderer` says its version is, without a leading v.

    Raises:
        NetworkError: if it cannot be run or says none.
    """
    try:
        outcome = subprocess.run([binary, "version"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NetworkError(f"{binary} cannot be run ({type(error).__name__}); give another with FABRIC_BIN") from None
    found = _VERSION_LINE.search(outcome.stdout + outcome.stderr)
    if found is None:
        raise NetworkError(f"{binary} does not say its version; give Fabric 3.1 binaries with FABRIC_BIN")
    return found.group(1).removeprefix("v")


def accepted(version: str) -> bool:
    """Whether a version can run a network: any 3.1.x."""
    return ACCEPTED.fullmatch(version) is not None
