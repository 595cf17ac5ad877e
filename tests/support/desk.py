"""A city's desk: a folder with keys and files, and commands that are typed there."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from genpon.act_signers import KeySigner
from tests.support.commands import run
from tests.support.town import Person


@dataclass(frozen=True)
class Desk:
    """A folder with everybody's keys, the files and the terms."""

    folder: Path
    profile: Path
    charter: Path

    def __call__(self, *arguments: str, signer: Person | None = None, code: int = 0) -> Any:
        """Runs a command with `--json`, checks its exit code, and gives what it printed."""
        key = ("--signer", str(self.key(signer.signer))) if signer is not None else ()
        done = run(*arguments, *key, "--profile", str(self.profile), "--json")
        assert done.code == code, done.output + done.errors
        return json.loads(done.output)

    def key(self, signer: KeySigner) -> Path:
        path = self.folder / f"{signer.public_key.fingerprint[:16]}.pem"
        pem = signer._private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        path.write_bytes(pem)
        return path

    def file(self, name: str) -> str:
        return str(self.folder / name)
