"""The wheels that the project's image is made of, got once for each set of pins."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from genpon_network.files import locked
from tests.support.house import ROOT, setup, values

EXTRAS = ("network", "metrics")
TOOLS = ("pip", "setuptools")
_PLATFORMS = ("manylinux2014_x86_64", "manylinux_2_28_x86_64", "manylinux_2_34_x86_64")


def wheelhouse(version: str) -> Path:
    """A directory with all wheels for a Python version such as `3.11`."""
    pins = (ROOT / "constraints.txt").read_bytes() + (ROOT / "setup.cfg").read_bytes() + version.encode()
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "genpon" / "wheels"
    base.mkdir(parents=True, exist_ok=True)
    folder = base / hashlib.sha256(pins).hexdigest()[:16]
    with locked(base / "lock"):
        if not folder.is_dir():
            draft = folder.with_suffix(".draft")
            _download(version, draft)
            draft.replace(folder)
    return folder


def _download(version: str, folder: Path) -> None:
    facts = setup()
    wanted = values(facts["options"]["install_requires"])
    for extra in EXTRAS:
        wanted += values(facts["options.extras_require"][extra])
    platforms = [option for platform in _PLATFORMS for option in ("--platform", platform)]
    options = ["--only-binary=:all:", "--python-version", version, "--implementation", "cp", *platforms]
    command = [sys.executable, "-m", "pip", "download", "-q", *options, "-c", str(ROOT / "constraints.txt"), "-d", str(folder)]
    got = subprocess.run([*command, *wanted, *TOOLS], capture_output=True, text=True, check=False)
    assert got.returncode == 0, got.stderr
