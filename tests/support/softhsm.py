"""SoftHSM for tests: a PKCS#11 token in files (Debian's package `softhsm2`)."""

import functools
import importlib.util
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

TOKEN = "ForFabric"
PIN = "98765432"
LIBRARIES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
)


@functools.cache
def library() -> Path | None:
    return next((path for path in map(Path, LIBRARIES) if path.exists()), None)


@functools.cache
def why_not() -> str | None:
    """Why there is no SoftHSM here; None if there is."""
    if importlib.util.find_spec("pkcs11") is None:
        return "python-pkcs11 is not installed: pip install 'genpon[hsm]'"
    if library() is None or shutil.which("softhsm2-util") is None:
        return "SoftHSM is not installed: apt-get install softhsm2"
    return None


@dataclass(frozen=True)
class SoftHsm:
    """A directory with one token."""

    folder: Path

    @classmethod
    def make(cls, folder: Path) -> "SoftHsm":
        """A new token; the process's environment leads the library to it, which reads that when it is loaded."""
        (folder / "tokens").mkdir()
        configuration = folder / "softhsm2.conf"
        configuration.write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\nlog.level = ERROR\n")
        os.environ["SOFTHSM2_CONF"] = str(configuration)
        made = cls(folder)
        made.util("--init-token", "--free", "--label", TOKEN, "--so-pin", "1234", "--pin", PIN)
        return made

    def take(self, name: str, pem: bytes, identifier: bytes) -> None:
        """Takes in a PKCS#8 private key."""
        file = self.folder / f"{name}.pem"
        file.write_bytes(pem)
        self.util("--import", str(file), "--token", TOKEN, "--label", name, "--id", identifier.hex(), "--pin", PIN)

    def util(self, *arguments: str) -> None:
        subprocess.run(["softhsm2-util", *arguments], check=True, capture_output=True)
